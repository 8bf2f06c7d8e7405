"""Writes the example roster as an office would send it: `python -m rencai.site.demo.example_roster FILE`."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from rencai.site.demo.example_people import Cells, Line, lines

FILE_NAME: Final = "云川县2023年第一季度花名册.xlsx"
_GROUPS: Final = (
    ("基本信息", (
        ("姓名*", "name", 10), ("性别", "sex", 6), ("身份证号码*", "id_number", 21), ("民族", "ethnicity", 8),
        ("政治面貌", "political_status", 11), ("出生年月", "birth", 12), ("联系电话", "phone", 14),
    )),
    ("工作信息", (
        ("工作单位*", "unit_name", 30), ("单位性质", "unit_kind", 12), ("所在乡镇", "township", 10),
        ("岗位\n（职务）", "post_title", 16), ("人才类别", "categories", 22), ("参加工作\n时间", "work_since", 12),
        ("服务领域", "service_fields", 18),
    )),
    ("学历信息", (("文化程度", "education_level", 9), ("所学专业", "major", 14), ("毕业院校", "school", 20))),
    ("职业资格", (
        ("等级", "qualification_level", 16), ("证书管理号", "certificate_number", 23), ("取得时间", "obtained", 12),
        ("登记有效期至", "valid_until", 13),
    )),
)  # fmt: skip
_FIRST_ROW: Final = 4


def write(path: Path) -> None:
    """The same file every time: no clock, no chance."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "示例花名册（人员均为虚构）", "created": datetime(2023, 4, 3, 9, 0)})  # noqa: DTZ001
    sheet = book.add_worksheet("花名册")
    formats = _Formats(book)
    rows = lines()
    last = _head(sheet, formats)
    for number, line in enumerate(rows, 1):
        _row(sheet, formats, number, line)
    _foot(sheet, formats, _FIRST_ROW + len(rows), last, len(rows))
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 3)
    book.close()


class _Formats:
    """The cell formats of the sheet."""

    def __init__(self, book: Any) -> None:
        framed = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_size": 10}
        self.title = book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"})
        self.line = book.add_format({"font_size": 11})
        self.header = book.add_format({**framed, "bold": True, "bg_color": "#DDEBF7"})
        self.cell = book.add_format({**framed, "num_format": "@"})
        self.day = book.add_format({**framed, "num_format": "yyyy-mm-dd"})
        self.number = book.add_format({**framed, "num_format": "0"})


def _head(sheet: Any, formats: _Formats) -> int:
    """Title, sender and the header of two lines; returns the index of the last column."""
    last = 1 + sum(len(columns) for _, columns in _GROUPS)
    sheet.merge_range(0, 0, 0, last, "云川县2023年第一季度社会工作人才花名册", formats.title)
    sheet.set_row(0, 34)
    sheet.merge_range(1, 0, 1, last // 2, "填报单位：云川县民政局（公章）", formats.line)
    sheet.merge_range(1, last // 2 + 1, 1, last, "填报日期：2023年3月31日", formats.line)
    sheet.merge_range(2, 0, 3, 0, "序号", formats.header)
    at = 1
    for title, columns in _GROUPS:
        sheet.merge_range(2, at, 2, at + len(columns) - 1, title, formats.header)
        for header, _, width in columns:
            sheet.write_string(3, at, header, formats.header)
            sheet.set_column(at, at, width)
            at += 1
    sheet.merge_range(2, last, 3, last, "备注", formats.header)
    sheet.set_row(3, 30)
    return last


def _row(sheet: Any, formats: _Formats, number: int, line: Line) -> None:
    row = _FIRST_ROW + number - 1
    sheet.write_number(row, 0, number, formats.number)
    keys = [key for _, columns in _GROUPS for _, key, _ in columns]
    for at, key in enumerate([*keys, "remark"], 1):
        _cell(sheet, formats, row, at, line.cells, key)


def _cell(sheet: Any, formats: _Formats, row: int, at: int, cells: Cells, key: str) -> None:
    value = cells.get(key, "")
    if isinstance(value, date):
        sheet.write_datetime(row, at, value, formats.day)
    elif isinstance(value, int):
        sheet.write_number(row, at, value, formats.number)
    elif value:
        sheet.write_string(row, at, value, formats.cell)
    else:
        sheet.write_blank(row, at, None, formats.cell)


def _foot(sheet: Any, formats: _Formats, row: int, last: int, count: int) -> None:
    sheet.merge_range(row, 0, row, 2, "合计", formats.header)
    sheet.merge_range(row, 3, row, last, f"{count}人", formats.header)
    sheet.merge_range(
        row + 1, 0, row + 1, last, "填表人：程雨晨        审核人：文静        联系电话：0629-0000000", formats.line
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
