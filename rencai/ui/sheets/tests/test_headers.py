"""Headers found and rows sorted as a person would."""

import json
from datetime import date

import pytest

from rencai.ui.sheets.book import Sheet
from rencai.ui.sheets.headers import ColumnSpec, find_header
from rencai.ui.sheets.reading import FileRefused, read
from rencai.ui.sheets.tests.test_reading import SAMPLES

MANIFEST = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))["files"]


def wanted(*titles: str, required: tuple[str, ...] = (), **synonyms: tuple[str, ...]) -> list[ColumnSpec]:
    return [ColumnSpec(title, title, synonyms.get(title, ()), title in required) for title in titles]


ROSTER = wanted(
    "姓名", "性别", "身份证号", "民族", "政治面貌", "出生日期", "手机号", "工作单位", "单位类型", "乡镇",
    "岗位（职务）", "人才类别", "参加工作日期",
    "从事社会工作起始日期", "服务领域", "学历", "学位", "专业", "毕业院校", "职业资格",
    "证书管理号", "取得日期", "登记有效期至", "是否重点人员", "备注",
    required=("姓名", "身份证号", "工作单位"),
    身份证号=("身份证号码",), 手机号=("联系方式",), 工作单位=("单位名称",),
)  # fmt: skip
KINDS = {
    "people": ROSTER,
    "exam_results": wanted("姓名", "身份证号", "准考证号", "结果", required=("姓名", "身份证号")),
    "continuing_education": wanted("姓名", "身份证号", "学时", "证明编号", required=("姓名", "身份证号")),
    "培训班次": wanted("班次编号", "培训班名称", "开始日期", required=("班次编号", "培训班名称")),
    "签到明细": wanted("班次编号", "日期", "姓名", "身份证号", required=("班次编号", "日期", "姓名")),
}
PEOPLE = wanted("姓名", "身份证号", "单位", "备注", required=("姓名", "身份证号"))


def laid_out(*rows, merged=(), specs=PEOPLE, **more):
    width = max(map(len, rows))
    sheet = Sheet("表", rows=[tuple(row) + (None,) * (width - len(row)) for row in rows], merged=list(merged), **more)
    return find_header(sheet, specs)


@pytest.mark.parametrize("file", sorted(MANIFEST))
def test_the_data_rows_of_every_sample_are_those_of_the_manifest(file):
    expected = MANIFEST[file]
    try:
        book = read(SAMPLES / file)
    except FileRefused:
        assert "rejected" in expected["file_status"]
        return
    for sheet in book.sheets:
        layout = find_header(sheet, KINDS.get(expected["kind"]) or KINDS[sheet.name])
        if file == "bad/no-id-column.xlsx":
            assert layout.missing_required == ["身份证号"]
            return
        counts = expected["sheets"][sheet.name] if "sheets" in expected else expected["rows"]
        assert len(layout.data_rows) == sum(counts.values())
        assert not layout.missing_required
        assert not layout.duplicates


def test_the_roster_is_laid_out_as_the_manifest_says():
    expected = MANIFEST["roster-2022.xlsx"]["layout"]
    layout = find_header(read(SAMPLES / "roster-2022.xlsx").sheets[0], ROSTER)
    assert layout.title_rows == expected["title_rows"]
    assert layout.header_rows == expected["header_rows"]
    assert layout.data_rows == list(range(expected["first_data_row"], expected["last_data_row"] + 1))
    assert layout.footer_rows == expected["footer_rows"]
    assert sorted(layout.mapping.values()) == list(range(1, 26))
    assert layout.headers["身份证号"] == "身份证号*"
    assert layout.unknown == []


def test_rows_under_a_merge_are_named_with_the_columns_it_covers():
    layout = find_header(read(SAMPLES / "bad/merged-data-rows.xlsx").sheets[0], ROSTER)
    assert layout.merged == {3: (6,), 4: (6,), 5: (6,), 6: (1, 3), 7: (1, 3), 8: (1, 3)}


def test_marks_breaks_width_and_brackets_do_not_hide_a_header():
    layout = laid_out(("＊姓 名", "身份\n证号（18位）", "单位:", "其他"), ("甲", "1", "乙", "丙"))
    assert layout.mapping == {"姓名": 0, "身份证号": 1, "单位": 2}
    assert layout.unknown == [(3, "其他")]
    assert layout.headers["身份证号"] == "身份\n证号（18位）"


def test_a_group_tells_two_equal_leaves_apart():
    specs = [*PEOPLE[:2], ColumnSpec("study", "学习时间", ("学习情况日期",)), ColumnSpec("exam", "考试日期")]
    rows = (("姓名", "身份证号", "学习情况", None, "考试", None), (None, None, "日期", "内容", "日期", "成绩"))
    merged = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 1, 6)]
    layout = laid_out(*rows, ("甲", "1", date(2022, 1, 1), "x", "2022", 60), merged=merged, specs=specs)
    assert layout.header_rows == [1, 2]
    assert layout.mapping == {"姓名": 0, "身份证号": 1, "study": 2, "exam": 4}
    assert layout.duplicates == {}


def test_a_duplicated_header_is_reported_and_an_exact_title_beats_a_synonym():
    layout = laid_out(("姓名", "身份证号", "单位", "单位"), ("甲", "1", "乙", "丙"))
    assert layout.duplicates == {"单位": [2, 3]}
    assert "duplicate_header" in {notice.code for notice in layout.notices}
    specs = [ColumnSpec("name", "姓名"), ColumnSpec("unit", "工作单位", ("单位",))]
    layout = laid_out(("姓名", "单位", "工作单位"), ("甲", "乙", "丙"), specs=specs)
    assert layout.mapping["unit"] == 2
    assert layout.unknown == [(1, "单位")]


def test_lines_that_are_nobody_are_sorted_out_and_named():
    layout = laid_out(
        ("2022年名单",),
        ("序号", "姓名", "身份证号", "单位"),
        ("示例", "张三", "629921199001010000", "某局"),
        ("一、机关",),
        (1, "甲", "1", "某局"),
        (None, None, None, None),
        ("小计", 1),
        ("序号", "姓名", "身份证号", "单位"),
        (2, "乙", "2", "某局"),
        (3, None, None, None),
        ("合  计", "2人", None, None),
        ("填表人：丙", None, "审核人：丁"),
        ("注：本表一式三份",),
        ("2.请加盖公章",),
        merged=[(1, 1, 1, 4), (4, 1, 4, 4)],
    )
    assert layout.title_rows == [1]
    assert layout.data_rows == [5, 9]
    assert layout.skipped == {
        3: "example", 4: "section", 7: "summary", 8: "header", 11: "summary", 12: "signature", 13: "signature",
        14: "signature",
    }  # fmt: skip
    assert layout.footer_rows == [11, 12, 13, 14]
    told = {notice.code: notice.rows for notice in layout.notices}
    assert told["skipped_section"] == (4,)
    assert told["skipped_example"] == (3,)


def test_a_person_with_one_filled_cell_is_data_and_never_dropped():
    layout = laid_out(("姓名", "身份证号", "单位"), ("甲", "1", "某局"), ("乙",), (None, "2"), ("总计划", "3", None))
    assert layout.data_rows == [2, 3, 4, 5]


def test_a_row_of_nothing_but_uncomputed_formulas_is_data():
    layout = laid_out(
        ("姓名", "身份证号"), ("甲", "1"), (None, None), ("乙", "2"), formulas_without_value={(3, 1): "=A2"}
    )
    assert layout.data_rows == [2, 3, 4]


def test_a_sheet_of_something_else_has_no_header():
    assert laid_out(("收入", "支出"), (1, 2), (3, 4)) is None
    assert find_header(Sheet("空"), PEOPLE) is None


def test_a_column_with_data_but_no_title_is_named():
    assert laid_out(("姓名", "身份证号", None), ("甲", "1", "机密")).unknown == [(2, "")]
