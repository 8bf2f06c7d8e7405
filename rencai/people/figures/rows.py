"""Who is counted: the people on the register of a scope on its day, and what each was on that day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from rencai.org.access import Role, area_scope, within
from rencai.people.models import Person
from rencai.people.models.persons import PersonQuerySet
from rencai.people.standing.facts import then
from rencai.people.standing.store import STORE, inside_transaction
from rencai.ui.encoded import Table, Unanswerable
from rencai.ui.figures import Scope

Value = TypeVar("Value")
_BY_PINYIN = (("county", "pinyin", "pk"), ("pinyin", "county", "pinyin", "pk"))
_EVERYBODY = 2**40


@dataclass(frozen=True)
class Standing:
    """Who stands on a county's register on a day; `place` is a condition on their main employment."""

    county: str
    day: date
    place: Q


class PeopleThen(PersonQuerySet):
    """People who can be asked for by what they were on a day: the names of `then` may stand in any condition.

    An alias joins the query when a condition names it: setting up all of them would take longer than a list page.
    What only counts people or names their keys is answered from memory where `standing` and every condition allow it.
    """

    day: date | None = None
    standing: Standing | None = None
    asked: tuple[Q, ...] = ()

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.day, clone.standing, clone.asked = self.day, self.standing, self.asked
        return clone

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        where = Q(*args, **kwargs)
        found = super(PeopleThen, self._knowing(where)).filter(*args, **kwargs)
        found.asked = (*self.asked, where)
        return found

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        where = Q(*args, **kwargs)
        found = super(PeopleThen, self._knowing(where)).exclude(*args, **kwargs)
        found.asked = (*self.asked, ~where)
        return found

    def standing_as(self, standing: Standing) -> Self:
        """Says whom the conditions so far have chosen."""
        found = self.all()
        found.standing, found.asked = standing, ()
        return found

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = [one.filter for one in kwargs.values() if isinstance(getattr(one, "filter", None), Q)]
        rows = self._knowing(Q(*asked))
        if not rows.query.is_sliced and rows.query.annotations:
            # Behind a limit SQLite computes an alias once for each person, else once for each part that names it.
            rows = rows.order_by()[:_EVERYBODY]
        return super(PeopleThen, rows).aggregate(*args, **kwargs)

    def count(self) -> int:
        counted = self.tally([Q()])
        return super().count() if counted is None else counted[0]

    def tally(self, parts: Sequence[Q]) -> list[int] | None:
        """How many of the people meet each part; None where only the database can tell."""
        return self._remembered(lambda table, within: table.tally(within, parts))

    def keys(self) -> list[int]:
        """The primary keys in the order asked for."""
        ours = not self.query.order_by or self.query.order_by in _BY_PINYIN
        known = self.known_keys() if ours else None
        return list(self.values_list("pk", flat=True)) if known is None else known.tolist()

    def known_keys(self) -> npt.NDArray[np.int64] | None:
        """The primary keys in the order of their pinyin; None where only the database can tell."""
        return self._remembered(lambda table, within: table.keys[table.masks(within)])

    def values_known(self, name: str) -> list[Any] | None:
        """Each value of a fact that occurs among the people; None where only the database can tell."""
        return self._remembered(lambda table, within: table.occurring(name, within))

    def page(self, start: int, end: int) -> list[Person]:
        """The people from `start` to `end` in the order asked for; far pages cost no more than the first."""
        found = None
        if self.query.order_by in _BY_PINYIN and not self.query.annotation_select:
            found = self._remembered(lambda table, within: table.keys[table.masks(within)][start:end].tolist())
        if found is None:
            return list(self[start:end])
        people = Person.objects.in_bulk(found)
        return [people[key] for key in found if key in people]

    def _remembered(self, question: Callable[[Table, Sequence[Q]], Value]) -> Value | None:
        """The answer from memory; None inside a transaction and where a condition can't be answered there."""
        query = self.query
        if self.standing is None or inside_transaction() or query.is_sliced or query.combinator:
            return None
        if query.is_empty():
            return None
        within = [self.standing.place, *self.asked]
        try:
            return STORE.ask(self.standing.county, self.standing.day, lambda table: question(table, within))
        except Unanswerable:
            return None

    def _knowing(self, where: Q) -> Self:
        known = then(self.day) if self.day else {}
        wanted = {name: known[name] for name in _names(where) if name in known and name not in self.query.annotations}
        return self.alias(**wanted) if wanted else self


def _names(where: Q) -> Iterator[str]:
    for child in where.children:
        if isinstance(child, Q):
            yield from _names(child)
        elif isinstance(child, tuple):
            yield child[0].split("__")[0]


def registered(scope: Scope) -> PeopleThen:
    """Everybody with a main employment in the scope on its day, able to be asked for by what they were on it."""
    return employed_on(scope, scope.on)


def employed_on(scope: Scope, day: date) -> PeopleThen:
    """The same for another day of the same scope."""
    people = PeopleThen(Person)
    people.day = day
    people = people.visible_to(scope.user, day)
    place = place_of(scope)
    people = people.employed(day, place) if place else people.on_register(day)
    if scope.user.role == Role.TALENT or not scope.user.county:
        return people
    return people.standing_as(Standing(scope.user.county, day, place))


def place_of(scope: Scope) -> Q:
    """The condition on an employment that the scope sets; empty for a whole county, which its register is anyway."""
    where = Q()
    if scope.user.role in {Role.TOWNSHIP_CLERK, Role.UNIT_CONTACT}:
        where &= area_scope(scope.user, area="area_code", unit="unit_id")
    if scope.area and not scope.user.county.startswith(scope.area):
        where &= within(scope.area, "area_code")
    if scope.unit:
        where &= Q(unit_id=scope.unit)
    return where


def holds(alias: str, value: str) -> Q:
    """The condition that `value` is among those joined in `categories_held` or `fields_held`."""
    return Q(**{f"{alias}__contains": f",{value},"})


HOLDS_SEVERAL = Q(categories_held__contains=",,")
