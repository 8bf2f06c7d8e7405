"""The form to fill in, and its way back."""

import openpyxl

from rencai.ui.sheets.headers import ColumnSpec, find_header
from rencai.ui.sheets.reading import read
from rencai.ui.sheets.template import TemplateColumn, write_template

COLUMNS = [
    TemplateColumn("姓名", required=True, help="与身份证一致", example="张三"),
    TemplateColumn("身份证号", required=True, help="18位", example="629921199001010000", kind="id", width=22),
    TemplateColumn("单位", required=True, example="某局"),
    TemplateColumn("乡镇", choices=("甲镇", "乙乡"), example="甲镇"),
    TemplateColumn("村", depends_on="乡镇", choices_by={"甲镇": ("东村", "西村"), "乙乡": ("南村",)}, example="东村"),
    TemplateColumn("学历", choices=tuple(f"选项{at}" for at in range(300)), open_choice=True),
    TemplateColumn("参加工作日期", kind="date", example="2015-07"),
    TemplateColumn("人数", kind="number"),
]
SPECS = [ColumnSpec(column.title, column.title, (), column.required) for column in COLUMNS]


def test_an_untouched_form_has_no_people_in_it(tmp_path):
    write_template(tmp_path / "a.xlsx", COLUMNS, trace="丁")
    book = read(tmp_path / "a.xlsx")
    layout = find_header(book.sheets[0], SPECS)
    assert layout.header_rows == [1]
    assert layout.data_rows == []
    assert layout.skipped == {2: "help", 3: "example"}
    assert list(layout.mapping) == [column.title for column in COLUMNS]
    assert (layout.missing_required, layout.unknown) == ([], [])
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


def test_a_filled_form_is_read_with_its_people_and_without_its_example(tmp_path):
    path = tmp_path / "a.xlsx"
    write_template(path, COLUMNS)
    book = openpyxl.load_workbook(path)
    book["填报表"]["A4"], book["填报表"]["B4"] = "李四", "629921199001010000"
    book.save(path)
    layout = find_header(read(path).sheets[0], SPECS)
    assert layout.data_rows == [4]


def test_the_form_offers_choices_checks_dates_and_keeps_numbers_as_text(tmp_path):
    write_template(tmp_path / "a.xlsx", COLUMNS)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    form = book["填报表"]
    assert [form.cell(1, at).value for at in (1, 4)] == ["姓名*", "乡镇"]
    checks = {str(check.sqref).split(":")[0]: check for check in form.data_validations.dataValidation}
    assert checks["D4"].formula1 == "choices_1"
    assert book.defined_names["choices_1"].value == "字典!$A$1:$A$2"
    assert "OFFSET" in checks["E4"].formula1
    assert "$D4" in checks["E4"].formula1
    assert book.defined_names["choices_4"].value == "字典!$D$1:$D$300"
    assert (checks["D4"].errorStyle, checks["F4"].errorStyle) == (None, "information")
    assert (checks["B4"].type, checks["G4"].type, checks["H4"].type) == ("textLength", "date", "decimal")
    assert form.column_dimensions["B"].width > 20
    assert form["B4"].number_format == "@" or form.column_dimensions["B"].number_format == "@"
    assert book["字典"].sheet_state == "hidden"
