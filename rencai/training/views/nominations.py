"""Sending people to a batch, and the bureau's word on each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.org.models import Unit
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.people.search import search
from rencai.training import actions
from rencai.training.actions.nominations import clashes
from rencai.training.forms import ReasonForm
from rencai.training.history import last_trained
from rencai.training.models import Batch, Enrolment, EnrolmentState
from rencai.ui.notices import note

FOUND_AT_MOST = 60


@requires(Ability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of one's scope who are not in the batch, those longest not sent first."""
    batch = _batch(request, pk)
    user: Any = request.user
    today = timezone.localdate()
    error = ""
    if request.method == "POST":
        chosen = Person.objects.kept_by(user).filter(pk__in=_keys(request.POST.getlist("person")))
        freely = user.may(Ability.MANAGE_TRAINING)
        try:
            actions.nominate(batch, chosen, today=today, by=user, freely=freely)
        except ValidationError as refusal:
            error = "".join(refusal.messages)
        else:
            return redirect("batch", pk)
    words = request.GET.get("q", "").strip()
    unit = request.GET.get("unit", "")
    people = Person.objects.kept_by(user).on_register(today)
    people = people.exclude(pk__in=batch.enrolments.exclude(state__in=["declined", "withdrawn"]).values("person"))
    if unit.isascii() and unit.isdigit():
        here = Unit.objects.visible_to(user).filter(pk=int(unit))
        people = people.filter(employments__unit__in=here, employments__main=True, employments__ends=None)
    if words:
        people = search(people, words)
    found = last_trained(people, today)[:FOUND_AT_MOST]
    elsewhere = clashes(batch, [person.pk for person in found])
    places = batch.places.filter(unit__in=Unit.objects.visible_to(user)).select_related("unit")
    context = {
        "batch": batch,
        "people": [(person, elsewhere.get(person.pk, "")) for person in found],
        "places": places,
        "words": words,
        "unit": unit,
        "error": error,
        "cut": len(found) == FOUND_AT_MOST,
    }
    answer = render(request, "training/nominate.html", context, status=400 if error else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to the chosen nominations, or to all that wait."""
    batch = _batch(request, pk)
    rows = Enrolment.objects.visible_to(request.user).filter(batch=batch, state=EnrolmentState.NOMINATED)
    keys = _keys(request.POST.getlist("enrolment"))
    user: Any = request.user
    number = actions.confirm(rows.filter(pk__in=keys) if keys else rows.none(), by=user)
    if not number:
        note(request, "没有选择待确认的人员。")
    return redirect("batch", pk)


@requires(Ability.MANAGE_TRAINING)
def enrolment_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """No, with the reason."""
    row = get_object_or_404(Enrolment.objects.visible_to(request.user).select_related("person"), pk=pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.decline(row, by=user, **form.cleaned_data)):
        return redirect("batch", row.batch_id)
    return form_page(request, form, "不同意参训", "不同意", row.person)


@requires(Ability.NOMINATE)
def enrolment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the own scope can't come."""
    row = get_object_or_404(Enrolment.objects.visible_to(request.user).select_related("person"), pk=pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.withdraw(row, by=user, **form.cleaned_data)):
        return redirect("batch", row.batch_id)
    return form_page(request, form, "退出参训", "退出", row.person)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Places for the units: a number for each, and one more unit by its code."""
    batch = _batch(request, pk)
    user: Any = request.user
    units = Unit.objects.visible_to(user).filter(ends__isnull=True).order_by("code")
    error = ""
    if request.method == "POST":
        wanted = {}
        for unit in units:
            text = request.POST.get(f"unit.{unit.pk}", "").strip()
            if text.isascii() and text.isdigit() and len(text) <= 4:
                wanted[unit] = int(text)
        try:
            actions.set_places(batch, wanted, by=user)
        except ValidationError as refusal:
            error = "".join(refusal.messages)
        else:
            return redirect("batch", pk)
    given = dict(batch.places.values_list("unit", "number"))
    asked = {unit.pk: request.POST.get(f"unit.{unit.pk}", given.get(unit.pk, "")) for unit in units}
    context = {"batch": batch, "units": [(unit, asked[unit.pk]) for unit in units], "error": error}
    return render(request, "training/places.html", context, status=400 if error else 200)


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of participants to print."""
    batch = _batch(request, pk)
    rows = Enrolment.objects.visible_to(request.user).filter(batch=batch).taking_part()
    rows = rows.select_related("person", "unit").order_by("unit__code", "person__pinyin")
    answer = render(request, "training/participants.html", {"batch": batch, "rows": rows})
    answer["Cache-Control"] = "no-store"
    return answer


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("course"), pk=pk)


def _keys(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 15][:500]
