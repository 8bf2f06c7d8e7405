"""Half-open periods [starts, ends): the one way this project says from when until when; and whole years."""

from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """From `starts` on and before `ends`; no end means it still runs."""

    starts: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

    def overlaps(self, other: "Period") -> bool:
        return (other.ends is None or self.starts < other.ends) and (self.ends is None or other.starts < self.ends)


def same_day(day: date, years: int) -> date:
    """The same day so many years on, before where negative; 28 February for a 29th that the year has not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def after_years(first: date, years: int) -> date:
    """The first day after whole years that begin on `first`; 1 March after a 29 February that the year has not."""
    there = same_day(first, years)
    return there if there.day == first.day else there + timedelta(days=1)
