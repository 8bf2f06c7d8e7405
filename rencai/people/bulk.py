"""New people written in bulk: keys allocated, values sealed, search index filled, in one transaction."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from rencai.kernel.names import NameKeys, name_keys
from rencai.kernel.periods import Period
from rencai.people.models import Person
from rencai.people.search import IndexRow, index_rows

Row = tuple[Any, ...]

_AT_ONCE = 5000
_COLUMNS = {
    "people_person": (
        "id", "county", "name", "name_key", "pinyin", "initials", "document_type", "id_sealed", "id_masked", "id_index",
        "id_tail_index", "sex", "birth", "ethnicity", "political_status", "phone_sealed", "phone_masked", "work_since",
        "social_work_since", "key_person", "remark", "sources", "photo", "created_at", "changed_at",
    ),
    "people_employment": (
        "person_id", "unit_id", "area_code", "post_title", "kind", "main", "latest", "reason", "source", "starts",
        "ends",
    ),
    "people_education": (
        "person_id", "level", "degree", "major", "is_social_work", "school", "highest", "source", "starts", "ends",
    ),
    "people_qualification": (
        "person_id", "level", "number", "obtained", "valid_until", "known_none", "source", "starts", "ends",
    ),
    "people_category": ("person_id", "category", "source", "starts", "ends"),
    "people_servicefield": ("person_id", "field", "source", "starts", "ends"),
}  # fmt: skip

_search_row: Callable[[Row], IndexRow] = itemgetter(
    *(_COLUMNS["people_person"].index(column) for column in ("id", "name", "pinyin", "initials", "id_tail_index"))
)


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
    keys = _allocate(len(people))
    for start in range(0, len(people), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        _insert_part(list(zip(keys[part], people[part], strict=True)))
    return keys


def _allocate(count: int) -> list[int]:
    """Fresh primary keys: a sealed value is bound to its row, so the key must be known before the row is written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence('people_person', 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [count])
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the write lock, and SQLite raises the sequence itself as the rows come in.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'people_person'")
        last = next(iter(cursor.fetchall()), (0,))[0]
    return list(range(last + 1, last + count + 1))


def _insert_part(people: Sequence[tuple[int, NewPerson]]) -> None:
    names = [name_keys(person.name) for _, person in people]
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    persons = list(_person_rows(people, names, moment))
    _write("people_person", persons)
    index_rows(map(_search_row, persons))
    _write("people_employment", _employment_rows(people))
    _write("people_education", _education_rows(people))
    _write("people_qualification", _qualification_rows(people))
    for table, attribute in (("people_category", "categories"), ("people_servicefield", "service_fields")):
        rows = (
            (key, value, person.source, starts, ends)
            for key, person in people
            for value, starts, ends in getattr(person, attribute)
        )
        _write(table, rows)


def _person_rows(people: Sequence[tuple[int, NewPerson]], names: Sequence[NameKeys], moment: Any) -> Iterator[Row]:
    # One instance lends its sealing to all rows: making one per person would cost more than the sealing itself.
    row = Person()
    sources = _Written()
    for (key, new), name in zip(people, names, strict=True):
        row.id = key
        row.seal_id(new.id_number)
        if new.phone:
            row.seal_phone(new.phone)
        phone = (row.phone_sealed, row.phone_masked) if new.phone else ("", "")
        yield (
            key, new.county, new.name, name.key[:80], name.pinyin[:300], name.initials[:60], new.document_type,
            row.id_sealed, row.id_masked, row.id_index, row.id_tail_index, new.sex, new.birth, new.ethnicity,
            new.political_status, *phone, new.work_since, new.social_work_since, new.key_person, new.remark,
            sources.text(new.sources), "", moment, moment,
        )  # fmt: skip


class _Written:
    """The JSON of each different sources dictionary, written once: whole rosters share a few."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def text(self, sources: dict[str, list[str]]) -> str:
        return self._texts.get(id(sources)) or self._texts.setdefault(id(sources), json.dumps(sources))


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


def _write(table: str, rows: Iterable[Row]) -> None:
    columns = ", ".join(_COLUMNS[table])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(_COLUMNS[table]))
        records = list(rows)
        if records:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", records)  # noqa: S608 - own names
