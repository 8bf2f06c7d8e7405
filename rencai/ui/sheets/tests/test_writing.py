"""Tables for people to take away, and what happens when they bring them back."""

import io
import zipfile
from datetime import date, datetime
from itertools import chain

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rencai.ui.sheets.guard import guarded, unguarded
from rencai.ui.sheets.headers import ColumnSpec, find_header
from rencai.ui.sheets.reading import read
from rencai.ui.sheets.writing import TableColumn, write_csv, write_table

COLUMNS = [
    TableColumn("姓名"),
    TableColumn("身份证号", 20, "text"),
    TableColumn("日期", 12, "date"),
    TableColumn("备注"),
]
RISKY = [
    "=1+1", "+8619900000976", "-无", "@SUM(1,1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", '"x"', "'x",
    "'=1", "''=1", "=cmd|'/c calc'!A1", '=HYPERLINK("https://example.invalid")', "_x000D_", "田𠮷䶮", "<&>",
]  # fmt: skip


def risky_rows():
    return ([f"人{at}", f"62992119900101{at:04d}", date(2022, 1, 1), text] for at, text in enumerate(RISKY))


def test_a_table_has_no_formula_keeps_long_numbers_as_text_and_carries_its_mark(tmp_path):
    path = tmp_path / "a.xlsx"
    write_table(path, COLUMNS, risky_rows(), title="名单", notes=["截至2022年"], trace="丁 2022-12-31 A1&B2")
    page = openpyxl.load_workbook(path).active
    assert [cell.value for cell in page[3]] == ["姓名", "身份证号", "日期", "备注"]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert (page["B4"].data_type, page["B4"].number_format) == ("s", "@")
    assert page["C4"].value == datetime.fromisoformat("2022-01-01")
    assert page.cell(len(RISKY) + 4, 1).value == "导出标记：丁 2022-12-31 A1&B2"
    assert openpyxl.load_workbook(path).properties.description == "导出标记：丁 2022-12-31 A1&B2"
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert len(set(opened.namelist())) == len(opened.namelist())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_was_exported_comes_back_unchanged_without_the_mark(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    (write_csv if suffix == ".csv" else write_table)(path, COLUMNS, risky_rows(), trace="丁")
    sheet = read(path).sheets[0]
    layout = find_header(sheet, [ColumnSpec(column.title, column.title, (), True) for column in COLUMNS])
    rows = [sheet.rows[row - 1] for row in layout.data_rows]
    assert [row[3] for row in rows] == RISKY
    assert [row[1] for row in rows] == [f"62992119900101{at:04d}" for at in range(len(RISKY))]
    assert rows[0][2] == (date(2022, 1, 1) if suffix == ".xlsx" else "2022-01-01")
    assert len(layout.footer_rows) == 1


def test_every_cell_of_a_csv_a_program_might_run_is_prefixed():
    buffer = io.BytesIO()
    write_csv(buffer, [TableColumn("甲")], [[text] for text in RISKY[:11]])
    assert buffer.getvalue().decode("utf-8-sig").count("'") == 11


@given(st.text(alphabet="'=+-@\t\r\n＝＋－＠a1", max_size=6))
@settings(max_examples=300)
def test_guarding_a_text_can_always_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


def test_a_table_goes_into_a_buffer_and_an_empty_one_keeps_its_header():
    buffer = io.BytesIO()
    write_table(buffer, COLUMNS, [], trace="丁")
    page = openpyxl.load_workbook(buffer).active
    assert [cell.value for cell in page[1]] == ["姓名", "身份证号", "日期", "备注"]


def test_an_empty_table_without_a_mark_keeps_its_header():
    buffer = io.BytesIO()
    write_table(buffer, COLUMNS, [])
    assert [cell.value for cell in openpyxl.load_workbook(buffer).active[1]] == ["姓名", "身份证号", "日期", "备注"]


def test_rows_are_taken_one_by_one_and_a_number_in_a_text_column_becomes_text():
    buffer = io.BytesIO()
    rows = chain([["甲", 629921199001010000, None, True]], (["乙", None, None, 2.5] for _ in range(2)))
    write_table(buffer, COLUMNS, rows)
    page = openpyxl.load_workbook(buffer).active
    assert (page["B2"].value, page["B2"].data_type, page["D2"].value, page["D3"].value) == (
        "629921199001010000", "s", True, 2.5,
    )  # fmt: skip


def test_a_cell_longer_than_excel_allows_is_an_error_in_words():
    with pytest.raises(ValueError, match="32767"):
        write_table(io.BytesIO(), COLUMNS, [["长" * 32_768, "1", None, ""]])
    with pytest.raises(ValueError, match="repeat"):
        write_table(io.BytesIO(), [TableColumn("甲"), TableColumn("甲")], [[1, 2]])
