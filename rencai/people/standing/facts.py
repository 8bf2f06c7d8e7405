"""The facts that may be asked about a person on a day, each defined once, for the database and for memory alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Aggregate, Case, CharField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Substr

from rencai.people.models import Category, Education, Employment, PastValue, Qualification, ServiceField
from rencai.people.models.fields import NO, YES
from rencai.ui.models import on_day

TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Held:
    """Values of one of the records of a kind that hold on the day: `facts` names them by their paths.

    `first` orders the records where there may be several; the first counts.
    """

    model: type[Model]
    facts: dict[str, str]
    where: Q
    first: tuple[str, ...] = ()

    def records(self, day: date) -> QuerySet[Any]:
        return _on(self.model, day).filter(self.where).order_by(*self.first)

    def expression(self, day: date, path: str) -> Subquery:
        return Subquery(self.records(day).filter(person=OuterRef("pk")).values(path)[:1])


@dataclass(frozen=True)
class Holds:
    """Whether any record of a kind that holds on the day meets a condition."""

    model: type[Model]
    where: Q

    def records(self, day: date) -> QuerySet[Any]:
        return _on(self.model, day).filter(self.where).order_by()

    def expression(self, day: date) -> Exists:
        return Exists(self.records(day).filter(person=OuterRef("pk")))


@dataclass(frozen=True)
class Several:
    """All values that hold on the day as one text, each between commas: `,a,,b,`; unknown where there is none."""

    model: type[Model]
    path: str

    def records(self, day: date) -> QuerySet[Any]:
        return _on(self.model, day).order_by()

    def expression(self, day: date) -> Subquery:
        mine = self.records(day).filter(person=OuterRef("pk"))
        return Subquery(mine.values("person").annotate(held=_Joined(self.path)).values("held"))


@dataclass(frozen=True)
class Own:
    """A field of Person as it stood on the day; "" is unknown."""

    field: str

    def expression(self, day: date) -> Coalesce:
        past = PastValue.objects.filter(person=OuterRef("pk"), field=self.field, ends__gt=day).order_by("ends")
        present: Any = F(self.field)
        if self.field == "key_person":
            known = When(key_person=True, then=Value(YES)), When(key_person=False, then=Value(NO))
            present = Case(*known, default=Value(""))
        return Coalesce(Subquery(past.values("value")[:1]), present, output_field=CharField())

    def texts(self, present: Sequence[Any]) -> Sequence[str]:
        """Present values, as the driver gives them, in the way PastValue would keep them."""
        if self.field != "key_person":
            return present
        return ["" if value is None else YES if value else NO for value in present]


HELD = (
    Held(
        Employment,
        {"area_code": "area_code", "unit_id": "unit_id", "at_kind": "unit__kind", "hired_as": "kind"},
        Q(main=True),
    ),
    Held(Education, {"education": "level", "degree": "degree"}, Q(highest=True), ("-starts", "-pk")),
    # Of the highest one held: the levels sort by their names, and no level comes first of all.
    Held(Qualification, {"qualification": "level", "valid_until": "valid_until"}, Q(), ("-level", "-pk")),
)
HOLDS = {
    "social_work_major": Holds(Education, Q(is_social_work=True)),
    "known_unqualified": Holds(Qualification, Q(known_none=True)),
}
SEVERAL = {"categories_held": Several(Category, "category"), "fields_held": Several(ServiceField, "field")}
OWN = {
    "sex_then": Own("sex"),
    "birth_then": Own("birth"),
    "ethnicity_then": Own("ethnicity"),
    "political_then": Own("political_status"),
    "key_then": Own("key_person"),
}
# Facts made of another one: of which, and how.
DERIVED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "at_township": ("area_code", lambda code: code[:TOWNSHIP_DIGITS]),
}


@lru_cache(maxsize=64)
def then(day: date) -> dict[str, Any]:
    """Each fact as an expression on Person, by its name; a query computes those it names. Not to be changed."""
    held = {name: one.expression(day, path) for one in HELD for name, path in one.facts.items()}
    single: Sequence[Any] = [*HOLDS.items(), *SEVERAL.items(), *OWN.items()]
    township = Substr(HELD[0].expression(day, "area_code"), 1, TOWNSHIP_DIGITS)
    return held | {name: one.expression(day) for name, one in single} | {"at_township": township}


def joined(values: Sequence[str]) -> str:
    """As `Several` joins them."""
    return "".join([f",{value}," for value in values])


def _on(model: Any, day: date) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(on_day(day))
    return found


class _Joined(Aggregate):
    """All values between commas, each once: `,a,,b,`. On both engines, without an order."""

    function = "STRING_AGG"
    template = "%(function)s(DISTINCT ',' || %(expressions)s || ',', '')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # DISTINCT takes no separator here: the comma between two values is the one SQLite puts there.
        template = "',' || REPLACE(GROUP_CONCAT(DISTINCT %(expressions)s), ',', ',,') || ','"
        return super().as_sql(compiler, connection, template=template, **extra)
