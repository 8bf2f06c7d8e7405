"""The few figures and charts of the home page, registered by the apps that own them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rencai.ui import breakdowns, numbers
from rencai.ui.figures import Breakdown, Figure, Ratio, Scope
from rencai.ui.narrowing import Narrowing
from rencai.ui.query import Query
from rencai.ui.rows import Listing

_cards: list[Figure | Ratio] = []
_charts: list[tuple[Figure, Breakdown]] = []


@dataclass(frozen=True)
class Stated:
    """A figure with its number for a scope, as it stands on a page."""

    figure: Figure | Ratio
    value: str
    url: str


@dataclass(frozen=True)
class Chart:
    """A breakdown of a figure; every bar opens the rows behind it."""

    figure: Figure
    table: breakdowns.Table
    url: str


def show(*figures: Figure | Ratio) -> None:
    """Put figures on the home page, in this order."""
    _cards.extend(figures)


def draw(figure: Figure, breakdown: str) -> None:
    """Put a chart on the home page. Raises KeyError for a breakdown the figure has not."""
    _charts.append((figure, figure.breakdown(breakdown)))


def address(figure: Figure | Ratio, scope: Scope) -> str:
    """Where a figure opens for `scope`."""
    return f"{reverse('figure', args=[figure.key])}{_query(scope)}"


def stated(figure: Figure | Ratio, scope: Scope, revision: int) -> Stated:
    """The number, and the address that opens it in the same scope."""
    return Stated(figure, numbers.value(figure, scope, revision), address(figure, scope))


def all_stated(figures: Sequence[Figure | Ratio], scope: Scope, revision: int) -> tuple[Stated, ...]:
    """The same for several figures; kept as one while the data stand still."""
    name = ("stated", *[figure.key for figure in figures])
    return numbers.kept(name, scope, revision, lambda: tuple(stated(figure, scope, revision) for figure in figures))


def cards(scope: Scope, revision: int) -> tuple[Stated, ...]:
    """The registered figures that the scope's user may open."""
    return all_stated([figure for figure in _cards if _open_to(scope.user, figure.abilities)], scope, revision)


def charts(scope: Scope, revision: int) -> list[Chart]:
    """The registered charts that the scope's user may open."""
    return [
        _chart(figure, breakdown, scope, revision)
        for figure, breakdown in _charts
        if _open_to(scope.user, figure.abilities)
    ]


def _chart(figure: Figure, breakdown: Breakdown, scope: Scope, revision: int) -> Chart:
    name = ("chart", figure.key, breakdown.key)
    return numbers.kept(name, scope, revision, lambda: _drawn(figure, breakdown, scope, revision))


def _drawn(figure: Figure, breakdown: Breakdown, scope: Scope, revision: int) -> Chart:
    base = reverse("figure", args=[figure.key])
    listing = Listing(figure, scope, _query(scope), Narrowing(), figure.columns, revision)
    url = f"{base}{_query(scope).but(by=breakdown.key)}"
    return Chart(figure, breakdowns.table(listing, breakdown, base), url)


def _query(scope: Scope) -> Query:
    return Query({name: [text] for name, text in scope.query().items()})


def _open_to(user: Any, abilities: Sequence[str]) -> bool:
    return any(user.may(ability) for ability in abilities)
