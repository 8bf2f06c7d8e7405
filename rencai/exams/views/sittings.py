"""Sittings: the years with their levels, one with its lines and counts, and what is entered about it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.exams import actions
from rencai.exams.forms import ExtensionForm, LineForm, SittingForm
from rencai.exams.lines import told_lines
from rencai.exams.models import PASSED, SAT, Entry, Extension, LineKind, Mobilised, Outcome, Sitting
from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.ui.scopes import statistics_day


@requires(Ability.SEE_PEOPLE)
@require_safe
def sitting_list(request: HttpRequest) -> HttpResponse:
    """Every sitting with what came of it in the user's scope."""
    user: Any = request.user
    sittings = list(Sitting.objects.visible_to(user).prefetch_related("lines"))
    counts = _counts(user, [sitting.pk for sitting in sittings])
    rows = [
        (sitting, told_lines(sitting), counts.get(sitting.pk, {}), statistics_day(sitting.first_day.year))
        for sitting in sittings
    ]
    context = {
        "rows": rows,
        "extensions": Extension.objects.visible_to(user),
        "may_manage": user.may(Ability.MANAGE_EXAMS),
    }
    return render(request, "exams/sittings.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def sitting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One sitting: days, documents, lines with how sure they are, and the counts that open."""
    sitting = get_object_or_404(Sitting.objects.visible_to(request.user).prefetch_related("lines"), pk=pk)
    user: Any = request.user
    lines = told_lines(sitting)
    context = {
        "sitting": sitting,
        "lines": lines,
        "no_local": all(line.kind != LineKind.LOCAL for line in lines),
        "counts": _counts(user, [sitting.pk]).get(sitting.pk, {}),
        "day": statistics_day(sitting.first_day.year),
        "today": timezone.localdate(),
        "contradicting": _contradicting(user, sitting),
        "may_manage": user.may(Ability.MANAGE_EXAMS),
        "may_nominate": user.may(Ability.NOMINATE),
    }
    return render(request, "exams/sitting.html", context)


@requires(Ability.MANAGE_EXAMS)
def sitting_add(request: HttpRequest) -> HttpResponse:
    """The examination of a level in a year."""
    user: Any = request.user
    form = SittingForm(request.POST or None)
    made: list[Sitting] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_sitting(by=user, county=user.county, **form.cleaned_data))
    ):
        return redirect("sitting", made[0].pk)
    return form_page(request, form, "登记考试", "登记")


@requires(Ability.MANAGE_EXAMS)
def sitting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Days, documents, the suspension."""
    sitting = get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = SittingForm.of(sitting, request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.edit_sitting(sitting, form.cleaned_data, by=user)):
        return redirect("sitting", pk)
    return form_page(request, form, f"修改{sitting}", "保存")


@requires(Ability.MANAGE_EXAMS)
def sitting_line(request: HttpRequest, pk: int) -> HttpResponse:
    """A pass line as the notice gives it; everybody is settled anew by it."""
    sitting = get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = LineForm(request.POST or None)

    def enter() -> None:
        data = form.cleaned_data
        actions.set_line(
            sitting, LineKind(data["kind"]), data["score"], data["document"], by=user, subject=data["subject"]
        )

    if form.is_valid() and attempt(form, enter):
        return redirect("sitting", pk)
    return form_page(request, form, f"登记合格线：{sitting}", "登记")


@requires(Ability.MANAGE_EXAMS)
def extension_add(request: HttpRequest) -> HttpResponse:
    """Passed subjects count longer, by document."""
    user: Any = request.user
    form = ExtensionForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.extend(user.county, by=user, **form.cleaned_data)):
        return redirect("sitting-list")
    return form_page(request, form, "延长成绩滚动期", "登记")


def _counts(user: Any, sittings: list[int]) -> dict[int, dict[str, int]]:
    """Numbers of each sitting for what the user may see, as the figures tell them: results count once they are out.

    `early` are results that are recorded and not out yet.
    """
    out = Q(sitting__results_on__isnull=False, sitting__results_on__lte=timezone.localdate())
    entries = Entry.objects.visible_to(user).filter(sitting__in=sittings).values("sitting")
    counted = entries.annotate(
        entered=Count("pk"),
        pending=Count("pk", filter=Q(outcome=Outcome.PENDING)),
        sat=Count("pk", filter=out & Q(outcome__in=SAT)),
        national=Count("pk", filter=out & Q(outcome=Outcome.NATIONAL)),
        local=Count("pk", filter=out & Q(outcome=Outcome.LOCAL)),
        early=Count("pk", filter=~out & Q(outcome__in=SAT)),
    ).order_by()
    found: dict[int, dict[str, int]] = {row.pop("sitting"): row for row in counted}
    asked = Mobilised.objects.visible_to(user).filter(sitting__in=sittings).values("sitting").order_by()
    for row in asked.annotate(mobilised=Count("pk")):
        found.setdefault(row["sitting"], {})["mobilised"] = row["mobilised"]
    return found


def _contradicting(user: Any, sitting: Sitting) -> Any:
    """Entries whose list from above states another result than the scores give."""
    rows = Entry.objects.visible_to(user).filter(sitting=sitting).exclude(stated_result="")
    rows = rows.select_related("person").prefetch_related("scores")
    return [row for row in rows if row.stated_result not in _means(row)]


def _means(entry: Entry) -> tuple[str, ...]:
    """The words by which a list may state the outcome."""
    if entry.outcome in PASSED:
        return (str(entry.get_outcome_display()), "合格")
    return (str(entry.get_outcome_display()), "不合格")
