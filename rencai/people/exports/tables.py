"""What an export may hold: the rows of a listing, the roster as it can be imported again, who came and who left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Count
from django.http import Http404, HttpRequest, QueryDict

from rencai.people.figures.rows import registered
from rencai.people.models import Person
from rencai.people.recorded import recorded, words
from rencai.people.roster.columns import COLUMNS, Kind
from rencai.people.roster.columns import Column as RosterColumn
from rencai.ui.access import figure_for
from rencai.ui.comparison import compare
from rencai.ui.figures import Column, Figure
from rencai.ui.rows import EMPTY, Listing, listing_of, shown
from rencai.ui.scopes import day_of, scope_of
from rencai.ui.sheets.book import Cell
from rencai.ui.sheets.writing import TableColumn

ROSTER: Final = "roster"
_AT_ONCE = 1000
# No column shows them, and each would be converted for each row.
_NOT_LISTED = ("sources", "created_at", "changed_at")
_TEXT = frozenset({Kind.ID, Kind.PHONE, Kind.NUMBER})


@dataclass(frozen=True)
class Table:
    """One export before it is written: `rows(clear)` gives the cells, `personal` says that clear values exist."""

    key: str
    title: str
    columns: Sequence[TableColumn]
    count: int
    rows: Callable[[bool], Iterator[Sequence[Cell]]]
    on: date
    personal: bool = False
    notes: Sequence[str] = ()
    always_clear: bool = False


def table_of(request: HttpRequest, key: str) -> Table:
    """The table of a figure, or of the roster, as the query string wants it. Raises Http404, PermissionDenied."""
    if key == ROSTER:
        return _roster(request)
    figure = figure_for(request.user, key)
    if not isinstance(figure, Figure):
        raise Http404(key)
    scope = scope_of(request)
    listing = listing_of(request, figure, scope)
    against = day_of(request, "against", "比较日期")
    return _differences(listing, against) if against else _listing(listing)


def with_query(request: HttpRequest, query: str) -> HttpRequest:
    """The request as if it had come with this query string."""
    request.GET = QueryDict(query)
    return request


def _listing(listing: Listing) -> Table:
    figure, columns = listing.figure, _once_each(listing.columns)
    conditions = "；".join(f"{title}：{value}" for title, value, _ in listing.conditions())
    about = f"统计日：{listing.scope.on.isoformat()}。{figure.means}"
    return Table(
        key=figure.key,
        title=figure.title,
        columns=[_written(column) for column in columns],
        count=listing.total,
        rows=lambda clear: _listing_rows(listing, columns, clear),
        on=listing.scope.on,
        personal=any(column.personal for column in columns),
        notes=[about, *([f"条件：{conditions}。"] if conditions else [])],
    )


def _once_each(columns: Sequence[Column]) -> list[Column]:
    return list({column.title: column for column in columns}.values())


def _written(column: Column) -> TableColumn:
    return TableColumn(column.title, kind="text" if column.personal else "general", width=22 if column.personal else 16)


def _listing_rows(listing: Listing, columns: Sequence[Column], clear: bool) -> Iterator[Sequence[Cell]]:
    figure, scope = listing.figure, listing.scope
    rows = listing.rows.defer(*_NOT_LISTED) if issubclass(listing.rows.model, Person) else listing.rows
    found = rows.iterator(chunk_size=_AT_ONCE)
    while objects := list(islice(found, _AT_ONCE)):
        if figure.prepare:
            figure.prepare(objects, scope)
        for row in objects:
            yield [_cell(column, row, clear) for column in columns]


def _cell(column: Column, row: Any, clear: bool) -> Cell:
    if clear and column.personal and isinstance(row, Person):
        return row.open(column.personal)
    value = column.of(row)
    text = value if value.__class__ is str else shown(value)
    return None if text == EMPTY else text


def _roster(request: HttpRequest) -> Table:
    scope = scope_of(request)
    people = registered(scope)
    said = words(scope.on)
    return Table(
        key=ROSTER,
        title="花名册（可再次导入）",
        columns=[_roster_column(column, said.get(column.key)) for column in COLUMNS],
        # Counted by the database: an export is rare, and no reason to take a whole register into memory.
        count=people.aggregate(n=Count("pk"))["n"],
        rows=lambda clear: (cells for _, cells in recorded(people, scope.on)),
        on=scope.on,
        personal=True,
        always_clear=True,
    )


def _roster_column(column: RosterColumn, word: Callable[[Any], Any] | None) -> TableColumn:
    """A column under the title of the import template; imported again unchanged it changes nothing."""
    kind = "text" if column.kind in _TEXT else "general"
    return TableColumn(column.title, kind=kind, word=(lambda stored: _cell_of(word(stored))) if word else None)


def _cell_of(value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    return ("、".join(value) if isinstance(value, tuple) else value) or None


def _differences(listing: Listing, against: date) -> Table:
    """Who came and who left between two days; a changed row stands with its new values and what was before."""
    found = compare(listing, against, whole=True)
    titles = [column.title for column in _once_each(listing.columns)]
    rows: list[list[Cell]] = []
    for kind, those in found.lists:
        rows += [[kind, *_texts(row.cells), None] for row in those]
    for change in found.changed:
        before = "；".join(f"{title}：{old}" for title, old, _ in change.cells)
        rows.append(["变动", *_texts(change.row.cells), before])
    notes = [f"{found.then.isoformat()} 至 {found.now.isoformat()}", *([found.obstacle] if found.obstacle else [])]
    if len(rows) < sum(kind.count or 0 for kind in found.kinds):
        notes.append("增减人数较多，本表每类只列前500人。请按乡镇或单位缩小范围后分别导出。")
    return Table(
        key=listing.figure.key,
        title=f"{listing.figure.title}增减花名册",
        columns=[TableColumn("增减"), *[TableColumn(title) for title in titles], TableColumn("原为", width=40)],
        count=len(rows),
        rows=lambda clear: iter(rows),
        on=found.now,
        notes=notes,
    )


def _texts(cells: Sequence[str]) -> list[Cell]:
    return [None if cell == EMPTY else cell for cell in cells]
