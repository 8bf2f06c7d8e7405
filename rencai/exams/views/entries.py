"""Entries: registering who entered, their marks in a table, one entry with its corrections and decisions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.exams import actions
from rencai.exams.forms import MarksForm, WithdrawForm, read_mark
from rencai.exams.models import Answer, Entry, Mobilised, Outcome, ScoreState, Sitting, Subject
from rencai.exams.outcomes import Mark
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.people.search import search
from rencai.ui.asked import keys

PER_PAGE = 40
FOUND_AT_MOST = 30


@requires(Ability.MANAGE_EXAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Who entered: those willing when asked, and others found by name."""
    sitting = get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    error = ""
    if request.method == "POST":
        people = Person.objects.visible_to(user).filter(pk__in=keys(request.POST.getlist("person")))
        try:
            made = actions.enter(sitting, people, on=timezone.localdate(), by=user)
        except ValidationError as refusal:
            error = "".join(refusal.messages)
        else:
            return redirect("sitting", pk) if made else redirect("sitting-enter", pk)
    entered = Entry.objects.filter(sitting=sitting).values("person")
    asked = Mobilised.objects.visible_to(user).filter(sitting=sitting).exclude(answer=Answer.UNWILLING)
    words = request.GET.get("q", "").strip()
    found = Person.objects.visible_to(user).exclude(pk__in=entered)
    context = {
        "sitting": sitting,
        "asked": asked.exclude(person__in=entered)
        .select_related("person", "unit")
        .order_by("answer", "person__pinyin"),
        "words": words,
        "people": search(found, words)[:FOUND_AT_MOST] if words else (),
        "error": error,
    }
    return render(request, "exams/enter.html", context, status=400 if error else 200)


@requires(Ability.MANAGE_EXAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_scores(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of the entries that have none yet, a table at a time; what is wrong stands beside its row."""
    sitting = get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    rows = Entry.objects.visible_to(user).filter(sitting=sitting, outcome=Outcome.PENDING)
    rows = rows.select_related("person", "unit").prefetch_related("scores").order_by("admission_number", "pk")
    faults: dict[int, str] = {}
    if request.method == "POST":
        wanted = keys(request.POST.getlist("entry"))
        for entry in rows.filter(pk__in=wanted):
            try:
                _record(entry, sitting, request, user)
            except ValidationError as refusal:
                faults[entry.pk] = "".join(refusal.messages)
        if not faults:
            return redirect("sitting-scores", pk) if rows.exists() else redirect("sitting", pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    table = [(entry, _cells(entry, sitting, request), faults.get(entry.pk, "")) for entry in page]
    context = {"sitting": sitting, "page": page, "table": table, "subjects": sitting.subjects, "faults": len(faults)}
    return render(request, "exams/scores.html", context, status=400 if faults else 200)


@requires(Ability.SEE_PEOPLE)
@require_safe
def entry_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: marks, what follows, corrections, decisions."""
    entry = _seen(request, pk)
    user: Any = request.user
    context = {
        "entry": entry,
        "marks": [(score.get_subject_display(), str(Mark(ScoreState(score.state), score.score)))
                  for score in entry.scores.all()],
        "changes": entry.score_changes.select_related("by"),
        "misconducts": entry.misconducts.all(),
        "proof": getattr(entry, "proof", None),
        "reviews": entry.proof.reviews.all() if hasattr(entry, "proof") else (),
        "may_manage": user.may(Ability.MANAGE_EXAMS),
        "may_withdraw": user.may(Ability.MANAGE_EXAMS) and actions.may_withdraw(entry, timezone.localdate()),
    }  # fmt: skip
    return render(request, "exams/entry.html", context)


@requires(Ability.MANAGE_EXAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or correct the marks of one entry."""
    entry = _seen(request, pk)
    user: Any = request.user
    held = {score.subject: str(Mark(ScoreState(score.state), score.score)) for score in entry.scores.all()}
    form = MarksForm(entry.sitting, request.POST or None, initial=held, corrected=bool(held))

    def record() -> None:
        actions.record_scores(entry, form.marks, by=user, reason=form.cleaned_data.get("reason", ""))

    if form.is_valid() and attempt(form, record):
        return redirect("exam-entry", pk)
    context = {"form": form, "heading": f"登记成绩：{entry.sitting}", "button": "保存", "person": entry.person}
    return render(request, "people/register/form.html", context)


@requires(Ability.MANAGE_EXAMS)
def entry_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody takes the entry back before the examination."""
    entry = _seen(request, pk)
    user: Any = request.user
    form = WithdrawForm(request.POST or None)

    def take_back() -> None:
        actions.withdraw(entry, today=timezone.localdate(), reason=form.cleaned_data["reason"], by=user)

    if form.is_valid() and attempt(form, take_back):
        return redirect("sitting", entry.sitting_id)
    return form_page(request, form, f"撤回报考：{entry.sitting}", "撤回", entry.person)


def _seen(request: HttpRequest, pk: int) -> Entry:
    rows = Entry.objects.visible_to(request.user).select_related("person", "unit", "sitting", "proof")
    found: Entry = get_object_or_404(rows.prefetch_related("scores"), pk=pk)
    return found


def _record(entry: Entry, sitting: Sitting, request: HttpRequest, user: Any) -> None:
    marks: dict[Subject, Mark] = {}
    for subject in sitting.subjects:
        mark = read_mark(request.POST.get(f"{entry.pk}.{subject}", ""))
        if mark is not None:
            marks[subject] = mark
    if marks:
        actions.record_scores(entry, marks, by=user)


def _cells(entry: Entry, sitting: Sitting, request: HttpRequest) -> list[tuple[str, str, str]]:
    """(field name, label, text) of each subject: as typed, else as it is."""
    held = {score.subject: str(Mark(ScoreState(score.state), score.score)) for score in entry.scores.all()}
    return [
        (f"{entry.pk}.{subject}", subject.label, request.POST.get(f"{entry.pk}.{subject}", held.get(subject, "")))
        for subject in sitting.subjects
    ]
