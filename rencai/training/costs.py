"""What an hour of training cost: money spent for each 人·学时, exact in 分, and silent where nobody told the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from rencai.kernel import money
from rencai.training.models import Batch, Enrolment


@dataclass(frozen=True)
class Cost:
    """One finished batch: `hours` summed over its participants; money in 分, None where it was not told."""

    batch: Batch
    hours: int

    @property
    def each(self) -> int | None:
        """For one 人·学时, rounded half up to a 分; None without money told or without hours."""
        return None if self.batch.spent is None or not self.hours else money.per(self.batch.spent, self.hours)


@dataclass(frozen=True)
class YearCost:
    """All batches of a year together: only those whose money was told and that gave hours are divided."""

    lines: Sequence[Cost]

    @property
    def known(self) -> list[Cost]:
        return [line for line in self.lines if line.each is not None]

    @property
    def unknown(self) -> int:
        """Batches that nobody told the money of."""
        return sum(line.batch.spent is None for line in self.lines)

    @property
    def spent(self) -> int:
        return sum(line.batch.spent or 0 for line in self.known)

    @property
    def hours(self) -> int:
        return sum(line.hours for line in self.known)

    @property
    def each(self) -> int | None:
        return money.per(self.spent, self.hours) if self.hours else None


def costs(user: Any, day: date) -> YearCost:
    """Of the county's finished batches of the year up to the day."""
    held = Batch.objects.visible_to(user).held_in_year_to(day).select_related("course")
    # Summed apart from the batches, whose many columns would be carried through the sorting of all enrolments.
    summed = Enrolment.objects.filter(batch__in=held.order_by().values("pk")).order_by().values_list("batch")
    worth = dict(summed.annotate(worth=Sum("hours")))
    return YearCost([Cost(batch, worth.get(batch.pk, 0)) for batch in held.order_by("last_day", "pk")])
