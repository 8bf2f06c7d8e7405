"""The working days of a county: the published calendar with what the county has put right."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from rencai.kernel.workdays import Overrides, day_name, is_workday
from rencai.org.models import CalendarDay

_WEEKS = Calendar()
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A day as the calendar shows it: `mark` is 休 or 班 where it differs from an ordinary week, else empty."""

    day: date
    working: bool
    mark: str
    says: str
    changed: bool


def overrides_of(county: str) -> Overrides:
    """What the county has put right, by day."""
    return dict(CalendarDay.objects.filter(county=county).values_list("day", "working"))


def months_of(year: int, county: str) -> list[tuple[int, list[list[Cell | None]]]]:
    """The twelve months by weeks from Monday; None fills up the weeks at both ends."""
    rows = CalendarDay.objects.filter(county=county, day__year=year)
    changed = {row.day: row for row in rows}
    overrides = {day: row.working for day, row in changed.items()}

    def cell(day: date) -> Cell:
        own = changed.get(day)
        working = is_workday(day, overrides)
        unusual = working != (day.weekday() < _SATURDAY)
        mark = ("班" if working else "休") if unusual or own else ""
        return Cell(day, working, mark, own.reason if own else day_name(day), own is not None)

    return [
        (month, [[cell(day) if day.month == month else None for day in week] for week in weeks])
        for month in range(1, 13)
        for weeks in [_WEEKS.monthdatescalendar(year, month)]
    ]
