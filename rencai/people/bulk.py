"""New people written in bulk: keys allocated, values sealed, search index filled, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


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
    """A person not yet on the register, values canonical; `categories` and `service_fields` are (value, starts, ends)."""

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


def insert(people: Sequence[NewPerson]) -> list[int]:
    """Write the people and all that belongs to them; returns their keys in order. The caller audits."""
    raise NotImplementedError
