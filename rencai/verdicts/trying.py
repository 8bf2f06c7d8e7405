"""Values tried on everybody without saving anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from rencai.kernel.rules.parameters import NoValue, Plain
from rencai.kernel.rules.published import Published
from rencai.kernel.rules.rule import NoEdition
from rencai.people.models import Person
from rencai.verdicts.comparing import Moved
from rencai.verdicts.reading import counted, read_back


@dataclass(frozen=True, slots=True)
class Tried:
    """How many come out as what with the values in force and with the tried ones, and who moves."""

    counts: list[tuple[str, int, int]]
    moved: list[Moved]


def try_values(published: Published, on: date, tried: Mapping[str, Plain], *, county: str, today: date) -> Tried:
    """The rule on everybody of the county's register, twice.

    Raises ValidationError where it has no wording or value on the day.
    """
    people = Person.objects.filter(county=county).on_register(min(on, today))
    facts = published.known(people, on, today)
    try:
        before = list(read_back(published.rule, facts, on))
        after = list(read_back(published.rule, facts, on, tried))
    except (NoEdition, NoValue) as error:
        raise ValidationError(str(error)) from error
    one, two = counted(before), counted(after)
    pairs = zip(before, after, strict=True)
    moved = [Moved(a.person, a.status, a.gap, b.status, b.gap) for a, b in pairs if a.status != b.status]
    return Tried([(status, one[status], two[status]) for status in one], moved)
