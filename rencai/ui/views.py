"""The pages of the figures: all of them, one of them with its rows, and the saved column layouts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rencai.ui import layouts, scopes
from rencai.ui.access import asks, figure_for, figures_for
from rencai.ui.dashboard import all_stated, stated
from rencai.ui.figures import Figure
from rencai.ui.listing import render_listing
from rencai.ui.notices import note
from rencai.ui.scopeform import scope_form
from rencai.ui.scopes import scope_of


@require_safe
@asks("see_figures")
def figure_list(request: HttpRequest) -> HttpResponse:
    """All published figures this user may see."""
    figures = figures_for(request.user)
    scope = scope_of(request)
    revision = scopes.places().revision()
    shown = all_stated(figures, scope, revision)
    return render(request, "ui/figures.html", {"figures": shown, "scope_form": scope_form(scope, revision)})


@require_safe
@asks("see_figures")
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: its meaning and its rows; a ratio shows its two figures."""
    found = figure_for(request.user, key)
    scope = scope_of(request)
    if isinstance(found, Figure):
        return render_listing(request, found, scope)
    revision = scopes.places().revision()
    context: dict[str, Any] = {
        "ratio": stated(found, scope, revision),
        "part": stated(found.part, scope, revision),
        "whole": stated(found.whole, scope, revision),
        "scope_form": scope_form(scope, revision),
    }
    return render(request, "ui/ratio.html", context)


@require_POST
@asks("see_figures")
def layout_save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the chosen columns under a name, or drop that name, and go back to the listing."""
    found = figure_for(request.user, key)
    back = _back(request, key)
    if not isinstance(found, Figure):
        return HttpResponseRedirect(back)
    name = request.POST.get("name", "").strip()
    try:
        if "drop" in request.POST:
            layouts.drop(request, found, name)
        else:
            layouts.keep(request, found, name, request.POST.getlist("columns"))
    except ValueError as error:
        note(request, str(error), "danger")
        return render(request, "ui/layout_refused.html", {"back_url": back}, status=400)
    return HttpResponseRedirect(back)


def _back(request: HttpRequest, key: str) -> str:
    """Where the form was: a path of this site only."""
    path = request.POST.get("back", "")
    return path if url_has_allowed_host_and_scheme(path, None) else reverse("figure", args=[key])
