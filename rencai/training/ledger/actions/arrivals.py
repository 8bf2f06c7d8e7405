"""Somebody comes: signing in by phone, and taking part without having been sent."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Employment, Person
from rencai.training.ledger.actions.hours import locked, recount
from rencai.training.ledger.timing import is_early, is_late, is_over
from rencai.training.models import (
    TAKING_PART,
    Attendance,
    Batch,
    BatchState,
    Enrolment,
    EnrolmentState,
    Presence,
    Session,
    SignInSource,
)

UNEXPECTED = "现场签到时不在确认名单中"


@transaction.atomic
def walk_in(batch: Batch, person: Person, *, on: date, by: User | None, reason: str = UNEXPECTED) -> Enrolment:
    """The enrolment of somebody who takes part without being on the confirmed list, at the unit of that day.

    Who is on the list stays as they are. Raises ValidationError for another county's person, for one who was not on
    the register that day, and for a finished batch without a reason of its own.
    """
    batch = locked(batch)
    found = Enrolment.objects.select_for_update().filter(batch=batch, person=person).first()
    if found is not None and found.state in TAKING_PART:
        return found
    if batch.state == BatchState.FINISHED and reason == UNEXPECTED:
        raise ValidationError("班次已结班，补登参加人员须写明理由。")
    here = Employment.objects.main().on(on).filter(person=person).first()
    if person.county != batch.county or here is None:
        raise ValidationError("该人员当日不在本县人才信息库中，不能登记参加。")
    told = {"state": EnrolmentState.WALK_IN, "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    enrolment, _ = Enrolment.objects.update_or_create(
        batch=batch,
        person=person,
        defaults=told,
        create_defaults={**told, "unit_id": here.unit_id, "area_code": here.area_code},
    )
    audit.record("登记临时参加", by=by, on=enrolment, county=batch.county, detail={"班次编号": batch.code})
    return enrolment


@transaction.atomic
def sign_in(
    session: Session, person: Person, *, scanned_at: datetime, device: str, by: User | None = None
) -> Attendance:
    """The entry of `person`, who scanned the code of the session at that moment with that phone (a random word).

    Who has an entry already keeps it as it is. Raises ValidationError before the opening and after the end, for a
    cancelled or finished batch, and when the phone has signed in as many people as the batch allows.
    """
    batch = locked(session.batch)
    session = Session.objects.select_related("batch").get(pk=session.pk)
    _check_open(batch, session, scanned_at)
    enrolment = walk_in(batch, person, on=session.day, by=by)
    found = Attendance.objects.filter(enrolment=enrolment, session=session).first()
    if found is not None:
        return found
    signed = Attendance.objects.filter(session=session, device=device).count()
    if device and signed >= batch.people_per_phone:
        raise ValidationError(f"这部手机已为{signed}人签到。请用本人的手机扫码，或请会务人员登记。")
    late = is_late(session, scanned_at)
    entry = Attendance.objects.create(
        enrolment=enrolment,
        session=session,
        presence=Presence.LATE if late else Presence.PRESENT,
        at=timezone.localtime(scanned_at).time().replace(second=0, microsecond=0),
        hours=0,
        source=SignInSource.QR,
        device=device,
        recorded_by=by,
    )
    recount(batch, [enrolment.pk])
    detail = {"节次": str(session), "到课": Presence(entry.presence).label}
    audit.record("扫码签到", by=by, on=enrolment, county=batch.county, detail=detail)
    entry.refresh_from_db()
    return entry


def _check_open(batch: Batch, session: Session, now: datetime) -> None:
    if batch.state == BatchState.FINISHED:
        raise ValidationError("班次已结班，不能再扫码签到。")
    if is_early(session, now):
        raise ValidationError("签到还没有开放。")
    if is_over(session, now):
        raise ValidationError("本节已结束，不能再扫码签到。请找会务人员登记。")
