"""The certificate and its period as registration has them, and things learned."""

from datetime import date
from typing import Any

from rencai.certificates.models import EducationEntry
from rencai.certificates.tests.conftest import application, certificate, period, person
from rencai.people.models import Person

__all__ = ["application", "certificate", "learned", "period", "person"]


def learned(person: Person, last: date, halves: int, **values: Any) -> EducationEntry:
    """Something that ended and was entered on the day, with a proof of its own."""
    usual = {"mode": "training", "title": "个案", "proof_number": f"JX-{EducationEntry.objects.count()}"}
    return EducationEntry.objects.create(
        person=person, county=person.county, origin="hand", first_day=last, last_day=last, half_hours=halves,
        entered_on=last, **{**usual, **values},
    )  # fmt: skip
