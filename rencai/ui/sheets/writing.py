"""Tables written for people to take away: fast, with long numbers as text, no runnable cell, and a traceable mark."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import rustpy_xlsxwriter as fast

from rencai.ui.sheets.book import Cell
from rencai.ui.sheets.guard import guarded

TRACE_LABEL = "导出标记："
_CORE = "docProps/core.xml"
_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "month": "yyyy-mm", "moment": "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column to write: `kind` is text (long numbers, codes), date, month, moment or general."""

    title: str
    width: int = 14
    kind: str = "general"


def write_table(
    target: Path | BinaryIO,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    trace: str | None = None,
    sheet: str = "名单",
) -> None:
    """Write `rows`, which may be a generator and is never held in memory, as .xlsx.

    `title` and `notes` stand above the header, `trace` in a line below the table, in the page footer and in the
    document's properties. Raises ValueError for a cell longer than Excel allows.
    """
    lead = [line for line in (title, *notes) if line]
    records = _records(columns, rows, trace)
    first = next(records, None)
    if first is None:
        # With no record at all the writer would leave out the header too.
        first = dict.fromkeys((column.title for column in columns), "")
    try:
        fast.write_worksheet(chain((first,), records), target, **_look(columns, lead, sheet, trace))
    except RuntimeError as error:
        raise ValueError("有单元格超过 32767 个字符，无法写入 Excel。") from error
    if trace:
        _stamp(target, trace)


def write_csv(
    target: Path | BinaryIO, columns: Sequence[TableColumn], rows: Iterable[Sequence[Cell]], *, trace: str | None = None
) -> None:
    """Write `rows` as CSV (UTF-8 with mark, so that Excel reads it); cells a program might run get an apostrophe."""
    if isinstance(target, Path):
        with target.open("wb") as file:
            write_csv(file, columns, rows, trace=trace)
        return
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column.title) for column in columns])
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    if trace:
        writer.writerow([TRACE_LABEL + trace])
    text.flush()
    text.detach()


def _records(
    columns: Sequence[TableColumn], rows: Iterable[Sequence[Cell]], trace: str | None
) -> Iterator[dict[str, Cell]]:
    titles = [column.title for column in columns]
    if len(set(titles)) != len(titles):
        raise ValueError(f"column titles repeat: {titles}")
    texts = [at for at, column in enumerate(columns) if column.kind == "text"]
    for row in rows:
        record = dict(zip(titles, row, strict=True))
        for at in texts:
            cell = row[at]
            if cell is not None and cell.__class__ is not str:
                record[titles[at]] = str(cell)
        yield record
    if trace:
        yield dict(zip(titles, [TRACE_LABEL + trace] + [None] * (len(titles) - 1), strict=True))


def _look(columns: Sequence[TableColumn], lead: Sequence[str], sheet: str, trace: str | None) -> dict[str, Any]:
    last = len(columns) - 1
    plain = fast.Format()
    big = fast.Format().set_bold().set_font_size(14).set_align("center")
    look: dict[str, Any] = {
        "sheet_name": sheet,
        "header_row": len(lead),
        "freeze_row": len(lead) + 1,
        "header_format": fast.Format().set_bold().set_background_color("#E8EEF7").set_border("thin"),
        "column_widths": [float(column.width) for column in columns],
        "column_formats": [_format(column.kind) for column in columns],
        "ignore_errors": [column.title for column in columns if column.kind == "text"],
        "page_setup": {"repeat_rows": (len(lead), len(lead)), "footer": _page_footer(trace)},
    }
    if lead and last:
        look["merge_ranges"] = [(at, 0, at, last, line, plain if at else big) for at, line in enumerate(lead)]
    elif lead:
        raise ValueError("a table with a title needs at least two columns")
    return look


def _format(kind: str) -> Any:
    shown = _FORMATS.get(kind)
    return fast.Format().set_num_format(shown) if shown else fast.Format()


def _page_footer(trace: str | None) -> str:
    mark = f"&L{TRACE_LABEL}{trace.replace('&', '&&')}" if trace else ""
    return f"{mark}&R第 &P 页 共 &N 页"[:255]


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else str(cell)


def _stamp(target: Path | BinaryIO, trace: str) -> None:
    # The fast writer cannot set properties: the small part is replaced in the finished package, the rest not touched.
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        entry = package.getinfo(_CORE)
        mark = escape(TRACE_LABEL + trace)
        end = "</cp:coreProperties>"
        core = package.read(entry).decode().replace(end, f"<dc:description>{mark}</dc:description>{end}")
        package.filelist.remove(entry)
        del package.NameToInfo[_CORE]
        package.writestr(_CORE, core)
