"""A batch as it is now, held until the transaction ends: everything about who has a place stands in line behind it."""

from django.core.exceptions import ValidationError

from rencai.training.models import RUNNING, TAKING_PART, Batch, BatchState, Enrolment, EnrolmentState
from rencai.training.models.ledger import EnrolmentQuerySet

HOLDING_A_PLACE = (EnrolmentState.NOMINATED, *TAKING_PART)


def held(batch: Batch) -> Batch:
    """In any state."""
    return Batch.objects.select_for_update().get(pk=batch.pk)


def running(batch: Batch) -> Batch:
    """Raises ValidationError for one that is finished or cancelled."""
    row = held(batch)
    if row.state not in RUNNING:
        raise ValidationError(f"班次{BatchState(row.state).label}，不能再改。")
    return row


def holding_a_place(batch: Batch) -> EnrolmentQuerySet:
    """Who was sent and has neither been declined nor withdrawn."""
    return Enrolment.objects.filter(batch=batch, state__in=HOLDING_A_PLACE)
