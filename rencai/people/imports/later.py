"""Whose records were changed after a day: an older roster must not overwrite what is known since."""

from collections.abc import Sequence
from datetime import date

from rencai.people.imports.among import among, portions
from rencai.people.models import Category, Education, Employment, Person, Qualification, ServiceField

_DATED = (Employment, Education, Category, Qualification, ServiceField)


def later_than(on: date, people: Sequence[int]) -> dict[int, date]:
    """The people with a record or value that began after `on`, each with the last such day."""
    found: dict[int, date] = {}
    for some in portions(people):
        for model in _DATED:
            rows = model.objects.filter(among("person", some), starts__gt=on).values_list("person_id", "starts")
            for person, day in rows:
                found[person] = max(found.get(person, day), day)
        for person, sources in Person.objects.filter(among("pk", some)).values_list("pk", "sources"):
            for _, since in (known for known in sources.values() if len(known) > 1 and known[1]):
                day = date.fromisoformat(since)
                if day > on:
                    found[person] = max(found.get(person, day), day)
    return found
