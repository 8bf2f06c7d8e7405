"""Part-time posts beside the main one: entering, ending, putting right, taking out what was never so."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.kernel.periods import Period
from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.people.actions.employments import check_day, check_unit, mark_latest
from rencai.people.models import Employment, Person


@dataclass(frozen=True)
class Post:
    """A part-time post as somebody states it; `ends` is the first day it no longer holds."""

    unit: Unit
    starts: date
    ends: date | None = None
    post_title: str = ""
    kind: str = ""


@transaction.atomic
def add_part_time(person: Person, post: Post, *, by: User, source: str = "") -> Employment:
    """Enter a part-time post; the person stays where they are. Raises ValidationError."""
    _check(person, post)
    made = Employment.objects.create(
        person=person,
        unit=post.unit,
        area_code=post.unit.area_id,
        post_title=post.post_title,
        kind=post.kind,
        main=False,
        source=source,
        starts=post.starts,
        ends=post.ends,
    )
    mark_latest(person)
    _record("登记兼任", person, by, {"自": post.starts.isoformat(), "单位代码": post.unit.code})
    return made


@transaction.atomic
def end_part_time(employment: Employment, on: date, reason: str, *, by: User) -> None:
    """The post no longer holds from `on`. Raises ValidationError."""
    row = _locked(employment)
    if row.ends is not None:
        raise ValidationError(f"这项兼任已于{row.ends.isoformat()}结束。")
    check_day(on, row.starts, row.unit.name)
    row.ends, row.reason = on, reason
    row.save(update_fields=["ends", "reason"])
    mark_latest(row.person)
    _record("结束兼任", row.person, by, {"自": on.isoformat(), "单位代码": row.unit.code})


@transaction.atomic
def correct_part_time(employment: Employment, post: Post, *, by: User, source: str = "") -> list[str]:
    """Put right what was entered wrongly; returns the names of what changed. Raises ValidationError."""
    row = _locked(employment)
    wanted = {field: getattr(post, field) for field in ("unit", "starts", "ends", "post_title", "kind")}
    wanted["source"] = source or row.source
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    if not changed:
        return []
    _check(row.person, post, row)
    for field, value in wanted.items():
        setattr(row, field, value)
    if "unit" in changed:
        row.area_code = post.unit.area_id
    row.save()
    mark_latest(row.person)
    names = audit.labels(Employment, changed)
    _record("更正兼任", row.person, by, {"字段": names, "单位代码": post.unit.code})
    return names


@transaction.atomic
def strike_part_time(employment: Employment, reason: str, *, by: User) -> None:
    """Take out a post that was never held; the audit chain keeps that it stood here, and why it went."""
    row = _locked(employment)
    person, period = row.person, [row.starts.isoformat(), row.ends.isoformat() if row.ends else ""]
    row.delete()
    mark_latest(person)
    _record("删去误登的兼任", person, by, {"起止": period, "单位代码": row.unit.code, "理由": reason})


def _locked(employment: Employment) -> Employment:
    Person.objects.select_for_update().get(pk=employment.person_id)
    rows = Employment.objects.select_related("person", "unit").filter(main=False)
    row: Employment | None = rows.filter(pk=employment.pk).first()
    if row is None:
        raise ValidationError("这项兼任已被删去，请刷新页面。")
    return row


def _check(person: Person, post: Post, own: Employment | None = None) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
    if post.ends is not None:
        check_day(post.ends, post.starts, post.unit.name)
    check_unit(person, post.unit, post.starts)
    others = [one for one in person.employments.select_related("unit") if own is None or one.pk != own.pk]
    main = [one.period for one in others if one.main]
    if not any(period.covers(post.starts) for period in main):
        raise ValidationError({"on": f"该人员{post.starts.isoformat()}没有主要任职，不能登记兼任。"})
    left = None if any(period.ends is None for period in main) else max(period.ends for period in main if period.ends)
    if left is not None and (post.ends is None or post.ends > left):
        raise ValidationError({"ends": f"该人员已于{left.isoformat()}离开，兼任的结束日期不能晚于该日。"})
    wanted = Period(post.starts, post.ends)
    for one in others:
        if (one.unit_id, one.post_title) == (post.unit.pk, post.post_title) and one.period.overlaps(wanted):
            raise ValidationError({"unit": f"这段时间在“{one.unit.name}”已有相同岗位的任职，请核对。"})


def _record(action: str, person: Person, by: User, detail: dict[str, object]) -> None:
    audit.record(action, by=by, on=person, county=person.county, detail=detail)
