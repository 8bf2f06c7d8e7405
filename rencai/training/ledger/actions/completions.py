"""Certificates of attendance: issued once to those whose hours reach the batch's share, revoked with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.crypto import get_random_string

from rencai.org import audit
from rencai.org.models import User
from rencai.training.ledger.actions.hours import locked
from rencai.training.models import Batch, BatchState, Completion, CompletionCounter, Enrolment

# No letter or digit that is taken for another when it is read from paper; 16 of 31 are 79 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 16


def hours_needed(batch: Batch) -> int:
    """The hours from which a certificate is due: the batch's share of what all sessions are worth, rounded up."""
    total = batch.sessions.aggregate(n=Sum("hours"))["n"] or 0
    return -(-total * batch.completion_share // 100)


def due(batch: Batch) -> QuerySet[Enrolment]:
    """Those who reached the hours and hold no valid certificate yet."""
    needed = max(1, hours_needed(batch))
    there = Enrolment.objects.filter(batch=batch, hours__gte=needed).taking_part()
    return there.exclude(pk__in=Completion.objects.valid().values("enrolment"))


@transaction.atomic
def issue_completions(batch: Batch, *, today: date, by: User) -> list[Completion]:
    """A certificate for everybody who is due one; a second click finds nobody. Raises ValidationError.

    Numbers of a county and year follow each other without gaps: they are taken in the transaction that uses them.
    """
    batch = locked(batch)
    if batch.state != BatchState.FINISHED:
        raise ValidationError("班次结班之后才能签发结业证明。")
    waiting = list(due(batch).select_related("person").order_by("unit__code", "person__pinyin", "pk"))
    if not waiting:
        return []
    CompletionCounter.objects.get_or_create(county=batch.county, year=today.year)
    counter = CompletionCounter.objects.select_for_update().get(county=batch.county, year=today.year)
    made = [
        Completion(
            enrolment=one,
            county=batch.county,
            year=today.year,
            serial=serial,
            number=f"结业{batch.county}〔{today.year}〕{serial:04d}号",
            code=get_random_string(CODE_LENGTH, ALPHABET),
            name=one.person.name,
            hours=one.hours,
            issued_on=today,
            issued_by=by,
        )
        for serial, one in enumerate(waiting, counter.last + 1)
    ]
    counter.last += len(made)
    counter.save(update_fields=["last"])
    Completion.objects.bulk_create(made)
    audit.record("签发结业证明", by=by, on=batch, county=batch.county, detail={"份数": len(made)})
    return made


@transaction.atomic
def revoke_completion(completion: Completion, *, reason: str, by: User) -> None:
    """The certificate is no longer valid; its number is not used again. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明撤销理由。"})
    valid = Completion.objects.valid().filter(pk=completion.pk)
    if not valid.update(revoked_at=timezone.now(), revoked_by=by, revoked_reason=reason):
        raise ValidationError("这份结业证明已经撤销。")
    audit.record("撤销结业证明", by=by, on=completion, county=completion.county, detail={"理由": reason})
