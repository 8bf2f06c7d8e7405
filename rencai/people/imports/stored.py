"""What the register holds of people on a day, in the roster's words: what imports compare with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from rencai.people.imports.among import among, portions
from rencai.people.models import Person
from rencai.people.recorded import recorded, words
from rencai.people.roster.columns import KEYS, Values

_UNIT = KEYS.index("unit_name")


class Stored(NamedTuple):
    """A person, the unit of that day (None for nobody's employee), and what a roster row would say."""

    person: int
    unit: int | None
    values: Values


def stored_values(keys: Sequence[int], on: date, *, clear: bool = True) -> Iterator[Stored]:
    """People as of a day in the order of `keys`; blank is "" or ().

    `clear` opens the ID number, which only exports that may show it ask for; the phone number is always opened, to
    be compared or masked.
    """
    said = words(on)
    columns = [_Words(said[key]) if key in said else None for key in KEYS]
    for some in portions(keys):
        people = Person.objects.filter(among("pk", some))
        found = {key: _stored(key, cells, columns) for key, cells in recorded(people, on, clear=clear)}
        yield from (found[key] for key in some if key in found)


def _stored(key: int, cells: Sequence[Any], columns: "Sequence[_Words | None]") -> Stored:
    values = [(cell or "") if words is None else words[cell] for cell, words in zip(cells, columns, strict=True)]
    return Stored(key, cells[_UNIT], Values._make(values))


class _Words(dict[Any, Any]):
    """What the values of a column say, each asked for once."""

    def __init__(self, said: Callable[[Any], Any]) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, value: Any) -> Any:
        self[value] = self._said(value)
        return self[value]
