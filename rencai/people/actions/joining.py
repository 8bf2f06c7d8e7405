"""Registering one person by hand."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.people.bulk import NewPerson, insert
from rencai.people.models import Person


@transaction.atomic
def register(new: NewPerson, *, by: User) -> Person:
    """Put a checked person on the register. Raises ValidationError when the number is on it already."""
    probe = Person(pk=0)
    probe.seal_id(new.id_number)
    if Person.objects.filter(county=new.county, id_index=probe.id_index).exists():
        raise ValidationError({"id": "该证件号码已在人才信息库中。请查找该人员，办理调动或重新入册。"})
    [pk] = insert([new])
    person = Person.objects.get(pk=pk)
    audit.record("登记人员", by=by, on=person, county=person.county, detail={"自": _first_day(new).isoformat()})
    return person


def _first_day(new: NewPerson) -> date:
    return min(employment.starts for employment in new.employments)
