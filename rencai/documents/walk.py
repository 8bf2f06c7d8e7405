"""Walks a document tree: its numbered headings, its inlines, its words, and a changed copy of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .tree import Block, FigureValue, Heading, Inline, Inlines, Mark, OfficialDocument, Table

_DIGITS = "零一二三四五六七八九"
MASK = "**"
TIED_LIMIT = 6 * 28  # six lines


def chinese_numeral(number: int) -> str:
    """1 to 99 as headings count: 一 … 十、十一、二十、二十一."""
    if not 1 <= number <= 99:
        raise ValueError(f"一篇公文同级标题不能超过99个：{number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _label(level: int, count: int) -> str:
    if level == 1:
        return f"{chinese_numeral(count)}、"
    if level == 2:
        return f"（{chinese_numeral(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"


def numbered(body: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with its heading number (一、（一）1.（1）) or "" ; a higher heading restarts the lower ones."""
    counts = [0, 0, 0, 0]
    for block in body:
        if not isinstance(block, Heading):
            yield "", block
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        yield _label(block.level, counts[block.level - 1]), block


def block_inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell
    else:
        yield from block.inlines


def inlines(document: OfficialDocument) -> Iterator[Inline]:
    """Every inline of the body and of the attachments, in reading order."""
    for body in document.bodies():
        for block in body:
            yield from block_inlines(block)


def figures(document: OfficialDocument) -> tuple[FigureValue, ...]:
    return tuple(inline for inline in inlines(document) if isinstance(inline, FigureValue))


def marks(document: OfficialDocument) -> tuple[Mark, ...]:
    return tuple(inline for inline in inlines(document) if isinstance(inline, Mark))


def plain(parts: Inlines) -> str:
    return "".join(part.text for part in parts)


def characters(document: OfficialDocument) -> set[str]:
    """Every character that a print of the document can show."""
    parts = [document.title, document.number, document.issuer, document.addressee, document.signature]
    parts += [document.copy_number, document.secrecy, document.urgency, document.signer, document.note]
    parts += [attachment.title for attachment in document.attachments]
    if document.check:
        parts.append(document.check.words)
    if document.imprint:
        parts += [document.imprint.printed_by, *document.imprint.copies_to]
    for body in document.bodies():
        for block in body:
            if isinstance(block, Table):
                parts += [block.caption, *(column.header for column in block.columns)]
            parts += [inline.text for inline in block_inlines(block)]
    return set().union(*(part for part in parts if part))


def ends_tied(document: OfficialDocument) -> bool:
    """Whether the body's last block is held on the page of the signature, which may not stand alone on a page.

    A long paragraph is not: moving it would leave a hole on the page before.
    """
    if document.attachments or not document.body or isinstance(document.body[-1], Table):
        return False
    return len(plain(document.body[-1].inlines)) <= TIED_LIMIT


def with_inlines(document: OfficialDocument, change: Callable[[Inline], Inline]) -> OfficialDocument:
    """A copy of the document in which every inline is what `change` makes of it."""

    def changed(parts: Inlines) -> Inlines:
        return tuple(change(part) for part in parts)

    def block(old: Block) -> Block:
        if isinstance(old, Table):
            return replace(old, rows=tuple(tuple(changed(cell) for cell in row) for row in old.rows))
        if isinstance(old, Heading):
            return replace(old, inlines=changed(old.inlines))
        return replace(old, inlines=changed(old.inlines))

    attachments = tuple(replace(one, body=tuple(map(block, one.body))) for one in document.attachments)
    return replace(document, body=tuple(map(block, document.body)), attachments=attachments)


def masked(document: OfficialDocument, hide: Callable[[FigureValue], bool]) -> OfficialDocument:
    """A copy for publication: each figure that `hide` names is `**`, and its number is nowhere in the copy."""

    def change(part: Inline) -> Inline:
        if isinstance(part, FigureValue) and hide(part):
            return replace(part, text=MASK, masked=True)
        return part

    return with_inlines(document, change)
