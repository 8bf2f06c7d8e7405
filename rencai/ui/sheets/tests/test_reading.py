"""What files really sent by offices read as."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from rencai.ui.sheets.reading import FileRefused, read
from rencai.ui.sheets.tests.packages import SPREADSHEET, package, shared, sheet, text

MONTH, MOMENT = datetime.fromisoformat("2015-07-01"), datetime.fromisoformat("2015-07-01 08:30")
SAMPLES = Path(__file__).parents[4] / "tests" / "samples"


def refusal(path: Path, name: str | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(path, name=name)
    return caught.value


@pytest.mark.parametrize(
    "file", sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.xlsx")), ids=str
)
def test_every_readable_sample_reads_as_openpyxl_reads_it(file):
    try:
        book = read(SAMPLES / file)
    except FileRefused:
        assert file.split("/")[-1] in {
            "bomb-one-cell.xlsx", "docx-renamed.xlsx", "password-protected.xlsx", "truncated.xlsx"
        }  # fmt: skip
        return
    if book.kind == "xls":
        return
    theirs = openpyxl.load_workbook(SAMPLES / file, data_only=True)
    assert [one.name for one in book.sheets] == theirs.sheetnames
    for ours in book.sheets:
        for number, row in enumerate(ours.rows, ours.first_row):
            for column, cell in enumerate(row, 1):
                expected = theirs[ours.name].cell(number, column).value
                expected = expected.date() if isinstance(expected, datetime) and type(cell) is date else expected
                assert (cell or None) == (expected or None), (number, column)


def test_an_old_xls_named_xlsx_is_read_completely_and_says_what_it_cannot_tell():
    book = read(SAMPLES / "bad/xls-renamed.xlsx")
    assert book.kind == "xls"
    assert len(book.sheets[0].rows) == 6
    assert [notice.code for notice in book.notices] == ["xls_limits"]


@pytest.mark.parametrize(
    ("file", "code", "words"),
    [
        ("password-protected.xlsx", "encrypted", "打开密码"),
        ("docx-renamed.xlsx", "wrong_type", "Word 文档"),
        ("truncated.xlsx", "truncated", "截断"),
        ("bomb-one-cell.xlsx", "hostile", "压缩比"),
    ],
)
def test_a_wrong_sample_is_refused_by_what_it_is(file, code, words):
    refused = refusal(SAMPLES / "bad" / file)
    assert refused.code == code
    assert words in refused.reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"Rar!\x1a\x07\x00....", "RAR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "无法识别的旧版"),
        (bytes(range(1, 32)) * 60, "二进制"),
    ],
)
def test_content_decides_and_its_true_type_is_named(tmp_path, data, words):
    path = tmp_path / "upload"
    path.write_bytes(data)
    assert words in refusal(path).reason


@pytest.mark.parametrize(
    ("part", "words"),
    [("ppt/presentation.xml", "pptx"), ("content.xml", "ods"), ("xl/workbook.bin", "xlsb"), ("a.txt", "压缩包")],
)
def test_another_kind_of_package_is_named(tmp_path, part, words):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(part, "<a/>")
    refused = refusal(path)
    assert refused.code == "wrong_type"
    assert words in refused.reason


def test_a_name_that_contradicts_the_content_is_refused_and_a_temporary_name_is_not(tmp_path):
    table = tmp_path / "upload"
    table.write_text("甲,乙\n1,2\n", encoding="utf-8")
    book = package(tmp_path / "book")
    assert "CSV" in refusal(table, "名单.xlsx").reason
    assert "xlsx" in refusal(book, "名单.csv").reason
    assert read(table).kind == "csv"
    assert read(book, name="名单.et").kind == "xlsx"


def test_an_18_digit_number_stays_a_number_with_the_digits_the_file_has():
    rows = read(SAMPLES / "bad/id-as-number.xlsx").sheets[0].rows
    assert rows[3][3] == 629921198503073756
    assert rows[2][3] == 629921198907161000
    assert rows[5][3] == "6.29921E+17"
    assert rows[6][5] == 19900002868


def test_hidden_rows_columns_and_sheets_are_told(tmp_path):
    hidden = read(SAMPLES / "bad/hidden-rows.xlsx")
    assert hidden.sheets[0].hidden_rows == {4, 7, 8}
    assert [(notice.code, notice.rows) for notice in hidden.notices] == [("hidden_rows", (4, 7, 8))]
    roster = read(SAMPLES / "roster-2022.xlsx")
    assert roster.sheets[0].hidden_columns == {25}
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as out:
        out.add_worksheet("见").write(0, 0, "x")
        out.add_worksheet("藏").hide()
    assert [sheet.hidden for sheet in read(tmp_path / "a.xlsx").sheets] == [False, True]


def test_a_formula_without_a_stored_value_is_named_and_one_with_a_value_is_used(tmp_path):
    book = read(SAMPLES / "bad/formula-no-value.xlsx")
    found = book.sheets[0].formulas_without_value
    assert found[3, 4] == '="629921"&"19800101"&"0012"'
    assert found[4, 2] == '=CONCATENATE("甲","乙")'
    assert found[5, 7] == "=VLOOKUP(C5,字典!A:B,2,0)"
    assert book.sheets[0].rows[5][6] == "云川县青石镇民政站"
    assert (6, 7) not in found
    empty_text = '<row r="1"><c r="A1" t="str"><f>IF(1,"")</f><v></v></c><c r="B1"><f>B2</f><v/></c></row>'
    sheet_of = read(package(tmp_path / "a.xlsx", rows=empty_text + f'<row r="2">{text("C2", "x")}</row>')).sheets[0]
    assert sheet_of.formulas_without_value == {(1, 2): "=B2"}


def test_error_cells_are_named_and_read_as_nothing(tmp_path):
    rows = f'<row r="1">{text("A1", "a")}<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    found = read(package(tmp_path / "a.xlsx", rows=rows)).sheets[0]
    assert found.errors == {(1, 2): "#DIV/0!"}
    assert found.rows[0] == ("a", None)


def test_merged_ranges_count_from_one_as_excel_shows_them():
    assert sorted(read(SAMPLES / "bad/merged-data-rows.xlsx").sheets[0].merged) == [
        (3, 7, 5, 7), (6, 2, 8, 2), (6, 4, 8, 4)
    ]  # fmt: skip


def test_values_keep_their_kind(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        page = out.add_worksheet()
        shown = [
            (MONTH, "yyyy年m月"), (MOMENT, "yyyy-mm-dd hh:mm"),
            (time(8, 21), "h:mm"), (1.5, "[h]:mm"), (2, "0"), (2.5, "0.0"), (True, ""),
        ]  # fmt: skip
        for column, (value, number_format) in enumerate(shown):
            page.write(0, column, value, out.add_format({"num_format": number_format}))
    (row,) = read(path).sheets[0].rows
    assert row == (date(2015, 7, 1), MOMENT, time(8, 21), "36:00:00", 2, 2.5, True)
    assert [type(cell) for cell in row] == [date, datetime, time, str, int, float, bool]


def test_escapes_of_the_format_are_decoded(tmp_path):
    rows = (
        f'<row r="1">{text("A1", "张_x000D_三_x0000_")}{text("B1", "x_x005F_x000D_")}<c r="C1" t="s"><v>0</v></c></row>'
    )
    (row,) = read(package(tmp_path / "a.xlsx", {"xl/sharedStrings.xml": shared("_x0041_")}, rows=rows)).sheets[0].rows
    assert row == ("张\r三\x00", "x_x000D_", "A")


@pytest.mark.parametrize(
    "part",
    [
        f'<x:worksheet xmlns:x="{SPREADSHEET}"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="inlineStr"><x:is>'
        "<x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>",
        '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row r="1" hidden="true">'
        '<c r="A1" t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>',
        sheet('<row ht="0"><c t="inlineStr"><is><t>a</t></is></c></row>'),
    ],
    ids=["prefixed", "strict", "no references"],
)
def test_every_spelling_of_the_format_is_read_with_its_hidden_rows(tmp_path, part):
    found = read(package(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": part})).sheets[0]
    assert found.rows == [("a",)]
    assert found.hidden_rows == {1}


def test_macros_are_ignored_and_mentioned(tmp_path):
    book = read(package(tmp_path / "a.xlsm", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}))
    assert [notice.code for notice in book.notices] == ["macros"]


def test_a_picture_in_a_cell_is_mentioned(tmp_path):
    picture = '<c r="B2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    rows = f'<row r="2">{text("A2", "x")}{picture}</row>'
    notices = read(package(tmp_path / "a.xlsx", rows=rows)).notices
    assert ("pictures", (2,)) in [(notice.code, notice.rows) for notice in notices]


def test_blank_rows_at_the_top_keep_the_row_numbers(tmp_path):
    found = read(package(tmp_path / "a.xlsx", rows=f'<row r="3">{text("C3", "x")}</row>')).sheets[0]
    assert found.rows[3 - found.first_row] == (None, None, "x")
