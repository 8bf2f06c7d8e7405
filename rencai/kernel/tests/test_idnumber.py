"""Document numbers: what is right, what is wrong, and what the number itself says."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from rencai.kernel.idnumber import Document, IdChecker, candidate_18, check_digit, mask_id

ON = date(2022, 12, 31)
CHECKER = IdChecker(ON, frozenset({"629921", "110101"}))
GOOD = "629921197803171206"

days = st.dates(date(1906, 1, 1), date(2006, 12, 31))
orders = st.integers(0, 999).map("{:03d}".format)


def number(day: date, order: str, area: str = "629921") -> str:
    first = area + day.strftime("%Y%m%d") + order
    return first + check_digit(first)


@given(days, orders)
def test_a_right_number_of_a_known_area_is_accepted_and_says_birth_and_sex(day: date, order: str) -> None:
    found = CHECKER.check(number(day, order))
    assert (found.status, found.birth, found.sex) == ("ok", day.isoformat(), "男" if int(order) % 2 else "女")
    assert CHECKER.facts(number(day, order)) == (found.birth, found.sex)


@given(days, orders)
def test_the_check_digit_is_the_one_of_the_reference_library(day: date, order: str) -> None:
    full = number(day, order)
    assert ric.calc_check_digit(full) == full[-1]


@given(days, orders, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_never_accepted_as_right(day: date, order: str, place: int, by: int) -> None:
    full = number(day, order)
    digit = "X" if full[place] == "X" else str((int(full[place]) + by) % 10)
    wrong = full[:place] + ("0" if digit == "X" else digit) + full[place + 1 :]
    assert CHECKER.check(wrong).status == "rejected"
    assert CHECKER.facts(wrong) is None


@given(days, orders, st.integers(0, 16))
def test_two_neighbouring_digits_swapped_are_found(day: date, order: str, place: int) -> None:
    full = number(day, order)
    swapped = full[:place] + full[place + 1] + full[place] + full[place + 2 :]
    assert CHECKER.check(swapped).status == "rejected" or swapped == full


@given(st.text(max_size=40) | st.from_regex(r"[0-9０-９A-Za-z*/ -]{10,40}", fullmatch=True))
def test_no_text_breaks_the_check_and_only_whole_numbers_pass(text: str) -> None:
    for document in (None, *Document):
        found = CHECKER.check(text, document)
        assert (found.number is None) == (found.status == "rejected")
        if found.status in ("ok", "fixed") and document in (None, Document.ID_CARD):
            assert found.number is not None
            assert ric.calc_check_digit(found.number) == found.number[-1]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("６２９９２１１９７８０３１７１２０６", "fullwidth"),
        ("62992119840418088x", "lower_x"),
        (" 629921 19780317 1206\n", "spaces"),
        ("629921-19780317-1206", "spaces"),
        ("629921\xa0197803171206", "spaces"),
        ("'629921197803171206", "leading_apostrophe"),
        ("629921\u200b197803171206", "invisible_character"),
        ("\ufeff629921197803171206", "invisible_character"),
    ],
)
def test_a_lossless_spelling_is_put_right_and_named(raw: str, code: str) -> None:
    found = CHECKER.check(raw)
    assert (found.status, found.code) == ("fixed", code)
    assert found.number in (GOOD, "62992119840418088X")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (None, "missing"),
        ("\u3000\u200b ", "missing"),
        (629921197803171206, "numeric_cell"),
        (6.29921197803171e17, "numeric_cell"),
        ("6.29921E+17", "scientific_text"),
        ("629921197803171207", "checksum"),
        ("６２９９２１２００００９０１３８９１", "checksum"),
        ("62992119780317120", "length"),
        ("6299211978031712066", "length"),
        ("110101190002290011", "impossible_date"),
        ("629921209912311373", "future_birth"),
        ("6299211969O2031802", "look_alike"),
        ("11010119000101009Х", "look_alike"),
        ("٦٢٩٩٢١١٩٧٨٠٣١٧١٢٠٦", "not_a_number"),
        ("629921********2215", "masked"),
        ("629921197510040077/629921197905121963", "two_ids"),
        ("629921197510040077 629921197905121963", "two_ids"),
        ("629921950912321", "old_15_digits"),
        ("629921750230247", "impossible_date"),
        ("62992119780317120643", "disability_certificate"),
        ("E12345678", "other_document"),
        ("证件遗失补办中", "not_a_number"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason_and_nothing_to_store(raw: object, code: str) -> None:
    found = CHECKER.check(raw)
    assert (found.status, found.code, found.number) == ("rejected", code, None)
    assert "请" in found.message
    assert not re.search(r"[0-9]{6}", found.message)


@pytest.mark.parametrize(("raw", "code"), [("629958198104110911", "unknown_area"), ("629921201806050740", "age_range")])
def test_an_unknown_area_or_an_unlikely_age_is_doubted_not_refused(raw: str, code: str) -> None:
    found = CHECKER.check(raw)
    assert (found.status, found.code, found.number) == ("warned", code, raw)


def test_age_is_counted_to_the_day() -> None:
    young = number(date(2006, 12, 31), "123")
    assert CHECKER.check(young).status == "ok"
    assert IdChecker(date(2022, 12, 30), frozenset({"629921"})).check(young).code == "age_range"


def test_other_documents_have_their_own_rules() -> None:
    permit = "81000019900101001"
    card = "91131019900101001"
    assert CHECKER.check(permit + check_digit(permit)).document is Document.RESIDENCE_PERMIT
    assert CHECKER.check(card + check_digit(card)).document is Document.PERMANENT_RESIDENCE
    assert CHECKER.check("ea1234567", Document.PASSPORT).number == "EA1234567"
    assert CHECKER.check("军字第1234567号", Document.OFFICER).status == "ok"
    assert CHECKER.check("CHN110101900101", Document.PERMANENT_RESIDENCE).status == "ok"
    assert CHECKER.check(GOOD, Document.PASSPORT).code == "document_mismatch"
    assert CHECKER.check(GOOD, Document.RESIDENCE_PERMIT).code == "document_mismatch"


@pytest.mark.parametrize(
    ("raw", "document", "status", "code"),
    [
        ("H01234567", Document.HONG_KONG_MACAO_PERMIT, "ok", ""),
        ("M76543210", Document.HONG_KONG_MACAO_PERMIT, "ok", ""),
        ("h0123 4567", Document.HONG_KONG_MACAO_PERMIT, "fixed", "lower_x"),
        ("H0123456701", Document.HONG_KONG_MACAO_PERMIT, "warned", "document_format"),
        ("K01234567", Document.HONG_KONG_MACAO_PERMIT, "warned", "document_format"),
        ("H012345", Document.HONG_KONG_MACAO_PERMIT, "warned", "document_format"),
        ("01234567", Document.TAIWAN_PERMIT, "ok", ""),
        ("0123456701(B)", Document.TAIWAN_PERMIT, "warned", "document_format"),
        ("0123456701", Document.TAIWAN_PERMIT, "warned", "document_format"),
        ("补办中", Document.TAIWAN_PERMIT, "rejected", "not_a_number"),
        ("H0123", Document.HONG_KONG_MACAO_PERMIT, "rejected", "not_a_number"),
        ("H0****567", Document.HONG_KONG_MACAO_PERMIT, "rejected", "masked"),
        (GOOD, Document.TAIWAN_PERMIT, "rejected", "document_mismatch"),
        (1234567, Document.TAIWAN_PERMIT, "rejected", "numeric_cell"),
        ("H01234567", None, "rejected", "other_document"),
        ("H01234567", Document.RESIDENCE_PERMIT, "rejected", "other_document"),
    ],
)
def test_travel_permits_have_their_present_format_and_others_are_doubted_not_refused(
    raw: object, document: Document | None, status: str, code: str
) -> None:
    found = CHECKER.check(raw, document)
    assert (found.status, found.code) == (status, code)
    assert (found.birth, found.sex) == (None, None)
    if status == "warned":
        assert found.number == raw
        assert "请核对" in found.message


def test_an_old_number_is_refused_with_why_and_what_to_do() -> None:
    message = CHECKER.check("629921950912321").message
    assert "无法核验" in message
    assert "请填写本人现行居民身份证上的18位号码" in message


def test_an_old_number_has_a_candidate_that_is_only_offered() -> None:
    assert candidate_18("629921950912321") == "629921199509123210"
    assert candidate_18("629921750230247") is None
    assert CHECKER.check("629921950912321").number is None


@given(st.text(st.characters(codec="ascii", categories=["Nd", "Lu"]), min_size=1, max_size=24))
def test_a_masked_number_keeps_its_length_and_hides_at_least_four_tenths(text: str) -> None:
    masked = mask_id(text)
    assert len(masked) == len(text)
    assert masked.count("*") >= 0.4 * len(text)


def test_a_masked_citizen_number_shows_area_and_last_four() -> None:
    assert mask_id(GOOD) == "629921********1206"


@pytest.mark.parametrize("piece", ["9", "x", " ", "\u200b", "1 ", "*", "张", "１", "-", "1/", "'"])
def test_a_hostile_string_is_answered_at_once(piece: str) -> None:
    hostile = piece * (100_000 // len(piece))
    begun = time.process_time()
    for document in (None, *Document):
        CHECKER.check(hostile, document)
    assert time.process_time() - begun < 2
