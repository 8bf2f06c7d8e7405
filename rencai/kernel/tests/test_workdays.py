"""Working days: public holidays, worked weekends, an office's own word, years nobody has announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rencai.kernel.workdays import announced, is_workday, next_workday, unsettled, workday_after, workdays_between

NONE: dict[date, bool] = {}


def test_the_national_day_holiday_is_off_and_the_weekend_worked_for_it_is_not() -> None:
    assert not any(is_workday(date(2022, 10, day), NONE) for day in range(1, 8))
    assert is_workday(date(2022, 10, 8), NONE)
    assert is_workday(date(2022, 10, 9), NONE)


def test_the_offices_own_word_wins_over_the_published_calendar() -> None:
    assert is_workday(date(2022, 10, 3), {date(2022, 10, 3): True})
    assert not is_workday(date(2022, 10, 10), {date(2022, 10, 10): False})


def test_thirty_working_days_begin_on_the_next_day_and_skip_the_spring_festival() -> None:
    # 2022: off 31 January to 6 February, worked 29 and 30 January.
    assert workday_after(date(2022, 1, 10), 30, NONE) == date(2022, 2, 24)
    assert workday_after(date(2022, 1, 28), 1, NONE) == date(2022, 1, 29)
    assert workday_after(date(2022, 9, 30), 1, NONE) == date(2022, 10, 8)


def test_of_a_year_not_announced_only_weekends_are_known_and_that_is_said() -> None:
    assert announced(2022)
    assert not announced(2090)
    assert not is_workday(date(2090, 1, 1), NONE)  # a Sunday
    assert is_workday(date(2090, 1, 2), NONE)
    assert unsettled(date(2022, 12, 1), date(2090, 1, 2), NONE)[-1] == 2090
    assert unsettled(date(2090, 1, 1), date(2090, 1, 2), {date(2090, 1, 1): False}) == []
    assert unsettled(date(2022, 1, 1), date(2022, 12, 31), NONE) == []


def test_a_period_has_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="one working day"):
        workday_after(date(2022, 1, 1), 0, NONE)


def test_a_reminder_due_on_a_holiday_waits_for_the_next_working_day() -> None:
    assert next_workday(date(2022, 10, 1), NONE) == date(2022, 10, 8)
    assert next_workday(date(2022, 10, 8), NONE) == date(2022, 10, 8)


@given(st.dates(date(2010, 1, 1), date(2025, 6, 1)), st.integers(1, 60))
def test_counting_back_gives_what_was_counted_forward(start: date, number: int) -> None:
    last = workday_after(start, number, NONE)
    assert is_workday(last, NONE)
    assert workdays_between(start, last, NONE) == number
    assert workdays_between(last, start, NONE) == -number
    assert workdays_between(start, last - timedelta(days=1), NONE) == number - 1
