"""Reads what people were on a day out of the database: whole tables once each, or the records of a few people."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import QuerySet

from rencai.people.models import PastValue, Person
from rencai.people.standing.facts import DERIVED, HELD, HOLDS, OWN, SEVERAL, joined
from rencai.ui.encoded import Encoded, Mask, Table

_PIECE = 5_000
BLANKS = dict.fromkeys(OWN, "") | dict.fromkeys(HOLDS, False)
NAMES = (*[name for one in HELD for name in one.facts], *HOLDS, *SEVERAL, *OWN)


def read(county: str, day: date, only: Sequence[int] | None = None) -> Table:
    """Everybody with a main employment on the day, in the order of their pinyin; of `only` where given."""
    reading = _Reading(county, day, only)
    reading.persons()
    reading.past_values()
    present = reading.held()
    reading.several()
    return reading.table(present)


class _Reading:
    """The people of a county in order, their columns being filled from one table after the other."""

    def __init__(self, county: str, day: date, only: Sequence[int] | None) -> None:
        self.county, self.day, self.only = county, day, only
        # Without another county in the database no record need be asked whose it is.
        self._alone = not Person.objects.exclude(county=county).exists()

    def persons(self) -> None:
        """Keys, in order, and the fields of Person as they are now."""
        people = Person.objects.filter(county=self.county)
        people = people if self.only is None else people.filter(pk__in=self.only)
        ordered = _pieces(people.order_by("pinyin", "pk").values_list("pk"))
        self.keys = np.fromiter((key for (keys,) in ordered for key in keys), np.int64)
        self._sorted = np.argsort(self.keys)
        self.columns = {name: Encoded(len(self.keys), BLANKS.get(name)) for name in NAMES}
        own = people.order_by().values_list("pk", *[one.field for one in OWN.values()])
        for rows, *values in self._placed(own):
            for (name, one), column in zip(OWN.items(), values, strict=True):
                self.columns[name].put(rows, one.texts(column))

    def past_values(self) -> None:
        """Puts back what a field was on the day; the value with the earliest end comes last and stands."""
        fields = {one.field: name for name, one in OWN.items()}
        past = PastValue.objects.filter(ends__gt=self.day, field__in=list(fields)).order_by("-ends", "-pk")
        for persons, names, values in self._records(past, "field", "value"):
            asked = np.array([fields[name] for name in names], dtype=object)
            texts = np.array(values, dtype=object)
            for name in fields.values():
                these = asked == name
                self.columns[name].put(persons[these], texts[these])

    def held(self) -> Mask:
        """The records of which one counts, and those that are only looked for; says who was employed."""
        present = np.zeros(len(self.keys), np.bool_)
        for at, one in enumerate(HELD):
            # Read backwards, so that the one that counts comes last and stands.
            for persons, *values in self._records(one.records(self.day).reverse(), *one.facts.values()):
                for name, column in zip(one.facts, values, strict=True):
                    self.columns[name].put(persons, column)
                if at == 0:
                    present[persons] = True
        for name, looked_for in HOLDS.items():
            for (persons,) in self._records(looked_for.records(self.day)):
                self.columns[name].put(persons, [True] * len(persons))
        return present

    def several(self) -> None:
        for name, one in SEVERAL.items():
            bits: dict[str, int] = {}
            held = np.zeros(len(self.keys), np.uint64)
            for persons, values in self._records(one.records(self.day), one.path):
                weights = [1 << bits.setdefault(value, len(bits)) for value in values]
                np.bitwise_or.at(held, persons, np.array(weights, np.uint64))
            some = np.flatnonzero(held)
            words: dict[int, str] = {
                int(mask): joined([value for value, bit in bits.items() if int(mask) >> bit & 1])
                for mask in np.unique(held[some])
            }
            self.columns[name].put(some, [words[mask] for mask in held[some].tolist()])

    def table(self, present: Mask) -> Table:
        made = Table(self.keys, self.columns)
        made.only(present)
        for column in made.columns.values():
            column.shrink()
        made.derived = dict(DERIVED)
        return made

    def _records(self, found: QuerySet[Any], *paths: str) -> Iterator[tuple[Any, ...]]:
        """Pieces of (rows of the persons, values of each path), of this county's people only."""
        if self.only is not None:
            found = found.filter(person__in=self.only)
        elif not self._alone:
            found = found.filter(person__county=self.county)
        return self._placed(found.values_list("person_id", *paths))

    def _placed(self, found: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
        """Pieces of an answer that begins with the persons' keys, which become their rows."""
        for persons, *values in _pieces(found):
            rows, known = self._rows_of(np.fromiter(persons, np.int64, len(persons)))
            if known.all():
                yield rows, *values
            else:  # Somebody was added since the people were read; the next look at the audit chain brings them.
                yield rows[known], *[np.array(column, dtype=object)[known] for column in values]

    def _rows_of(self, persons: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.intp], Mask]:
        if not len(self.keys):
            return np.zeros(len(persons), np.intp), np.zeros(len(persons), np.bool_)
        at = np.searchsorted(self.keys, persons, sorter=self._sorted).clip(max=len(self.keys) - 1)
        rows = self._sorted[at]
        return rows, self.keys[rows] == persons


def _pieces(found: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """The answer column by column, some thousand rows at a time; as the driver gives it, which is plain here."""
    statement, parameters = found.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while piece := cursor.fetchmany(_PIECE):
            yield tuple(zip(*piece, strict=True))
