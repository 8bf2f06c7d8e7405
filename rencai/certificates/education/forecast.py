"""Which batches to come would close the gap of an account, in order of date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from rencai.certificates.education.account import Account
from rencai.training.models import Batch, BatchState, CourseKind

_TO_COME = (BatchState.PLANNED, BatchState.OPEN, BatchState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Step:
    """A batch and what would still be missing after it, in halves of an hour."""

    batch: Batch
    half_hours: int
    missing: int


def batches_to_come(user: Any, today: date) -> list[Batch]:
    """Social work batches that begin today or later, with `half_hours` of their sessions, by date."""
    rows = Batch.objects.visible_to(user).filter(
        state__in=_TO_COME, first_day__gte=today, course__kind=CourseKind.SOCIAL_WORK
    )
    found = list(rows.annotate(hours=Sum("sessions__hours")).select_related("course").order_by("first_day", "pk"))
    for batch in found:
        batch.half_hours = 2 * (batch.hours or 0)
    return [batch for batch in found if batch.half_hours]


def closing(account: Account, batches: list[Batch]) -> list[Step]:
    """The batches up to the one that closes the gap, of those that end within the period; fewer if none does."""
    steps: list[Step] = []
    missing = account.missing
    for batch in batches:
        if not missing:
            break
        if batch.last_day > account.registration.valid_until:
            continue
        missing = max(missing - batch.half_hours, 0)  # type: ignore[attr-defined]
        steps.append(Step(batch, batch.half_hours, missing))  # type: ignore[attr-defined]
    return steps
