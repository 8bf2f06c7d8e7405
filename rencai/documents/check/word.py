"""Opens a finished .docx and looks into every part of it for what must not be published."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from .findings import Finding, UnreadableFile
from .patterns import check_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIZE_LIMIT = 200 * 1024 * 1024

_TEXT_PARTS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
}
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "sectPrChange")
_HIDING = ("vanish", "webHidden", "specVanish")
_PERSONAL_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "description": "备注",
    "Manager": "经理",
    "Company": "单位",
    "keywords": "关键词",
    "category": "类别",
    "contentStatus": "状态",
    "subject": "主题",
}
_NEARLY_WHITE = 0xF0
_TINY_HALF_POINTS = 6


def check_docx(data: bytes) -> list[Finding]:
    """Every finding in a .docx file, part by part; raises UnreadableFile where it cannot be looked into."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > SIZE_LIMIT:
                raise UnreadableFile("文件解开后超过200MB，不能检查，请缩小后再试。")
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise UnreadableFile("这不是 Word 文件（.docx），请另存为 .docx 后再试。")
            return [finding for name in names for finding in _part(name, archive.read(name))]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as problem:
        raise UnreadableFile("文件已损坏、加了密码或不是 .docx，不能检查，请重新导出后再试。") from problem


def _part(name: str, data: bytes) -> Iterator[Finding]:
    folder, _, file = name.rpartition("/")
    stem = file.partition(".")[0].rstrip("0123456789")
    if folder == "customXml" or name == "docProps/custom.xml":
        yield Finding("custom_data", f"文件部件 {name}", "", "用“文件—检查文档”删去自定义数据后另存，再上传。")
    elif folder in ("word/embeddings", "word/activeX") or stem == "vbaProject":
        yield Finding("embedded", f"文件部件 {name}", "", "删去嵌入的表格、对象或宏；需要的内容直接写进正文。")
    elif name == "docProps/thumbnail.jpeg":
        yield Finding("custom_data", "文件预览图", "", "取消“保存预览图片”后另存，再上传。")
    elif folder == "docProps":
        yield from _properties(_xml(name, data))
    elif file.endswith(".rels"):
        yield from _links(_xml(name, data))
    elif stem.startswith("comments") or stem == "people":
        yield from _comments(name, _xml(name, data))
    elif stem in _TEXT_PARTS and file.endswith(".xml"):
        yield from _text_part(_TEXT_PARTS[stem], _xml(name, data))
    elif stem == "styles" and file.endswith(".xml"):
        yield from _styles(_xml(name, data))


def _xml(name: str, data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableFile(f"文件部件 {name} 已损坏，不能检查，请重新导出后再试。") from problem
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(f"文件部件 {name} 含有不该有的声明（DOCTYPE），不能发布，请重新导出后再试。")
    return root


def _properties(root: etree._Element) -> Iterator[Finding]:
    for child in root:
        name = etree.QName(child).localname
        text = (child.text or "").strip()
        if not text:
            continue
        if name in _PERSONAL_PROPERTIES:
            label = _PERSONAL_PROPERTIES[name]
            yield Finding(
                "properties", f"文件属性“{label}”", text[:1] + "…", "用“文件—检查文档”删去文件属性后另存，再上传。"
            )
        else:
            yield from check_text(text, "文件属性")


def _links(root: etree._Element) -> Iterator[Finding]:
    for relation in root:
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External" and not target.startswith(("http://", "https://", "mailto:")):
            yield Finding("external_link", "链接", "…", "链接指向本机或内网的文件，会泄露路径，请取消链接。")


def _comments(name: str, root: etree._Element) -> Iterator[Finding]:
    texts = ["".join(comment.itertext(f"{W}t")) for comment in root.iter(f"{W}comment")]
    if texts or len(root):
        yield Finding("comment", f"批注{len(texts) or ''}", "", f"删去全部批注后再发布（文件部件 {name}）。")
    for text in texts:
        yield from check_text(text, "批注")


def _text_part(label: str, root: etree._Element) -> Iterator[Finding]:
    changes = sum(1 for name in _CHANGES for _ in root.iter(W + name))
    if changes:
        yield Finding("tracked_change", label, f"{changes}处", "接受或拒绝全部修订，关闭“修订”后再发布。")
    for row in root.iter(f"{W}tr"):
        if row.find(f"{W}trPr/{W}hidden") is not None:
            yield Finding("hidden_row", f"{label}的表格", "", "表格中有隐藏的行，请删去整行，不要只是隐藏。")
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        in_table = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        where = f"{label}第{number}段" + ("（表格内）" if in_table else "")
        yield from check_text(_words(paragraph), where, listed=in_table)
        yield from _hidden_runs(paragraph, where)
    for described in root.iter("{*}docPr"):
        yield from check_text(f"{described.get('descr', '')} {described.get('title', '')}", f"{label}中图片的说明")
    for control in root.iter(f"{W}alias", f"{W}tag"):
        yield from check_text(control.get(f"{W}val", ""), f"{label}中内容控件的名称")


def _words(paragraph: etree._Element) -> str:
    """What a paragraph says, deleted words and field codes included; words of a text box inside it count twice."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}delText", f"{W}instrText", f"{W}br", f"{W}tab"):
        parts.append("\n" if node.tag in (f"{W}br", f"{W}tab") else node.text or "")
    return "".join(parts)


def _hidden_runs(paragraph: etree._Element, where: str) -> Iterator[Finding]:
    for run in paragraph.iter(f"{W}r"):
        if not any((node.text or "").strip() for node in run.iter(f"{W}t", f"{W}instrText")):
            continue
        properties = run.find(f"{W}rPr")
        if properties is not None and (reason := _hides(properties)):
            length = len("".join(node.text or "" for node in run.iter(f"{W}t")))
            yield Finding("hidden_text", where, f"{length}个字", f"{reason}，请删去这些文字，不要只是隐藏。")


def _hides(properties: etree._Element) -> str | None:
    for name in _HIDING:
        node = properties.find(W + name)
        if node is not None and node.get(f"{W}val", "1") not in ("0", "false", "off"):
            return "有设为“隐藏”的文字"
    color = properties.find(f"{W}color")
    if color is not None and (
        _is_white(color.get(f"{W}val", "")) or color.get(f"{W}themeColor", "").startswith(("background1", "light1"))
    ):
        return "有白色的文字"
    size = properties.find(f"{W}sz")
    if size is not None and 0 < int(size.get(f"{W}val", "0") or 0) <= _TINY_HALF_POINTS:
        return "有小得看不见的文字"
    return None


def _is_white(value: str) -> bool:
    if len(value) != 6:
        return False
    try:
        return all(int(value[place : place + 2], 16) >= _NEARLY_WHITE for place in (0, 2, 4))
    except ValueError:
        return False


def _styles(root: etree._Element) -> Iterator[Finding]:
    for style in root.iter(f"{W}style"):
        properties = style.find(f"{W}rPr")
        if properties is not None and (reason := _hides(properties)):
            name = style.find(f"{W}name")
            shown = "" if name is None else name.get(f"{W}val", "")
            yield Finding("hidden_text", f"样式“{shown}”", "", f"样式中{reason}的设置，请改用一般样式。", "ask")
