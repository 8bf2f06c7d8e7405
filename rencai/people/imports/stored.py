"""What the register holds of people on a day, in the roster's words: what imports compare with and exports write."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from rencai.org.models import Area, Level, Unit
from rencai.people.imports.words import NO_QUALIFICATION, WORDS, word_of
from rencai.people.models import Category, Education, Employment, Person, Qualification, ServiceField
from rencai.people.roster.columns import Values

Row = dict[str, Any]

_AT_ONCE = 800
_LEVELS = ("senior", "intermediate", "assistant")
_PERSON = ("id", "name", "document_type", "id_sealed", "sex", "birth", "ethnicity", "political_status", "phone_sealed")
_PERSON_MORE = ("work_since", "social_work_since", "key_person", "remark")


class Stored(NamedTuple):
    """A person, the unit of that day (None for nobody's employee), and what a roster row would say."""

    person: int
    unit: int | None
    values: Values


def stored_values(keys: Sequence[int], on: date, *, clear: bool = True) -> Iterator[Stored]:
    """People as of a day in the order of `keys`; blank is "" or ().

    `clear` opens the ID number, which only exports that may show it ask for; the phone number is always opened, to
    be compared or masked.
    """
    units = _units(on)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        found = _assembled(some, on, units, clear)
        for key in some:
            if key in found:
                yield found[key]


def _assembled(keys: Sequence[int], on: date, units: dict[int, Row], clear: bool) -> dict[int, Stored]:
    jobs = _first_of(Employment.objects.on(on).filter(main=True, person__in=keys), ("unit_id", "post_title"))
    educations = _first_of(
        Education.objects.on(on).filter(highest=True, person__in=keys).order_by("-starts", "-id"),
        ("level", "degree", "major", "school"),
    )
    fields = ("level", "number", "obtained", "valid_until", "known_none")
    held = Qualification.objects.on(on).filter(person__in=keys).values("person_id", *fields)
    qualifications = _first(sorted(held.order_by("-starts", "-id"), key=_rank))
    categories = _sets(Category.objects.on(on).filter(person__in=keys).values_list("person_id", "category"))
    fields_of = _sets(ServiceField.objects.on(on).filter(person__in=keys).values_list("person_id", "field"))
    people = {}
    for person in Person.objects.filter(pk__in=keys).only(*_PERSON, *_PERSON_MORE):
        key = person.pk
        job = jobs.get(key)
        values = Values(
            **_of_person(person, clear),
            **_of_employment(job, units),
            **_of_education(educations.get(key)),
            **_of_qualification(qualifications.get(key)),
            categories=_ordered("categories", categories.get(key)),
            service_fields=_ordered("service_fields", fields_of.get(key)),
        )
        people[key] = Stored(key, job["unit_id"] if job else None, values)
    return people


def _of_person(person: Person, clear: bool) -> Row:
    return {
        "name": person.name,
        "document_type": word_of("document_type", person.document_type),
        "id_number": person.open("id") if clear else "",
        "sex": word_of("sex", person.sex),
        "birth": person.birth,
        "ethnicity": person.ethnicity,
        "political_status": person.political_status,
        "phone": person.open("phone"),
        "work_since": person.work_since,
        "social_work_since": person.social_work_since,
        "key_person": "" if person.key_person is None else person.key_person,
        "remark": person.remark,
    }


def _of_employment(job: Row | None, units: dict[int, Row]) -> Row:
    if job is None:
        return {"unit_name": "", "unit_kind": "", "township": "", "post_title": ""}
    return {**units[job["unit_id"]], "post_title": job["post_title"]}


def _of_education(one: Row | None) -> Row:
    if one is None:
        return {"education_level": "", "degree": "", "major": "", "school": ""}
    return {
        "education_level": word_of("education_level", one["level"]),
        "degree": word_of("degree", one["degree"]),
        "major": one["major"],
        "school": one["school"],
    }


def _of_qualification(one: Row | None) -> Row:
    if one is None:
        return {"qualification_level": "", "certificate_number": "", "obtained": "", "valid_until": ""}
    level = NO_QUALIFICATION if one["known_none"] else word_of("qualification_level", one["level"])
    return {
        "qualification_level": level,
        "certificate_number": one["number"],
        "obtained": one["obtained"],
        "valid_until": one["valid_until"],
    }


def _units(on: date) -> dict[int, Row]:
    """Every unit as a roster of the day names it."""
    townships = dict(Area.objects.filter(level=Level.TOWNSHIP).values_list("code", "name"))
    return {
        pk: {
            "unit_name": name,
            "unit_kind": WORDS["unit_kind"].get(kind, ""),
            "township": townships.get(area[: Level.TOWNSHIP], ""),
        }
        for pk, name, kind, area in Unit.objects.with_name_on(on).values_list("pk", "name_on", "kind", "area_id")
    }


def _first_of(rows: Any, fields: Sequence[str]) -> dict[int, Row]:
    return _first(rows.values("person_id", *fields))


def _first(rows: Iterable[Row]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for row in rows:
        found.setdefault(row["person_id"], row)
    return found


def _rank(row: Row) -> int:
    return _LEVELS.index(row["level"]) if row["level"] in _LEVELS else len(_LEVELS)


def _sets(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _ordered(key: str, codes: set[str] | None) -> tuple[str, ...]:
    return tuple(word for code, word in WORDS[key].items() if code in codes) if codes else ()
