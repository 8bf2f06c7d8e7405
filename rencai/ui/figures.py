"""A figure is a queryset with a unit, a measure and a stated meaning, evaluated for a scope; each is defined once."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar, runtime_checkable

from django.db.models import Count, Q, QuerySet, Sum

from rencai.ui.encoded import Unanswerable
from rencai.ui.grouped import Groups

RESERVED = frozenset({"on", "area", "unit", "q", "sort", "page", "columns", "part", "by", "against", "kind", "layout"})
UNITS = ("人", "人次", "批次", "学时", "件", "元", "个", "%")

Rows = QuerySet[Any, Any]
AnyFigure = TypeVar("AnyFigure", "Figure", "Ratio")


@dataclass(frozen=True)
class Scope:
    """Whose records of which day: `on`, the `area` code or `unit` id it is narrowed to, and the user who looks."""

    on: date
    user: Any
    area: str = ""
    unit: int | None = None

    def query(self) -> dict[str, str]:
        """The scope as URL parameters."""
        pairs = {"on": self.on.isoformat(), "area": self.area, "unit": str(self.unit or "")}
        return {key: value for key, value in pairs.items() if value}


@dataclass(frozen=True)
class Column:
    """One column of a listing: `value` is an attribute path (`unit__name`) or a function of the row.

    `sort` is the field to order by, "-birth" where the column runs against it.
    `personal` names the sealed field whose clear value an authorised export may put here (`id`, `phone`).
    `compared=False` is for what differs from day to day by itself (an age): it makes no row a changed one.
    """

    title: str
    value: str | Callable[[Any], Any]
    key: str = ""
    sort: str = ""
    personal: str = ""
    shown: bool = True
    compared: bool = True

    @property
    def name(self) -> str:
        return self.key or (self.value if isinstance(self.value, str) else self.title)

    def of(self, row: Any) -> Any:
        """What stands in this column for `row`; a missing step gives ""."""
        if callable(self.value):
            return self.value(row)
        for step in self.value.split("__"):
            row = row.get(step) if isinstance(row, Mapping) else getattr(row, step, None)
            if row is None:
                return ""
        return row() if callable(row) else row


@runtime_checkable
class Remembering(Protocol):
    """A queryset that may know its answers without asking the database; they are the same as the database's."""

    def tally(self, parts: Sequence[Q]) -> list[int] | None:
        """How many rows meet each part; None where it doesn't know."""

    def keys(self) -> list[int]:
        """The primary keys in the order of the rows."""

    def page(self, start: int, end: int) -> list[Any]:
        """The rows from `start` to `end` in their order."""


@dataclass(frozen=True)
class Part:
    """One part of a breakdown: `where` selects its rows out of the figure's rows."""

    key: str
    label: str
    where: Q


@dataclass(frozen=True)
class Breakdown:
    """Ways to divide a figure. `overlap` says in words why the parts may add up to more than the whole; "" = never."""

    key: str
    title: str
    parts: Callable[[Scope], Sequence[Part]]
    overlap: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter of a listing: `options(scope)` are (value, label), `where(value, scope)` the condition it sets."""

    key: str
    title: str
    options: Callable[[Scope], Sequence[tuple[str, str]]]
    where: Callable[[str, Scope], Q]


@dataclass(frozen=True)
class Figure:
    """A number that opens: `rows(scope)` are what is counted (or what `total` is summed over).

    The number, the drill-down page, the export and the fragment are four renderings of the same rows. Raise
    `version` whenever `rows` or `measure` changes meaning, so that an issued report knows by which it was made.
    `grouped` are fields of few combinations that an index holds in this order: parts made of them are added up from
    the counts of all combinations, read in one pass, however many the parts are. `narrows` is set by `narrowed`.
    """

    key: str
    title: str
    unit: str
    means: str
    rows: Callable[[Scope], Rows]
    columns: Sequence[Column] = ()
    total: str = ""
    breakdowns: Sequence[Breakdown] = ()
    choices: Sequence[Choice] = ()
    search: Callable[[Any, str], Rows] | None = None
    prepare: Callable[[Sequence[Any], Scope], None] | None = None
    link: Callable[[Any, Scope], str] | None = None
    order: Sequence[str] = ("pk",)
    grouped: Sequence[str] = ()
    narrows: "tuple[Figure, Callable[[Scope], Q]] | None" = None
    version: int = 1
    abilities: tuple[str, ...] = ("see_figures",)

    def number(self, scope: Scope) -> int:
        """Computed from the rows now; `rencai.ui.numbers.number` keeps it while the data stand still."""
        return self.measure(self.rows(scope))

    def measure(self, rows: Rows) -> int:
        """Rows counted, or `total` summed over them."""
        if self.total:
            return int(rows.aggregate(n=Sum(self.total))["n"] or 0)
        return rows.count()

    def counts(
        self, scope: Scope, parts: Sequence[Part], rows: Rows | None = None, read: dict[Hashable, Groups] | None = None
    ) -> dict[str, int]:
        """The measure of each part, in one query; of `rows` where only some of the figure's are meant.

        `read` keeps groups by what they are of: figures that narrow the same rows, counted with the same, read once.
        """
        wheres = [part.where for part in parts]
        known = self._shared(scope, wheres, {} if read is None else read) if rows is None else None
        if known is None:
            known = self._measures((self.rows(scope) if rows is None else rows).order_by(), wheres)
        return {part.key: number for part, number in zip(parts, known, strict=True)}

    def _shared(self, scope: Scope, parts: Sequence[Q], read: dict[Hashable, Groups]) -> list[int] | None:
        """The measures from the groups of the figure that this one narrows in the end; None where they can't tell."""
        widest, which = self, Q()
        while widest.narrows is not None:
            widest, where = widest.narrows
            which &= where(scope)
        if not widest.grouped:
            return None
        key = (widest.rows, tuple(widest.grouped), widest.total, scope)
        if key not in read:
            read[key] = Groups(widest.rows(scope), widest.grouped, widest.total)
        try:
            return read[key].tally([which & part for part in parts])
        except Unanswerable:
            return None

    def _measures(self, rows: Rows, parts: Sequence[Q]) -> list[int]:
        if isinstance(rows, Remembering) and not self.total and (known := rows.tally(parts)) is not None:
            return known
        with suppress(Unanswerable):
            if self.grouped:
                return Groups(rows, self.grouped, self.total).tally(parts)
        made = {
            f"part_{n}": Sum(self.total, filter=part) if self.total else Count("pk", filter=part)
            for n, part in enumerate(parts)
        }
        found = rows.aggregate(**made) if made else {}
        return [int(found[name] or 0) for name in made]

    def breakdown(self, key: str) -> Breakdown:
        """Raises KeyError for a breakdown this figure has not."""
        return {breakdown.key: breakdown for breakdown in self.breakdowns}[key]


def narrowed(of: Figure, where: Callable[[Scope], Q], **changes: Any) -> Figure:
    """A figure of those rows of another that meet `where`, and otherwise like it but for the `changes`."""
    return replace(of, rows=lambda scope: of.rows(scope).filter(where(scope)), narrows=(of, where), **changes)


@dataclass(frozen=True)
class Ratio:
    """A share made of two figures; unknown (None) where the whole is zero. In tenths of a percent, no floats."""

    key: str
    title: str
    means: str
    part: Figure
    whole: Figure
    unit: str = "%"
    version: int = 1
    abilities: tuple[str, ...] = ("see_figures",)

    def of(self, part: int, whole: int) -> int | None:
        """Per mille, rounded half up; None where there is nothing to divide by."""
        return (part * 2000 + whole) // (2 * whole) if whole else None


FIGURES: dict[str, Figure | Ratio] = {}


def publish(figure: AnyFigure) -> AnyFigure:
    """Make a figure known by its key. Raises ValueError for a key, a unit or a filter that can't be."""
    if figure.key in FIGURES:
        raise ValueError(f"figure {figure.key} is published twice")
    if figure.unit not in UNITS:
        raise ValueError(f"figure {figure.key}: unknown unit {figure.unit}")
    taken = [choice.key for choice in getattr(figure, "choices", ()) if choice.key in RESERVED]
    if taken:
        raise ValueError(f"figure {figure.key}: {taken} are parameters of every listing, name the filters otherwise")
    FIGURES[figure.key] = figure
    return figure


def keys_of(rows: Rows) -> list[Any]:
    """The primary keys of all rows, in their order."""
    return rows.keys() if isinstance(rows, Remembering) else list(rows.values_list("pk", flat=True))


def page_of(rows: Rows, start: int, end: int) -> list[Any]:
    """The rows from `start` to `end` in their order."""
    return rows.page(start, end) if isinstance(rows, Remembering) else list(rows[start:end])
