"""Writing lines of continuing education as entries."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from rencai.certificates.education_import.planning import learned
from rencai.certificates.models import EducationEntry, EducationMode, EntryOrigin
from rencai.people.imports.grid import Line
from rencai.people.imports.simple import SimplePlan


def write(plan: SimplePlan, lines: Iterable[Line]) -> None:
    """Inside the caller's transaction; the import's own audit event says how many."""
    entered_on = min(plan.on, timezone.localdate())
    EducationEntry.objects.bulk_create([_entry(line, plan, entered_on) for line in lines], batch_size=500)


def _entry(line: Line, plan: SimplePlan, entered_on: date) -> EducationEntry:
    _, first, last, title, hours, proof = learned(line)
    mode, as_written = line.values["mode"]
    person = line.ours["person"]
    entry = EducationEntry(
        person=person, county=person.county, certificate_number=line.values.get("certificate") or "", mode=mode,
        mode_as_written="" if as_written == EducationMode(mode).label else as_written, title=title,
        organiser=line.values.get("organiser") or "", first_day=first, last_day=last, half_hours=hours,
        proof_number=proof, origin=EntryOrigin.IMPORT, entered_by=plan.importer.by, entered_on=entered_on,
    )  # fmt: skip
    entry.clean_fields(exclude=["person", "entered_by", "enrolment"])
    return entry
