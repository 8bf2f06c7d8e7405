"""New people, each as a whole with what belongs to it, written in bulk in one transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from rencai.kernel.periods import Period
from rencai.people.writing import People, Row, allocate, write

_AT_ONCE = 5000
_of_person = attrgetter(*People._fields)


@dataclass(slots=True)
class NewEmployment:
    """`kind` is an EmploymentKind value or ""."""

    unit_id: int
    area_code: str
    post_title: str
    starts: date
    ends: date | None = None
    kind: str = ""
    reason: str = ""


@dataclass(slots=True)
class NewEducation:
    """`level` and `degree` are values of EducationLevel and Degree, or ""."""

    level: str
    starts: date
    ends: date | None = None
    degree: str = ""
    major: str = ""
    is_social_work: bool | None = None
    school: str = ""


@dataclass(slots=True)
class NewQualification:
    """`level` is a QualificationLevel value, or "" with `known_none`."""

    level: str
    starts: date
    ends: date | None = None
    number: str = ""
    obtained: str = ""
    valid_until: str = ""
    known_none: bool = False


@dataclass(slots=True)
class NewPerson:
    """A person not yet on the register; `categories` and `service_fields` are (value, starts, ends).

    `sources` are [source, since when] by field key, `source` is that of the dated records.
    """

    county: str
    name: str
    id_number: str
    employments: list[NewEmployment]
    document_type: str = "id_card"
    sex: str = ""
    birth: str = ""
    ethnicity: str = ""
    political_status: str = ""
    phone: str = ""
    work_since: str = ""
    social_work_since: str = ""
    key_person: bool | None = None
    remark: str = ""
    sources: dict[str, list[str]] = field(default_factory=dict)
    educations: list[NewEducation] = field(default_factory=list)
    qualifications: list[NewQualification] = field(default_factory=list)
    categories: list[tuple[str, date, date | None]] = field(default_factory=list)
    service_fields: list[tuple[str, date, date | None]] = field(default_factory=list)
    source: str = ""


def insert(people: Sequence[NewPerson]) -> list[int]:
    """Write the people and all that belongs to them; returns their keys in order. The caller audits.

    Raises TransactionManagementError outside `atomic()`: half a roster must never stand in the register.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("批量写入人员必须在事务中进行。")
    keys = allocate(len(people))
    for start in range(0, len(people), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        _insert_part(keys[part], people[part])
    return keys


def _insert_part(keys: Sequence[int], people: Sequence[NewPerson]) -> None:
    columns: Any = People(*zip(*map(_of_person, people), strict=True))
    each = list(zip(keys, people, strict=True))
    dated = {
        "people_employment": _employment_rows(each),
        "people_education": _education_rows(each),
        "people_qualification": _qualification_rows(each),
        "people_category": _period_rows(each, "categories"),
        "people_servicefield": _period_rows(each, "service_fields"),
    }
    write(keys, columns._replace(sources=_as_json(columns.sources)), dated)


def _as_json(sources: Iterable[dict[str, list[str]]]) -> list[str]:
    """Each different dictionary is written once: whole rosters share a few."""
    texts: dict[int, str] = {}
    return [texts.get(id(each)) or texts.setdefault(id(each), json.dumps(each)) for each in sources]


def _employment_rows(people: Sequence[tuple[int, NewPerson]]) -> Iterator[Row]:
    for key, person in people:
        last = max((employment.starts for employment in person.employments), default=None)
        for job in person.employments:
            yield (
                key, job.unit_id, job.area_code, job.post_title, job.kind, True, job.starts == last, job.reason,
                person.source, job.starts, job.ends,
            )  # fmt: skip


def _education_rows(people: Sequence[tuple[int, NewPerson]]) -> Iterator[Row]:
    for key, person in people:
        for one in person.educations:
            # A lower code is a higher level; what the register held at another time is no rival.
            highest = not any(
                other.level and other.level < (one.level or "99") and _overlap(one, other)
                for other in person.educations
            )
            yield (
                key, one.level, one.degree, one.major, one.is_social_work, one.school, highest, person.source,
                one.starts, one.ends,
            )  # fmt: skip


def _overlap(one: NewEducation, other: NewEducation) -> bool:
    return Period(one.starts, one.ends).overlaps(Period(other.starts, other.ends))


def _qualification_rows(people: Sequence[tuple[int, NewPerson]]) -> Iterator[Row]:
    for key, person in people:
        for one in person.qualifications:
            yield (
                key, one.level, one.number, one.obtained, one.valid_until, one.known_none, person.source,
                one.starts, one.ends,
            )  # fmt: skip


def _period_rows(people: Sequence[tuple[int, NewPerson]], attribute: str) -> Iterator[Row]:
    for key, person in people:
        for value, starts, ends in getattr(person, attribute):
            yield key, value, person.source, starts, ends
