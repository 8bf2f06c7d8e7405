"""The rows of a listing: which, in what order, with which columns, page by page, and how a value looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property  # functools' holds a lock for the whole class on Python 3.11

from rencai.ui import layouts, numbers, scopes
from rencai.ui.figures import Column, Figure, Rows, Scope, page_of
from rencai.ui.narrowing import Narrowing, narrowing_of
from rencai.ui.notices import note
from rencai.ui.query import Query

PAGE = 50
PRINTED_AT_MOST = 500
EMPTY = "—"


@dataclass(frozen=True)
class Row:
    """One shown row: its cells as text, in the order of the columns."""

    pk: Any
    link: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Heading:
    """The head of a column: `sort` is the address that sorts by it, `direction` as ARIA says it."""

    title: str
    sort: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Page:
    """One page of rows."""

    headings: Sequence[Heading]
    rows: Sequence[Row]
    number: int = 1
    pages: int = 1
    first: int = 0
    links: Sequence[tuple[str, str, bool]] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Listing:
    """A figure's rows as one request wants them. The page, the print and the export are all made from this."""

    figure: Figure
    scope: Scope
    query: Query
    narrowing: Narrowing
    columns: Sequence[Column]
    revision: int
    sort: str = ""
    named: frozenset[str] = frozenset()

    @cached_property
    def rows(self) -> Rows:
        """All narrowed rows, in order."""
        return self.narrowing.rows(self.figure, self.scope).order_by(*self.order)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """A total order, so that no row is on two pages or on none."""
        order = tuple(self.figure.order)
        if self.sort:
            path = next(column.sort for column in self.figure.columns if column.name == self.sort.lstrip("-"))
            # A column may itself run against its field: the older, the earlier the birth.
            down = self.sort.startswith("-") != path.startswith("-")
            order = (f"-{path.lstrip('-')}" if down else path.lstrip("-"), *order)
        return order if "pk" in order else (*order, "pk")

    @cached_property
    def total(self) -> int:
        """How many rows there are."""
        if not self.narrowing and not self.figure.total:
            return self.number
        return numbers.total(self.figure, self.scope, self.revision, self.narrowing.key, self.rows)

    @cached_property
    def number(self) -> int:
        """The figure's number of the narrowed rows."""
        if not self.narrowing:
            return numbers.number(self.figure, self.scope, self.revision)
        if not self.figure.total:
            return self.total
        name = (self.figure.key, self.figure.version, "measure", self.narrowing.key)
        return numbers.kept(name, self.scope, self.revision, lambda: self.figure.measure(self.rows))

    def explicit_query(self) -> Query:
        """The query with day and columns written out: what is exported is what is seen, whenever it is fetched."""
        shown = [column.name for column in self.columns]
        query = self.query.without("page", "by", "against", "kind", "layout", "on", "area", "unit")
        return query.but(**self.scope.query(), columns=shown)

    def conditions(self) -> list[tuple[str, str, str]]:
        """(title, value, address without it) of each condition in force."""
        return [
            (title, value, str(self.query.without(name, "page"))) for name, title, value in self.narrowing.sentences()
        ]

    def choosable(self) -> list[tuple[Column, bool]]:
        """Every column and whether it is shown."""
        shown = {column.name for column in self.columns}
        return [(column, column.name in shown) for column in self.figure.columns]

    def carried(self) -> list[tuple[str, str]]:
        """What the filter form must carry along unseen."""
        filters = [one.choice.key for one in self.narrowing.chosen]
        return self.query.without("on", "area", "unit", "q", "page", "kind", "layout", *filters).pairs()

    def shown_columns(self) -> list[tuple[str, str]]:
        """The columns as parameters of a form."""
        return [("columns", column.name) for column in self.columns]

    def carried_by_chooser(self) -> list[tuple[str, str]]:
        return self.query.without("columns", "page").pairs()

    def carried_by_comparison(self) -> list[tuple[str, str]]:
        return self.query.without("against", "kind", "by", "page").pairs()

    @property
    def searchable(self) -> bool:
        return self.figure.search is not None

    @property
    def against(self) -> str:
        return self.query.one("against")

    @property
    def filtered(self) -> bool:
        """Whether any filter beside the search is set."""
        return any(one.value for one in self.narrowing.chosen)


def listing_of(request: HttpRequest, figure: Figure, scope: Scope) -> Listing:
    """Reads the query string of `request`; what can't be used is left out and said on the page."""
    revision = scopes.places().revision()
    query = Query.of(request, [choice.key for choice in figure.choices])
    return Listing(
        figure=figure,
        scope=scope,
        query=query,
        narrowing=narrowing_of(request, figure, scope, query, revision),
        columns=_columns(request, figure, query),
        revision=revision,
        sort=_sort(request, figure, query.one("sort")),
        named=frozenset(request.GET),
    )


def _columns(request: HttpRequest, figure: Figure, query: Query) -> list[Column]:
    wanted = query.all("columns") or layouts.usual(request, figure)
    if not wanted:
        return [column for column in figure.columns if column.shown]
    known = {column.name for column in figure.columns}
    if set(wanted) - known:
        note(request, "有的列不存在，已忽略。")
    chosen = [column for column in figure.columns if column.name in wanted]
    return chosen or [column for column in figure.columns if column.shown]


def _sort(request: HttpRequest, figure: Figure, wanted: str) -> str:
    sortable = {column.name for column in figure.columns if column.sort}
    if not wanted or wanted.removeprefix("-") in sortable:
        return wanted
    note(request, "不能按所选的列排序，已按默认顺序显示。")
    return ""


def shown(value: Any) -> str:
    """A value as text for people; nothing recorded is a dash, never a zero or a no."""
    if type(value) is str:  # nearly always: a page asks five hundred times
        return value or EMPTY
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        value = "、".join(str(one) for one in value)
    return str(value) or EMPTY


def shown_rows(listing: Listing, found: Iterable[Any], scope: Scope) -> list[Row]:
    """`found` prepared for the day of `scope` and written out, in as many queries for one row as for fifty."""
    figure, columns = listing.figure, listing.columns
    objects = list(found)
    if figure.prepare:
        figure.prepare(objects, scope)
    link = figure.link or (lambda row, scope: "")
    return [Row(row.pk, link(row, scope), [shown(column.of(row)) for column in columns]) for row in objects]


def headings(listing: Listing) -> list[Heading]:
    return [_heading(listing, column) for column in listing.columns]


def _heading(listing: Listing, column: Column) -> Heading:
    if not column.sort:
        return Heading(column.title)
    direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(listing.sort, "")
    turned = f"-{column.name}" if direction == "ascending" else column.name
    return Heading(column.title, str(listing.query.but(sort=turned).without("page")), direction)


def rows_page(listing: Listing) -> Page:
    """The page that the query asks for; one beyond the last is the last."""
    pages = max(1, -(-listing.total // PAGE))
    number = page_number(listing.query, pages)
    first = (number - 1) * PAGE
    rows = shown_rows(listing, page_of(listing.rows, first, first + PAGE), listing.scope)
    return Page(headings(listing), rows, number, pages, first, page_links(listing.query, number, pages))


def print_page(listing: Listing) -> Page:
    """All rows on one sheet, as far as a print may go; more is an export and needs a second person."""
    rows = shown_rows(listing, page_of(listing.rows, 0, PRINTED_AT_MOST), listing.scope)
    plain = [Heading(column.title) for column in listing.columns]
    return Page(plain, rows, left_out=max(0, listing.total - len(rows)))


def page_number(query: Query, pages: int) -> int:
    """The page asked for, at least the first and at most the last."""
    wanted = query.one("page")
    return min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() else 1


def page_links(query: Query, number: int, pages: int) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page): first, last, the neighbours; "" as address is a gap."""
    if pages == 1:
        return []
    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    links: list[tuple[str, str, bool]] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before > 1:
            links.append(("…", "", False))
        links.append((str(page), str(query.but(page=str(page))), page == number))
    return links
