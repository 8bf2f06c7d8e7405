"""Who is counted: the people on the register of a scope on its day, and what each was on that day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.db.models import Aggregate, Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Substr

from rencai.org.access import Role, area_scope
from rencai.people.models import Category, Education, Employment, PastValue, Person, Qualification, ServiceField
from rencai.people.models.fields import NO, YES
from rencai.people.models.persons import PersonQuerySet
from rencai.ui.figures import Scope
from rencai.ui.models import on_day

_EVERYBODY = 2**40


class PeopleThen(PersonQuerySet):
    """People who can be asked for by what they were on a day: the names of `then` may stand in any condition.

    An alias joins the query when a condition names it: setting up all of them would take longer than a list page.
    """

    day: date | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.day = self.day
        return clone

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        return super(PeopleThen, self._knowing(Q(*args, **kwargs))).filter(*args, **kwargs)

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        return super(PeopleThen, self._knowing(Q(*args, **kwargs))).exclude(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = [one.filter for one in kwargs.values() if isinstance(getattr(one, "filter", None), Q)]
        rows = self._knowing(Q(*asked))
        if not rows.query.is_sliced and rows.query.annotations:
            # Behind a limit SQLite computes an alias once for each person, else once for each part that names it.
            rows = rows.order_by()[:_EVERYBODY]
        return super(PeopleThen, rows).aggregate(*args, **kwargs)

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


def registered(scope: Scope) -> PersonQuerySet:
    """Everybody with a main employment in the scope on its day, able to be asked for by what they were on it."""
    return employed_on(scope, scope.on)


def employed_on(scope: Scope, day: date) -> PersonQuerySet:
    """The same for another day of the same scope."""
    people = PeopleThen(Person)
    people.day = day
    people = people.visible_to(scope.user, day)
    place = place_of(scope)
    return people.employed(day, place) if place else people.on_register(day)


def place_of(scope: Scope) -> Q:
    """The condition on an employment that the scope sets; empty for a whole county, which its register is anyway."""
    where = Q()
    if scope.user.role in {Role.TOWNSHIP_CLERK, Role.UNIT_CONTACT}:
        where &= area_scope(scope.user, area="area_code", unit="unit_id")
    if scope.area and not scope.user.county.startswith(scope.area):
        where &= within(scope.area)
    if scope.unit:
        where &= Q(unit_id=scope.unit)
    return where


def within(area: str, path: str = "area_code") -> Q:
    """Codes inside `area`, as a range that an index answers."""
    if not (area.isascii() and area.isdigit()):
        return Q(pk__in=[])
    return Q(**{f"{path}__gte": area, f"{path}__lt": str(int(area) + 1)})


@lru_cache(maxsize=64)
def then(day: date) -> dict[str, Any]:
    """What a person was on the day, by alias; only those a query names are computed. Not to be changed."""
    return {
        "at_township": Substr(_employment(day, "area_code"), 1, 9),
        "at_kind": _employment(day, "unit__kind"),
        "hired_as": _employment(day, "kind"),
        "education": _education(day, "level"),
        "degree": _education(day, "degree"),
        "social_work_major": Exists(_held(Education, day).filter(is_social_work=True)),
        "qualification": _qualification(day, "level"),
        "valid_until": _qualification(day, "valid_until"),
        "known_unqualified": Exists(_held(Qualification, day).filter(known_none=True)),
        "categories_held": _joined(Category, day, "category"),
        "fields_held": _joined(ServiceField, day, "field"),
        "sex_then": value_on("sex", day),
        "birth_then": value_on("birth", day),
        "ethnicity_then": value_on("ethnicity", day),
        "political_then": value_on("political_status", day),
        "key_then": value_on("key_person", day),
    }


def value_on(field: str, day: date) -> Coalesce:
    """A field of Person as it stood on the day; "" is unknown."""
    past = PastValue.objects.filter(person=OuterRef("pk"), field=field, ends__gt=day).order_by("ends").values("value")
    present: Any = F(field)
    if field == "key_person":
        present = Case(
            When(key_person=True, then=Value(YES)), When(key_person=False, then=Value(NO)), default=Value("")
        )
    return Coalesce(Subquery(past[:1]), present, output_field=CharField())


def holds(alias: str, value: str) -> Q:
    """The condition that `value` is among those joined in `categories_held` or `fields_held`."""
    return Q(**{f"{alias}__contains": f",{value},"})


HOLDS_SEVERAL = Q(categories_held__contains=",,")


class _Joined(Aggregate):
    """All values between commas, each once: `,a,,b,`. On both engines, without an order."""

    function = "STRING_AGG"
    template = "%(function)s(DISTINCT ',' || %(expressions)s || ',', '')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # DISTINCT takes no separator here: the comma between two values is the one SQLite puts there.
        template = "',' || REPLACE(GROUP_CONCAT(DISTINCT %(expressions)s), ',', ',,') || ','"
        return super().as_sql(compiler, connection, template=template, **extra)


def _held(model: type[Any], day: date) -> Any:
    return model.objects.filter(on_day(day), person=OuterRef("pk"))


def _employment(day: date, path: str) -> Subquery:
    return Subquery(_held(Employment, day).filter(main=True).order_by().values(path)[:1])


def _education(day: date, path: str) -> Subquery:
    return Subquery(_held(Education, day).filter(highest=True).order_by("-starts", "-pk").values(path)[:1])


def _qualification(day: date, path: str) -> Subquery:
    """Of the highest one held: the levels sort by their names, and no level comes first of all."""
    return Subquery(_held(Qualification, day).order_by("-level", "-pk").values(path)[:1])


def _joined(model: type[Any], day: date, path: str) -> Subquery:
    return Subquery(_held(model, day).order_by().values("person").annotate(held=_Joined(path)).values("held"))
