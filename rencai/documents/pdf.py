"""Writes an official document as PDF/A with typst; what the document says is data, never typst code."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from . import fonts, layout, qr
from .tree import Attachment, Block, Heading, Inlines, Mark, OfficialDocument, Table, Text
from .walk import characters, ends_tied, numbered

TEMPLATE = Path(__file__).with_name("official.typ")
STANDARD: Literal["a-2b"] = "a-2b"
NO_GLYPH = "□"
FONT_ROLES = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体", "title": "小标宋"}

Data = dict[str, Any]

_compiling = Lock()


class FontsMissing(RuntimeError):
    """No font for Chinese is there at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, and Chinese sentences on what is not as it should be: fonts replaced, characters without a glyph."""

    data: bytes
    warnings: tuple[str, ...]


def write(document: OfficialDocument, *, draft: bool = False) -> Pdf:
    """The PDF/A-2b file; a draft shows its marks on yellow. Raises FontsMissing where there is nothing to set it in.

    A character that no font can draw is set as □ and named in the warnings; PDF/A allows no empty glyph.
    """
    families, folders = _families()
    lacking = fonts.undrawable(characters(document))
    data = json.dumps(_document(document, families, draft), ensure_ascii=False)
    for char in lacking:
        data = data.replace(char, NO_GLYPH)
    with _compiling:
        made = _compiler(folders).compile(
            format="pdf",
            sys_inputs={"document": data},
            pdf_standards=[STANDARD],
            timestamp=_timestamp(document.issued_on),
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single PDF file")
    return Pdf(made, (*fonts.missing_fonts(), *_lacking_words(lacking)))


def _lacking_words(lacking: list[str]) -> list[str]:
    if not lacking:
        return []
    shown = "、".join(f"{char}（U+{ord(char):04X}）" for char in lacking[:20])
    return [f"这些字在现有字体中都没有，PDF 中印成{NO_GLYPH}：{shown}。请补充含有这些字的字体，或改用 .docx。"]


def _timestamp(day: date | None) -> int:
    """The day of issue in the file's properties, so that the same document gives the same bytes."""
    return int(datetime.combine(day or date(2000, 1, 1), time.min, UTC).timestamp())


def _families() -> tuple[dict[str, list[str]], tuple[Path, ...]]:
    """Per role the families that are there, best first; and the folders that they are in."""
    found = {face: path for face in (*fonts.ROLES.values(), fonts.RARE) if (path := fonts.find(face))}
    chosen = {}
    for key, role in FONT_ROLES.items():
        wanted = dict.fromkeys((fonts.ROLES[role], *fonts.FALLBACKS, *fonts.ROLES.values()))
        chosen[key] = [face.family for face in wanted if face in found]
        if not chosen[key]:
            raise FontsMissing(f"没有可用的中文字体，不能生成 PDF。{fonts.ADVICE}。")
    return chosen, tuple(sorted({path.parent for path in found.values()}))


@lru_cache(maxsize=4)
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    """Kept, since reading the fonts takes most of a first compilation."""
    available = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=available)


def _document(document: OfficialDocument, families: dict[str, list[str]], draft: bool) -> Data:
    titles = tuple(one.title for one in document.attachments)
    return {
        "fonts": families,
        "measures": _measures(),
        "title": document.title.replace("\n", ""),
        "keywords": [document.trace] if document.trace else [],
        "head": _head(document),
        "title_lines": layout.title_lines(document.title),
        "addressee": layout.with_colon(document.addressee) if document.addressee else "",
        "body": [_block(label, block, draft) for label, block in numbered(document.body)],
        "tied": ends_tied(document),
        "attachment_lines": layout.attachment_lines(titles) if titles else [],
        "signature": _signature(document),
        "note": f"（{document.note}）" if document.note else "",
        "check": {"picture": qr.svg(document.check.address), "words": document.check.words} if document.check else None,
        "attachments": [
            _attachment(one, number if len(titles) > 1 else None, draft)
            for number, one in enumerate(document.attachments, start=1)
            if one.body
        ],
        "imprint": _imprint(document),
    }


def _measures() -> Data:
    return {
        "page_width": layout.PAGE_WIDTH,
        "page_height": layout.PAGE_HEIGHT,
        "top": layout.TOP,
        "bottom": layout.BOTTOM,
        "left": layout.LEFT,
        "right": layout.RIGHT,
        "width": layout.AREA_WIDTH,
        "height": layout.AREA_HEIGHT,
        "lines": layout.LINES,
        "chars": layout.CHARS,
        "size2": layout.SIZE_2,
        "size3": layout.SIZE_3,
        "size4": layout.SIZE_4,
        "size_small4": layout.SIZE_SMALL_4,
        "rule_thick": layout.RULE_THICK_MM,
        "rule_thin": layout.RULE_THIN_MM,
    }


def _head(document: OfficialDocument) -> Data:
    return {
        "copy_number": document.copy_number,
        "secrecy": document.secrecy,
        "urgency": document.urgency,
        "issuer": document.issuer,
        "issuer_size": layout.issuer_size(document.issuer or ""),
        "number": document.number,
        "signer": document.signer,
    }


def _signature(document: OfficialDocument) -> Data:
    name, day = document.signature or "", layout.chinese_date(document.issued_on) if document.issued_on else ""
    name_right, day_right = layout.signature_indents(name, day, document.sealed)
    return {
        "name": name,
        "day": day,
        "name_right": name_right,
        "day_right": day_right,
        "sealed": document.sealed,
    }


def _attachment(attachment: Attachment, number: int | None, draft: bool) -> Data:
    return {
        "label": f"附件{number or ''}",
        "title_lines": layout.title_lines(attachment.title),
        "body": [_block(label, block, draft) for label, block in numbered(attachment.body)],
    }


def _imprint(document: OfficialDocument) -> Data | None:
    given = document.imprint
    if given is None:
        return None
    return {
        "copies": f"{'，'.join(given.copies_to)}。" if given.copies_to else "",
        "printed_by": given.printed_by,
        "printed_on": f"{layout.chinese_date(given.printed_on)}印发",
    }


def _block(label: str, block: Block, draft: bool) -> Data:
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": block.caption,
            "widths": [column.width for column in block.columns],
            "aligns": [column.align for column in block.columns],
            "header": [column.header for column in block.columns],
            "rows": [[{"parts": _inlines(cell, draft)} for cell in row] for row in block.rows],
        }
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "label": label, "inlines": _inlines(block.inlines, draft)}
    return {"kind": "paragraph", "inlines": _inlines(block.inlines, draft)}


def _inlines(parts: Inlines, draft: bool) -> list[tuple[str, str]]:
    def kind(part: object) -> str:
        if isinstance(part, Mark) and draft:
            return "mark"
        return "bold" if isinstance(part, Text) and part.bold else "text"

    return [(kind(part), part.text) for part in parts]
