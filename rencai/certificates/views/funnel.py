"""The funnel of a year: its steps side by side by level, township, kind of unit or training, each number opening."""

from collections.abc import Hashable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.certificates.figures.funnel import STEPS
from rencai.exams.models import Sitting
from rencai.org.access import Ability, requires
from rencai.ui import numbers, scopes
from rencai.ui.figures import Figure, Part, Scope
from rencai.ui.grouped import Groups
from rencai.ui.scopeform import scope_form
from rencai.ui.scopes import day_of, scope_of, statistics_day

WAYS = (("level", "级别"), ("township", "乡镇"), ("unit_kind", "单位类型"), ("trained", "考前培训"))
_WHOLE = Part("whole", "合计", Q())


@requires(Ability.SEE_FIGURES)
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """The scope as on every page of figures, its day's year up to the day, and `?by=`.

    Without a day: the end of the last year with an examination, or today.
    """
    user: Any = request.user
    known = Sitting.objects.visible_to(user).dates("first_day", "year", order="DESC")
    # Who sits next year is told by the sitting's own page: a figure is of a day up to today.
    this_year = timezone.localdate().year
    years = {first.year: statistics_day(first.year) for first in known if first.year <= this_year}
    asked = scope_of(request)
    day = day_of(request, "on", "统计日期") or next(iter(years.values()), asked.on)
    scope = Scope(day, user, asked.area, asked.unit)
    way = request.GET.get("by", "level")
    by = way if way in dict(WAYS) else "level"
    revision = scopes.places().revision()
    parts = STEPS[0].breakdown(by).parts(scope)
    counts = numbers.kept(("funnel", by), scope, revision, lambda: _counts(scope, parts))
    rows = [(step, *_row(step, scope, by, parts, counts[step.key])) for step in STEPS]
    context = {
        "years": years, "by": by, "ways": WAYS, "scope": scope, "scope_form": scope_form(scope, revision),
        "labels": [part.label for part in parts], "rows": rows, "most": max(row[1] for row in rows),
    }  # fmt: skip
    return render(request, "certificates/funnel.html", context)


def _counts(scope: Scope, parts: Sequence[Part]) -> dict[str, dict[str, int]]:
    """Of each step the whole and its parts; steps of the same records are counted from one reading of them."""
    read: dict[Hashable, Groups] = {}
    return {step.key: step.counts(scope, [*parts, _WHOLE], read=read) for step in STEPS}


def _row(
    step: Figure, scope: Scope, by: str, parts: Sequence[Part], counts: dict[str, int]
) -> tuple[int, str, list[tuple[int, str]]]:
    """The whole number with its address, and the same of each part."""
    base, query = reverse("figure", args=[step.key]), scope.query()
    cells = [(counts[part.key], f"{base}?{urlencode({**query, by: part.key})}") for part in parts]
    return counts[_WHOLE.key], f"{base}?{urlencode(query)}", cells
