"""Setting the dated records of a person: education, qualification, categories, service fields."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Category, Education, Person, Qualification, ServiceField
from rencai.ui.models import Dated

EDUCATION = {"level": "", "degree": "", "major": "", "is_social_work": None, "school": ""}
QUALIFICATION = {"level": "", "number": "", "obtained": "", "valid_until": "", "known_none": False}


@transaction.atomic
def set_education(person: Person, values: Mapping[str, Any], *, on: date, by: User, source: str = "") -> list[str]:
    """The highest education as the register holds it from `on`; `values` by the keys of EDUCATION, missing = unknown.

    Returns the names of what changed.
    """
    return _replace(person, Education, EDUCATION | dict(values), on, source, by)


@transaction.atomic
def set_qualification(person: Person, values: Mapping[str, Any], *, on: date, by: User, source: str = "") -> list[str]:
    """The qualification from `on`, by the keys of QUALIFICATION; `known_none` says that the person has none.

    Returns the names of what changed.
    """
    wanted = QUALIFICATION | dict(values)
    if wanted["known_none"] and any(wanted[field] for field in ("level", "number", "obtained", "valid_until")):
        raise ValidationError({"known_none": "已选“确认无职业资格”，不能同时填写职业资格。"})
    return _replace(person, Qualification, wanted, on, source, by)


@transaction.atomic
def set_categories(person: Person, categories: Collection[str], *, on: date, by: User, source: str = "") -> list[str]:
    """Exactly these categories from `on`: others are closed. Returns what changed, by name."""
    return _match(person, Category, "category", categories, on, source, by)


@transaction.atomic
def set_service_fields(person: Person, fields: Collection[str], *, on: date, by: User, source: str = "") -> list[str]:
    """Exactly these fields of service from `on`: others are closed. Returns what changed, by name."""
    return _match(person, ServiceField, "field", fields, on, source, by)


def _replace(person: Person, model: type[Any], wanted: dict[str, Any], on: date, source: str, by: User) -> list[str]:
    Person.objects.select_for_update().get(pk=person.pk)
    held = model.objects.filter(person=person, ends__isnull=True)
    now = (held.filter(highest=True) if model is Education else held).last()
    empty = EDUCATION if model is Education else QUALIFICATION
    before = {field: getattr(now, field) for field in empty} if now else empty
    if before == wanted:
        return []
    if now is not None:
        _end(now, on)
    if wanted != empty:
        model.objects.create(person=person, starts=on, source=source, **wanted)
    changed = [str(model._meta.get_field(field).verbose_name) for field in empty if before[field] != wanted[field]]
    _record(person, model, changed, on, by)
    return changed


def _match(
    person: Person, model: type[Any], field: str, values: Collection[str], on: date, source: str, by: User
) -> list[str]:
    Person.objects.select_for_update().get(pk=person.pk)
    held = {getattr(row, field): row for row in model.objects.filter(person=person, ends__isnull=True)}
    gone, new = held.keys() - set(values), set(values) - held.keys()
    for value in gone:
        _end(held[value], on)
    for value in sorted(new):
        model.objects.create(person=person, starts=on, source=source, **{field: value})
    changed = [str(model._meta.verbose_name)] if gone or new else []
    if changed:
        _record(person, model, changed, on, by)
    return changed


def _end(row: Dated, on: date) -> None:
    """Close the period; what is put right on the day it began never held for a day and goes."""
    if on < row.starts:
        label = row._meta.verbose_name
        raise ValidationError({"on": f"变更日期不能早于{row.starts.isoformat()}：现在的{label}自该日起登记。"})
    if on == row.starts:
        row.delete()
        return
    row.ends = on
    row.save(update_fields=["ends"])


def _record(person: Person, model: type[models.Model], fields: list[str], on: date, by: User) -> None:
    person.save(update_fields=["changed_at"])
    detail = {"字段": fields, "自": on.isoformat()}
    audit.record(f"修改{model._meta.verbose_name}", by=by, on=person, county=person.county, detail=detail)
