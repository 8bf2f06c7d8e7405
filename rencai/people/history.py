"""What a person was on any day, and who changed what when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rencai.org.models import AuditEvent, UnitName, User
from rencai.people.models import Category, Education, Employment, PastValue, Person, Qualification, ServiceField, Source
from rencai.people.models.fields import PERSON_FIELDS
from rencai.ui.models import on_day

_NEWEST = 200


@dataclass(frozen=True)
class Line:
    """One field on the day: its words ("" = unknown), where they come from and since when the register has them."""

    key: str
    label: str
    text: str
    source: str
    since: str
    sealed: bool


@dataclass(frozen=True)
class Standing:
    """A person as of a day: present values where the day is today."""

    person: Person
    day: date
    lines: list[Line]
    employments: list[Employment]
    educations: list[Education]
    qualifications: list[Qualification]
    categories: list[Category]
    service_fields: list[ServiceField]

    @property
    def main(self) -> Employment | None:
        """The main employment of the day; None when the person is not on the register then."""
        return next((one for one in self.employments if one.main and one.period.covers(self.day)), None)

    @property
    def name(self) -> str:
        return next(line.text for line in self.lines if line.key == "name")

    @property
    def overlaps(self) -> bool:
        return len({one.category for one in self.categories}) > 1


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: something that changed on a day, or (with `by`) somebody who did something then."""

    at: date | datetime
    what: str
    by: str = ""

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date() if isinstance(self.at, datetime) else self.at


def as_of(person: Person, day: date) -> Standing:
    """The values and records of `person` that held on `day`, with the employments up to it. Seven queries."""
    past: dict[str, PastValue] = {}
    for value in PastValue.objects.filter(person=person, ends__gt=day).order_by("ends", "pk"):
        past.setdefault(value.field, value)
    return Standing(
        person=person,
        day=day,
        lines=[_line(person, key, past.get(key)) for key in PERSON_FIELDS],
        employments=list(_employments(person, day)),
        educations=list(person.educations.filter(on_day(day)).order_by("-highest", "level")),
        qualifications=list(person.qualifications.filter(on_day(day)).order_by("-level")),
        categories=list(person.categories.filter(on_day(day))),
        service_fields=list(person.service_fields.filter(on_day(day))),
    )


def _line(person: Person, key: str, past: PastValue | None) -> Line:
    field = PERSON_FIELDS[key]
    if past is not None:
        return Line(
            key, field.label, field.shown(past.value), _source(past.source), past.starts.isoformat(), field.sealed
        )
    source, since = (*person.sources.get(key, ["", ""]), "")[:2]
    return Line(key, field.label, field.shown(field.read(person)), _source(source), since, field.sealed)


def _source(value: str) -> str:
    return dict(Source.choices).get(value, value)


def _employments(person: Person, day: date) -> QuerySet[Any]:
    """With `unit_then`: what the unit was called on the day."""
    name = UnitName.objects.filter(on_day(day), unit=OuterRef("unit")).values("name")[:1]
    there = person.employments.filter(starts__lte=day).select_related("unit")
    return there.annotate(unit_then=Coalesce(Subquery(name), "unit__name")).order_by("-starts")


def timeline(person: Person, until: date) -> list[Entry]:
    """What changed up to the day, newest first, and who did what; sealed values show only as masks. Seven queries."""
    entries = [*_changes(person), *_moves(person), *_records(person), *_events(person)]
    return sorted((one for one in entries if one.day <= until), key=lambda one: one.day, reverse=True)


def _changes(person: Person) -> list[Entry]:
    """Each value beside the one that followed it."""
    following: dict[str, str] = {key: field.read(person) for key, field in PERSON_FIELDS.items()}
    found = []
    for value in PastValue.objects.filter(person=person).order_by("-ends", "-pk"):
        field = PERSON_FIELDS[value.field]
        before, after = field.shown(value.value) or "未填", field.shown(following[value.field]) or "未填"
        found.append(Entry(value.ends or value.starts, f"{field.label}：{before} → {after}"))
        following[value.field] = value.value
    return found


def _moves(person: Person) -> list[Entry]:
    found = []
    for one in person.employments.select_related("unit"):
        post = f"，任{one.post_title}" if one.post_title else ""
        found.append(Entry(one.starts, f"到{one.unit.name}工作{post}"))
        if one.ends:
            reason = f"（{one.reason}）" if one.reason else ""
            found.append(Entry(one.ends, f"结束在{one.unit.name}的任职{reason}"))
    return found


def _records(person: Person) -> list[Entry]:
    found = []
    for model in (Education, Qualification, Category, ServiceField):
        label = model._meta.verbose_name
        for one in model.objects.filter(person=person):
            found.append(Entry(one.starts, f"登记{label}：{one}"))
            if one.ends:
                found.append(Entry(one.ends, f"不再登记{label}：{one}"))
    return found


def _events(person: Person) -> list[Entry]:
    label = person._meta.label_lower
    events = list(AuditEvent.objects.filter(kind=label, target=str(person.pk)).order_by("-seq")[:_NEWEST])
    names = dict(User.objects.filter(username__in={event.actor for event in events}).values_list("username", "name"))
    return [Entry(event.at, _told(event), names.get(event.actor) or event.actor) for event in events]


def _told(event: AuditEvent) -> str:
    fields = "、".join(event.detail.get("字段", []))
    reason = event.detail.get("理由", "")
    return "：".join(part for part in (event.action, fields) if part) + (f"（理由：{reason}）" if reason else "")
