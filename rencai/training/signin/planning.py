"""What a sign-in file would do: batches the county has not, and lines of the ledger that are new or say otherwise."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from rencai.org import audit
from rencai.people.imports.grid import Grids, Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.matching import match
from rencai.people.imports.simple import SimplePlan
from rencai.people.roster.outcomes import rejected, warned
from rencai.training.actions import half_days
from rencai.training.models import Attendance, Batch, BatchState, Presence, Session
from rencai.training.signin.columns import BATCHES, SIGNS
from rencai.training.signin.halves import HALF_DAY, half_of, hours_of, marks_of


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a batch, known already or told by the file; `sessions` by their days, None for the usual ones."""

    first: date
    last: date
    cancelled: bool = False
    doubtful: bool = False
    sessions: Mapping[date, Sequence[Session]] | None = None

    def on(self, day: date) -> Sequence[Session]:
        """The sessions of the day."""
        return half_days(day, HALF_DAY) if self.sessions is None else self.sessions.get(day, ())


def plan(grids: Grids, *, on: date, importer: Importer, unit_choices: Any = None) -> SimplePlan:
    """Compare the lines with the ledger. Lines that can't go in are refused in place."""
    return plan_again(grids, on, importer)


def plan_again(grids: Grids, on: date, importer: Importer) -> SimplePlan:
    found = SimplePlan(grids, on, importer, audit.revision())
    if grids.reason is not None:
        return found
    lines = grids.lines.get(SIGNS, [])
    now = timezone.now()
    spans = _spans(grids.lines.get(BATCHES, []), importer)
    match([line for line in lines if "person" not in line.ours], importer, by_unit="unit_name")
    for line in lines:
        _check(line, spans, now)
    _refuse_repeated(lines)
    known = {batch.code for batch in Batch.objects.filter(county=importer.county)}
    good = [line for line in grids.lines.get(BATCHES, []) if not line.refused]
    found.new.extend(line for line in good if line.values["code"] not in known)
    found.same.extend(line for line in good if line.values["code"] in known)
    _compare(found, [line for line in lines if not line.refused])
    return found


def _spans(lines: Sequence[Line], importer: Importer) -> dict[str, Span]:
    found = {
        batch.code: Span(batch.first_day, batch.last_day, batch.state == BatchState.CANCELLED, sessions=_by_day(batch))
        for batch in Batch.objects.filter(county=importer.county).prefetch_related("sessions")
    }
    for line in lines:
        first, last = line.values.get("first_day"), line.values.get("last_day")
        if line.refused or not first or not last:
            continue
        if len(first) != 10 or len(last) != 10:
            line.flag("first_day", rejected("day_needed", "起止日期要精确到日。"))
        elif last < first:
            line.flag("last_day", rejected("date_order", "结束日期早于开始日期。"))
        else:
            told = Span(date.fromisoformat(first), date.fromisoformat(last), doubtful=line.status == "warned")
            found.setdefault(line.values["code"], told)
    return found


def _check(line: Line, spans: dict[str, Span], now: datetime) -> None:
    """The row against its batch, and the hours written against the sign-ins."""
    if line.refused:
        return
    span = spans.get(line.values["code"])
    day = line.values["day"]
    if span is None:
        line.flag("code", rejected("unknown_batch", "没有这个班次编号。请核对，或先登记该班次。"))
        return
    if span.cancelled:
        line.flag("code", rejected("cancelled_batch", "该班次已取消，不能导入签到。"))
        return
    if not day or len(day) != 10:
        line.flag("day", rejected("day_needed", "日期要精确到日。"))
        return
    if not span.first.isoformat() <= day <= span.last.isoformat():
        line.flag("day", rejected("outside_batch", f"日期不在班次起止（{span.first}至{span.last}）之内。请核对。"))
        return
    try:
        marks = marks_of(line, span.on(date.fromisoformat(day)), now)
    except ValidationError as fault:
        for key, messages in fault.message_dict.items():
            line.flag(key, rejected("no_such_session", "".join(messages)))
        return
    line.ours["marks"] = marks
    if span.doubtful:
        # Whoever leaves the doubtful lines out leaves the batch out: its sign-ins would have nowhere to go.
        line.flag("code", warned("batch_doubtful", "所属班次那一行存疑，须先核对。", line.values["code"]))
    written, signed = line.values.get("hours"), hours_of(marks)
    if written is not None and float(written) != signed:
        line.flag(
            "hours", warned("hours_contradict", f"填写{written}学时，按签到为{signed}学时；以签到为准。", written)
        )


def _by_day(batch: Batch) -> dict[date, list[Session]]:
    """The batch's sessions by their days."""
    found: dict[date, list[Session]] = defaultdict(list)
    for session in batch.sessions.all():
        found[session.day].append(session)
    return found


def _refuse_repeated(lines: Sequence[Line]) -> None:
    seen: set[tuple[str, str, int]] = set()
    for line in lines:
        if line.refused:
            continue
        key = (line.values["code"], line.values["day"], line.ours["person"].pk)
        if key in seen:
            line.flag(None, rejected("repeated_sign_in", "同一人、同一班次、同一天已在前面的行中，这一行没有导入。"))
        seen.add(key)


def _compare(found: SimplePlan, lines: Sequence[Line]) -> None:
    """By session and person beside what the ledger says."""
    codes = {line.values["code"] for line in lines}
    rows = Attendance.objects.filter(session__batch__county=found.importer.county, session__batch__code__in=codes)
    entries = rows.values_list("session", "enrolment__person", "presence")
    held = {(session, person): presence for session, person, presence in entries}
    for line in lines:
        person = line.ours["person"].pk
        marks = [(session, held.get((session.pk, person), ""), str(now)) for session, now, _ in line.ours["marks"]]
        if all(before == now for _, before, now in marks):
            found.same.append(line)
        elif any(before for _, before, _ in marks):
            found.changed.append((line, _fields(line, marks)))
        else:
            found.new.append(line)


def _fields(line: Line, marks: Sequence[tuple[Session, str, str]]) -> list[tuple[str, str, str]]:
    """(column and, where it tells of several sessions, the time; what the ledger says; what it will say)."""
    halves = Counter(half_of(session) for session, _, _ in marks)
    fields = []
    for session, before, now in marks:
        half = half_of(session)
        at = f" {session.starts_at:%H:%M}" if halves[half] > 1 else ""
        if before != now:
            was = str(Presence(before).label) if before else ""
            fields.append((line.table.titles[half] + at, was, str(Presence(now).label)))
    return fields
