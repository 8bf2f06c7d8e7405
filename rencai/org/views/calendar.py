"""The calendar of working days of the own county."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.kernel.workdays import announced
from rencai.org import actions
from rencai.org.access import Ability, requires
from rencai.org.calendar import months_of
from rencai.org.forms.calendar import FIRST_YEAR, LAST_YEAR, DayForm
from rencai.org.forms.choices import show
from rencai.org.models import CalendarDay
from rencai.org.signin import acting


@requires(Ability.MANAGE_UNITS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A year of the county with its days off and make-up days."""
    text = request.GET.get("year", "")
    wanted = int(text) if text.isascii() and text.isdigit() else 0
    year = wanted if FIRST_YEAR <= wanted <= LAST_YEAR else timezone.localdate().year
    return _page(request, year, DayForm())


@requires(Ability.MANAGE_UNITS)
@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    """A day becomes a working day or a day off."""
    by = acting(request)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            actions.set_day(county=by.county, **form.cleaned_data, by=by)
        except ValidationError as error:
            show(form, error)
        else:
            return _to(form.cleaned_data["day"].year)
    day = form.cleaned_data.get("day")
    return _page(request, day.year if day else timezone.localdate().year, form)


@requires(Ability.MANAGE_UNITS)
@require_POST
def clear_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The published calendar holds again."""
    row = get_object_or_404(CalendarDay.objects.visible_to(request.user), pk=pk)
    year = row.day.year
    actions.clear_day(row, by=acting(request))
    return _to(year)


def _to(year: int) -> HttpResponse:
    return redirect(f"{reverse('calendar')}?year={year}")


def _page(request: HttpRequest, year: int, form: DayForm) -> HttpResponse:
    by: Any = acting(request)
    context = {
        "year": year,
        "announced": announced(year),
        "months": months_of(year, by.county),
        "changed": CalendarDay.objects.visible_to(by).filter(day__year=year).select_related("entered_by"),
        "today": timezone.localdate(),
        "form": form,
    }
    return render(request, "org/calendar.html", context, status=422 if form.errors else 200)
