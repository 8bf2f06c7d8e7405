"""What a spreadsheet turns into once read: a book of sheets of plain values, and the limits it was read under."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

Cell = str | float | int | bool | datetime | date | time | None
Place = tuple[int, int]
"""(row, column), both counted from 1 as Excel shows them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is accepted; bytes and seconds unless the name says otherwise."""

    file_bytes: int = 20 * 1024 * 1024
    entries: int = 2_000
    unpacked: int = 300 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 4 * 1024 * 1024
    rows: int = 100_000
    spare_rows: int = 200
    columns: int = 256
    merged: int = 5_000
    cell_characters: int = 32_767
    seconds: int = 60
    memory: int = 512 * 1024 * 1024


LIMITS = Limits()


class FileRefused(Exception):
    """The whole file is refused: `reason` is Chinese and for the user, `code` is stable and for the program."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should see that is no error: `rows` and `columns` count from 1 in `sheet`."""

    code: str
    message: str
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[i]` is Excel row `first_row + i`, `rows[i][j]` is Excel column `j + 1`.

    Every other row or column number here counts from 1. Numbers stay numbers as the file has them (an 18-digit
    number is an int or float, never text); an error cell and a formula without a stored value read as None and
    are named in `errors` ("#N/A") and `formulas_without_value` ("=A1&B1").
    """

    name: str | None
    hidden: bool = False
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    first_row: int = 1
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas_without_value: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """A file as read: `kind` is 'xlsx', 'xls' or 'csv', `encoding` is set for csv only."""

    kind: str
    encoding: str | None = None
    sheets: list[Sheet] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
