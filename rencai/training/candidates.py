"""Whom a user can send to a batch: own people on the register today, with what they went to before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from rencai.org.access import area_scope
from rencai.people.models import Employment, Person
from rencai.people.models.persons import PersonQuerySet
from rencai.people.search import search
from rencai.training.actions.holding import holding_a_place
from rencai.training.actions.nominations import clashes
from rencai.training.models import Batch, BatchState, Enrolment


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be sent: where they are today, when they last went, what they would miss."""

    person: Person
    unit: str
    post_title: str
    last: date | None
    clash: Batch | None


def candidates(
    user: Any, batch: Batch, today: date, *, words: str = "", unit: int | None = None, never: bool = False
) -> PersonQuerySet:
    """People with their main post in the user's scope today who have no place in the batch, by name."""
    place = area_scope(user, area="area_code", unit="unit_id")
    if unit is not None:
        place &= Q(unit_id=unit)
    found = Person.objects.employed(today, place).exclude(pk__in=holding_a_place(batch).values("person"))
    if never:
        found = found.exclude(pk__in=Enrolment.objects.sent_in_three_years(today).values("person"))
    if words:
        found = search(found, words)
    return found.order_by("pinyin", "pk")


def described(people: Sequence[Person], batch: Batch, today: date) -> list[Candidate]:
    """The same with what the one who chooses wants to know."""
    posts = {row.person_id: row for row in Employment.objects.main().on(today).filter(person__in=people)
             .select_related("unit")}  # fmt: skip
    went = Enrolment.objects.attended().filter(person__in=people, batch__state=BatchState.FINISHED).order_by()
    last = dict(went.values_list("person").annotate(day=Max("batch__last_day")))
    clashing = clashes(batch, [person.pk for person in people])
    return [
        Candidate(
            person,
            posts[person.pk].unit.name,
            posts[person.pk].post_title,
            last.get(person.pk),
            clashing.get(person.pk),
        )
        for person in people
        if person.pk in posts
    ]
