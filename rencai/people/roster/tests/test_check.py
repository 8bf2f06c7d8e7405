"""Rows and files as a whole: contradictions, repetitions, blanks, and what the sheet hides."""

import json
import re
import time

import pytest

from rencai.people.roster.check import check
from rencai.people.roster.report import report_json
from rencai.people.roster.tests.rosters import AREAS, ON, book_of, checked, finding, id_number, person
from rencai.ui.sheets.book import Book, Sheet


def test_sex_and_birth_are_filled_from_the_number_and_marked_as_derived() -> None:
    row = checked(person(order=1)).rows[0]
    assert (row.status, row.values.sex, row.values.birth) == ("ok", "男", "1990-01-01")
    assert row.derived == ("sex", "birth")


def test_what_the_sheet_says_about_sex_is_kept_beside_the_contradicting_number() -> None:
    result = checked(person(order=1, sex="女", birth="1991-01-01"))
    assert finding(result, "sex").code == "sex_conflict"
    assert finding(result, "birth").code == "birth_conflict"
    values = result.rows[0].values
    assert (values.sex, values.birth, values.id_number) == ("女", "1991-01-01", id_number())


def test_a_birth_month_agrees_with_the_number_and_stays_a_month() -> None:
    row = checked(person(birth="1990-01")).rows[0]
    assert (row.status, row.values.birth, row.derived) == ("ok", "1990-01", ("sex",))


def test_a_fixed_and_contradicting_date_is_one_record_with_both_messages() -> None:
    found = finding(checked(person(birth="1991.1")), "birth")
    assert (found.status, found.code, found.value) == ("warned", "birth_conflict", "1991-01")
    assert "写法" in found.message


def test_work_before_sixteen_is_doubted_from_the_first_day_on() -> None:
    assert finding(checked(person(work_since="2005-12")), "work_since").code == "work_before_16"
    assert finding(checked(person(work_since="2006-01")), "work_since") is None


def test_dates_in_the_wrong_order_or_the_future_are_doubted() -> None:
    result = checked(person(obtained="2019-10", valid_until="2019-06", work_since="2023-01"))
    assert finding(result, "valid_until").code == "date_order"
    assert finding(result, "work_since").code == "future_date"


def test_an_expired_registration_is_no_problem() -> None:
    assert checked(person(obtained="2010-10", valid_until="2013-10")).rows[0].status == "ok"


def test_a_certificate_without_qualification_is_doubted() -> None:
    result = checked(person(qualification_level="无", certificate_number="20160262992100000101"))
    assert finding(result, "qualification_level").code == "cert_without_qualification"


def test_one_number_with_two_names_stops_all_its_rows() -> None:
    result = checked(person(), person(name="李四"), person(order=3, name="王五"))
    assert [row.status for row in result.rows] == ["rejected", "rejected", "ok"]
    assert finding(result, "id_number", 3).code == "duplicate_id_conflict"


def test_one_person_twice_is_taken_once_also_when_the_name_is_spelt_otherwise() -> None:
    result = checked(person(name="泽让·松达"), person(name="泽让•松达"))
    assert [row.status for row in result.rows] == ["ok", "rejected"]
    assert finding(result, None, 3).code == "same_person_twice"


def test_two_people_of_one_name_are_two_people() -> None:
    assert checked(person(order=1), person(order=3)).counts["ok"] == 2


def test_one_certificate_with_two_people_is_doubted_on_both_rows() -> None:
    number = "20160262992100000101"
    result = checked(person(order=1, certificate_number=number), person(order=3, certificate_number=number))
    assert [finding(result, "certificate_number", row).code for row in (2, 3)] == ["certificate_twice"] * 2


def test_an_old_number_of_somebody_in_the_file_says_whose_row_it_may_be() -> None:
    new = id_number("19810923", 451)
    result = checked(person(id_number=new), person(id_number=new[:6] + new[8:17]))
    found = finding(result, "id_number", 3)
    assert (found.code, found.value) == ("old_15_digits", None)
    assert "第2行" in found.message


def test_repetitions_are_found_across_sheets() -> None:
    sheets = [book_of(person(), name="一").sheets[0], book_of(person(name="李四"), name="二").sheets[0]]
    result = check(Book("xlsx", None, sheets), on=ON, known_areas=AREAS)
    assert [row.status for row in result.rows] == ["rejected", "rejected"]
    assert "“二”第2行" in result.findings[0].message


def test_a_blank_says_nothing_and_only_the_clearing_word_clears() -> None:
    cells = {"phone": " ", "major": None, "degree": "", "school": "清空", "service_fields": "清空", "remark": "\u200b"}
    result = checked(person(**cells))
    values = result.rows[0].values
    assert (values.phone, values.major, values.degree, values.remark) == (None, None, None, None)
    assert (values.school, values.service_fields) == ("", ())
    assert finding(result, "school").code == "cleared"


@pytest.mark.parametrize("word", ["/", "-", "—", "无", "NULL", "N/A", "不详"])
def test_a_null_word_in_an_optional_column_is_empty_and_reported(word: str) -> None:
    result = checked(person(major=word))
    assert finding(result, "major").code == "null_word"
    assert result.rows[0].values.major is None


def test_no_qualification_is_a_value_and_no_null_word() -> None:
    row = checked(person(qualification_level="无")).rows[0]
    assert (row.status, row.values.qualification_level) == ("ok", "无")


@pytest.mark.parametrize("key", ["name", "id_number", "unit_name"])
@pytest.mark.parametrize("word", [None, "  ", "无", "清空", "\u202e", "\u00ad"])
def test_a_required_cell_can_be_neither_blank_nor_cleared(key: str, word: str | None) -> None:
    result = checked(person(**{key: word, "sex": "男"}), person(order=3))
    assert [row.status for row in result.rows] == ["rejected", "ok"]


def test_a_passport_is_checked_as_one_only_under_its_document_type() -> None:
    with_type = checked(person(id_number="EA1234567", document_type="护照", birth="1990-01-01"))
    assert with_type.rows[0].status == "ok"
    assert with_type.rows[0].values.document_type == "护照"
    assert finding(checked(person(id_number="EA1234567")), "id_number").code == "other_document"
    assert finding(checked(person(document_type="护照")), "id_number").code == "document_mismatch"
    assert checked(person(document_type="学生证")).rows[0].status == "rejected"


def test_the_type_of_a_residence_permit_is_told_by_its_number() -> None:
    row = checked(person(id_number=id_number(area="810000"))).rows[0]
    assert (row.status, row.values.document_type) == ("ok", "港澳台居民居住证")


def test_a_hidden_row_is_doubted_and_an_error_value_refused() -> None:
    people = person(), person(order=3, name="李四", major=None)
    result = checked(*people, hidden_rows=frozenset({2}), errors={(3, 4): "#N/A"})
    assert finding(result, None, 2).code == "hidden_row"
    assert finding(result, "major", 3).raw == "#N/A"
    assert [row.status for row in result.rows] == ["warned", "rejected"]


def test_a_required_column_that_is_hidden_stops_the_file_with_its_name() -> None:
    result = checked(person(), hidden_columns=frozenset({2}))
    assert result.file_status == "rejected"
    assert "身份证号" in result.reason
    assert "隐藏" in result.reason


def test_two_columns_of_one_title_are_not_chosen_between() -> None:
    rows = [("姓名", "身份证号", "工作单位", "学历", "学历"), ("张三", id_number(), "云川县民政局", "本科", "大专")]
    result = check(Book("xlsx", None, [Sheet("花名册", rows=rows)]), on=ON, known_areas=AREAS)
    assert result.rows[0].values.education_level is None
    assert any(notice.code == "duplicate_header" and "学历" in notice.message for notice in result.notices)


def test_hidden_and_foreign_sheets_are_named_and_not_imported() -> None:
    sheets = [
        *book_of(person()).sheets,
        *book_of(person(order=3), name="旧名单", hidden=True).sheets,
        Sheet("字典", rows=[("男",), ("女",)]),
    ]
    result = check(Book("xlsx", None, sheets), on=ON, known_areas=AREAS)
    assert len(result.rows) == 1
    assert {notice.sheet for notice in result.notices} == {"旧名单", "字典"}


def test_a_file_without_any_roster_header_is_refused_with_what_it_needs() -> None:
    result = check(Book("csv", "utf-8", [Sheet(None, rows=[("甲", "乙"), ("1", "2")])]), on=ON, known_areas=AREAS)
    assert result.file_status == "rejected"
    assert "姓名、身份证号、工作单位" in result.reason


def test_no_message_repeats_an_id_number_and_the_report_is_plain_json() -> None:
    number = id_number()
    result = checked(
        person(sex=number, remark=f"原号{number}", ethnicity=int(number[:17]), post_title="x" * 99, key_person=True),
        person(name="李四", categories="基层干部，社工", major=number, phone=f"{number}/{number}"),
    )
    report = json.loads(json.dumps(report_json(result), ensure_ascii=False))
    assert not any(re.search(r"[0-9]{9}", cell["message"]) for cell in report["cells"])
    assert list(report)[:5] == ["file_status", "reason", "counts", "effect", "cells"]
    shape = {"sheet", "row", "column", "status", "code", "message", "raw", "value"}
    assert all(set(cell) == shape for cell in report["cells"])


def test_logical_values_are_read_as_yes_and_no_and_shown() -> None:
    result = checked(person(key_person=True), person(order=3, key_person=0), person(order=5, key_person="是"))
    assert [row.values.key_person for row in result.rows] == [True, False, True]
    assert [row.status for row in result.rows] == ["fixed", "fixed", "ok"]
    assert report_json(result)["cells"][0]["raw"] == "TRUE"


def test_twenty_thousand_rows_take_no_more_than_their_share_of_time() -> None:
    many = book_of(
        *(person(order=n % 1000, id_number=id_number(f"{1960 + n // 1000}0203", n % 1000)) for n in range(20_000))
    )
    begun = time.process_time()
    result = check(many, on=ON, known_areas=AREAS)
    assert result.counts["ok"] == 20_000
    assert time.process_time() - begun < 15
