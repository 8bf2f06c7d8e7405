"""Reading a spreadsheet somebody sent, in a process of its own that can be lost without harm."""

import contextlib
from dataclasses import asdict
from pathlib import Path

from rencai.ui.sheets.book import LIMITS, Book, Cell, FileRefused, Limits, Notice, Sheet
from rencai.ui.sheets.process import converse
from rencai.ui.sheets.wire import Frame, unpack_rows

__all__ = ["LIMITS", "Book", "Cell", "FileRefused", "Limits", "Notice", "Sheet", "read"]


def read(path: Path, *, limits: Limits = LIMITS, name: str | None = None) -> Book:
    """The whole file as plain values; raises FileRefused for a wrong, hostile or damaged file, never anything else.

    `name` is what the user called the file where `path` is a temporary one: an extension that contradicts the
    content is refused, no extension is not. .xlsx, .xls (BIFF) and .csv are read.
    """
    if path.stat().st_size > limits.file_bytes:
        raise FileRefused(
            f"文件超过 {limits.file_bytes // 1024 // 1024} MB 的上限。请删除图片等无关内容，或拆分后再上传。", "too_big"
        )
    request = {"path": str(path.resolve()), "name": name or path.name, "limits": asdict(limits)}
    reader = _Assembly()
    with contextlib.closing(converse("rencai.ui.sheets.child", request, limits)) as frames:
        try:
            for frame in frames:
                if "end" in frame:
                    break
                reader.take(frame)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            # The child opened a stranger's file: what it says is data to check, not to trust.
            raise FileRefused("文件无法读取：内容结构异常。请另存为新的 .xlsx 后再上传。", "unreadable") from error
    return reader.finished()


class _Assembly:
    """Puts the child's frames together to a book."""

    def __init__(self) -> None:
        self.book = Book("")
        self.known: dict[str, str | None] = {"": None}

    def take(self, frame: Frame) -> None:
        if "cells" in frame:
            self.book.sheets[-1].rows.extend(unpack_rows(frame, self.known))
        elif "sheet" in frame:
            about = frame["sheet"]
            merged = [tuple(area) for area in about["merged"]]
            self.book.sheets.append(Sheet(about["name"], about["hidden"], merged=merged))
        elif "details" in frame:
            self._take_details(self.book.sheets[-1], frame["details"])
        elif "notice" in frame:
            about = frame["notice"]
            self.book.notices.append(Notice(about["code"], about["message"], about["sheet"], tuple(about["rows"])))
        elif "book" in frame:
            self.book.kind, self.book.encoding = frame["book"]["kind"], frame["book"]["encoding"]

    def _take_details(self, sheet: Sheet, details: Frame) -> None:
        sheet.hidden_rows = frozenset(row for row in details["hidden_rows"] if row <= len(sheet.rows))
        width = len(sheet.rows[0]) if sheet.rows else 0
        sheet.hidden_columns = frozenset(column for column in details["hidden_columns"] if column <= width)
        sheet.formulas_without_value = {(row, column): text for row, column, text in details["formulas_without_value"]}
        sheet.errors = {(row, column): text for row, column, text in details["errors"]}
        for row, column, number in details["exact_numbers"]:
            cells = list(sheet.rows[row - 1])
            cells[column - 1] = number
            sheet.rows[row - 1] = tuple(cells)

    def finished(self) -> Book:
        for sheet in self.book.sheets:
            while sheet.rows and not any(cell is not None for cell in sheet.rows[-1]):
                sheet.rows.pop()
            self.book.notices.extend(hidden_notices(sheet))
        return self.book


def hidden_notices(sheet: Sheet) -> list[Notice]:
    """What of the sheet its user may not have seen."""
    found = []
    if sheet.hidden:
        found.append(Notice("hidden_sheet", f"“{sheet.name}”是隐藏的工作表。", sheet.name))
    if sheet.hidden_rows:
        rows = tuple(sorted(sheet.hidden_rows))
        named = "、".join(map(str, rows[:20])) + ("等" if len(rows) > 20 else "")
        found.append(Notice("hidden_rows", f"“{sheet.name}”有隐藏或被筛选的行：第 {named} 行。", sheet.name, rows))
    if sheet.hidden_columns:
        columns = tuple(sorted(sheet.hidden_columns))
        message = f"“{sheet.name}”有 {len(columns)} 个隐藏的列。"
        found.append(Notice("hidden_columns", message, sheet.name, columns=columns))
    return found
