"""What an hour of training cost: exact in 分, rounded half up where it is said."""

from django.db.models import Sum

from rencai.training.models import Batch, BatchState, Enrolment


def person_hours(batch: Batch) -> int:
    """The hours of all participants together (人·学时)."""
    return int(Enrolment.objects.filter(batch=batch).aggregate(n=Sum("hours"))["n"] or 0)


def per_hour(batch: Batch) -> int | None:
    """分 for one hour of one person, rounded half up; None where the cost or the hours are not known yet."""
    if batch.spent is None or batch.state != BatchState.FINISHED:
        return None
    hours = person_hours(batch)
    return (2 * batch.spent + hours) // (2 * hours) if hours else None
