"""Entries of the ledger: a sheet at a time, one put right, leave, the rest as absent; each keeps its trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.training.ledger.actions.hours import locked, recount
from rencai.training.ledger.actions.objections import settle
from rencai.training.ledger.timing import is_early, is_over, words_of_opening
from rencai.training.models import (
    COUNTED,
    Attendance,
    Batch,
    BatchState,
    Correction,
    Enrolment,
    ObjectionState,
    Presence,
    Session,
    SignInSource,
)

ENTERED_AGAIN = "补录签到表时更改"


@dataclass(frozen=True, slots=True)
class Mark:
    """How the participant of the enrolment (its key) was at the session (its key).

    `at` is when somebody came, `left_at` when they went; unknown is None.
    """

    enrolment: int
    session: int
    presence: Presence
    at: time | None = None
    left_at: time | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How many entries were new, put right, or said so already."""

    new: int
    changed: int
    same: int


@transaction.atomic
def record_sheet(
    batch: Batch,
    marks: Sequence[Mark],
    *,
    now: datetime,
    by: User | None,
    source: SignInSource = SignInSource.SHEET,
    reason: str = "",
) -> Written:
    """Write many entries at once; an entry that said something else before is put right with a trace.

    Raises ValidationError, and writes nothing, for a session that nobody can sign in to yet, a time outside the
    session, somebody who doesn't take part, and for a finished batch where no reason is given.
    """
    batch = locked(batch)
    finished = batch.state == BatchState.FINISHED
    if finished and not reason.strip():
        raise ValidationError("班次已结班，更正签到须写明理由。")
    _check(batch, marks, now)
    before = _entries(batch, marks)
    fresh = [_entry(mark, by, source) for mark in marks if (mark.enrolment, mark.session) not in before]
    changed = [
        mark for mark in marks if (found := before.get((mark.enrolment, mark.session))) and _differs(found, mark)
    ]
    made = Attendance.objects.bulk_create(fresh, batch_size=500)
    # What is added after the end, or by hand for a reason, leaves its trace too; else it was simply not known.
    explained = finished or (source == SignInSource.HAND and reason)
    traces = [_trace(entry, None, reason, by) for entry in made] if explained else []
    for mark in changed:
        traces.append(_put_right(before[mark.enrolment, mark.session], mark, by, source, reason or ENTERED_AGAIN))
    Correction.objects.bulk_create(traces, batch_size=500)
    written = Written(len(made), len(changed), len(marks) - len(made) - len(changed))
    if made or changed:
        recount(batch, {mark.enrolment for mark in marks})
        detail = {"新增": written.new, "更改": written.changed, "来源": source.label}
        audit.record("登记签到", by=by, on=batch, county=batch.county, detail=detail)
    return written


@transaction.atomic
def correct(
    enrolment: Enrolment,
    session: Session,
    presence: Presence,
    *,
    reason: str,
    now: datetime,
    by: User,
    at: time | None = None,
    left_at: time | None = None,
) -> None:
    """Put one entry right, before or after the end, and say why; an open objection to it is answered thereby.

    Raises ValidationError, also if nothing changes.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明更正理由。"})
    mark = Mark(enrolment.pk, session.pk, presence, at, left_at)
    batch = enrolment.batch
    written = record_sheet(batch, [mark], now=now, by=by, source=SignInSource.HAND, reason=reason)
    if written.same:
        raise ValidationError("与原登记相同，不需要更正。")
    settle(enrolment, session, ObjectionState.UPHELD, reason, by=by)


def excuse(enrolment: Enrolment, sessions: Sequence[Session], *, reason: str, now: datetime, by: User) -> Written:
    """Leave that was granted for these sessions, with its reason. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明请假事由。"})
    marks = [Mark(enrolment.pk, session.pk, Presence.EXCUSED) for session in sessions]
    batch = enrolment.batch
    return record_sheet(batch, marks, now=now, by=by, source=SignInSource.HAND, reason=reason)


@transaction.atomic
def rest_absent(session: Session, *, now: datetime, by: User) -> int:
    """Everybody of whom the ledger says nothing yet was not there: the word of `by`. Returns how many.

    Raises ValidationError before the session is over: somebody may still come.
    """
    batch = locked(session.batch)
    if not is_over(session, now):
        raise ValidationError("这一节还没有结束，还可能有人到场，不能把其余的人登记为缺勤。")
    silent = Enrolment.objects.filter(batch=batch).taking_part().exclude(attendances__session=session)
    marks = [Mark(pk, session.pk, Presence.ABSENT) for pk in silent.values_list("pk", flat=True)]
    return record_sheet(batch, marks, now=now, by=by, source=SignInSource.HAND).new if marks else 0


def _check(batch: Batch, marks: Sequence[Mark], now: datetime) -> None:
    sessions = {one.pk: one for one in Session.objects.filter(batch=batch)}
    taking_part = set(Enrolment.objects.filter(batch=batch).taking_part().values_list("pk", flat=True))
    if len({(mark.enrolment, mark.session) for mark in marks}) != len(marks):
        raise ValidationError("同一人同一节次登记了两次，请核对后再提交。")
    for mark in marks:
        if mark.enrolment not in taking_part:
            raise ValidationError("有人员不在参训名单中（或未确认、已退出），请先确认名单或登记为临时参加。")
        if mark.session not in sessions:
            raise ValidationError("有节次不属于这个班次，请刷新页面后再登记。")
        _check_times(mark, sessions[mark.session], now)


def _check_times(mark: Mark, session: Session, now: datetime) -> None:
    if is_early(session, now):
        raise ValidationError(f"{session}这一节还没有开始，{words_of_opening(session)}起才能登记签到。")
    if mark.presence not in COUNTED and (mark.at or mark.left_at):
        raise ValidationError(f"{session}：缺勤、请假不填时间。")
    if mark.presence == Presence.LATE and mark.at and not session.starts_at < mark.at < session.ends_at:
        raise ValidationError(f"{session}：迟到时间应在开始之后、结束之前。")
    if mark.left_at and not session.starts_at < mark.left_at < session.ends_at:
        raise ValidationError(f"{session}：离开时间应在开始之后、结束之前。")


def _entries(batch: Batch, marks: Sequence[Mark]) -> Mapping[tuple[int, int], Attendance]:
    concerned = Attendance.objects.filter(enrolment__batch=batch, session__in={mark.session for mark in marks})
    return {(one.enrolment_id, one.session_id): one for one in concerned}


def _entry(mark: Mark, by: User | None, source: SignInSource) -> Attendance:
    """Hours follow when they are counted."""
    return Attendance(
        enrolment_id=mark.enrolment,
        session_id=mark.session,
        presence=mark.presence,
        at=mark.at,
        left_at=mark.left_at,
        hours=0,
        source=source,
        recorded_by=by,
    )


def _differs(entry: Attendance, mark: Mark) -> bool:
    """A sheet that says present without a time has nothing against the time of a scan."""
    if entry.presence == mark.presence == Presence.PRESENT and mark.at is None and mark.left_at is None:
        return False
    return (entry.presence, entry.at, entry.left_at) != (mark.presence, mark.at, mark.left_at)


def _put_right(entry: Attendance, mark: Mark, by: User | None, source: SignInSource, reason: str) -> Correction:
    before = Attendance(presence=entry.presence, at=entry.at, left_at=entry.left_at)
    entry.presence, entry.at, entry.left_at = mark.presence, mark.at, mark.left_at
    entry.source, entry.recorded_by, entry.recorded_at = source, by, timezone.now()
    entry.save(update_fields=["presence", "at", "left_at", "source", "recorded_by", "recorded_at"])
    return _trace(entry, before, reason, by)


def _trace(entry: Attendance, before: Attendance | None, reason: str, by: User | None) -> Correction:
    return Correction(
        attendance=entry,
        before=before.presence if before else "",
        before_times=before.times if before else "",
        after=entry.presence,
        reason=reason,
        by=by,
    )
