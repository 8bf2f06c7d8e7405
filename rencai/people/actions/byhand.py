"""Changes that somebody makes at a form: what a check had doubted of the old values is settled by them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from rencai.org.models import Unit, User
from rencai.people.actions.doubts import settle_changed
from rencai.people.actions.employments import transfer
from rencai.people.actions.fields import change_fields
from rencai.people.actions.records import set_categories, set_education, set_qualification, set_service_fields
from rencai.people.models import Employment, Person
from rencai.people.models.fields import PERSON_FIELDS

_TITLES = {key: field.label for key, field in PERSON_FIELDS.items()} | {"id": "身份证号"}


@transaction.atomic
def correct_fields(
    person: Person, values: Mapping[str, Any], *, on: date, source: str, by: User, clear: Collection[str] = ()
) -> list[str]:
    """As `change_fields`."""
    changed = change_fields(person, values, on=on, source=source, by=by, clear=clear)
    settle_changed(person, [_TITLES[key] for key in changed], by=by)
    return changed


@transaction.atomic
def correct_records(
    person: Person,
    *,
    education: Mapping[str, Any],
    qualification: Mapping[str, Any],
    categories: Collection[str],
    service_fields: Collection[str],
    on: date,
    source: str,
    by: User,
) -> list[str]:
    """All dated records but employments, as they are from `on`; returns the names of what changed."""
    changed = [
        *set_education(person, education, on=on, by=by, source=source),
        *set_qualification(person, qualification, on=on, by=by, source=source),
        *set_categories(person, categories, on=on, by=by, source=source),
        *set_service_fields(person, service_fields, on=on, by=by, source=source),
    ]
    settle_changed(person, changed, by=by)
    return changed


@transaction.atomic
def move(person: Person, unit: Unit, on: date, *, by: User, post_title: str = "", **values: str) -> Employment:
    """As `transfer`."""
    before = person.employments.filter(main=True, ends__isnull=True).first()
    opened = transfer(person, unit, on, by=by, post_title=post_title, **values)
    changed = []
    if before is not None and before.unit_id != opened.unit_id:
        changed += ["工作单位", "单位类型", "乡镇"]
    if before is not None and before.post_title != opened.post_title:
        changed.append("岗位（职务）")
    settle_changed(person, changed, by=by)
    return opened
