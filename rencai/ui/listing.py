"""The generic listing: the page behind a number, its fragment for htmx, its breakdowns, its comparison, its print."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from rencai.ui import breakdowns, comparison, layouts, scopes
from rencai.ui.figures import Figure, Scope
from rencai.ui.notices import note
from rencai.ui.rows import Listing, listing_of, print_page, rows_page
from rencai.ui.scopeform import scope_form

Context = dict[str, Any]


def render_listing(
    request: HttpRequest,
    figure: Figure,
    scope: Scope,
    *,
    heading: str = "",
    template: str = "ui/listing.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The listing of `figure` for `scope` as the query string wants it.

    `template` extends ui/listing.html, whose blocks it may fill; `context` is added to its context. With
    `selectable` in the context every row gets a box named `pk` that belongs to the form with the id "batch".
    """
    listing = listing_of(request, figure, scope)
    shown = {
        "listing": listing,
        "heading": heading or figure.title,
        "scope_form": scope_form(scope, listing.revision),
        **(context or {}),
    }
    if listing.query.one("layout") == "print":
        answer = _printed(request, listing, shown)
    elif _wants_rows(request, listing):
        answer = render(request, "ui/listing/rows.html", shown | {"page": rows_page(listing)})
    else:
        answer = render(request, template, shown | _around(request, listing) | _content(request, listing))
    # A listing names people: it is kept by no cache, and a fragment never stands in for a page.
    answer["Cache-Control"] = "no-store"
    answer["Vary"] = "HX-Request, Cookie"
    return answer


def _wants_rows(request: HttpRequest, listing: Listing) -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    plain = not (listing.query.one("by") or listing.query.one("against"))
    return bool(htmx) and not htmx.history_restore_request and htmx.target == "rows" and plain


def _around(request: HttpRequest, listing: Listing) -> Context:
    user: Any = request.user
    return {
        "tabs": _tabs(listing),
        "layouts": [
            (name, str(listing.query.but(columns=columns).without("page")))
            for name, columns in layouts.saved(request, listing.figure).items()
        ],
        "export_url": _export_url(listing) if user.may("export") else "",
        "print_url": str(listing.query.but(layout="print").without("page")),
    }


def _content(request: HttpRequest, listing: Listing) -> Context:
    """What stands below the tabs: a comparison, a breakdown, or the rows."""
    against = scopes.day_of(request, "against", "比较日期")
    if against:
        return {"mode": "comparison", "comparison": comparison.compare(listing, against)}
    if listing.query.one("against"):
        return {"mode": "rows", "page": rows_page(listing)}
    if "against" in request.GET:
        return {"mode": "comparison", "comparison": None}
    wanted = listing.query.one("by")
    for breakdown in listing.figure.breakdowns:
        if breakdown.key == wanted:
            return {"mode": "breakdown", "breakdown": breakdowns.table(listing, breakdown)}
    if wanted:
        note(request, "没有这种分组方式，已显示名单。")
    return {"mode": "rows", "page": rows_page(listing)}


def _tabs(listing: Listing) -> list[tuple[str, str, bool]]:
    """(title, address, whether it is the one shown)."""
    query = listing.query.without("page", "by", "against", "kind", "layout")
    by, against = listing.query.one("by"), "against" in listing.named
    tabs = [("名单", str(query), not by and not against)]
    tabs += [
        (breakdown.title, str(query.but(by=breakdown.key)), by == breakdown.key and not against)
        for breakdown in listing.figure.breakdowns
    ]
    joiner = "&" if query.pairs() else ""
    return [*tabs, ("与另一日比较", f"{query}{joiner}against=", against)]


def _export_url(listing: Listing) -> str:
    try:
        address = reverse("figure-export", args=[listing.figure.key])
    except NoReverseMatch:
        return ""
    return f"{address}{listing.explicit_query()}"


def _printed(request: HttpRequest, listing: Listing, shown: Context) -> HttpResponse:
    against = scopes.day_of(request, "against", "比较日期")
    content: Context = (
        {"comparison": comparison.compare(listing, against, whole=True)} if against else {"page": print_page(listing)}
    )
    back = listing.query.without("layout")
    return render(request, "ui/print.html", shown | content | {"back_url": str(back)})
