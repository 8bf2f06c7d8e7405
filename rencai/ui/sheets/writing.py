"""Tables written for people to take away: fast, with long numbers as text, no runnable cell, and a traceable mark."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from operator import getitem
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter.utility import xl_col_to_name

from rencai.ui.sheets.book import Cell
from rencai.ui.sheets.cells import ROW, ColumnCells, SharedStrings
from rencai.ui.sheets.guard import guarded
from rencai.ui.sheets.mould import mould

TRACE_LABEL = "导出标记："
# A sheet of Excel has 1,048,576; some are for the title, the notes and the mark.
ROWS_AT_MOST = 1_048_500
# Few enough to stay in the processor's cache.
_AT_ONCE = 100
# The rows of a register repeat so much that a higher level costs thrice the time and saves a fifth of the bytes.
_PACKED = 1


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column to write: `kind` is text (long numbers, codes), date, month, moment or general.

    `word` turns what the rows hold in this column into what is written; it is asked once for each different value,
    so it must depend on nothing else.
    """

    title: str
    width: int = 14
    kind: str = "general"
    word: Callable[[Any], Cell] | None = None


def write_table(
    target: Path | BinaryIO,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Any]],
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    trace: str | None = None,
    sheet: str = "名单",
) -> None:
    """Write `rows`, which may be a generator and is never held in memory, as .xlsx.

    `title` and `notes` stand above the header, `trace` in a line below the table, in the page footer and in the
    document's properties. Raises ValueError for a cell longer or a table larger than Excel allows.
    """
    _check_titles(columns)
    lead = [line for line in (title, *notes) if line]
    mark = TRACE_LABEL + trace if trace else ""
    looks = [(column.title, column.width, column.kind) for column in columns]
    book = mould(looks, lead, sheet=sheet, mark=mark, footer=_page_footer(trace))
    strings = SharedStrings(book.strings)
    cells = [
        ColumnCells(xl_col_to_name(at), style, column.kind, column.word, strings)
        for at, (column, style) in enumerate(zip(columns, book.styles, strict=True))
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKED) as package:
        for name, part in book.parts.items():
            package.writestr(name, part)
        with package.open(book.sheet_name, "w") as page:
            page.write(book.sheet[0])
            for piece in _pieces(cells, rows, len(lead) + 2, mark):
                page.write(piece)
            page.write(book.sheet[1])
        package.writestr(book.shared_name, book.shared[0] + strings.xml() + book.shared[1])


def _pieces(cells: Sequence[ColumnCells], rows: Iterable[Sequence[Any]], number: int, mark: str) -> Iterator[bytes]:
    """The XML of some thousand rows at a time, the first being row `number` of the sheet."""
    coming = iter(rows)
    while some := list(islice(coming, _AT_ONCE)):
        if {len(row) for row in some} != {len(cells)}:
            raise ValueError("a row has more or fewer cells than there are columns")
        if number + len(some) > ROWS_AT_MOST:
            raise ValueError(f"超过 {ROWS_AT_MOST} 行，无法写入一张 Excel 表。请缩小范围后分别导出。")
        yield b"".join([_row(b"".join(map(getitem, cells, row)), at) for at, row in enumerate(some, number)])
        number += len(some)
    if mark:
        yield _row(cells[0].of(mark), number)


def _row(cells: bytes, number: int) -> bytes:
    return (b'<row r="%b">%b</row>' % (ROW, cells)).replace(ROW, b"%d" % number)


def _check_titles(columns: Sequence[TableColumn]) -> None:
    titles = [column.title for column in columns]
    if len(set(titles)) != len(titles):
        raise ValueError(f"column titles repeat: {titles}")


def write_csv(
    target: Path | BinaryIO, columns: Sequence[TableColumn], rows: Iterable[Sequence[Any]], *, trace: str | None = None
) -> None:
    """Write `rows` as CSV (UTF-8 with mark, so that Excel reads it); cells a program might run get an apostrophe."""
    if isinstance(target, Path):
        with target.open("wb") as file:
            write_csv(file, columns, rows, trace=trace)
        return
    words = [column.word or _same for column in columns]
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column.title) for column in columns])
    writer.writerows([_as_text(word(cell)) for word, cell in zip(words, row, strict=True)] for row in rows)
    if trace:
        writer.writerow([TRACE_LABEL + trace])
    text.flush()
    text.detach()


def _same(value: Any) -> Any:
    return value


def _page_footer(trace: str | None) -> str:
    mark = f"&L{TRACE_LABEL}{trace.replace('&', '&&')}" if trace else ""
    return f"{mark}&R第 &P 页 共 &N 页"[:255]


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else str(cell)
