"""What a person was on any day, and who changed what when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rencai.org.models import AuditEvent, UnitName, User
from rencai.people.models import Category, Education, Employment, PastValue, Person, Qualification, ServiceField, Source
from rencai.people.models.fields import PERSON_FIELDS
from rencai.ui.models import Dated, on_day

_NEWEST = 200
_SOURCES = dict(Source.choices)

Record = TypeVar("Record", bound=Dated)


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


class History:
    """All that the register holds and held of a person, read in six queries for whatever is asked of it then.

    `day` is the one that `standing` is about and the last one of `timeline`.
    """

    def __init__(self, person: Person, day: date) -> None:
        self.person, self.day = person, day
        self._past = list(person.past_values.order_by("-ends", "-pk"))
        self._employments = list(_employments(person, day))
        self._educations = list(person.educations.all())
        self._qualifications = list(person.qualifications.all())
        self._categories = list(person.categories.all())
        self._service_fields = list(person.service_fields.all())

    def standing(self) -> Standing:
        """The values and records that held on the day, with the employments up to it."""
        past = {value.field: value for value in self._past if value.ends and value.ends > self.day}
        begun = [one for one in self._employments if one.starts <= self.day]
        return Standing(
            person=self.person,
            day=self.day,
            lines=[_line(self.person, key, past.get(key)) for key in PERSON_FIELDS],
            employments=sorted(begun, key=lambda one: one.starts, reverse=True),
            educations=sorted(self._held(self._educations), key=lambda one: (not one.highest, one.level)),
            qualifications=sorted(self._held(self._qualifications), key=lambda one: one.level, reverse=True),
            categories=self._held(self._categories),
            service_fields=self._held(self._service_fields),
        )

    def timeline(self) -> list[Entry]:
        """What changed up to the day, newest first, and who did what; sealed values show only as masks.

        Asks for the events as well: one query more.
        """
        entries = [*self._changes(), *self._moves(), *self._records(), *_events(self.person)]
        return sorted((one for one in entries if one.day <= self.day), key=lambda one: one.day, reverse=True)

    def _held(self, records: list[Record]) -> list[Record]:
        return [one for one in records if one.period.covers(self.day)]

    def _changes(self) -> Iterator[Entry]:
        """Each value beside the one that followed it."""
        following = {key: field.read(self.person) for key, field in PERSON_FIELDS.items()}
        for value in self._past:
            field = PERSON_FIELDS[value.field]
            before, after = field.shown(value.value) or "未填", field.shown(following[value.field]) or "未填"
            yield Entry(value.ends or value.starts, f"{field.label}：{before} → {after}")
            following[value.field] = value.value

    def _moves(self) -> Iterator[Entry]:
        for one in self._employments:
            post = f"，任{one.post_title}" if one.post_title else ""
            began = f"到{one.unit.name}工作" if one.main else f"在{one.unit.name}兼任"
            yield Entry(one.starts, began + post)
            if one.ends:
                reason = f"（{one.reason}）" if one.reason else ""
                yield Entry(one.ends, f"结束在{one.unit.name}的{'任职' if one.main else '兼任'}{reason}")

    def _records(self) -> Iterator[Entry]:
        for one in (*self._educations, *self._qualifications, *self._categories, *self._service_fields):
            label = one._meta.verbose_name
            yield Entry(one.starts, f"登记{label}：{one}")
            if one.ends:
                yield Entry(one.ends, f"不再登记{label}：{one}")


def as_of(person: Person, day: date) -> Standing:
    """The values and records of `person` that held on `day`, with the employments up to it."""
    return History(person, day).standing()


def timeline(person: Person, until: date) -> list[Entry]:
    """What changed up to the day, newest first, and who did what."""
    return History(person, until).timeline()


def _line(person: Person, key: str, past: PastValue | None) -> Line:
    field = PERSON_FIELDS[key]
    if past is not None:
        return Line(
            key, field.label, field.shown(past.value), _source(past.source), past.starts.isoformat(), field.sealed
        )
    source, since = (*person.sources.get(key, ["", ""]), "")[:2]
    return Line(key, field.label, field.shown(field.read(person)), _source(source), since, field.sealed)


def _source(value: str) -> str:
    return _SOURCES.get(value, value)


def _employments(person: Person, day: date) -> QuerySet[Any]:
    """With `unit_then`: what the unit was called on the day."""
    name = UnitName.objects.filter(on_day(day), unit=OuterRef("unit")).values("name")[:1]
    return person.employments.select_related("unit").annotate(unit_then=Coalesce(Subquery(name), "unit__name"))


def _events(person: Person) -> list[Entry]:
    label = person._meta.label_lower
    name = User.objects.filter(username=OuterRef("actor")).values("name")[:1]
    events = AuditEvent.objects.filter(kind=label, target=str(person.pk)).annotate(actor_name=Subquery(name))
    return [
        Entry(event.at, _told(event), event.actor_name or event.actor) for event in events.order_by("-seq")[:_NEWEST]
    ]


def _told(event: AuditEvent) -> str:
    fields = "、".join(event.detail.get("字段", []))
    reason = event.detail.get("理由", "")
    return "：".join(part for part in (event.action, fields) if part) + (f"（理由：{reason}）" if reason else "")
