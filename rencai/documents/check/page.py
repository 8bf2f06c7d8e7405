"""Looks through a finished HTML page or fragment for what must not be published."""

import re
from html.parser import HTMLParser

from .findings import Finding
from .patterns import check_text

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BLOCKS = {
    "p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "section", "article", "header",
    "footer", "table", "body", "html", "dd", "dt", "option", "textarea",
}  # fmt: skip
_LISTED = {"td", "th", "caption", "dd"}
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*[0-2](?:px|pt)?\s*(?:;|$)"
    r"|(?<![-\w])color\s*:\s*(?:white|transparent|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
    re.IGNORECASE,
)
_CARRIERS = {"script": "脚本", "template": "模板", "iframe": "内嵌页面", "object": "嵌入对象", "noscript": "备用内容"}


def check_html(text: str) -> list[Finding]:
    """Every finding in the page, in its order: words, attributes, comments, hidden elements."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.findings


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.findings: list[Finding] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.block = 0

    def where(self) -> str:
        return f"网页第{self.getpos()[0]}行"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self.words.append("\n")
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _CARRIERS:
            advice = f"发布的网页中不应有{_CARRIERS[tag]}，请删去。"
            self.findings.append(Finding("embedded", self.where(), f"<{tag}>", advice))
        values = {name: value or "" for name, value in attrs}
        hidden = "hidden" in values or _HIDING_STYLE.search(values.get("style", ""))
        if hidden or (tag == "input" and values.get("type") == "hidden"):
            self.findings.append(
                Finding("hidden_text", self.where(), f"<{tag}>", "有隐藏的内容，请删去，不要只是隐藏。")
            )
        for name, value in values.items():
            self.findings += check_text(value, f"{self.where()}属性 {name}", listed=name.startswith("data-"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.findings.append(Finding("comment", self.where(), "", "网页源码中有注释，请删去。"))
        self.findings += check_text(data, f"{self.where()}的注释")

    def end_block(self) -> None:
        """A number may be cut by inline tags, so words are looked at block by block."""
        text = "".join(self.words)
        self.words.clear()
        if text.strip():
            listed = any(tag in _LISTED for tag in self.open)
            self.findings += check_text(text, self.where(), listed=listed)
