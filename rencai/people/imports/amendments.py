"""What a row changes of somebody already on the register, written through the register's own actions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rencai.org import audit
from rencai.org.models import Unit
from rencai.people import actions
from rencai.people.imports.differences import Differences
from rencai.people.imports.newcomers import SOURCE, is_social_work
from rencai.people.imports.words import NO_QUALIFICATION, code_of, codes_of
from rencai.people.models import Education, Employment, Person, Qualification
from rencai.people.models.fields import PERSON_FIELDS

_EDUCATION = {"education_level": "level", "degree": "degree", "major": "major", "school": "school"}
_QUALIFICATION = {
    "qualification_level": "level",
    "certificate_number": "number",
    "obtained": "obtained",
    "valid_until": "valid_until",
}
_CODED = frozenset({"sex"})


def amend(person: Person, fields: Differences, *, unit: Unit | None, on: date, by: Any) -> None:
    """Write the differences as of `on`. Raises ValidationError where the register's own rules refuse.

    `by` is a user, or None for the command on the server itself.
    """
    new = {key: wanted for key, (_, wanted) in fields.items()}
    _amend_fields(person, new, on, by)
    _amend_employment(person, new, unit, on, by)
    if _EDUCATION.keys() & new.keys():
        _amend_education(person, new, on, by)
    if _QUALIFICATION.keys() & new.keys():
        _amend_qualification(person, new, on, by)
    if "categories" in new:
        codes = codes_of("categories", new["categories"])
        actions.set_categories(person, codes, on=on, by=by, source=SOURCE)
    if "service_fields" in new:
        codes = codes_of("service_fields", new["service_fields"])
        actions.set_service_fields(person, codes, on=on, by=by, source=SOURCE)


def _amend_fields(person: Person, new: Mapping[str, Any], on: date, by: Any) -> None:
    wanted = {
        key: code_of(key, value) if key in _CODED else value for key, value in new.items() if key in PERSON_FIELDS
    }
    cleared = {key for key, value in wanted.items() if value == ""}
    if wanted:
        actions.change_fields(person, wanted, on=on, source=SOURCE, by=by, clear=cleared)


def _amend_employment(person: Person, new: Mapping[str, Any], unit: Unit | None, on: date, by: Any) -> None:
    if "unit_name" not in new and "post_title" not in new:
        return
    now = person.employments.filter(main=True, ends__isnull=True).select_related("unit").first()
    if now is None:
        actions.rehire(person, _there(unit), on, by=by, post_title=new.get("post_title") or "", source=SOURCE)
        return
    wanted = unit if unit is not None and "unit_name" in new else now.unit
    title = new.get("post_title", now.post_title if wanted == now.unit else "")
    if now.starts == on:
        _correct(now, wanted, title, by)
    else:
        reason = "调动" if wanted != now.unit else "岗位变动"
        actions.transfer(person, wanted, on, by=by, post_title=title, kind=now.kind, reason=reason, source=SOURCE)


def _there(unit: Unit | None) -> Unit:
    if unit is None:
        raise ValueError("a row of somebody who had left names a unit")
    return unit


def _correct(now: Employment, unit: Unit, title: str, by: Any) -> None:
    """Put right an employment entered for this very day: as it was it never held for a day."""
    now.unit, now.area_code, now.post_title = unit, unit.area_id, title
    now.save(update_fields=["unit", "area_code", "post_title"])
    person = now.person
    audit.record("更正任职", by=by, on=person, county=person.county, detail={"字段": ["工作单位", "岗位（职务）"]})


def _amend_education(person: Person, new: Mapping[str, Any], on: date, by: Any) -> None:
    held = Education.objects.filter(person=person, ends__isnull=True, highest=True).last()
    names = ("level", "degree", "major", "is_social_work", "school")
    values = {name: getattr(held, name) for name in names} if held else {}
    for key, name in _EDUCATION.items():
        if key in new:
            values[name] = code_of(key, new[key]) if key in ("education_level", "degree") else new[key]
    if "major" in new:
        values["is_social_work"] = is_social_work(new["major"])
    actions.set_education(person, values, on=on, by=by, source=SOURCE)


def _amend_qualification(person: Person, new: Mapping[str, Any], on: date, by: Any) -> None:
    held = Qualification.objects.filter(person=person, ends__isnull=True).last()
    names = ("level", "number", "obtained", "valid_until", "known_none")
    values = {name: getattr(held, name) for name in names} if held else {}
    for key, name in _QUALIFICATION.items():
        if key in new:
            values[name] = new[key]
    if "qualification_level" in new:
        values["known_none"] = new["qualification_level"] == NO_QUALIFICATION
        values["level"] = "" if values["known_none"] else code_of("qualification_level", new["qualification_level"])
    elif any(new.get(key) for key in _QUALIFICATION):
        values["known_none"] = False
    actions.set_qualification(person, values, on=on, by=by, source=SOURCE)
