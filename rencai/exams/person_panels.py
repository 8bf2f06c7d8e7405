"""What a person's page tells of examinations: every entry, and what is lacking for the next level."""

from datetime import date
from typing import Any

from rencai.exams.figures import marks_in_words
from rencai.exams.models import Entry
from rencai.kernel.rules.explaining import explain
from rencai.kernel.rules.parameters import NoValue
from rencai.kernel.rules.published import RULES
from rencai.kernel.rules.rule import NoEdition
from rencai.people.models import Person, Qualification, QualificationLevel
from rencai.people.panels import Panel, panel

_NEXT = {
    "": QualificationLevel.ASSISTANT,
    QualificationLevel.ASSISTANT: QualificationLevel.INTERMEDIATE,
    QualificationLevel.INTERMEDIATE: QualificationLevel.SENIOR,
}


@panel
def examinations(user: Any, person: Person, day: date) -> Panel | None:
    """The entries up to the day that the user may see, and the next level with what is lacking, in words."""
    entries = Entry.objects.visible_to(user).filter(person=person, sitting__first_day__lte=day)
    rows = entries.select_related("sitting").prefetch_related("scores").order_by("-sitting__first_day")
    held = Qualification.objects.on(day).filter(person=person, level__gt="").order_by("starts").last()
    level = _NEXT.get(held.level if held else "")
    context = {
        "entries": [(row, marks_in_words(row)) for row in rows],
        "next": _lacking(level, person, day) if level else None,
        "person": person,
        "own": user.role == "talent",
    }
    return Panel("考试经历和报考条件", "exams/panel.html", context)


def _lacking(level: QualificationLevel, person: Person, day: date) -> dict[str, Any] | None:
    published = RULES[f"exams.{level}"]
    facts = published.known(Person.objects.filter(pk=person.pk), day, day)
    try:
        found = explain(published.rule, facts.row(0, named=True), day)
    except (NoEdition, NoValue):
        return None
    papers = [paper for way in found.ways for clause in way.clauses for paper in clause.settle]
    papers += [paper for clause in found.clauses for paper in clause.settle]
    return {
        "rule": published.rule.key,
        "label": level.label,
        "status": found.status,
        "gaps": found.gaps,
        "papers": list(dict.fromkeys(papers)),
        "day": day,
    }
