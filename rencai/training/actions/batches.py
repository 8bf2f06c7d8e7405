"""Batches: set up, given places and teachers, moved on step by step, finished or cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.training.actions.holding import held, holding_a_place, running
from rencai.training.ledger.reading import obstacles
from rencai.training.models import RUNNING, Attendance, Batch, BatchState, Course, EnrolmentState, Places
from rencai.training.models import Teacher as TeacherRow

LONGEST = timedelta(days=366)
MONEY = frozenset({"budget", "spent"})
_NEXT = {BatchState.PLANNED: BatchState.OPEN, BatchState.OPEN: BatchState.CONFIRMED}


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
    """Put place, days, capacity, money right; the names of what changed. Raises ValidationError.

    Of a finished batch only the money may still be told.
    """
    row = held(batch)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if row.state not in RUNNING and set(changed) - MONEY:
        raise ValidationError("班次已结班或取消，只能补填预算和支出。")
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    if row.sessions.exclude(day__range=(row.first_day, row.last_day)).exists():
        raise ValidationError({"first_day": "有节次在新的起止日期之外，请先调整节次。"})
    if "capacity" in changed:
        _check_capacity(row)
    named = audit.labels(Batch, changed)
    if changed:
        row.save(update_fields=changed)
        detail = {"班次编号": row.code, "字段": named}
        audit.record("修改培训班次", by=by, on=row, county=row.county, detail=detail)
    return named


@transaction.atomic
def set_places(batch: Batch, places: Mapping[Unit, int], *, by: User) -> None:
    """How many places each unit has; a unit left out keeps what it has, 0 takes its places away.

    Raises ValidationError where the places exceed the capacity, or a unit has sent more already.
    """
    row = running(batch)
    if not places:
        return
    counted = holding_a_place(row).filter(unit__in=places).order_by().values_list("unit").annotate(n=Count("pk"))
    sent = dict(counted)
    for unit, number in places.items():
        if unit.area_id[:6] != row.county:
            raise ValidationError(f"{unit.name}不是本县单位。")
        if number < sent.get(unit.pk, 0):
            raise ValidationError(f"{unit.name}已选派{sent[unit.pk]}人，名额不能少于此数。")
        if number:
            Places.objects.update_or_create(batch=row, unit=unit, defaults={"number": number})
        else:
            Places.objects.filter(batch=row, unit=unit).delete()
    _check_capacity(row)
    detail = {"班次编号": row.code, "名额": {unit.code: number for unit, number in places.items()}}
    audit.record("分配名额", by=by, on=row, county=row.county, detail=detail)


@transaction.atomic
def set_teachers(batch: Batch, teachers: Sequence[tuple[str, str, str]], *, by: User) -> None:
    """Exactly these teachers: (name, organisation, topic). Raises ValidationError for a cancelled batch."""
    row = held(batch)
    if row.state == BatchState.CANCELLED:
        raise ValidationError("班次已取消，不能再改。")
    row.teachers.all().delete()
    TeacherRow.objects.bulk_create(
        TeacherRow(batch=row, name=name, organisation=organisation, topic=topic)
        for name, organisation, topic in teachers
    )
    audit.record("登记师资", by=by, on=row, county=row.county, detail={"班次编号": row.code, "人数": len(teachers)})


@transaction.atomic
def move_on(batch: Batch, *, by: User) -> BatchState:
    """From planning to nominations, from nominations to the settled list. Raises ValidationError."""
    row = held(batch)
    following = _NEXT.get(BatchState(row.state))
    if following is None:
        raise ValidationError("班次已不在筹备或报名阶段，请刷新页面。")
    if not row.sessions.exists():
        raise ValidationError("还没有安排节次，请先安排。")
    if following == BatchState.CONFIRMED:
        _check_nobody_waits(row)
        if not holding_a_place(row).exists():
            raise ValidationError("还没有确认参训人员。")
    row.state = following
    row.save(update_fields=["state"])
    detail = {"班次编号": row.code, "状态": following.label}
    audit.record("推进培训班次", by=by, on=row, county=row.county, detail=detail)
    return following


@transaction.atomic
def finish(batch: Batch, *, today: date, by: User) -> None:
    """The batch is over: from now on its attendance counts. Raises ValidationError with everything that is missing."""
    row = held(batch)
    if row.state != BatchState.CONFIRMED:
        raise ValidationError("只有名单已定、尚未结班的班次才能结班。")
    _check_nobody_waits(row)
    if missing := obstacles(row, today):
        raise ValidationError(missing)
    row.state, row.finished_at = BatchState.FINISHED, timezone.now()
    row.save(update_fields=["state", "finished_at"])
    audit.record("培训结班", by=by, on=row, county=row.county, detail={"班次编号": row.code})


@transaction.atomic
def cancel(batch: Batch, *, reason: str, by: User) -> None:
    """The batch will not be held; its record stays. Raises ValidationError once somebody has signed in."""
    row = running(batch)
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消原因。"})
    if Attendance.objects.filter(session__batch=row, hours__gt=0).exists():
        raise ValidationError("已有人签到，不能取消；请照实结班。")
    row.state, row.cancelled_because = BatchState.CANCELLED, reason.strip()
    row.clean_fields()
    row.save(update_fields=["state", "cancelled_because"])
    detail = {"班次编号": row.code, "原因": row.cancelled_because}
    audit.record("取消培训班次", by=by, on=row, county=row.county, detail=detail)


def _check_nobody_waits(batch: Batch) -> None:
    waiting = batch.enrolments.filter(state=EnrolmentState.NOMINATED).count()
    if waiting:
        raise ValidationError(f"还有{waiting}人待确认，请先确认或不同意。")


def _check_capacity(batch: Batch) -> None:
    """Neither the places given out nor the people sent are more than the batch can take."""
    if batch.capacity is None:
        return
    total = sum(batch.places.values_list("number", flat=True))
    if total > batch.capacity:
        raise ValidationError(f"分配的名额共{total}个，超过班次名额总数{batch.capacity}个。")
    sent = holding_a_place(batch).count()
    if sent > batch.capacity:
        raise ValidationError(f"已选派{sent}人，超过班次名额总数{batch.capacity}个。")


def _check(batch: Batch) -> None:
    batch.full_clean()
    if batch.last_day - batch.first_day > LONGEST:
        raise ValidationError({"last_day": "起止日期相距一年以上，请核对。"})
    if batch.nominate_until is not None and batch.nominate_until > batch.first_day:
        raise ValidationError({"nominate_until": "报名截止不能晚于开始日期。"})
    for name in MONEY:
        money = getattr(batch, name)
        if money is not None and money < 0:
            raise ValidationError({name: "金额不能为负。"})
