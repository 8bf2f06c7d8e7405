"""Dates in every spelling an office uses, at the precision they were given."""

import time
from datetime import date, datetime
from datetime import time as midnight

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rencai.kernel.partialdate import (
    age_on,
    agrees,
    coarser_than,
    first_day,
    last_day,
    read_date,
    serial_date,
    surely_before,
)

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
values = days.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))


@given(days)
def test_every_unambiguous_spelling_of_a_day_means_that_day(day: date) -> None:
    for raw in (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f" {day.year}年 {day.month}月{day.day}日 ",
        f"{day:%Y%m%d}",
        f"{day.year}-{day.month}-{day.day} 00:00:00",
        int(f"{day:%Y%m%d}"),
    ):
        found = read_date(raw)
        assert (found.status, found.value) == ("fixed", day.isoformat())
    assert read_date(day.isoformat()) == ("ok", "", "", day.isoformat())
    assert read_date(datetime.combine(day, midnight())).value == day.isoformat()


@given(days)
def test_a_month_stays_a_month(day: date) -> None:
    month = day.isoformat()[:7]
    for raw in (f"{day.year}.{day.month}", f"{day.year}年{day.month}月", f"{day.year}/{day.month}", f"{day:%Y%m}"):
        assert read_date(raw)[0::3] == ("fixed", month)
    assert read_date(month).status == "ok"


@given(st.text(max_size=45) | st.integers() | st.floats() | st.from_regex(r"[0-9年月日./ -]{3,12}", fullmatch=True))
def test_nothing_breaks_the_reader_and_a_refused_date_has_no_value(raw: object) -> None:
    found = read_date(raw)
    if found.status in ("ok", "fixed"):
        assert found.value is not None
        assert read_date(found.value) == ("ok", "", "", found.value)
    if found.status == "rejected":
        assert found.value is None
        assert found.message


@pytest.mark.parametrize(
    ("raw", "status", "code", "value"),
    [
        ("１９８９－１１－２５", "fixed", "date_spelling", "1989-11-25"),
        ("１９９７．７", "fixed", "date_spelling", "1997-07"),
        ("二〇一五年七月", "fixed", "date_spelling", "2015-07"),
        ("一九九八年十二月三十一日", "fixed", "date_spelling", "1998-12-31"),
        (2015.7, "fixed", "date_spelling", "2015-07"),
        (2015.1, "warned", "number_month", None),
        ("90.8", "warned", "two_digit_year", None),
        (90.8, "warned", "two_digit_year", None),
        ("九〇年元月", "warned", "two_digit_year", None),
        ("2012", "warned", "year_only", "2012"),
        (42186, "warned", "excel_serial", None),
        ("42186", "warned", "excel_serial", None),
        ("01/02/1990", "rejected", "ambiguous_date", None),
        ("2012-02-30", "rejected", "impossible_date", None),
        ("2023-02-29", "rejected", "impossible_date", None),
        ("2012年13月", "rejected", "impossible_date", None),
        ("民国79年", "rejected", "era_date", None),
        ("腊月初八", "rejected", "lunar_date", None),
        ("1850-01", "rejected", "year_range", None),
        (date(1850, 1, 1), "rejected", "year_range", None),
        ("大学毕业后", "rejected", "not_a_date", None),
        (True, "rejected", "not_a_date", None),
    ],
)
def test_doubtful_dates_are_never_guessed(raw: object, status: str, code: str, value: str | None) -> None:
    found = read_date(raw)
    assert (found.status, found.code, found.value) == (status, code, value)


@given(values)
def test_the_days_a_date_can_mean_agree_with_it(value: str) -> None:
    assert first_day(value) <= last_day(value)
    assert agrees(value, first_day(value).isoformat())
    assert agrees(last_day(value).isoformat(), value)
    assert coarser_than(value, last_day(value).isoformat()) == (len(value) < 10)


@given(values, values)
def test_surely_before_is_true_only_when_every_day_is_before(one: str, other: str) -> None:
    assert surely_before(one, other) == (last_day(one) < first_day(other))


@given(days, days)
def test_age_at_month_precision_is_unknown_exactly_in_the_birth_month(born: date, day: date) -> None:
    exact, coarse = age_on(born.isoformat(), day), age_on(born.isoformat()[:7], day)
    assert coarse in (None, exact)
    if born <= day and born.month != day.month:
        assert coarse == exact
        assert exact is not None


def test_an_excel_serial_can_be_offered_as_a_day() -> None:
    assert serial_date(42186) == date(2015, 7, 1)


@pytest.mark.parametrize("piece", ["9", " ", "1.", "年", "2015-07-01 ", "〇", "１", "-"])
def test_a_hostile_string_is_answered_at_once(piece: str) -> None:
    begun = time.process_time()
    read_date(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 1
