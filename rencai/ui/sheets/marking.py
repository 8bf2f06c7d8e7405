"""The limited process that colours a copy of the user's .xlsx; see marked.py for what it is asked."""

import gc
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rencai.ui.sheets.archive import inspect
from rencai.ui.sheets.book import FileRefused, Limits
from rencai.ui.sheets.child import refusal
from rencai.ui.sheets.confinement import confine
from rencai.ui.sheets.dropdowns import carry_over_dropdowns
from rencai.ui.sheets.kinds import recognise
from rencai.ui.sheets.parts import PartSigns
from rencai.ui.sheets.wire import pack

COLOURS = {"rejected": "FFFF9999", "warned": "FFFFE08A", "fixed": "FFB7E1CD"}
_WORST = ("fixed", "warned", "rejected")
_REDRAW_ABOVE = 30 * 1024 * 1024
_AUTHOR = "导入检查"
Finding = tuple[str | None, int, int | None, str, str, str | None]


def mark_file(request: Mapping[str, Any]) -> bool:
    """Whether the copy was made; False for files that are no .xlsx or too large to edit in place."""
    limits = Limits(**request["limits"])
    confine(limits, may_write=True)
    path, out = Path(request["path"]), Path(request["out"])
    if recognise(path.read_bytes(), request["name"]) != "zip":
        return False
    _, unpacked = inspect(path, limits, PartSigns(limits).watch)
    if unpacked > _REDRAW_ABOVE:
        return False
    if not openpyxl.DEFUSEDXML:
        raise FileRefused("系统缺少安全读取组件，无法生成带标注的文件。请联系管理员。", "unsafe")
    book = openpyxl.load_workbook(path, rich_text=True)
    findings = defaultdict(list)
    for finding in request["marks"]:
        findings[finding[0]].append(finding)
    for sheet, header_row in request["header_rows"]:
        if sheet in book.sheetnames:
            mark_sheet(book[sheet], findings[sheet], header_row, request["title"])
    _save(book, path, out)
    return True


def _save(book: Workbook, path: Path, out: Path) -> None:
    kept = [sheet.title for sheet in book.worksheets]
    half = out.with_name(out.name + ".half")
    try:
        book.save(half)
        carry_over_dropdowns(path, half, out, kept)
    finally:
        half.unlink(missing_ok=True)


def mark_sheet(sheet: Worksheet, findings: Sequence[Finding], header_row: int, title: str) -> None:
    """Colour the cells of one sheet and write its reasons."""
    column = _reason_column(sheet, header_row, title)
    reasons: dict[int, list[str]] = defaultdict(list)
    worst: dict[int, int] = defaultdict(int)
    for _, row, index, status, message, fixed_to in findings:
        worst[row] = max(worst[row], _WORST.index(status))
        if message and message not in reasons[row]:
            reasons[row].append(message)
        if index is not None:
            _mark_cell(_top_left(sheet, row, index + 1), status, message, fixed_to)
    for row, texts in reasons.items():
        cell = sheet.cell(row, column)
        _put(cell, "；".join(texts))
        cell.fill = _fill(_WORST[worst[row]])
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _reason_column(sheet: Worksheet, header_row: int, title: str) -> int:
    last = max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=0)
    for column in range(1, last + 1):
        if sheet.cell(header_row, column).value == title:
            for row in range(header_row + 1, sheet.max_row + 1):
                sheet.cell(row, column).value = None
            return column
    head = sheet.cell(header_row, last + 1)
    _put(head, title)
    head.font = Font(bold=True, color="FFC00000")
    head.alignment = Alignment(horizontal="center", vertical="center")
    sheet.column_dimensions[get_column_letter(last + 1)].width = 50
    return last + 1


def _mark_cell(cell: Cell, status: str, message: str, fixed_to: str | None) -> None:
    cell.fill = _fill(status)
    lines = [message] if message else []
    if status == "fixed" and fixed_to is not None:
        original = "" if cell.value is None else str(cell.value)
        lines = [f"原值：{original}", f"改为：{fixed_to}", *lines]
        _put(cell, fixed_to)
        cell.number_format = "@"
    text = "\n".join(lines)
    if cell.comment is not None:
        text = f"{cell.comment.text}\n{text}"
    if text:
        cell.comment = Comment(_legal(text), _AUTHOR, width=260, height=90)


def _top_left(sheet: Worksheet, row: int, column: int) -> Cell:
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)


def _put(cell: Cell, text: str) -> None:
    cell.value = _legal(text)
    # openpyxl takes any text that begins with "=" for a formula.
    cell.data_type = "s"


def _legal(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]


def _fill(status: str) -> PatternFill:
    return PatternFill("solid", start_color=COLOURS[status], end_color=COLOURS[status])


def main() -> None:
    """Answer one request read from stdin."""
    gc.disable()
    request = json.loads(sys.stdin.buffer.readline())
    try:
        answer: dict[str, Any] = {"marked": mark_file(request)}
    except BaseException as error:  # whatever a hostile file provokes must come out as words
        answer = refusal(error)
    sys.stdout.buffer.write(pack(answer))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
