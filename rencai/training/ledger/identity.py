"""Who stands at the phone: by name and the last four characters of the number, without telling anybody who is not."""

from datetime import date

from django.conf import settings

from rencai.kernel.idnumber import canonical
from rencai.kernel.names import name_key
from rencai.people.models import Person
from rencai.training.models import Batch, Enrolment


def participant(batch: Batch, name: str, tail: str) -> Person | None:
    """The one person on the list of the batch with this name and tail; None where nobody or more than one has."""
    listed = Enrolment.objects.filter(batch=batch).taking_part().values("person")
    return _only(batch, name, tail, pk__in=listed)


def of_county(batch: Batch, name: str, tail: str, on: date) -> Person | None:
    """Somebody on the list, or else the one person on the county's register that day."""
    there = Person.objects.on_register(on).values("pk")
    return participant(batch, name, tail) or _only(batch, name, tail, pk__in=there)


def _only(batch: Batch, name: str, tail: str, **more: object) -> Person | None:
    index = settings.KEYRING.index(canonical(tail), "tail")
    found = Person.objects.filter(county=batch.county, name_key=name_key(name), id_tail_index=index, **more)
    people = list(found[:2])
    return people[0] if len(people) == 1 else None
