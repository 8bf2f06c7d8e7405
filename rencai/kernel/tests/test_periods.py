"""Whole years end the same way everywhere, the 29th of February too."""

from datetime import date

import pytest

from rencai.kernel.periods import after_years, same_day


@pytest.mark.parametrize(
    ("day", "years", "there"),
    [
        (date(2022, 6, 18), 3, date(2025, 6, 18)),
        (date(2022, 6, 18), -3, date(2019, 6, 18)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), -4, date(2020, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
    ],
)
def test_the_same_day_of_another_year(day: date, years: int, there: date) -> None:
    assert same_day(day, years) == there


@pytest.mark.parametrize(
    ("first", "after"),
    [
        (date(2022, 7, 1), date(2025, 7, 1)),
        (date(2024, 2, 29), date(2027, 3, 1)),
        (date(2024, 2, 28), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_three_whole_years_are_over_on_the_day_after_the_last(first: date, after: date) -> None:
    assert after_years(first, 3) == after
