"""Writing results: the sittings the county has not yet, their lines, entries and scores through their own actions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rencai.exams.actions.entries import enter
from rencai.exams.actions.scores import record_scores, settle_sitting
from rencai.exams.models import Entry, LineKind, PassLine, Sitting
from rencai.exams.results.planning import CALENDAR, document_of, marks_of
from rencai.people.imports.grid import Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.simple import SimplePlan

REASON = "导入成绩表"


def write(plan: SimplePlan, lines: Iterable[Line]) -> None:
    """Inside the caller's transaction."""
    by_level: dict[str, list[Line]] = {}
    for line in lines:
        by_level.setdefault(line.values["level"], []).append(line)
    for level, some in by_level.items():
        sitting = _sitting(level, plan.on, plan.importer)
        lines_told = _tell_lines(sitting, some, plan)
        people = [line.ours["person"] for line in some]
        numbers = {line.ours["person"].pk: line.values["admission"] for line in some if line.values.get("admission")}
        enter(sitting, people, on=None, by=plan.importer.by, numbers=numbers)
        entries = {entry.person_id: entry for entry in Entry.objects.filter(sitting=sitting, person__in=people)}
        for line in some:
            entry = entries[line.ours["person"].pk]
            stated = line.values.get("result") or ""
            record_scores(entry, marks_of(line), by=plan.importer.by, reason=REASON, stated=stated)
            if line.values.get("remark"):
                Entry.objects.filter(pk=entry.pk).update(remark=line.values["remark"][:200])
        if lines_told:
            settle_sitting(sitting, by=plan.importer.by)


def _sitting(level: str, on: date, importer: Importer) -> Sitting:
    found = Sitting.objects.filter(county=importer.county, year=on.year, level=level, make_up=False).first()
    if found is not None:
        if found.results_on is None and found.last_day < on:
            found.results_on = on
            found.save(update_fields=["results_on"])
        return found
    days = CALENDAR[on.year]
    return Sitting.objects.create(
        county=importer.county, year=on.year, level=level, first_day=days["first"], last_day=days["last"],
        results_on=min(days.get("results", on), on) if on > days["last"] else None,
    )  # fmt: skip


def _tell_lines(sitting: Sitting, lines: Sequence[Line], plan: SimplePlan) -> bool:
    """The lines of the file become the sitting's where it has none of the kind; whether any did."""
    told = False
    for key, kind in (("national", LineKind.NATIONAL), ("local", LineKind.LOCAL)):
        scores = Counter(line.values[key] for line in lines if line.values.get(key) is not None)
        if scores and not PassLine.objects.filter(sitting=sitting, kind=kind).exists():
            score = scores.most_common(1)[0][0]
            document = document_of(plan.importer, plan.on)
            PassLine.objects.create(sitting=sitting, kind=kind, score=score, document=document)
            told = True
    return told
