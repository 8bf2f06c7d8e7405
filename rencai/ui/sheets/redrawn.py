"""A marked copy drawn anew from the values, for files that cannot be edited in place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from rencai.ui.sheets.book import Book, Cell, Sheet

_COLOURS = {"rejected": "#FF9999", "warned": "#FFE08A", "fixed": "#B7E1CD"}
_WORST = ("fixed", "warned", "rejected")
_DATE_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", str: "@"}


class _Finding(Protocol):
    sheet: str | None
    row: int
    column_index: int | None
    status: str
    message: str
    fixed_to: str | None


def redraw(book: Book, path: Path, findings: Sequence[Any], title: str, header_rows: Mapping[str | None, int]) -> None:
    """Write every sheet's values with the findings' colours, comments and a last column of reasons."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False,
                                         "strings_to_urls": False, "strings_to_numbers": False}) as out:  # fmt: skip
        pen = _Pen(out)
        for sheet in book.sheets:
            by_row: dict[int, list[_Finding]] = defaultdict(list)
            for finding in findings:
                if finding.sheet == sheet.name:
                    by_row[finding.row].append(finding)
            pen.draw(sheet, by_row, title, header_rows.get(sheet.name))


class _Pen:
    def __init__(self, out: xlsxwriter.Workbook) -> None:
        self.out = out
        self.formats: dict[tuple[str, str | None], Any] = {}

    def format(self, cell: Cell, status: str | None) -> Any:
        number = _DATE_FORMATS.get(type(cell), "")
        if (number, status) not in self.formats:
            look: dict[str, Any] = {"num_format": number} if number else {}
            if status:
                look["bg_color"] = _COLOURS[status]
            self.formats[number, status] = self.out.add_format(look)
        return self.formats[number, status]

    def draw(self, sheet: Sheet, by_row: Mapping[int, Sequence[_Finding]], title: str, header_row: int | None) -> None:
        page = self.out.add_worksheet(sheet.name)
        width = len(sheet.rows[0]) if sheet.rows else 0
        page.set_column(0, max(width - 1, 0), 16)
        page.set_column(width, width, 50)
        if sheet.hidden:
            page.hide()
        for number, row in enumerate(sheet.rows, sheet.first_row):
            findings = {finding.column_index: finding for finding in by_row.get(number, ())}
            for index, cell in enumerate(row):
                self._cell(page, number - 1, index, cell, findings.get(index))
            if number == header_row:
                page.write_string(number - 1, width, title, self.out.add_format({"bold": True, "color": "#C00000"}))
            elif number in by_row:
                self._reasons(page, number - 1, width, by_row[number])

    def _cell(self, page: Any, row: int, index: int, cell: Cell, finding: _Finding | None) -> None:
        shown = finding.fixed_to if finding and finding.status == "fixed" and finding.fixed_to is not None else cell
        look = self.format(shown, finding.status if finding else None)
        if isinstance(shown, str):
            page.write_string(row, index, shown.replace("\x00", "␀"), look)
        elif isinstance(shown, (datetime, date, time)):
            page.write_datetime(row, index, shown, look)
        elif isinstance(shown, bool):
            page.write_boolean(row, index, shown, look)
        elif isinstance(shown, (int, float)) and abs(shown) < 1e300:
            page.write_number(row, index, shown, look)
        elif finding:
            page.write_blank(row, index, None, look)
        if finding and shown is not cell:
            page.write_comment(row, index, f"原值：{'' if cell is None else cell}\n改为：{shown}\n{finding.message}")

    def _reasons(self, page: Any, row: int, column: int, findings: Sequence[_Finding]) -> None:
        texts = list(dict.fromkeys(finding.message for finding in findings if finding.message))
        worst = max((finding.status for finding in findings), key=_WORST.index)
        page.write_string(row, column, "；".join(texts)[:32_000], self.format("", worst))
