"""Days, years and unknowns come out the same on one row, on many, and as the calendar has them."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rencai.kernel.rules.terms import (
    Term,
    day_number,
    day_of,
    either,
    every,
    full_months,
    full_years,
    greatest,
    least,
    literal,
    months_later,
    some,
    years_later,
)

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
COLUMNS = {"a": pl.Int64, "b": pl.Int64, "p": pl.Boolean, "q": pl.Boolean}


def answer(term: Term, **row: Any) -> Any:
    frame = pl.DataFrame({name: [row.get(name)] for name in COLUMNS}, schema=COLUMNS)
    return nw.from_native(frame).select(found=term.expr).to_native()["found"][0]


def column(name: str) -> Term:
    return Term(nw.col(name), frozenset([name]))


A, B, P, Q = column("a"), column("b"), column("p"), column("q")


def later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@settings(deadline=None)
@given(DAYS, st.integers(-60, 120))
def test_months_later_is_the_corresponding_day_or_the_end_of_the_month(day: date, months: int) -> None:
    assert day_of(answer(months_later(A, months), a=day_number(day))) == later(day, months)


@settings(deadline=None)
@given(DAYS, st.integers(-10, 40))
def test_years_later_is_twelve_months_each(day: date, years: int) -> None:
    assert day_of(answer(years_later(A, years), a=day_number(day))) == later(day, years * 12)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_full_years_and_months_are_those_whose_end_has_come(start: date, end: date) -> None:
    years = answer(full_years(A, B), a=day_number(start), b=day_number(end))
    assert later(start, years * 12) <= end < later(start, years * 12 + 12)
    months = answer(full_months(A, B), a=day_number(start), b=day_number(end))
    assert later(start, months) <= end < later(start, months + 1)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2020-02-29", "2021-02-27", 0), ("2020-02-29", "2021-02-28", 1), ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4), ("2020-06-18", "2022-06-17", 1), ("2020-06-18", "2022-06-18", 2),
    ],
)  # fmt: skip
def test_a_year_is_full_on_the_day_itself_and_not_the_day_before(start: str, end: str, years: int) -> None:
    first, last = day_number(date.fromisoformat(start)), day_number(date.fromisoformat(end))
    assert answer(full_years(A, B), a=first, b=last) == years


@pytest.mark.parametrize("p", [True, False, None])
@pytest.mark.parametrize("q", [True, False, None])
def test_unknown_decides_nothing_that_the_other_side_does_not_decide_alone(p: bool | None, q: bool | None) -> None:
    both = False if False in (p, q) else None if None in (p, q) else True
    one = True if True in (p, q) else None if None in (p, q) else False
    assert answer(P & Q, p=p, q=q) is both
    assert answer(every([P, Q]), p=p, q=q) is both
    assert answer(P | Q, p=p, q=q) is one
    assert answer(some([P, Q]), p=p, q=q) is one
    assert answer(~P, p=p) is (None if p is None else not p)
    assert answer(P.known, p=p) is (p is not None)


def test_an_amount_of_something_unknown_is_unknown_and_never_zero() -> None:
    assert answer(A + B, a=1) is None
    assert answer(least(A, B, 5), a=1) is None
    assert answer(greatest(A, B), a=1, b=3) == 3
    assert answer(either(P, A, B), a=1, b=2) is None
    assert answer(either(P, A, B), p=False, a=1, b=2) == 2
    assert answer(A.among(1, 2)) is None


def test_a_rule_has_no_fractions_and_no_ifs() -> None:
    with pytest.raises(TypeError, match="use //"):
        A / 2
    with pytest.raises(TypeError, match="float"):
        A + 0.5
    with pytest.raises(TypeError, match="use & "):
        bool(A > 1)
    assert answer(A // 3, a=-1) == -1
    assert answer(literal(date(2022, 12, 31)) - 1) == 20221230


def test_a_term_knows_what_it_names_however_it_is_put_together() -> None:
    assert either(P, A + 1, least(B, 3)).facts == {"p", "a", "b"}
    assert every([]).facts == frozenset()


@settings(deadline=None)
@given(DAYS, DAYS, st.integers(-40, 40))
def test_what_is_the_same_for_every_row_is_worked_out_once_to_the_engines_answer(
    start: date, end: date, count: int
) -> None:
    terms: list[Callable[[Any, Any], Term]] = [
        full_years, full_months, years_later, months_later, lambda a, b: either(a > b, a // 7 % 5, least(a, b)),
        lambda a, b: ~(a == b) & ((a < b) | (b != 0)), lambda a, b: (a * b - 3) // 11 + greatest(a, b),
    ]  # fmt: skip
    for make in terms:
        for a, b in ((day_number(start), day_number(end)), (day_number(start), count)):
            known = make(literal(a), literal(b))
            assert known.constant == answer(known) == answer(make(A, B), a=a, b=b)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("p", [True, False, None])
def test_a_side_that_is_the_same_for_every_row_decides_or_leaves_it_to_the_other(p: bool | None, known: bool) -> None:
    assert answer(P & known, p=p) is answer(P & Q, p=p, q=known)
    assert answer(literal(known) | P, p=p) is answer(Q | P, p=p, q=known)
    assert answer(either(literal(known), P, ~P), p=p) is answer(either(Q, P, ~P), p=p, q=known)
    for term in (P & known, P | known, either(literal(known), P, Q)):
        assert term.facts >= {"p"}


def test_what_only_the_engine_can_answer_is_left_to_it() -> None:
    assert answer(literal(7) // 0) is None
    assert answer(A + literal(7) % 0, a=1) is None


def test_every_day_of_four_hundred_years_has_its_number() -> None:
    day = date(1900, 1, 1)
    while day < date(2300, 1, 1):
        assert day_of(day_number(day)) == day
        day += timedelta(days=97)
