"""Changing the fields of a person: the old value's period is closed, the new value stands with its source."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min

from rencai.kernel.names import name_keys
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import PastValue, Person
from rencai.people.models.fields import PERSON_FIELDS, PersonField
from rencai.people.search import reindex

REQUIRED = frozenset({"name", "id", "document_type"})


@transaction.atomic
def change_fields(
    person: Person, values: Mapping[str, Any], *, on: date, source: str, by: User, clear: Collection[str] = ()
) -> list[str]:
    """Set checked, canonical values as of `on`; returns the keys of the fields that changed.

    Keys are those of PERSON_FIELDS (`id` and `phone` in clear). A blank or None erases nothing; `clear` names the
    fields to empty. Raises ValidationError, by field, when `on` lies before the day since which a value is so.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    wanted = {key: value for key, value in values.items() if value not in ("", None)}
    wanted |= dict.fromkeys(clear, "")
    changed = {key: value for key, value in wanted.items() if _differs(row, PERSON_FIELDS[key], value)}
    if changed:
        _check(row, changed, on)
        for key, value in changed.items():
            _close(row, PERSON_FIELDS[key], on)
            _put(row, key, value)
            row.sources[key] = [source, on.isoformat()]
        row.save()
        if {"name", "id"} & changed.keys():
            reindex([row.pk])
        labels = [PERSON_FIELDS[key].label for key in changed]
        audit.record("修改人员信息", by=by, on=row, county=row.county, detail={"字段": labels, "自": on.isoformat()})
    person.refresh_from_db()
    return list(changed)


def since(person: Person, key: str) -> date:
    """Since when the register has held the present value so."""
    closed = PastValue.objects.filter(person=person, field=key).order_by("-ends").values_list("ends", flat=True).first()
    if closed:
        return date.fromisoformat(str(closed))
    known = person.sources.get(key, [])
    if len(known) > 1 and known[1]:
        return date.fromisoformat(known[1])
    first = person.employments.aggregate(first=Min("starts"))["first"]
    return first or person.created_at.date()


def _differs(person: Person, field: PersonField, value: Any) -> bool:
    if field.sealed:
        return bool((person.open(field.key) if getattr(person, f"{field.key}_sealed") else "") != value)
    return field.read(person) != field.text(value)


def _check(person: Person, changed: Mapping[str, Any], on: date) -> None:
    faults: dict[str, str] = {}
    for key, value in changed.items():
        start = since(person, key)
        if value == "" and key in REQUIRED:
            faults[key] = f"{PERSON_FIELDS[key].label}不能清空。"
        elif on < start:
            faults[key] = f"变更日期不能早于{start.isoformat()}：现在的{PERSON_FIELDS[key].label}自该日起登记。"
    if "id" in changed and "id" not in faults and _taken(person, str(changed["id"])):
        faults["id"] = "该证件号码已在人才信息库中。"
    if faults:
        raise ValidationError(faults)


def _taken(person: Person, number: str) -> bool:
    other = Person(pk=0)
    other.seal_id(number)
    same = Person.objects.filter(county=person.county, id_index=other.id_index)
    return bool(same.exclude(pk=person.pk).exists())


def _close(person: Person, field: PersonField, on: date) -> None:
    start = since(person, field.key)
    if start < on:  # a value put right on the day it was entered never held for a day
        value, source = field.read(person), person.sources.get(field.key, [""])[0]
        PastValue.objects.create(person=person, field=field.key, value=value, source=source, starts=start, ends=on)


def _put(person: Person, key: str, value: Any) -> None:
    if key == "id":
        person.seal_id(value)
    elif key == "phone":
        person.seal_phone(value)
    elif key == "key_person":
        person.key_person = None if value == "" else value in (True, "1")
    else:
        setattr(person, key, value)
    if key == "name":
        person.name_key, person.pinyin, person.initials = name_keys(value)
