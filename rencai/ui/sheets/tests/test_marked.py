"""The user's own file, marked and handed back."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from rencai.ui.sheets.marked import ERROR_COLUMN, Mark, mark
from rencai.ui.sheets.marking import COLOURS
from rencai.ui.sheets.reading import FileRefused, read
from rencai.ui.sheets.tests.packages import package, sheet, text
from rencai.ui.sheets.tests.test_reading import SAMPLES

pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension")


def test_the_roster_comes_back_coloured_with_reasons_and_all_its_formats(tmp_path):
    out = tmp_path / "out.xlsx"
    marks = [
        Mark("花名册", 47, 3, "rejected", "身份证号不是号码"),
        Mark("花名册", 47, 1, "warned", "请核对"),
        Mark("花名册", 58, 4, "fixed", "民族已规范", "汉族"),
        Mark("花名册", 60, None, "warned", "整行请核对"),
    ]
    assert mark(SAMPLES / "roster-2022.xlsx", out, marks, header_rows={"花名册": 4}).kept_formats
    before = openpyxl.load_workbook(SAMPLES / "roster-2022.xlsx")["花名册"]
    after = openpyxl.load_workbook(out)["花名册"]
    assert after["AA4"].value == ERROR_COLUMN
    assert after["AA47"].value == "身份证号不是号码；请核对"
    assert after["AA60"].value == "整行请核对"
    assert after["D47"].fill.start_color.rgb == COLOURS["rejected"]
    assert after["B47"].fill.start_color.rgb == COLOURS["warned"]
    assert after["E58"].value == "汉族"
    assert f"原值：{before['E58'].value}" in after["E58"].comment.text
    assert after["G5"].number_format == before["G5"].number_format
    assert {str(area) for area in after.merged_cells.ranges} == {str(area) for area in before.merged_cells.ranges}
    assert [str(check.sqref) for check in after.data_validations.dataValidation] == [
        str(check.sqref) for check in before.data_validations.dataValidation
    ]
    assert after.column_dimensions["I"].width == before.column_dimensions["I"].width
    assert after.column_dimensions["Y"].hidden
    assert after.freeze_panes == before.freeze_panes


def test_marking_a_marked_file_again_uses_the_same_column(tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    mark(SAMPLES / "bad/phones.xlsx", once, [Mark("花名册", 6, 5, "warned", "旧")], header_rows={"花名册": 1})
    mark(once, twice, [Mark("花名册", 7, 5, "warned", "新")], header_rows={"花名册": 1})
    page = openpyxl.load_workbook(twice)["花名册"]
    titles = [cell.value for cell in page[1]]
    assert titles.count(ERROR_COLUMN) == 1
    column = titles.index(ERROR_COLUMN) + 1
    assert (page.cell(6, column).value, page.cell(7, column).value) == (None, "新")


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    out = tmp_path / "out.xlsx"
    marks = [Mark("花名册", 2, 1, "fixed", "=1+1", "=2+2"), Mark("花名册", 3, 14, "warned", "=HYPERLINK(1)")]
    mark(SAMPLES / "bad/formula-injection.xlsx", out, marks, header_rows={"花名册": 1})
    page = openpyxl.load_workbook(out)["花名册"]
    assert page["B2"].value == "=2+2"
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_a_finding_inside_a_merge_is_shown_at_its_visible_corner(tmp_path):
    out = tmp_path / "out.xlsx"
    finding = Mark("花名册", 7, 1, "rejected", "合并单元格")
    mark(SAMPLES / "bad/merged-data-rows.xlsx", out, [finding], header_rows={"花名册": 1})
    page = openpyxl.load_workbook(out)["花名册"]
    assert page["B6"].fill.start_color.rgb == COLOURS["rejected"]
    assert page["N7"].value == "合并单元格"


def test_a_dropdown_fed_from_another_sheet_survives(tmp_path):
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>字典!$A$1:$A$9</xm:f></x14:formula1>'
        "<xm:sqref>A2:A99</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    rows = f'<row r="1">{text("A1", "甲")}</row><row r="2">{text("A2", "乙")}</row>'
    source = package(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet(rows, after=extension)})
    out = tmp_path / "out.xlsx"
    mark(source, out, [Mark("表", 2, 0, "warned", "看")], header_rows={"表": 1})
    assert read(out).sheets[0].rows[1][:2] == ("乙", "看")
    with zipfile.ZipFile(out) as opened:
        part = opened.read("xl/worksheets/sheet1.xml").decode()
    assert "字典!$A$1:$A$9" in part
    assert "A2:A99" in part


@pytest.mark.parametrize(("file", "sheet_name"), [("bad/csv-gbk.csv", None), ("bad/xls-renamed.xlsx", "花名册")])
def test_a_csv_or_xls_comes_back_as_a_marked_xlsx(tmp_path, file, sheet_name):
    out = tmp_path / "out.xlsx"
    marks = [
        Mark(sheet_name, 4, 2, "fixed", "去掉空白", "629921199311191621"),
        Mark(sheet_name, 5, 0, "rejected", "错"),
    ]
    assert not mark(SAMPLES / file, out, marks, header_rows={sheet_name: 1}).kept_formats
    page = openpyxl.load_workbook(out).worksheets[0]
    assert page["M1"].value == ERROR_COLUMN
    assert page["C4"].value == "629921199311191621"
    assert "原值" in page["C4"].comment.text
    assert page["A5"].fill.start_color.rgb == "FFFF9999"
    assert page["M5"].value == "错"


def test_a_file_of_two_sheets_keeps_the_one_without_findings(tmp_path):
    source, out = tmp_path / "a.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        book.add_worksheet("一").write_column(0, 0, ["甲", "乙"])
        book.add_worksheet("二").write_column(0, 0, ["丙"])
    mark(source, out, [Mark("一", 2, 0, "rejected", "错")], header_rows={"一": 1})
    assert [sheet.rows for sheet in read(out).sheets] == [[("甲", ERROR_COLUMN), ("乙", "错")], [("丙",)]]


def test_a_hostile_file_is_refused_here_too(tmp_path):
    with pytest.raises(FileRefused, match="压缩比"):
        mark(SAMPLES / "bad/bomb-one-cell.xlsx", tmp_path / "out.xlsx", [Mark("花名册", 2, 0, "rejected", "错")])
    assert list(tmp_path.iterdir()) == []
