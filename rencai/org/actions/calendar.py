"""The county's own word on a working day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.kernel.workdays import announced, is_workday
from rencai.org.audit import record
from rencai.org.models import CalendarDay, User


@transaction.atomic
def set_day(*, county: str, day: date, working: bool, reason: str, by: User) -> CalendarDay:
    """A day on which the county works or rests otherwise than published. What was decided by it before stays.

    Raises ValidationError for a day that is so already.
    """
    held = CalendarDay.objects.select_for_update().filter(county=county, day=day).first()
    word = "上班" if working else "休息"
    if held is not None and held.working == working and held.reason == reason:
        raise ValidationError({"day": f"{day:%Y-%m-%d} 已按同一依据登记为{word}。"})
    if held is None and announced(day.year) and is_workday(day, {}) == working:
        raise ValidationError({"day": f"{day:%Y-%m-%d} 按公布的安排本来就{word}，不用登记。"})
    before = "未登记" if held is None else str(held)
    row = held or CalendarDay(county=county, day=day)
    row.working, row.reason, row.entered_by = working, reason, by
    row.full_clean()
    row.save()
    detail = {"日期": day.isoformat(), "原为": before, "改为": word, "依据": reason}
    record("登记工作日历", by=by, on=row, county=county, detail=detail)
    return row


@transaction.atomic
def clear_day(row: CalendarDay, *, by: User) -> None:
    """The published calendar holds again for the day."""
    detail = {"日期": row.day.isoformat(), "原为": str(row)}
    record("撤销工作日历登记", by=by, on=row, county=row.county, detail=detail)
    row.delete()
