"""The book around a table: everything of an .xlsx but its rows, made once by XlsxWriter."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_END_OF_ROWS = b"</sheetData>"
_END_OF_STRINGS = b"</sst>"
_LAST_ROW = 1_048_576
_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "month": "yyyy-mm", "moment": "yyyy-mm-dd hh:mm"}
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "note": {},
    "header": {"bold": True, "bg_color": "#E8EEF7", "border": 1},
}


@dataclass(frozen=True, slots=True)
class Mould:
    """A book cut open where its rows go: `before` and `after` them, the same for the shared strings, other parts whole.

    `styles` are the numbers of the columns' formats, 0 for none; `strings` counts the shared strings there already.
    """

    parts: Mapping[str, bytes]
    sheet: tuple[bytes, bytes]
    shared: tuple[bytes, bytes]
    styles: Sequence[int]
    strings: int

    sheet_name = _SHEET
    shared_name = _STRINGS


def mould(columns: Sequence[tuple[str, int, str]], lead: Sequence[str], *, sheet: str, mark: str, footer: str) -> Mould:
    """The book for `columns` (title, width, kind) under the lines of `lead`; `mark` stands in its properties."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"comments": mark})
        page = book.add_worksheet(sheet)
        _write_lead(book, page, lead, len(columns) - 1)
        _write_columns(book, page, columns, len(lead))
        page.freeze_panes(len(lead) + 1, 0)
        page.repeat_rows(len(lead))
        page.set_footer(footer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return _cut(parts, len(columns))


def _write_lead(book: Any, page: Any, lead: Sequence[str], last: int) -> None:
    if lead and not last:
        raise ValueError("a table with a title needs at least two columns")
    looks = [book.add_format(_LOOKS[name]) for name in ("title", "note")]
    for at, line in enumerate(lead):
        page.merge_range(at, 0, at, last, line, looks[min(at, 1)])


def _write_columns(book: Any, page: Any, columns: Sequence[tuple[str, int, str]], row: int) -> None:
    header = book.add_format(_LOOKS["header"])
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
    for at, (title, width, kind) in enumerate(columns):
        page.set_column(at, at, width, formats.get(kind))
        page.write_string(row, at, title, header)
    texts = [xl_col_to_name(at) for at, (_, _, kind) in enumerate(columns) if kind == "text"]
    if texts:
        below = " ".join(f"{letter}{row + 2}:{letter}{_LAST_ROW}" for letter in texts)
        page.ignore_errors({"number_stored_as_text": below})


def _cut(parts: dict[str, bytes], width: int) -> Mould:
    before, after = parts.pop(_SHEET).split(_END_OF_ROWS)
    # How many rows there will be and how often a string stands in them is not known yet; neither needs to be said.
    before = re.sub(rb'<dimension ref="[^"]*"/>', b"", before)
    styled = {int(at): int(style) for at, style in re.findall(rb'<col min="(\d+)" [^>]*style="(\d+)"', before)}
    strings, end = parts.pop(_STRINGS).split(_END_OF_STRINGS)
    strings = re.sub(rb' (count|uniqueCount)="\d+"', b"", strings)
    return Mould(
        parts=parts,
        sheet=(before, _END_OF_ROWS + after),
        shared=(strings, _END_OF_STRINGS + end),
        styles=[styled.get(at + 1, 0) for at in range(width)],
        strings=strings.count(b"<si>"),
    )
