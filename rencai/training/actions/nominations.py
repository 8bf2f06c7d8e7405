"""Who is sent: units nominate within their places, the bureau confirms; nobody is sent twice."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Employment, Person
from rencai.training.models import TAKING_PART, Attendance, Batch, BatchState, Enrolment, EnrolmentState

_ACTIVE = (EnrolmentState.NOMINATED, *TAKING_PART)
_OPEN = frozenset({BatchState.PLANNED, BatchState.OPEN, BatchState.CONFIRMED})


@transaction.atomic
def nominate(batch: Batch, people: Iterable[Person], *, today: date, by: User, freely: bool = False) -> list[Enrolment]:
    """Sends these people, each from the unit they are at today. The bureau may do so `freely`: after the date, beyond
    a unit's places, never beyond the capacity.

    Somebody who is in the batch already stays as they are. Raises ValidationError and sends nobody otherwise.
    """
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    _check_open(row, today, freely)
    people = list(people)
    known = {one.person_id: one for one in row.enrolments.filter(person__in=people)}
    posts = Employment.objects.main().on(today).filter(person__in=people).select_related("unit")
    here = {post.person_id: post for post in posts}
    fresh: list[Enrolment] = []
    again: list[Enrolment] = []
    for person in people:
        post = here.get(person.pk)
        if person.county != row.county or post is None:
            raise ValidationError(f"{person.name}今天不在本县人才信息库中，不能选派。")
        found = known.get(person.pk)
        if found is not None and found.state in _ACTIVE:
            continue
        one = found or Enrolment(batch=row, person=person)
        one.unit, one.area_code = post.unit, post.area_code
        one.state, one.nominated_by, one.nominated_at = EnrolmentState.NOMINATED, by, timezone.now()
        one.decided_by = one.decided_at = None
        one.reason = ""
        (again if found else fresh).append(one)
    Enrolment.objects.bulk_create(fresh)
    Enrolment.objects.bulk_update(
        again, ["unit", "area_code", "state", "nominated_by", "nominated_at", "decided_by", "decided_at", "reason"]
    )
    sent = [*fresh, *again]
    _check_room(row, sent, freely)
    if sent:
        detail = {"班次编号": row.code, "人数": len(sent)}
        audit.record("选派参训", by=by, on=row, county=row.county, detail=detail)
    return sent


@transaction.atomic
def confirm(enrolments: Iterable[Enrolment], *, by: User) -> int:
    """The bureau's yes to nominations; how many. Those that are no longer nominated stay as they are."""
    keys = [one.pk for one in enrolments]
    rows = list(
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("batch")
        .filter(pk__in=keys, state=EnrolmentState.NOMINATED)
    )
    now = timezone.now()
    for row in rows:
        row.state, row.decided_by, row.decided_at = EnrolmentState.CONFIRMED, by, now
    Enrolment.objects.bulk_update(rows, ["state", "decided_by", "decided_at"], batch_size=500)
    for batch in {row.batch for row in rows}:
        detail = {"班次编号": batch.code, "人数": sum(row.batch_id == batch.pk for row in rows)}
        audit.record("确认参训", by=by, on=batch, county=batch.county, detail=detail)
    return len(rows)


@transaction.atomic
def decline(enrolment: Enrolment, *, reason: str, by: User) -> None:
    """The bureau's no, with its reason. Raises ValidationError for one that is not waiting."""
    _leave(enrolment, EnrolmentState.DECLINED, (EnrolmentState.NOMINATED,), reason, by, "不同意参训")


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by: User) -> None:
    """Somebody can't come after all. Raises ValidationError once they have signed in."""
    if Attendance.objects.filter(enrolment=enrolment, hours__gt=0).exists():
        raise ValidationError("该人员已有签到学时，不能退出；没有参加的节次请登记缺勤。")
    _leave(enrolment, EnrolmentState.WITHDRAWN, _ACTIVE, reason, by, "退出参训")


def clashes(batch: Batch, people: Iterable[int]) -> dict[int, str]:
    """Those of the people who are in another batch on the same days: which one, by person."""
    rows = Enrolment.objects.filter(
        person__in=list(people),
        state__in=_ACTIVE,
        batch__first_day__lte=batch.last_day,
        batch__last_day__gte=batch.first_day,
    )
    rows = rows.exclude(batch=batch).exclude(batch__state=BatchState.CANCELLED).select_related("batch__course")
    return {row.person_id: str(row.batch) for row in rows}


def _check_open(batch: Batch, today: date, freely: bool) -> None:
    if batch.state not in _OPEN:
        raise ValidationError("班次已结班或取消，不能再选派。")
    if freely:
        return
    if batch.state != BatchState.OPEN:
        raise ValidationError("班次不在报名阶段。")
    if batch.nominate_until is not None and today > batch.nominate_until:
        raise ValidationError(f"报名已于{batch.nominate_until.isoformat()}截止，请联系县民政局。")


def _check_room(batch: Batch, sent: list[Enrolment], freely: bool) -> None:
    active = Enrolment.objects.filter(batch=batch, state__in=_ACTIVE)
    if batch.capacity is not None and active.count() > batch.capacity:
        raise ValidationError(f"超过班次名额总数{batch.capacity}个，没有选派任何人。")
    if freely:
        return
    places = dict(batch.places.values_list("unit", "number"))
    for unit in {one.unit for one in sent}:
        number = active.filter(unit=unit).count()
        if number > places.get(unit.pk, 0):
            raise ValidationError(
                f"{unit.name}的名额为{places.get(unit.pk, 0)}个，选派后将有{number}人，没有选派任何人。"
            )


def _leave(
    enrolment: Enrolment, state: EnrolmentState, before: tuple[EnrolmentState, ...], reason: str, by: User, action: str
) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("batch").get(pk=enrolment.pk)
    if row.state not in before or row.batch.state not in _OPEN:
        raise ValidationError("该人员的状态已经变化，请刷新页面。")
    row.state, row.reason, row.decided_by, row.decided_at = state, reason.strip()[:200], by, timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    detail = {"班次编号": row.batch.code, "原因": reason.strip()}
    audit.record(action, by=by, on=row, county=row.batch.county, detail=detail)
