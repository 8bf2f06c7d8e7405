"""Who is sent: units nominate within their places, the bureau confirms; nobody is sent twice."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Employment, Person
from rencai.training.actions.holding import HOLDING_A_PLACE, holding_a_place, running
from rencai.training.models import Attendance, Batch, BatchState, Enrolment, EnrolmentState

_SENT_ANEW = ("unit", "area_code", "state", "nominated_by", "nominated_at", "decided_by", "decided_at", "reason")
_LEAVING = {EnrolmentState.DECLINED: "不同意参训", EnrolmentState.WITHDRAWN: "退出参训"}


@transaction.atomic
def nominate(batch: Batch, people: Iterable[Person], *, today: date, by: User, freely: bool = False) -> list[Enrolment]:
    """Sends these people, each from the unit they are at today, which must lie in the scope of `by`.

    The bureau may do so `freely`: after the date, beyond a unit's places, never beyond the capacity. Somebody who is
    in the batch already stays as they are. Raises ValidationError and sends nobody otherwise.
    """
    row = running(batch)
    _check_open(row, today, freely)
    people = list(people)
    known = {one.person_id: one for one in row.enrolments.filter(person__in=people)}
    posts = Employment.objects.visible_to(by).main().on(today).filter(person__in=people).select_related("unit")
    here = {post.person_id: post for post in posts}
    sent: list[Enrolment] = []
    for person in people:
        post = here.get(person.pk)
        if person.county != row.county or post is None:
            raise ValidationError(f"{person.name}今天不在您工作范围内的单位任职，不能选派。")
        one = known.get(person.pk) or Enrolment(batch=row, person=person)
        if one.pk and one.state in HOLDING_A_PLACE:
            continue
        one.unit, one.area_code = post.unit, post.area_code
        one.state, one.nominated_by, one.nominated_at = EnrolmentState.NOMINATED, by, timezone.now()
        one.decided_by, one.decided_at, one.reason = None, None, ""
        sent.append(one)
    Enrolment.objects.bulk_update([one for one in sent if one.pk], _SENT_ANEW)
    Enrolment.objects.bulk_create([one for one in sent if not one.pk])
    _check_room(row, sent, freely)
    if sent:
        detail = {"班次编号": row.code, "人数": len(sent)}
        audit.record("选派参训", by=by, on=row, county=row.county, detail=detail)
    return sent


@transaction.atomic
def choose(batch: Batch, people: Iterable[Person], *, today: date, by: User) -> list[Enrolment]:
    """The bureau's own choice: sent `freely` and confirmed at once. Raises ValidationError as `nominate` does."""
    sent = nominate(batch, people, today=today, by=by, freely=True)
    confirm(batch, [one.pk for one in sent], by=by)
    return list(Enrolment.objects.filter(pk__in=[one.pk for one in sent]))


@transaction.atomic
def confirm(batch: Batch, enrolments: Collection[int], *, by: User) -> int:
    """The bureau's yes to nominations, named by their keys; how many. Those not waiting stay as they are.

    Raises ValidationError for a batch that is over.
    """
    row = running(batch)
    waiting = Enrolment.objects.filter(batch=row, pk__in=enrolments, state=EnrolmentState.NOMINATED)
    confirmed = waiting.update(state=EnrolmentState.CONFIRMED, decided_by=by, decided_at=timezone.now())
    if confirmed:
        detail = {"班次编号": row.code, "人数": confirmed}
        audit.record("确认参训", by=by, on=row, county=row.county, detail=detail)
    return confirmed


@transaction.atomic
def decline(enrolment: Enrolment, *, reason: str, by: User) -> None:
    """The bureau's no, with its reason. Raises ValidationError for one that is not waiting."""
    _leave(enrolment, EnrolmentState.DECLINED, (EnrolmentState.NOMINATED,), reason, by)


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by: User) -> None:
    """Somebody can't come after all. Raises ValidationError once they have signed in."""
    _leave(enrolment, EnrolmentState.WITHDRAWN, HOLDING_A_PLACE, reason, by)


@transaction.atomic
def replace(enrolment: Enrolment, person: Person, *, reason: str, today: date, by: User) -> Enrolment:
    """Somebody else goes instead, confirmed at once; one place is given up and one taken. Raises ValidationError."""
    batch = running(enrolment.batch)
    _leave(enrolment, EnrolmentState.WITHDRAWN, HOLDING_A_PLACE, reason, by)
    sent = choose(batch, [person], today=today, by=by)
    if not sent:
        raise ValidationError({"person": f"{person.name}已在这个班次中，请另选一人。"})
    return sent[0]


def clashes(batch: Batch, people: Iterable[int]) -> dict[int, Batch]:
    """Those of the people who are in another batch on some of the same days: which one, by person."""
    rows = Enrolment.objects.filter(
        person__in=list(people),
        state__in=HOLDING_A_PLACE,
        batch__first_day__lte=batch.last_day,
        batch__last_day__gte=batch.first_day,
    )
    rows = rows.exclude(batch=batch).exclude(batch__state=BatchState.CANCELLED).select_related("batch__course")
    return {row.person_id: row.batch for row in rows}


def _check_open(batch: Batch, today: date, freely: bool) -> None:
    if freely:
        return
    if batch.state != BatchState.OPEN:
        raise ValidationError("班次不在报名阶段。")
    if batch.nominate_until is not None and today > batch.nominate_until:
        raise ValidationError(f"报名已于{batch.nominate_until.isoformat()}截止，请联系县民政局。")


def _check_room(batch: Batch, sent: list[Enrolment], freely: bool) -> None:
    taken = holding_a_place(batch)
    if sent and batch.capacity is not None and taken.count() > batch.capacity:
        raise ValidationError(f"超过班次名额总数{batch.capacity}个，没有选派任何人。")
    if freely:
        return
    places = dict(batch.places.values_list("unit", "number"))
    for unit in {one.unit for one in sent}:
        number = taken.filter(unit=unit).count()
        if number > places.get(unit.pk, 0):
            raise ValidationError(
                f"{unit.name}的名额为{places.get(unit.pk, 0)}个，选派后将有{number}人，没有选派任何人。"
            )


def _leave(
    enrolment: Enrolment, state: EnrolmentState, before: Collection[EnrolmentState], reason: str, by: User
) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    batch = running(enrolment.batch)
    row = Enrolment.objects.get(pk=enrolment.pk)
    if row.state not in before:
        raise ValidationError(f"该人员现为“{row.get_state_display()}”，请刷新页面。")
    if Attendance.objects.filter(enrolment=row, hours__gt=0).exists():
        raise ValidationError("该人员已有签到学时，不能退出；没有参加的节次请登记缺勤。")
    row.state, row.reason, row.decided_by, row.decided_at = state, reason.strip(), by, timezone.now()
    row.clean_fields()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    detail = {"班次编号": batch.code, "原因": row.reason}
    audit.record(_LEAVING[state], by=by, on=row, county=batch.county, detail=detail)
