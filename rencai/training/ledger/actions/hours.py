"""The one place where hours are made: they follow from the ledger and from what a session is worth."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from rencai.org import audit
from rencai.org.models import User
from rencai.training.models import COUNTED, Attendance, Batch, BatchState, Enrolment, Session


def locked(batch: Batch) -> Batch:
    """The batch as it is now, held until the transaction ends: all writes of one ledger stand in line.

    Raises ValidationError for a cancelled batch.
    """
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.state == BatchState.CANCELLED:
        raise ValidationError("这个班次已取消，不能登记签到。")
    return held


def recount(batch: Batch, enrolments: Collection[int] | None = None) -> None:
    """Write anew the hours of the entries and their sums: of all the batch, or of these enrolments only.

    Must run in the transaction of the change that it follows from. A cancelled batch gives nothing.
    """
    concerned = Enrolment.objects.filter(batch=batch)
    if enrolments is not None:
        concerned = concerned.filter(pk__in=enrolments)
    worth = Session.objects.filter(pk=OuterRef("session")).values("hours")
    counted = () if batch.state == BatchState.CANCELLED else COUNTED
    hours = Case(When(presence__in=counted, then=Subquery(worth)), default=Value(0), output_field=IntegerField())
    Attendance.objects.filter(enrolment__in=concerned.values("pk")).update(hours=hours)
    sums = Attendance.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment").annotate(n=Sum("hours"))
    concerned.update(hours=Coalesce(Subquery(sums.values("n")), 0))


@transaction.atomic
def change_session_hours(session: Session, hours: int, *, by: User, reason: str = "") -> None:
    """What the session is worth from now on, for everybody who was there. Raises ValidationError.

    After the batch is finished a reason is asked for, since hours that were told before change with it.
    """
    batch = locked(session.batch)
    if batch.state == BatchState.FINISHED and not reason.strip():
        raise ValidationError({"reason": "班次已结班，更正学时须写明理由。"})
    current = Session.objects.select_for_update().get(pk=session.pk)
    if current.hours == hours:
        return
    before, current.hours = current.hours, hours
    current.save(update_fields=["hours"])
    recount(batch)
    detail = {"节次": str(current), "原学时": before, "学时": hours} | ({"理由": reason} if reason else {})
    audit.record("更正节次学时", by=by, on=batch, county=batch.county, detail=detail)
