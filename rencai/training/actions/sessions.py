"""Sessions of a batch: the usual half days in one go, one more, one changed or taken out before anybody signed in."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.training.actions.holding import running
from rencai.training.models import Attendance, Batch, Session

_HALF_DAYS = ((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0)))


def half_days(day: date, hours: int, batch: Batch | None = None) -> list[Session]:
    """The usual morning and afternoon of a day, each worth `hours` 学时; not saved, of no batch where it is None."""
    return [Session(batch=batch, day=day, starts_at=starts, ends_at=ends, hours=hours) for starts, ends in _HALF_DAYS]


@transaction.atomic
def add_half_days(batch: Batch, hours: int, *, by: User) -> int:
    """The usual morning and afternoon of every day that has no session yet; how many were made."""
    row = running(batch)
    days = [row.first_day + timedelta(days=n) for n in range((row.last_day - row.first_day).days + 1)]
    known = set(row.sessions.values_list("day", flat=True))
    made = Session.objects.bulk_create(one for day in days if day not in known for one in half_days(day, hours, row))
    if made:
        detail = {"班次编号": row.code, "节次": len(made), "每节学时": hours}
        audit.record("安排节次", by=by, on=row, county=row.county, detail=detail)
    return len(made)


@transaction.atomic
def add_session(batch: Batch, *, by: User, **values: Any) -> Session:
    """One session. Raises ValidationError outside the batch's days, or where it meets another session."""
    row = running(batch)
    session = Session(batch=row, **values)
    _check(session)
    session.save(force_insert=True)
    detail = {"班次编号": row.code, "节次": str(session), "学时": session.hours}
    audit.record("安排节次", by=by, on=row, county=row.county, detail=detail)
    return session


@transaction.atomic
def edit_session(session: Session, values: Mapping[str, Any], *, by: User) -> None:
    """Put a session right. Raises ValidationError once anybody has an entry for it, but for its topic."""
    batch = running(session.batch)
    row = Session.objects.get(pk=session.pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if set(changed) - {"topic"}:
        _check_untouched(row)
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    if changed:
        row.save(update_fields=changed)
        detail = {"班次编号": batch.code, "节次": str(row), "字段": audit.labels(Session, changed)}
        audit.record("修改节次", by=by, on=batch, county=batch.county, detail=detail)


@transaction.atomic
def remove_session(session: Session, *, by: User) -> None:
    """Take a session out while the ledger says nothing of it. Raises ValidationError."""
    row = running(session.batch)
    _check_untouched(session)
    audit.record("取消节次", by=by, on=row, county=row.county, detail={"班次编号": row.code, "节次": str(session)})
    session.delete()


def _check_untouched(session: Session) -> None:
    if Attendance.objects.filter(session=session).exists() or session.objections.exists():
        raise ValidationError("这一节已有签到记录或异议，不能再改时间或删除；学时有误的请更正学时。")


def _check(session: Session) -> None:
    session.full_clean()
    batch = session.batch
    if not batch.first_day <= session.day <= batch.last_day:
        raise ValidationError({"day": f"节次须在班次起止日期（{batch.first_day}至{batch.last_day}）之内。"})
    if session.hours < 1:
        raise ValidationError({"hours": "学时至少为1。"})
    others = Session.objects.filter(batch=batch, day=session.day).exclude(pk=session.pk)
    meets = others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at).first()
    if meets is not None:
        raise ValidationError({"starts_at": f"与{meets.starts_at:%H:%M}—{meets.ends_at:%H:%M}的节次时间重叠。"})
