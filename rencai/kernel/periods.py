"""Half-open periods [starts, ends): the one way this project says from when until when."""

from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """From `starts` on and before `ends`; no end means it still runs."""

    starts: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

    def overlaps(self, other: "Period") -> bool:
        return (other.ends is None or self.starts < other.ends) and (self.ends is None or other.starts < self.ends)
