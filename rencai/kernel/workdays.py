"""Working days by the Chinese calendar, with what an office has put right about it.

Periods in working days begin on the next day (民法典第二百零一条) and a period that would end on a day off ends on the
working day after it (第二百零三条).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import islice

import chinese_calendar

Overrides = Mapping[date, bool]
_SATURDAY = 5
_CHINESE = {one.value: one.chinese for one in chinese_calendar.Holiday}


@cache
def announced(year: int) -> bool:
    """Whether the holidays of the year are known; of other years only weekends are."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def unsettled(first: date, last: date, overrides: Overrides) -> list[int]:
    """Years of the span that count by weekends only: neither published nor entered by the office."""
    entered = {day.year for day in overrides}
    return [year for year in range(first.year, last.year + 1) if not announced(year) and year not in entered]


def is_workday(day: date, overrides: Overrides) -> bool:
    """Whether people work on the day: the office's own word, else the published calendar, else no weekend."""
    if day in overrides:
        return overrides[day]
    if announced(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _SATURDAY


def day_name(day: date) -> str:
    """The holiday that the day belongs to, or for which it is worked; empty for other days and unknown years."""
    if not announced(day.year):
        return ""
    _, name = chinese_calendar.get_holiday_detail(day)
    return _CHINESE.get(name or "", "")


def workday_after(start: date, number: int, overrides: Overrides) -> date:
    """The last day of a period of `number` working days that begins on the day after `start`.

    Raises ValueError for no or a negative number.
    """
    if number < 1:
        raise ValueError("a period has at least one working day")
    working = (day for day in _days(start + timedelta(days=1), date.max) if is_workday(day, overrides))
    return next(islice(working, number - 1, None))


def workdays_between(first: date, last: date, overrides: Overrides) -> int:
    """How many working days lie after `first` up to and with `last`; below zero when `last` comes first."""
    if last < first:
        return -workdays_between(last, first, overrides)
    return sum(is_workday(day, overrides) for day in _days(first + timedelta(days=1), last))


def next_workday(day: date, overrides: Overrides) -> date:
    """The day itself if people work on it, else the first day after it on which they do."""
    return next(one for one in _days(day, date.max) if is_workday(one, overrides))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
