"""Writes an official document as an HTML fragment for screen and print."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import chain
from typing import TypeAlias

from . import qr
from .layout import chinese_date, title_lines, with_colon
from .tree import Block, Heading, Imprint, Inline, Inlines, Mark, OfficialDocument, Paragraph, Table, Text
from .walk import numbered

FigureLink: TypeAlias = Callable[[str], str | None]

MARK_WORDS = {"typed_number": "手填数字", "contradiction": "前后不一致", "no_data": "数据暂缺"}


def no_links(_fact_id: str) -> str | None:
    return None


def write(document: OfficialDocument, *, href: FigureLink = no_links, draft: bool = False, title_level: int = 1) -> str:
    """The document as one `<article class="official">`, every text escaped.

    `href` gives the address behind a figure by its fact id, or None for no link; a masked figure never gets one.
    A draft shows its marks as `<mark>` with the reason; otherwise they are plain words.
    """
    return _Writer(href, draft, title_level).article(document)


def _attributes(**values: str | None) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in values.items() if value
    )


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


class _Writer:
    def __init__(self, href: FigureLink, draft: bool, title_level: int) -> None:
        self.href, self.draft, self.title_level = href, draft, title_level

    def article(self, document: OfficialDocument) -> str:
        parts = chain(
            [f"<article{_attributes(class_='official', lang='zh-CN', data_trace=document.trace)}>"],
            self.head(document),
            [f'<div class="official-body">{"".join(self.blocks(document.body))}</div>'],
            self.tail(document),
            ["</article>"],
        )
        return "\n".join(parts)

    def head(self, document: OfficialDocument) -> Iterator[str]:
        yield '<header class="official-head">'
        for name, text in (
            ("copy-number", document.copy_number),
            ("secrecy", document.secrecy),
            ("urgency", document.urgency),
            ("issuer", document.issuer),
            ("number", document.number),
        ):
            if text:
                yield f'<p class="{name}">{escape(text)}</p>'
        if document.signer:
            yield f'<p class="signer">签发人：<span>{escape(document.signer)}</span></p>'
        if document.issuer:
            yield '<hr class="red-rule">'
        title = "<br>".join(escape(line) for line in title_lines(document.title))
        yield f'<h{self.title_level} class="official-title">{title}</h{self.title_level}>'
        if document.addressee:
            yield f'<p class="addressee">{escape(with_colon(document.addressee))}</p>'
        yield "</header>"

    def blocks(self, body: tuple[Block, ...]) -> Iterator[str]:
        for label, block in numbered(body):
            if isinstance(block, Table):
                yield self.table(block)
            elif isinstance(block, Heading):
                tag = f"h{min(self.title_level + block.level, 6)}"
                attributes = _attributes(id=block.anchor, class_=f"level-{block.level}")
                yield f'<{tag}{attributes}><span class="label">{label}</span>{self.inlines(block.inlines)}</{tag}>'
            else:
                yield self.paragraph(block)

    def paragraph(self, block: Paragraph) -> str:
        if not block.reader:
            return f"<p{_attributes(id=block.anchor)}>{self.inlines(block.inlines)}</p>"
        attributes = _attributes(id=block.anchor, class_="no-data", data_reader=block.reader, title=block.reader)
        return f"<p{attributes}>{self.inlines(block.inlines)}</p>"

    def table(self, block: Table) -> str:
        caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
        header = "".join(f'<th scope="col">{_words(column.header)}</th>' for column in block.columns)
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td class="{column.align}">{self.inlines(cell)}</td>'
                for column, cell in zip(block.columns, row, strict=True)
            )
            + "</tr>"
            for row in block.rows
        )
        head = f"{caption}<thead><tr>{header}</tr></thead>"
        return f"<table{_attributes(id=block.anchor)}>{head}<tbody>{rows}</tbody></table>"

    def inlines(self, parts: Inlines) -> str:
        return "".join(map(self.inline, parts))

    def inline(self, part: Inline) -> str:
        if isinstance(part, Text):
            return f"<strong>{_words(part.text)}</strong>" if part.bold else _words(part.text)
        if isinstance(part, Mark):
            if not self.draft:
                return _words(part.text)
            why = f"{MARK_WORDS[part.kind]}：{part.why}"
            attributes = _attributes(class_=part.kind.replace("_", "-"), title=why)
            return f'<mark{attributes}>{_words(part.text)}<span class="visually-hidden">（{escape(why)}）</span></mark>'
        if part.masked:
            attributes = _attributes(class_="figure masked", data_fact=part.fact_id, title=part.title)
            return f"<span{attributes}>{_words(part.text)}</span>"
        address = self.href(part.fact_id)
        tag = "a" if address else "span"
        attributes = _attributes(class_="figure", href=address, data_fact=part.fact_id, title=part.title)
        return f"<{tag}{attributes}>{_words(part.text)}</{tag}>"

    def tail(self, document: OfficialDocument) -> Iterator[str]:
        if document.attachments:
            titles = "".join(f"<li>{escape(one.title)}</li>" for one in document.attachments)
            yield f'<div class="attachment-list"><span>附件：</span><ol>{titles}</ol></div>'
        if document.signature or document.issued_on:
            yield f'<div class="signature{"" if document.sealed else " unsealed"}">'
            if document.signature:
                yield f"<p>{escape(document.signature)}</p>"
            if day := document.issued_on:
                yield f'<p><time datetime="{day.isoformat()}">{chinese_date(day)}</time></p>'
            yield "</div>"
        if document.note:
            yield f'<p class="note">（{escape(document.note)}）</p>'
        if document.check:
            words = escape(document.check.words)
            picture = _attributes(src=qr.data_uri(document.check.address), alt="核验二维码")
            yield f'<figure class="check"><img{picture}><figcaption>{words}</figcaption></figure>'
        for number, attachment in enumerate(document.attachments, start=1):
            if attachment.body:
                yield self.attachment(
                    attachment.title, number if len(document.attachments) > 1 else None, attachment.body
                )
        if document.imprint:
            yield self.imprint(document.imprint)

    def attachment(self, title: str, number: int | None, body: tuple[Block, ...]) -> str:
        tag = f"h{self.title_level + 1}"
        label = f'<p class="attachment-label">附件{number or ""}</p>'
        return (
            f'<section class="attachment">{label}<{tag} class="official-title">{escape(title)}</{tag}>'
            f"{''.join(self.blocks(body))}</section>"
        )

    def imprint(self, imprint: Imprint) -> str:
        copies = f'<p class="copies">抄送：{escape("，".join(imprint.copies_to))}。</p>' if imprint.copies_to else ""
        printed = f"<span>{escape(imprint.printed_by)}</span><span>{chinese_date(imprint.printed_on)}印发</span>"
        return f'<footer class="imprint">{copies}<p class="printed">{printed}</p></footer>'
