"""What a sign-in file would do: batches the county has not, and lines of the ledger that are new or say otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from rencai.org import audit
from rencai.people.imports.grid import Grids, Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.matching import match
from rencai.people.imports.simple import SimplePlan
from rencai.people.roster.outcomes import rejected, warned
from rencai.training.models import COUNTED, Attendance, Batch, BatchState, Presence
from rencai.training.signin.columns import BATCHES, SIGNS, Sign

HALF_DAY = 4
MOST_A_DAY = 8
NOON = time(12, 30)
HALVES = ("morning", "afternoon")


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a batch, known already or told by the file."""

    first: date
    last: date
    cancelled: bool = False


def plan(grids: Grids, *, on: date, importer: Importer, unit_choices: Any = None) -> SimplePlan:
    """Compare the lines with the ledger. Lines that can't go in are refused in place."""
    return plan_again(grids, on, importer)


def plan_again(grids: Grids, on: date, importer: Importer) -> SimplePlan:
    found = SimplePlan(grids, on, importer, audit.revision())
    if grids.reason is not None:
        return found
    lines = grids.lines.get(SIGNS, [])
    spans = _spans(grids.lines.get(BATCHES, []), importer)
    match([line for line in lines if "person" not in line.ours], importer, by_unit="unit_name")
    for line in lines:
        _check(line, spans)
    _refuse_repeated(lines)
    known = {batch.code for batch in Batch.objects.filter(county=importer.county)}
    good = [line for line in grids.lines.get(BATCHES, []) if not line.refused]
    found.new.extend(line for line in good if line.values["code"] not in known)
    found.same.extend(line for line in good if line.values["code"] in known)
    _compare(found, [line for line in lines if not line.refused])
    return found


def _spans(lines: Sequence[Line], importer: Importer) -> dict[str, Span]:
    found = {
        batch.code: Span(batch.first_day, batch.last_day, batch.state == BatchState.CANCELLED)
        for batch in Batch.objects.filter(county=importer.county)
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
            found.setdefault(line.values["code"], Span(date.fromisoformat(first), date.fromisoformat(last)))
    return found


def _check(line: Line, spans: dict[str, Span]) -> None:
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
    written = line.values.get("hours")
    signed = HALF_DAY * sum(sign_of(line, half)[0] in COUNTED for half in HALVES)
    if written is not None and float(written) != signed:
        line.flag(
            "hours", warned("hours_contradict", f"填写{written}学时，按签到为{signed}学时；以签到为准。", written)
        )


def sign_of(line: Line, half: str) -> Sign:
    """How the person was at the half day; a column the file has not says nothing: not there."""
    return line.values.get(half) or (Presence.ABSENT, None)


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
    """By batch, day and person beside what the ledger says."""
    codes = {line.values["code"] for line in lines}
    rows = Attendance.objects.filter(session__batch__county=found.importer.county, session__batch__code__in=codes)
    held: dict[tuple[str, str, int], dict[str, str]] = {}
    for code, day, person, starts, presence in rows.values_list(
        "session__batch__code", "session__day", "enrolment__person", "session__starts_at", "presence"
    ):
        half = HALVES[0] if starts < NOON else HALVES[1]
        held.setdefault((code, day.isoformat(), person), {})[half] = presence
    for line in lines:
        before = held.get((line.values["code"], line.values["day"], line.ours["person"].pk), {})
        after = {half: str(sign_of(line, half)[0]) for half in HALVES}
        if not before:
            found.new.append(line)
        elif all(after[half] == presence for half, presence in before.items()):
            found.same.append(line)
        else:
            titles = line.table.titles
            fields = [
                (titles[half], str(Presence(before[half]).label) if half in before else "", str(Presence(now).label))
                for half, now in after.items()
                if before.get(half) != now
            ]
            found.changed.append((line, fields))
