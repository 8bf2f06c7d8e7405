"""Tables for people to take away, and what happens when they bring them back."""

import io
import zipfile
from datetime import date, datetime, time
from itertools import chain

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

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


def test_a_column_of_very_many_different_values_and_one_of_few_come_back_alike(tmp_path):
    path = tmp_path / "a.xlsx"
    write_table(path, [TableColumn("甲"), TableColumn("乙")], ([f"值 {at}", f"类{at % 3}"] for at in range(21_000)))
    found = read(path).sheets[0].rows[1:]
    assert found == [(f"值 {at}", f"类{at % 3}") for at in range(21_000)]


def test_a_word_is_asked_once_for_each_different_value():
    asked = []

    def word(code):
        asked.append(code)
        return {"1": "男", "2": "女"}.get(code)

    buffer = io.BytesIO()
    write_table(buffer, [TableColumn("性别", word=word)], [["1"], ["2"], ["1"], [None], ["2"]], trace="丁")
    page = openpyxl.load_workbook(buffer).active
    assert [row[0] for row in page.iter_rows(values_only=True)] == [
        "性别",
        "男",
        "女",
        "男",
        None,
        "女",
        "导出标记：丁",
    ]
    assert asked == ["1", "2", None]
    text = io.BytesIO()
    write_csv(text, [TableColumn("性别", word=word)], [["2"]])
    assert text.getvalue().decode("utf-8-sig").split() == ["性别", "女"]


def test_yes_one_and_a_fraction_of_one_column_stay_what_they_are():
    buffer = io.BytesIO()
    write_table(buffer, [TableColumn("值")], [[True], [1], [1.0], [False], [0], [float("nan")], [""], ["1"]])
    cells = [row[0] for row in openpyxl.load_workbook(buffer).active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (True, "b"), (1, "n"), (1, "n"), (False, "b"), (0, "n"), (None, "n"), (None, "n"), ("1", "s"),
    ]  # fmt: skip


def test_a_day_is_a_day_in_a_column_of_days_and_a_text_elsewhere():
    buffer = io.BytesIO()
    days = [date(2022, 1, 31), datetime.fromisoformat("2022-01-31T06:00"), date(1899, 5, 4), time(8, 30)]
    write_table(buffer, [TableColumn("日", kind="moment"), TableColumn("文")], [[day, day] for day in days])
    shown = list(openpyxl.load_workbook(buffer).active.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in shown] == [
        datetime.fromisoformat("2022-01-31"), datetime.fromisoformat("2022-01-31T06:00"), "1899-05-04", "08:30:00",
    ]  # fmt: skip
    assert [row[1] for row in shown] == ["2022-01-31", "2022-01-31T06:00:00", "1899-05-04", "08:30:00"]


def test_neither_a_title_nor_a_note_runs_as_a_formula():
    buffer = io.BytesIO()
    write_table(buffer, COLUMNS, [], title="=1+1", notes=["=HYPERLINK(1)", "https://example.invalid"])
    page = openpyxl.load_workbook(buffer).active
    assert [(page.cell(row, 1).value, page.cell(row, 1).data_type) for row in (1, 2, 3)] == [
        ("=1+1", "s"), ("=HYPERLINK(1)", "s"), ("https://example.invalid", "s"),
    ]  # fmt: skip
    assert page["A3"].hyperlink is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_from_a_cell_as_it_was(text):
    for kind in ("general", "text"):
        buffer = io.BytesIO()
        write_table(buffer, [TableColumn("甲", kind=kind), TableColumn("乙")], [[text, "末"]])
        with zipfile.ZipFile(buffer) as package:
            assert b"\0" not in package.read("xl/worksheets/sheet1.xml")
        row = next(openpyxl.load_workbook(buffer).active.iter_rows(min_row=2, values_only=True))
        assert (unescape(row[0]) if row[0] else "", row[1]) == (text, "末")


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="more or fewer"):
        write_table(io.BytesIO(), COLUMNS, [["甲", "1"]])
