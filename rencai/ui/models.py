"""What every dated record shares: a half-open period and the question which records hold on a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from rencai.kernel.periods import Period


def on_day(day: date, prefix: str = "") -> Q:
    """The condition that a period [starts, ends) covers `day`; `prefix` leads to the dated record (`employment__`)."""
    still_open = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    return Q(**{f"{prefix}starts__lte": day}) & still_open


class DatedQuerySet(models.QuerySet[Any]):
    """Reads of dated records."""

    def on(self, day: date) -> Self:
        return self.filter(on_day(day))

    def open(self) -> Self:
        return self.filter(ends__isnull=True)


class Dated(models.Model):
    """A record that holds in [starts, ends)."""

    starts = models.DateField("起")
    ends = models.DateField("止", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a period is not empty, in the user's words."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
        violation_error_message="结束日期必须晚于开始日期。",
    )
