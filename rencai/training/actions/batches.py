"""Courses and batches: set up, filled with sessions, moved on step by step, finished or cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.training.models import (
    TAKING_PART,
    Attendance,
    Batch,
    BatchState,
    Course,
    Enrolment,
    EnrolmentState,
    Places,
    Session,
)
from rencai.training.models import Teacher as TeacherRow

HALF_DAYS = ((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0)))
_LAST_STATES = frozenset({BatchState.FINISHED, BatchState.CANCELLED})
_NEXT = {BatchState.PLANNED: BatchState.OPEN, BatchState.OPEN: BatchState.CONFIRMED}


@transaction.atomic
def add_course(*, county: str, by: User, **values: Any) -> Course:
    """A course of the plan, or one of an upper level. Raises ValidationError."""
    course = Course(county=county, **values)
    course.full_clean()
    course.save(force_insert=True)
    audit.record("登记培训班", by=by, on=course, county=county, detail={"名称": course.title})
    return course


@transaction.atomic
def add_batch(course: Course, *, by: User, **values: Any) -> Batch:
    """One run of a course. Raises ValidationError for a code used before or days in the wrong order."""
    batch = Batch(county=course.county, course=course, **values)
    _check(batch)
    batch.save(force_insert=True)
    audit.record("登记培训班次", by=by, on=batch, county=batch.county, detail={"班次编号": batch.code})
    return batch


@transaction.atomic
def edit_batch(batch: Batch, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Put place, days, capacity, money right; returns the names of what changed. Raises ValidationError.

    Of a finished batch only the money may still be told.
    """
    row = _locked(batch)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if row.state in _LAST_STATES and set(changed) - {"spent", "budget"}:
        raise ValidationError("班次已结班或取消，只能补填预算和支出。")
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    outside = row.sessions.exclude(day__range=(row.first_day, row.last_day))
    if outside.exists():
        raise ValidationError({"first_day": "有节次在新的起止日期之外，请先调整节次。"})
    if changed:
        row.save(update_fields=changed)
        detail = {"班次编号": row.code, "字段": audit.labels(Batch, changed)}
        audit.record("修改培训班次", by=by, on=row, county=row.county, detail=detail)
    return audit.labels(Batch, changed)


@transaction.atomic
def add_half_days(batch: Batch, hours: int, *, by: User) -> int:
    """The usual morning and afternoon of every day that has none yet; how many were made."""
    row = _open(batch)
    days = [row.first_day + timedelta(days=n) for n in range((row.last_day - row.first_day).days + 1)]
    known = set(row.sessions.values_list("day", flat=True))
    made = Session.objects.bulk_create(
        Session(batch=row, day=day, starts_at=starts, ends_at=ends, hours=hours)
        for day in days
        if day not in known
        for starts, ends in HALF_DAYS
    )
    if made:
        detail = {"班次编号": row.code, "节次": len(made), "每节学时": hours}
        audit.record("安排节次", by=by, on=row, county=row.county, detail=detail)
    return len(made)


@transaction.atomic
def add_session(batch: Batch, *, by: User, **values: Any) -> Session:
    """One session. Raises ValidationError outside the batch's days."""
    row = _open(batch)
    session = Session(batch=row, **values)
    session.full_clean()
    if not row.first_day <= session.day <= row.last_day:
        raise ValidationError({"day": "节次须在班次起止日期之内。"})
    session.save(force_insert=True)
    detail = {"班次编号": row.code, "节次": str(session), "学时": session.hours}
    audit.record("安排节次", by=by, on=row, county=row.county, detail=detail)
    return session


@transaction.atomic
def remove_session(session: Session, *, by: User) -> None:
    """Take a session out while the ledger says nothing of it. Raises ValidationError."""
    row = _open(session.batch)
    if Attendance.objects.filter(session=session).exists() or session.objections.exists():
        raise ValidationError("这一节已有签到或异议，不能删除。")
    audit.record("取消节次", by=by, on=row, county=row.county, detail={"班次编号": row.code, "节次": str(session)})
    session.delete()


@transaction.atomic
def set_places(batch: Batch, places: Mapping[Unit, int], *, by: User) -> None:
    """How many places each unit has; a unit left out keeps what it has, 0 takes its places away.

    Raises ValidationError where the places exceed the capacity, or a unit has sent more already.
    """
    row = _open(batch)
    sent = dict.fromkeys((unit.pk for unit in places), 0)
    for unit in _active(row).filter(unit__in=places).values_list("unit", flat=True):
        sent[unit] += 1
    for unit, number in places.items():
        if not unit.area_id.startswith(row.county):
            raise ValidationError(f"{unit.name}不是本县单位。")
        if number < sent[unit.pk]:
            raise ValidationError(f"{unit.name}已选派{sent[unit.pk]}人，名额不能少于此数。")
        if number:
            Places.objects.update_or_create(batch=row, unit=unit, defaults={"number": number})
        else:
            Places.objects.filter(batch=row, unit=unit).delete()
    total = sum(row.places.values_list("number", flat=True))
    if row.capacity is not None and total > row.capacity:
        raise ValidationError(f"分配的名额共{total}个，超过班次名额总数{row.capacity}个。")
    detail = {"班次编号": row.code, "名额": {unit.code: number for unit, number in places.items()}}
    audit.record("分配名额", by=by, on=row, county=row.county, detail=detail)


@transaction.atomic
def set_teachers(batch: Batch, teachers: Sequence[tuple[str, str, str]], *, by: User) -> None:
    """Exactly these teachers: (name, organisation, topic)."""
    row = _locked(batch)
    row.teachers.all().delete()
    TeacherRow.objects.bulk_create(
        TeacherRow(batch=row, name=name, organisation=organisation, topic=topic)
        for name, organisation, topic in teachers
    )
    audit.record("登记师资", by=by, on=row, county=row.county, detail={"班次编号": row.code, "人数": len(teachers)})


@transaction.atomic
def move_on(batch: Batch, *, by: User) -> BatchState:
    """From planning to nominations, from nominations to the settled list. Raises ValidationError."""
    row = _locked(batch)
    following = _NEXT.get(BatchState(row.state))
    if following is None:
        raise ValidationError("班次已不在筹备或报名阶段。")
    if not row.sessions.exists():
        raise ValidationError("还没有安排节次，请先安排。")
    if following == BatchState.CONFIRMED:
        waiting = row.enrolments.filter(state=EnrolmentState.NOMINATED).count()
        if waiting:
            raise ValidationError(f"还有{waiting}人待确认，请先逐人确认或不同意。")
        if not _active(row).exists():
            raise ValidationError("还没有确认参训人员。")
    row.state = following
    row.save(update_fields=["state"])
    detail = {"班次编号": row.code, "状态": following.label}
    audit.record("推进培训班次", by=by, on=row, county=row.county, detail=detail)
    return following


@transaction.atomic
def finish(batch: Batch, *, today: date, by: User) -> None:
    """The batch is over: from now on its attendance counts. Raises ValidationError while anything is missing."""
    row = _locked(batch)
    if row.state != BatchState.CONFIRMED:
        raise ValidationError("只有名单已定的班次才能结班。")
    if today < row.last_day:
        raise ValidationError(f"班次到{row.last_day.isoformat()}才结束。")
    gaps = missing_entries(row)
    if gaps:
        raise ValidationError(f"还有{gaps}处没有签到记录（人员×节次），请补录后再结班；没有到的请登记为缺勤或请假。")
    row.state, row.finished_at = BatchState.FINISHED, timezone.now()
    row.save(update_fields=["state", "finished_at"])
    audit.record("培训结班", by=by, on=row, county=row.county, detail={"班次编号": row.code})


@transaction.atomic
def cancel(batch: Batch, *, reason: str, by: User) -> None:
    """The batch will not be held; its record stays. Raises ValidationError once somebody has signed in."""
    row = _locked(batch)
    if row.state in _LAST_STATES:
        raise ValidationError("班次已结班或取消。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消原因。"})
    if Attendance.objects.filter(session__batch=row, hours__gt=0).exists():
        raise ValidationError("已有人签到，不能取消；请照实结班。")
    row.state = BatchState.CANCELLED
    row.save(update_fields=["state"])
    audit.record(
        "取消培训班次", by=by, on=row, county=row.county, detail={"班次编号": row.code, "原因": reason.strip()}
    )


def missing_entries(batch: Batch) -> int:
    """How many of (participant, session) have no entry in the ledger."""
    people = batch.enrolments.filter(state__in=TAKING_PART).count()
    entered = Attendance.objects.filter(enrolment__batch=batch, enrolment__state__in=TAKING_PART).count()
    return people * batch.sessions.count() - entered


def _active(batch: Batch) -> Any:
    states = [EnrolmentState.NOMINATED, *TAKING_PART]
    return Enrolment.objects.filter(batch=batch, state__in=states)


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update().get(pk=batch.pk)


def _open(batch: Batch) -> Batch:
    row = _locked(batch)
    if row.state in _LAST_STATES:
        raise ValidationError("班次已结班或取消，不能再改。")
    return row


def _check(batch: Batch) -> None:
    batch.full_clean()
    if batch.nominate_until is not None and batch.nominate_until > batch.first_day:
        raise ValidationError({"nominate_until": "报名截止不能晚于开始日期。"})
    for name in ("budget", "spent"):
        money = getattr(batch, name)
        if money is not None and money < 0:
            raise ValidationError({name: "金额不能为负。"})
