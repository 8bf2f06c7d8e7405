"""Synthetic people for tests, written row by row and quite without the bulk writer."""

from datetime import date
from itertools import count
from typing import Any

from rencai.kernel.idnumber import check_digit
from rencai.kernel.names import name_keys
from rencai.org.models import Unit
from rencai.people.models import Category, Education, Employment, Person, Qualification, ServiceField
from rencai.people.search import reindex

HIRED = date(2021, 3, 1)
_numbers = count(1)


def id_number(birth: str = "1990-05-06", order: int | None = None) -> str:
    """A number of the fictional county; `order` (below 500) sets the three digits after the birth date, odd = man."""
    day = f"{birth}-01-01"[:10].replace("-", "")
    first = f"629921{day}{500 + next(_numbers) % 500 if order is None else order:03d}"
    return first + check_digit(first)


def person(unit: Unit, name: str = "张三", *, on: date = HIRED, number: str = "", **values: Any) -> Person:
    """A person at `unit` since `on`; `post_title` and `kind` go to the employment, the rest to the person."""
    post = {field: values.pop(field) for field in ("post_title", "kind") if field in values}
    phone = values.pop("phone", "")
    keys = name_keys(name)
    made = Person(
        county=unit.area_id[:6], name=name, name_key=keys.key, pinyin=keys.pinyin, initials=keys.initials, **values
    )
    made.id_index = "not yet"
    made.save()
    made.seal_id(number or id_number(values.get("birth") or "1990-05-06"))
    if phone:
        made.seal_phone(phone)
    made.save()
    Employment.objects.create(person=made, unit=unit, area_code=unit.area_id, starts=on, **post)
    reindex([made.pk])
    return made


def educate(one: Person, level: str, *, on: date = HIRED, **values: Any) -> Education:
    return Education.objects.create(person=one, level=level, starts=on, **values)


def categorise(one: Person, *categories: str, on: date = HIRED) -> None:
    for category in categories:
        Category.objects.create(person=one, category=category, starts=on)


def qualify(one: Person, level: str, *, on: date = HIRED, **values: Any) -> Qualification:
    return Qualification.objects.create(person=one, level=level, starts=on, **values)


def serve(one: Person, *fields: str, on: date = HIRED) -> None:
    for field in fields:
        ServiceField.objects.create(person=one, field=field, starts=on)
