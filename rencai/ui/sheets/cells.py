"""The cells of a sheet as XML, each different one of a column made once."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, Final

from rencai.ui.sheets.book import Cell

LONGEST: Final = 32_767
# Stands for the number of the row, which is put in once for all cells of a row; no cell can hold it.
ROW: Final = b"\0"
_KEPT = 20_000
_SURELY_SHORT = 10_000
_SHARED = 50_000
_TAGS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ODD = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_DAY_ZERO = datetime.fromisoformat("1899-12-30")
_DAY_ONE = datetime.fromisoformat("1900-03-01")
_DATED = frozenset({"date", "month", "moment"})


def escaped(text: str) -> str:
    """A text for between two tags, characters that XML does not carry as Excel writes them: `_x000D_`."""
    return _ODD.sub(_escape, text)


def _escape(odd: re.Match[str]) -> str:
    found = odd[0]
    if found in _TAGS:
        return _TAGS[found]
    return f"_x005F{found}" if len(found) > 1 else f"_x{ord(found):04X}_"


def is_plain(value: Any) -> bool:
    """Whether it is a text that stands in XML as it is, and in a cell for its length."""
    return value.__class__ is str and value.isalnum() and len(value) < _SURELY_SHORT


def tagged(text: str) -> str:
    """A text as element `t`. Raises ValueError for one longer than Excel allows."""
    if is_plain(text):
        return f"<t>{text}</t>"
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST:
        raise ValueError(f"有单元格超过 {LONGEST} 个字符，无法写入 Excel。")
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{kept}>{escaped(text)}</t>"


class SharedStrings:
    """The texts that cells refer to by their place, as far as there is room; `start` of them are there already."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int | None:
        """Where the text stands; None when there is no more room, then it must stand in its cell."""
        found = self._places.get(text)
        if found is None and len(self._places) < _SHARED:
            found = self._places[text] = self._start + len(self._places)
        return found

    def xml(self) -> bytes:
        return "".join([f"<si>{tagged(text)}</si>" for text in self._places]).encode()


class ColumnCells(dict[Any, bytes]):
    """The cells of one column by the values they are for, with `ROW` where the row's number goes.

    `word` turns a value as it is stored into the one to be written, and is asked once for each different one.
    """

    def __init__(
        self, letter: str, style: int, kind: str, word: Callable[[Any], Cell] | None, strings: SharedStrings
    ) -> None:
        super().__init__()
        styled = f' s="{style}"' if style else ""
        self._start = b'<c r="%b%b"%b' % (letter.encode(), ROW, styled.encode())
        self._inline = self._start + b' t="inlineStr"><is><t>'
        self._kind, self._word, self._strings = kind, word, strings
        # Long numbers don't come again, neither does what has shown too many different values to be kept.
        self._coming_again = kind != "text"

    def __missing__(self, value: Any) -> bytes:
        if not self._coming_again and self._word is None and is_plain(value):
            return self._inline + value.encode() + b"</t></is></c>"
        made = self.of(value if self._word is None else self._word(value))
        # Of values that are no text 1, 1.0 and True would be one key, but are three cells.
        if self._coming_again and (self._word or value is None or value.__class__ is str):
            self[value] = made
            self._coming_again = len(self) < _KEPT
        return made

    def of(self, cell: Cell) -> bytes:
        """The cell without its word being asked for; empty for an empty one."""
        if cell is None or cell == "":
            return b""
        if self._kind == "text" and cell.__class__ is not str:
            cell = str(cell)
        if isinstance(cell, bool):
            return self._start + b' t="b"><v>%d</v></c>' % cell
        if isinstance(cell, int | float):
            return self._number(cell) if isfinite(cell) else b""
        if not isinstance(cell, str):
            number = serial(cell) if self._kind in _DATED else None
            if number is not None:
                return self._number(number)
            cell = cell.isoformat()
        return self._text(cell)

    def _number(self, number: float) -> bytes:
        return self._start + f"><v>{number!r}</v></c>".encode()

    def _text(self, text: str) -> bytes:
        place = self._strings.place(text) if self._coming_again else None
        if place is None:
            return self._start + f' t="inlineStr"><is>{tagged(text)}</is></c>'.encode()
        return self._start + b' t="s"><v>%d</v></c>' % place


def serial(moment: date | datetime | time) -> float | None:
    """A day or a moment as Excel counts it; None for what it can't count reliably (before March 1900, a time alone)."""
    if isinstance(moment, time):
        return None
    plain = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    plain = plain.replace(tzinfo=None)
    days = (plain - _DAY_ZERO) / timedelta(days=1)
    return None if plain < _DAY_ONE else int(days) if days.is_integer() else days
