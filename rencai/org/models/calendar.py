"""What a county has put right about the calendar of working days."""

from typing import Any, Self

from django.db import models

from rencai.org.models.users import User


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def visible_to(self, user: Any) -> Self:
        """Those of one's own county."""
        return self.filter(county=user.county) if user.county else self.none()


class CalendarDay(models.Model):
    """One day on which a county works or rests otherwise than the published calendar says, and by what paper."""

    county = models.CharField("县区", max_length=6)
    day = models.DateField("日期")
    working = models.BooleanField("上班")
    reason = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间", auto_now=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = "工作日历调整"
        constraints = [models.UniqueConstraint(fields=["county", "day"], name="calendar_day_once_in_a_county")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'上班' if self.working else '休息'}"
