"""Pages of kept runs: all of them, one with what it rests on, two side by side, a value tried on everybody."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.kernel.rules.parameters import Confidence
from rencai.kernel.rules.published import RULES
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.forms import attempt
from rencai.verdicts.actions import run_rule
from rencai.verdicts.comparing import causes, moved
from rencai.verdicts.forms import RunForm, TryForm
from rencai.verdicts.models import Run
from rencai.verdicts.tasks import run_for_county
from rencai.verdicts.trying import Tried, try_values

INLINE_AT_MOST = 20_000
PER_PAGE = 50
_CONFIDENCES = {str(one): one.label for one in Confidence}


@requires(Ability.SEE_PEOPLE)
@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """Every kept run; those who may run find the form beside them."""
    return _list(request, RunForm())


@requires(Ability.RUN_RULES)
@require_POST
def run_add(request: HttpRequest) -> HttpResponse:
    """Run a rule on everybody and keep it; for a large county the worker does."""
    user: Any = request.user
    form = RunForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    rule, on = form.cleaned_data["rule"], form.cleaned_data["on"]
    if Person.objects.filter(county=user.county).count() > INLINE_AT_MOST:
        run_for_county.enqueue(rule, on.isoformat(), user.county, user.pk)
        return redirect(f"{reverse('run-list')}?waiting=1")
    made: list[Run] = []
    today = timezone.localdate()
    if attempt(form, lambda: made.append(run_rule(rule, on=on, county=user.county, today=today, by=user))):
        return redirect("run", made[0].pk)
    return _list(request, form)


def _list(request: HttpRequest, form: RunForm) -> HttpResponse:
    user: Any = request.user
    page = Paginator(Run.objects.visible_to(user).select_related("made_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "may_run": user.may(Ability.RUN_RULES),
        "waiting": request.GET.get("waiting"),
    }
    return render(request, "verdicts/runs.html", context, status=400 if form.errors else 200)


@requires(Ability.SEE_PEOPLE)
@require_safe
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: what came out, by which wording and values."""
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("made_by"), pk=pk)
    others = Run.objects.visible_to(request.user).filter(rule=run.rule).exclude(pk=pk)[:20]
    context = {
        "run": run,
        "others": others,
        "day": timezone.localdate(),
        "confidence": _CONFIDENCES.get(run.confidence, run.confidence),
    }
    return render(request, "verdicts/run.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def run_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Who came out otherwise between two runs of one rule; from the older to the newer, whichever is named first."""
    one = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    two = get_object_or_404(Run.objects.visible_to(request.user).filter(rule=one.rule), pk=other)
    before, after = sorted((one, two), key=lambda run: (run.made_at, run.pk))
    rows = moved(before, after, request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.in_bulk([row.person for row in page])
    context = {
        "before": before,
        "after": after,
        "causes": causes(before, after),
        "page": page,
        "rows": [(people[row.person], row) for row in page if row.person in people],
    }
    answer = render(request, "verdicts/compare.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.RUN_RULES)
@require_safe
def run_try(request: HttpRequest, key: str) -> HttpResponse:
    """Other values tried on everybody: how many would come out otherwise, and who; nothing is saved."""
    user: Any = request.user
    published = RULES.get(key)
    if published is None or not published.of_people:
        raise Http404(key)
    on = _day(request)
    form = TryForm(published.rule, on, request.GET if "on" in request.GET else None)
    found: Tried | None = None
    obstacle = ""
    if form.is_bound and form.is_valid() and form.tried():
        try:
            found = try_values(published, on, form.tried(), county=user.county, today=timezone.localdate())
        except ValidationError as error:
            obstacle = "".join(error.messages)
    page = Paginator(found.moved if found else [], PER_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.visible_to(user).in_bulk([row.person for row in page])
    context = {
        "rule": published.rule, "on": on, "form": form, "found": found, "obstacle": obstacle, "page": page,
        "rows": [(people[row.person], row) for row in page if row.person in people],
    }  # fmt: skip
    answer = render(request, "verdicts/try.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()
