"""The funnel of a year: its steps side by side by level, township, kind of unit or training, each number opening."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.certificates.figures.funnel import STEPS
from rencai.exams.models import Sitting
from rencai.org.access import Ability, requires
from rencai.ui import numbers, scopes
from rencai.ui.figures import Figure, Scope
from rencai.ui.scopeform import scope_form
from rencai.ui.scopes import scope_of

WAYS = (("level", "级别"), ("township", "乡镇"), ("unit_kind", "单位类型"), ("trained", "考前培训"))


@requires(Ability.SEE_FIGURES)
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """`?year=` and `?by=`; area and unit as on every page of figures."""
    user: Any = request.user
    known = Sitting.objects.visible_to(user).values_list("year", flat=True).distinct().order_by("-year")
    years = list(known)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else (years[0] if years else 0)
    asked = scope_of(request)
    today = timezone.localdate()
    on = min(date(year, 12, 31), today) if year else asked.on
    scope = Scope(on, user, asked.area, asked.unit)
    way = request.GET.get("by", "level")
    by = way if way in dict(WAYS) else "level"
    revision = scopes.places().revision()
    rows = [(step, *_row(step, scope, by, revision)) for step in STEPS]
    parts = STEPS[0].breakdown(by).parts(scope)
    context = {
        "years": years, "year": year, "by": by, "ways": WAYS, "scope_form": scope_form(scope, revision),
        "labels": [part.label for part in parts], "rows": rows, "most": max((row[1] for row in rows), default=0),
    }  # fmt: skip
    return render(request, "certificates/funnel.html", context)


def _row(step: Figure, scope: Scope, by: str, revision: int) -> tuple[int, str, list[tuple[int, str]]]:
    """The whole number with its address, and the same of each part."""
    parts = step.breakdown(by).parts(scope)
    base = reverse("figure", args=[step.key])
    counts = numbers.kept((step.key, "funnel", by), scope, revision, lambda: step.counts(scope, parts))
    whole = numbers.kept((step.key, "funnel"), scope, revision, lambda: step.number(scope))
    query = scope.query()
    cells = [(counts[part.key], f"{base}?{urlencode({**query, by: part.key})}") for part in parts]
    return whole, f"{base}?{urlencode(query)}", cells
