"""A listing on two days: who came, who left, who changed, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rencai.ui.figures import Scope, keys_of
from rencai.ui.narrowing import Narrowing
from rencai.ui.rows import (
    PAGE,
    PRINTED_AT_MOST,
    Heading,
    Listing,
    Row,
    page_links,
    page_number,
    shown_rows,
)

COMPARED_AT_MOST = 200_000
CHANGES_AT_MOST = 5_000
KINDS = {"came": "新增", "left": "减少", "changed": "变动"}


@dataclass(frozen=True)
class Change:
    """A row that is there on both days, and its differing columns: (title, then, now)."""

    row: Row
    cells: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Kind:
    """One sort of difference: `count` is None where it could not be found out."""

    key: str
    title: str
    count: int | None
    url: str
    current: bool


@dataclass(frozen=True)
class Comparison:
    """The difference between `then` and `now`. `obstacle` says why there is none to show, or not all of it."""

    then: date
    now: date
    before: int
    after: int
    kinds: Sequence[Kind] = ()
    headings: Sequence[Heading] = ()
    came: Sequence[Row] = ()
    left: Sequence[Row] = ()
    changed: Sequence[Change] = ()
    links: Sequence[tuple[str, str, bool]] = ()
    obstacle: str = ""

    @property
    def lists(self) -> list[tuple[str, Sequence[Row]]]:
        """Titles and rows of those who came and left."""
        return [(KINDS["came"], self.came), (KINDS["left"], self.left)]

    @property
    def empty(self) -> bool:
        return not (self.came or self.left or self.changed)


@dataclass(frozen=True)
class _Day:
    """A listing's rows on one of the two days."""

    listing: Listing
    scope: Scope

    def keys(self) -> list[Any]:
        return keys_of(self.listing.rows)

    def rows(self, keys: Sequence[Any]) -> list[Row]:
        """Shown rows of `keys`, in their order."""
        found: dict[Any, Row] = {}
        for at in range(0, len(keys), PRINTED_AT_MOST):
            some = self.listing.figure.rows(self.scope).filter(pk__in=keys[at : at + PRINTED_AT_MOST])
            found |= {row.pk: row for row in shown_rows(self.listing, some, self.scope)}
        return [found[key] for key in keys if key in found]


def compare(listing: Listing, against: date, *, whole: bool = False) -> Comparison:
    """The listing's own day compared with `against`, the earlier of both first; `whole` for print: all kinds."""
    other = _on(listing, against)
    first, second = sorted((listing, other), key=lambda one: one.scope.on)
    result = Comparison(first.scope.on, second.scope.on, first.number, second.number)
    if first.total + second.total > COMPARED_AT_MOST:
        return replace(result, obstacle=f"两日合计超过 {COMPARED_AT_MOST:,} 行，请先按乡镇或单位缩小范围。")
    then, now = _Day(first, first.scope), _Day(second, second.scope)
    old, new = then.keys(), now.keys()
    olds, news = set(old), set(new)
    both = [key for key in new if key in olds]
    return _filled(
        replace(result, headings=[Heading(column.title) for column in listing.columns]),
        listing,
        _Found(then, now, [key for key in new if key not in olds], [key for key in old if key not in news], both),
        whole=whole,
    )


@dataclass(frozen=True)
class _Found:
    then: _Day
    now: _Day
    came: list[Any]
    left: list[Any]
    both: list[Any]

    def changes(self) -> list[Change] | None:
        if len(self.both) > CHANGES_AT_MOST:
            return None
        columns = self.now.listing.columns
        before = {row.pk: row for row in self.then.rows(self.both)}
        changes = []
        for row in self.now.rows(self.both):
            pairs = zip(columns, before[row.pk].cells, row.cells, strict=True)
            cells = [(column.title, old, new) for column, old, new in pairs if column.compared and old != new]
            if cells:
                changes.append(Change(row, cells))
        return changes


def _filled(result: Comparison, listing: Listing, found: _Found, *, whole: bool) -> Comparison:
    changes = found.changes()
    counts = {"came": len(found.came), "left": len(found.left), "changed": None if changes is None else len(changes)}
    wanted = listing.query.one("kind")
    kind = wanted if wanted in KINDS else next((key for key, count in counts.items() if count), "came")
    query = listing.query.without("page", "kind")
    kinds = [Kind(key, title, counts[key], str(query.but(kind=key)), key == kind) for key, title in KINDS.items()]
    obstacle = (
        f"两日都有的超过 {CHANGES_AT_MOST:,} 行，未逐行比对；请先按乡镇或单位缩小范围。" if changes is None else ""
    )
    pages = max(1, -(-(counts[kind] or 0) // PAGE))
    number = page_number(listing.query, pages)
    part = slice(0, PRINTED_AT_MOST) if whole else slice((number - 1) * PAGE, number * PAGE)
    return replace(
        result,
        kinds=kinds,
        obstacle=obstacle,
        came=found.now.rows(found.came[part]) if whole or kind == "came" else (),
        left=found.then.rows(found.left[part]) if whole or kind == "left" else (),
        changed=(changes or [])[part] if whole or kind == "changed" else (),
        links=() if whole else page_links(query.but(kind=kind), number, pages),
    )


def _on(listing: Listing, day: date) -> Listing:
    scope = replace(listing.scope, on=day)
    return replace(listing, scope=scope, narrowing=_narrowing_on(listing.narrowing, scope))


def _narrowing_on(narrowing: Narrowing, scope: Scope) -> Narrowing:
    """The same conditions for another day: a part may mean other rows then."""
    if not (narrowing.breakdown and narrowing.part):
        return narrowing
    key = narrowing.part.key
    part = next((part for part in narrowing.breakdown.parts(scope) if part.key == key), narrowing.part)
    return replace(narrowing, part=part)
