"""The official document (公文) as a tree of plain values, from which every writer works."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

MarkKind: TypeAlias = Literal["typed_number", "contradiction", "no_data"]
Align: TypeAlias = Literal["left", "center", "right"]

FACT_ID_LIMIT = 64  # Word refuses a longer tag on a content control
HEADING_LEVELS = (1, 2, 3, 4)

# What XML 1.0 cannot carry; a tab and a line break are text.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


class UnprintableText(ValueError):
    """A text holds a character that no document can carry; the message says which, where and what to do."""


def _printable(*texts: str | None) -> None:
    for text in texts:
        if found := _UNPRINTABLE.search(text or ""):
            around = _UNPRINTABLE.sub("□", (text or "")[max(0, found.start() - 6) : found.end() + 6])
            raise UnprintableText(
                f"“{around}”中有不能写进公文的控制字符（U+{ord(found[0]):04X}，第{found.start() + 1}个字符，以□表示）。"
                "请在原处删除这个字符后再试。"
            )


def _anchored(anchor: str | None) -> None:
    if anchor is not None and not _ANCHOR.fullmatch(anchor):
        raise ValueError(f"anchor must be a letter followed by letters, digits, - or _: {anchor!r}")


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are."""

    text: str
    bold: bool = False

    def __post_init__(self) -> None:
        _printable(self.text)


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number that opens onto what is behind it; `text` is all that is ever written (`**` where masked)."""

    text: str
    fact_id: str
    title: str
    masked: bool = False

    def __post_init__(self) -> None:
        _printable(self.text, self.fact_id, self.title)
        if not 0 < len(self.fact_id) <= FACT_ID_LIMIT:
            raise ValueError(f"fact_id must have 1 to {FACT_ID_LIMIT} characters: {self.fact_id!r}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that a draft points at and says why; a finished document shows the words alone."""

    text: str
    kind: MarkKind
    why: str

    def __post_init__(self) -> None:
        _printable(self.text, self.why)


Inline: TypeAlias = Text | FigureValue | Mark
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, written without its number: 一、（一）1.（1） are counted by the writers."""

    level: int
    inlines: Inlines
    anchor: str | None = None

    def __post_init__(self) -> None:
        _anchored(self.anchor)
        if self.level not in HEADING_LEVELS:
            raise ValueError(f"heading level must be 1 to 4: {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph; `reader` is a note for who reads it on screen (such as why 数据暂缺), never printed."""

    inlines: Inlines
    anchor: str | None = None
    reader: str = ""

    def __post_init__(self) -> None:
        _anchored(self.anchor)
        _printable(self.reader)


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; `width` is its share of the line beside the other columns' shares."""

    header: str
    width: float = 1.0
    align: Align = "center"

    def __post_init__(self) -> None:
        _printable(self.header)
        if self.width <= 0:
            raise ValueError(f"column width must be positive: {self.width}")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header that is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: str = ""
    anchor: str | None = None

    def __post_init__(self) -> None:
        _anchored(self.anchor)
        _printable(self.caption)
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment named after the body; with a body of its own it is bound in, on a new page."""

    title: str
    body: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        _printable(self.title)


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: who gets copies, who printed it and when."""

    printed_by: str
    printed_on: date
    copies_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _printable(self.printed_by, *self.copies_to)


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Where anybody can check that the paper is genuine: an address, printed as a QR code beside words."""

    address: str
    words: str

    def __post_init__(self) -> None:
        _printable(self.address, self.words)


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One 公文 with the elements of GB/T 9704-2012; what is None or empty is left out.

    `title` may hold line breaks; else writers break it. `issuer` is the red 发文机关标志 (such as 某某局文件), `number`
    the 发文字号, `signer` the 签发人 of a document sent upwards. `sealed` decides where signature and date stand.
    `trace` names this copy in the file's properties and must not hold personal data.
    """

    title: str
    body: tuple[Block, ...]
    number: str | None = None
    issuer: str | None = None
    addressee: str | None = None
    signature: str | None = None
    issued_on: date | None = None
    sealed: bool = True
    attachments: tuple[Attachment, ...] = ()
    imprint: Imprint | None = None
    copy_number: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    signer: str | None = None
    note: str | None = None
    check: CheckCode | None = None
    trace: str = field(default="")

    def __post_init__(self) -> None:
        _printable(self.title, self.number, self.issuer, self.addressee, self.signature)
        _printable(self.copy_number, self.secrecy, self.urgency, self.signer, self.note, self.trace)
        if not self.title.strip():
            raise ValueError("an official document needs a title")

    def bodies(self) -> Iterator[tuple[Block, ...]]:
        """The main body, then the body of each attachment; headings are numbered afresh in each."""
        yield self.body
        for attachment in self.attachments:
            yield attachment.body
