"""Hiring, moving and leaving: one period closes, the next opens, and nothing of the past is overwritten."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.people.models import Employment, Person


@transaction.atomic
def transfer(
    person: Person,
    unit: Unit,
    on: date,
    *,
    by: User,
    post_title: str = "",
    kind: str = "",
    reason: str = "调动",
    source: str = "",
) -> Employment:
    """Move the person to another unit, or to another post of the same one, as of `on`. Raises ValidationError."""
    now = _main(person)
    if now is None:
        raise ValidationError("该人员现不在册，请用“重新入册”登记。")
    if (now.unit_id, now.post_title, now.kind) == (unit.pk, post_title, kind):
        raise ValidationError({"unit": "单位、岗位和用人方式都没有变化，不需要调动。"})
    check_day(on, now.starts, now.unit.name)
    check_unit(person, unit, on)
    now.ends, now.reason = on, reason
    now.save()
    opened = _open(person, unit, on, post_title, kind, source)
    audit.record(
        "调动人员", by=by, on=person, county=person.county, detail={"自": on.isoformat(), "单位代码": unit.code}
    )
    return opened


@transaction.atomic
def leave(person: Person, on: date, reason: str, *, by: User) -> None:
    """Take the person off the register as of `on`: every employment still open ends. Raises ValidationError."""
    running = list(_open_ones(person))
    if not any(one.main for one in running):
        raise ValidationError("该人员现不在册，不能再办理离开。")
    for one in running:
        check_day(on, one.starts, one.unit.name)
    for one in running:
        one.ends, one.reason = on, reason
        one.save()
    mark_latest(person)
    audit.record("人员离开", by=by, on=person, county=person.county, detail={"自": on.isoformat()})


@transaction.atomic
def rehire(
    person: Person, unit: Unit, on: date, *, by: User, post_title: str = "", kind: str = "", source: str = ""
) -> Employment:
    """Put somebody who had left back on the register. Raises ValidationError."""
    if _main(person) is not None:
        raise ValidationError("该人员仍在册，请用“调动”登记。")
    last = person.employments.filter(main=True).order_by("-ends").first()
    if last is not None and last.ends is not None and on < last.ends:
        raise ValidationError({"on": f"日期不能早于上次离开的日期{last.ends.isoformat()}。"})
    check_unit(person, unit, on)
    opened = _open(person, unit, on, post_title, kind, source)
    audit.record(
        "人员重新入册", by=by, on=person, county=person.county, detail={"自": on.isoformat(), "单位代码": unit.code}
    )
    return opened


def _open_ones(person: Person) -> list[Employment]:
    Person.objects.select_for_update().get(pk=person.pk)
    return list(person.employments.filter(ends__isnull=True).select_related("unit"))


def _main(person: Person) -> Employment | None:
    return next((one for one in _open_ones(person) if one.main), None)


def _open(person: Person, unit: Unit, on: date, post_title: str, kind: str, source: str) -> Employment:
    opened = Employment.objects.create(
        person=person, unit=unit, area_code=unit.area_id, post_title=post_title, kind=kind, starts=on, source=source
    )
    mark_latest(person)
    return opened


def mark_latest(person: Person) -> None:
    """Say anew which rows are `latest`: those still open; where none is, the one that ended last."""
    rows = list(person.employments.all())
    running = {row.pk for row in rows if row.ends is None}
    latest = running or {max(rows, key=lambda row: (row.ends, row.main, row.pk)).pk}
    person.employments.filter(pk__in=latest).update(latest=True)
    person.employments.exclude(pk__in=latest).update(latest=False)
    Person.objects.filter(pk=person.pk).update(changed_at=timezone.now())


def check_day(on: date, starts: date, where: str) -> None:
    """Raises ValidationError unless something that began on `starts` can end on `on`."""
    if on <= starts:
        raise ValidationError({"on": f"日期必须晚于在“{where}”任职的起始日期{starts.isoformat()}。"})


def check_unit(person: Person, unit: Unit, on: date) -> None:
    """Raises ValidationError for a unit of another county, or one that is not there on the day."""
    if unit.area_id[:6] != person.county:
        raise ValidationError({"unit": "该单位不在本县区。请办理离开，由对方县区登记。"})
    if not unit.period.covers(on):
        raise ValidationError({"unit": f"“{unit.name}”在{on.isoformat()}不存续，请核对单位或日期。"})
