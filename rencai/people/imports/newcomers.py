"""A checked row of somebody not yet on the register, turned into what is inserted."""

from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from rencai.people.bulk import NewEducation, NewEmployment, NewPerson, NewQualification
from rencai.people.imports.differences import without_certificate
from rencai.people.imports.words import NO_QUALIFICATION, code_of, codes_of
from rencai.people.models import Source
from rencai.people.models.fields import PERSON_FIELDS
from rencai.people.roster.columns import KEYS, Values

SOURCE = str(Source.SELF)
_own_fields = itemgetter(*(KEYS.index("id_number" if key == "id" else key) for key in PERSON_FIELDS))


def newcomer(values: Values, *, county: str, unit_id: int, area_code: str, on: date) -> NewPerson:
    """Everything the row says, held so from `on`; what it does not say stays unknown."""
    values = without_certificate(values)
    return NewPerson(
        county=county,
        name=values.name,
        id_number=values.id_number,
        employments=[NewEmployment(unit_id, area_code, values.post_title or "", on)],
        document_type=code_of("document_type", values.document_type) or "id_card",
        sex=code_of("sex", values.sex),
        birth=values.birth or "",
        ethnicity=values.ethnicity or "",
        political_status=values.political_status or "",
        phone=values.phone or "",
        work_since=values.work_since or "",
        social_work_since=values.social_work_since or "",
        key_person=None if values.key_person == "" else values.key_person,
        remark=values.remark or "",
        sources=_sources(values, on),
        educations=_educations(values, on),
        qualifications=_qualifications(values, on),
        categories=[(code, on, None) for code in codes_of("categories", values.categories)],
        service_fields=[(code, on, None) for code in codes_of("service_fields", values.service_fields)],
        source=SOURCE,
    )


def is_social_work(major: str | None) -> bool | None:
    """A major that says so is social work; of any other the name alone does not tell."""
    return True if major and "社会工作" in major else None


def education_fields(values: Values) -> dict[str, Any]:
    """The keys of an education record."""
    return {
        "level": code_of("education_level", values.education_level),
        "degree": code_of("degree", values.degree),
        "major": values.major or "",
        "is_social_work": is_social_work(values.major),
        "school": values.school or "",
    }


def qualification_fields(values: Values) -> dict[str, Any]:
    """The keys of a qualification record; 无 is knowledge, not a blank."""
    none = values.qualification_level == NO_QUALIFICATION
    return {
        "level": "" if none else code_of("qualification_level", values.qualification_level),
        "number": values.certificate_number or "",
        "obtained": values.obtained or "",
        "valid_until": values.valid_until or "",
        "known_none": none,
    }


def _sources(values: Values, on: date) -> dict[str, list[str]]:
    said = tuple(value is not None and value != "" for value in _own_fields(values))
    return _said(said, on.isoformat())


@lru_cache(maxsize=256)
def _said(said: tuple[bool, ...], since: str) -> dict[str, list[str]]:
    """One dictionary for all rows that fill the same cells: nobody writes into it."""
    return {key: [SOURCE, since] for key, is_said in zip(PERSON_FIELDS, said, strict=True) if is_said}


def _educations(values: Values, on: date) -> list[NewEducation]:
    fields = education_fields(values)
    return [NewEducation(starts=on, **fields)] if any(fields.values()) else []


def _qualifications(values: Values, on: date) -> list[NewQualification]:
    fields = qualification_fields(values)
    return [NewQualification(starts=on, **fields)] if any(fields.values()) else []
