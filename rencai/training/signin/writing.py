"""Writing a sign-in file: batches with their half days, enrolments, and the ledger through its own action."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from rencai.org.models import User
from rencai.people.imports.grid import Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.simple import SimplePlan
from rencai.people.models import Employment
from rencai.training.actions import half_days
from rencai.training.ledger.actions import Mark, record_sheet
from rencai.training.models import (
    TAKING_PART,
    Batch,
    BatchState,
    Course,
    CourseKind,
    Enrolment,
    EnrolmentState,
    OrganiserLevel,
    Session,
    SignInSource,
)
from rencai.training.signin.columns import BATCHES
from rencai.training.signin.halves import HALF_DAY

REASON = "导入签到表"
_SOCIAL_WORK, _POLITICAL = ("社会工作", "社工", "考前"), ("理论", "党")


def write(plan: SimplePlan, lines: Iterable[Line]) -> None:
    """Inside the caller's transaction; audited there with counts, and by each action for itself."""
    lines = list(lines)
    importer = plan.importer
    made = [_make_batch(line, importer) for line in lines if line.table.name == BATCHES]
    signs = [line for line in lines if line.table.name != BATCHES]
    by_code: dict[str, list[Line]] = {}
    for line in signs:
        by_code.setdefault(line.values["code"], []).append(line)
    for code, some in by_code.items():
        _write_batch(Batch.objects.get(county=importer.county, code=code), some, importer.by)
    # What is over is finished once its ledger is written: entries of a finished batch would each need a reason.
    for batch in made:
        if batch.last_day < timezone.localdate():
            batch.state = BatchState.FINISHED
            batch.finished_at = timezone.make_aware(datetime.combine(batch.last_day, time(18)))
            batch.save(update_fields=["state", "finished_at"])


def _make_batch(line: Line, importer: Importer) -> Batch:
    told = line.values
    course = Course.objects.create(
        county=importer.county, title=told["title"], kind=_kind_of(told["title"]), organiser_level=told["level"],
        organiser=told.get("organiser") or str(OrganiserLevel(told["level"]).label), document="",
    )  # fmt: skip
    first, last = date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])
    batch = Batch.objects.create(
        county=importer.county, course=course, code=told["code"], first_day=first, last_day=last,
        place=told.get("place") or "", state=BatchState.CONFIRMED,
    )  # fmt: skip
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    Session.objects.bulk_create(one for day in days for one in half_days(day, HALF_DAY, batch))
    return batch


def _kind_of(title: str) -> CourseKind:
    """What the title speaks of; a clerk can put it right."""
    if any(word in title for word in _SOCIAL_WORK):
        return CourseKind.SOCIAL_WORK
    return CourseKind.POLITICAL if any(word in title for word in _POLITICAL) else CourseKind.PROFESSIONAL


def _write_batch(batch: Batch, lines: Sequence[Line], by: User | None) -> None:
    enrolments = _enrolled(batch, lines, by)
    # A batch that came with the file was planned by sessions that had no keys yet.
    keys = {(session.day, session.starts_at): session.pk for session in batch.sessions.all()}
    marks = [
        Mark(enrolments[line.ours["person"].pk], keys[session.day, session.starts_at], presence, at)
        for line in lines
        for session, presence, at in line.ours["marks"]
    ]
    record_sheet(batch, marks, now=timezone.now(), by=by, source=SignInSource.IMPORT, reason=REASON)


def _enrolled(batch: Batch, lines: Sequence[Line], by: User | None) -> dict[int, int]:
    """The enrolment of each person; who is on no list yet came without having been sent."""
    people = {line.ours["person"].pk: line.ours["person"] for line in lines}
    known = {one.person_id: one for one in Enrolment.objects.filter(batch=batch, person__in=people)}
    places = _places(list(people), batch.first_day)
    for pk in people:
        found = known.get(pk)
        if found is not None and found.state in TAKING_PART:
            continue
        unit, area = places[pk]
        told = {"state": EnrolmentState.WALK_IN, "reason": REASON, "decided_by": by, "decided_at": timezone.now()}
        known[pk], _ = Enrolment.objects.update_or_create(
            batch=batch, person_id=pk, defaults=told, create_defaults={**told, "unit_id": unit, "area_code": area}
        )
    return {pk: known[pk].pk for pk in people}


def _places(people: Sequence[int], day: date) -> dict[int, tuple[int, str]]:
    """(unit, area) of each on the day, or where the register first knows of them: it may have opened later."""
    found: dict[int, tuple[int, str]] = {}
    rows = Employment.objects.main().filter(person__in=people).order_by("starts", "pk")
    for person, unit, area, starts in rows.values_list("person", "unit", "area_code", "starts"):
        if person not in found or starts <= day:
            found[person] = (unit, area)
    return found
