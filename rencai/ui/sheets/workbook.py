"""The child's reading of .xlsx and .xls: values by calamine, the rest by a closer look where the bytes call for it."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from rencai.ui.sheets.archive import damaged, inspect
from rencai.ui.sheets.book import FileRefused, Limits, Place
from rencai.ui.sheets.confinement import allow_memory_for
from rencai.ui.sheets.details import Details, look_closely
from rencai.ui.sheets.kinds import encrypted, refuse_foreign_parts
from rencai.ui.sheets.parts import PartSigns, sheet_parts, too_many_merged, workbook_part
from rencai.ui.sheets.wire import EXACT_FLOAT, ROWS_A_FRAME, Frame, pack_rows


@dataclass(frozen=True, slots=True)
class _Closer:
    """Looks closely at a sheet's XML, but only where its bytes or its long numbers call for it."""

    package: zipfile.ZipFile
    parts: dict[str, str]
    signs: PartSigns

    def look(self, name: str, long_numbers: list[Place], limits: Limits) -> Iterator[Frame]:
        part = self.parts.get(name)
        signs = self.signs.of(part) & {"formulas", "hidden", "errors"} if part else set()
        if part and (signs or long_numbers):
            with self.package.open(part) as stream:
                yield from _told(look_closely(stream, signs, long_numbers, limits.columns), name)


def read_xlsx(path: Path, limits: Limits) -> Iterator[Frame]:
    """Frames of a zip package: refused unless it is a sound .xlsx within the limits."""
    signs = PartSigns(limits)
    names, unpacked = inspect(path, limits, signs.watch)
    with zipfile.ZipFile(path) as package:
        main = workbook_part(package)
        if main is None:
            refuse_foreign_parts(names)
            return
        parts = sheet_parts(package, main)
        allow_memory_for(unpacked, limits)
        yield {"book": {"kind": "xlsx", "encoding": None}}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            yield _notice("macros", "文件带有宏，宏不会被执行，也不会被导入。")
        yield from _sheets(_opened(path), limits, _Closer(package, parts, signs))


def read_xls(path: Path, limits: Limits) -> Iterator[Frame]:
    """Frames of a BIFF workbook, whose hidden rows and formulas cannot be told."""
    allow_memory_for(path.stat().st_size, limits)
    book = _opened(path)
    yield {"book": {"kind": "xls", "encoding": None}}
    yield _notice(
        "xls_limits", "这是旧版 .xls 文件：隐藏的行列和未计算的公式无法检查。如有隐藏内容，请另存为 .xlsx 后再上传。"
    )
    yield from _sheets(book, limits)


def _opened(path: Path) -> calamine.CalamineWorkbook:
    with path.open("rb") as file:
        try:
            return calamine.CalamineWorkbook.from_filelike(file)
        except calamine.PasswordError as error:
            raise encrypted() from error
        except calamine.CalamineError as error:
            raise damaged("工作簿内容无法解析") from error


def _sheets(book: calamine.CalamineWorkbook, limits: Limits, closer: _Closer | None = None) -> Iterator[Frame]:
    read_any = False
    for place, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            yield _notice("not_a_grid", f"“{meta.name}”是图表或宏表，已跳过。", meta.name)
            continue
        try:
            sheet = book.get_sheet_by_index(place)
        except calamine.CalamineError as error:
            raise damaged(f"工作表“{meta.name}”无法解析") from error
        yield {"sheet": _about(sheet, meta, limits)}
        long_numbers: list[Place] = []
        yield from _rows(sheet, meta.name, limits, long_numbers)
        if closer:
            yield from closer.look(meta.name, long_numbers, limits)
        read_any = True
    if not read_any:
        raise FileRefused("文件里没有工作表。请检查后重新上传。", "no_sheets")


def _about(sheet: calamine.CalamineSheet, meta: calamine.SheetMetadata, limits: Limits) -> dict[str, Any]:
    merged = sheet.merged_cell_ranges or []
    if len(merged) > limits.merged:
        raise too_many_merged(limits)
    return {
        "name": meta.name,
        "hidden": meta.visible != calamine.SheetVisibleEnum.Visible,
        "merged": [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in merged],
    }


def _rows(sheet: calamine.CalamineSheet, name: str, limits: Limits, long_numbers: list[Place]) -> Iterator[Frame]:
    if sheet.start is None or sheet.end is None:
        return
    last_row, width = sheet.end[0] + 1, sheet.end[1] + 1
    refuse_beyond(name, last_row, width, limits)
    rows = sheet.iter_rows()
    if sheet.start[1]:
        # calamine gives the blank rows above the content but leaves out the blank columns before it.
        rows = ([""] * sheet.start[1] + row for row in rows)
    for start in range(1, last_row + 1, ROWS_A_FRAME):
        frame = pack_rows(islice(rows, ROWS_A_FRAME), width)
        if max(map(len, frame["cells"]), default=0) > limits.cell_characters:
            raise cell_too_long(name, limits)
        for at, value in zip(*frame["others"].get("value", ((), ())), strict=True):
            if isinstance(value, float) and abs(value) >= EXACT_FLOAT:
                long_numbers.append((start + at // width, at % width + 1))
        yield frame


def cell_too_long(name: str | None, limits: Limits) -> FileRefused:
    """The refusal of a file with a cell longer than Excel itself allows."""
    where = f"工作表“{name}”" if name else "文件"
    return FileRefused(f"{where}里有单元格超过 {limits.cell_characters} 个字符。请缩短后再上传。", "cell_too_long")


def refuse_beyond(name: str | None, last_row: int, width: int, limits: Limits) -> None:
    """Refuse a sheet whose content reaches past the row or column limit, naming the place."""
    where = f"工作表“{name}”" if name else "文件"
    if last_row > limits.rows + limits.spare_rows:
        raise FileRefused(
            f"{where}第 {last_row} 行还有内容，超过 {limits.rows} 行的上限。请删除下方多余内容，或拆分后再上传。",
            "too_many_rows",
        )
    if width > limits.columns:
        raise FileRefused(
            f"{where}第 {width} 列还有内容，超过 {limits.columns} 列的上限。请删除右侧多余内容后再上传。",
            "too_many_columns",
        )


def _told(details: Details, name: str) -> Iterator[Frame]:
    yield {
        "details": {
            "hidden_rows": sorted(details.hidden_rows),
            "hidden_columns": sorted(details.hidden_columns),
            "formulas_without_value": [[*place, text] for place, text in details.formulas_without_value.items()],
            "errors": [[*place, text] for place, text in details.errors.items()],
            "exact_numbers": [[*place, number] for place, number in details.exact_numbers.items()],
        }
    }
    if details.formulas_with_value:
        message = f"“{name}”有 {details.formulas_with_value} 个公式单元格，按文件中保存的计算结果读取。"
        yield _notice("formula_values", message, name)
    if details.pictures:
        rows = sorted({row for row, _ in details.pictures})
        yield _notice("pictures", f"“{name}”有嵌入单元格的图片，图片不会被导入。", name, rows)


def _notice(code: str, message: str, sheet: str | None = None, rows: list[int] | None = None) -> Frame:
    return {"notice": {"code": code, "message": message, "sheet": sheet, "rows": rows or []}}
