"""A document's body as plain data and back, so that an issued report reads the same under every later version."""

from typing import Any

from rencai.documents.tree import (
    Block,
    Column,
    FigureValue,
    Heading,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Table,
    Text,
)

Data = dict[str, Any]


def kept(body: tuple[Block, ...]) -> list[Data]:
    """The blocks as values that JSON can hold."""
    return [_block(block) for block in body]


def read(data: list[Data]) -> tuple[Block, ...]:
    """The blocks that `kept` wrote. Raises KeyError for what it never writes."""
    return tuple(_read_block(one) for one in data)


def _block(block: Block) -> Data:
    if isinstance(block, Table):
        return {
            "kind": "table",
            "columns": [[one.header, one.width, one.align] for one in block.columns],
            "rows": [[_inlines(cell) for cell in row] for row in block.rows],
            "caption": block.caption,
            "anchor": block.anchor,
        }
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "inlines": _inlines(block.inlines), "anchor": block.anchor}
    return {"kind": "paragraph", "inlines": _inlines(block.inlines), "anchor": block.anchor, "reader": block.reader}


def _inlines(parts: Inlines) -> list[Data]:
    return [_inline(part) for part in parts]


def _inline(part: Inline) -> Data:
    if isinstance(part, FigureValue):
        return {"kind": "figure", "text": part.text, "fact": part.fact_id, "title": part.title}
    if isinstance(part, Mark):
        return {"kind": "mark", "text": part.text, "mark": part.kind, "why": part.why}
    return {"kind": "text", "text": part.text, "bold": part.bold}


def _read_block(data: Data) -> Block:
    if data["kind"] == "table":
        rows = tuple(tuple(_read_inlines(cell) for cell in row) for row in data["rows"])
        return Table(tuple(Column(*one) for one in data["columns"]), rows, data["caption"], data["anchor"])
    if data["kind"] == "heading":
        return Heading(data["level"], _read_inlines(data["inlines"]), data["anchor"])
    return Paragraph(_read_inlines(data["inlines"]), data["anchor"], data["reader"])


def _read_inlines(data: list[Data]) -> Inlines:
    return tuple(_read_inline(one) for one in data)


def _read_inline(data: Data) -> Inline:
    if data["kind"] == "figure":
        return FigureValue(data["text"], data["fact"], data["title"])
    if data["kind"] == "mark":
        return Mark(data["text"], data["mark"], data["why"])
    return Text(data["text"], data["bold"])
