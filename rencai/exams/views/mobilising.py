"""The mobilisation list of a sitting: who is eligible, who will be next year, who lacks what; and asking them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rencai.exams import actions
from rencai.exams.forms import AnswerForm
from rencai.exams.mobilising import Asked, candidates, runs_of, work_out
from rencai.exams.models import Answer, Mobilised, Sitting
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.ui.asked import keys
from rencai.ui.notices import note
from rencai.ui.query import clean
from rencai.ui.scopes import statistics_day
from rencai.verdicts.models import Status, Verdict

PER_PAGE = 50
_TOLD_AT_MOST = 200


@requires(Ability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_mobilise(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates in one's scope by verdict, with what they lack and how it would be next year; and asking them."""
    sitting = _sitting(request, pk)
    if request.method == "POST" and _sent(request, sitting):
        return redirect(f"{request.path}?{request.GET.urlencode()}".rstrip("?"))
    return _page(request, sitting)


@requires(Ability.RUN_RULES)
@require_POST
def sitting_work_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the verdicts out anew; earlier ones stay."""
    sitting = _sitting(request, pk)
    user: Any = request.user
    try:
        work_out(sitting, today=timezone.localdate(), by=user)
    except ValidationError as error:
        note(request, "".join(error.messages))
        return _page(request, sitting)
    return redirect("sitting-mobilise", pk)


@requires(Ability.NOMINATE)
def mobilised_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody answered."""
    rows = Mobilised.objects.visible_to(request.user).select_related("person")
    mobilised = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    form = AnswerForm(request.POST or None, initial={"said": mobilised.answer, "reason": mobilised.reason})

    def save() -> None:
        data = form.cleaned_data
        actions.answer(mobilised, Answer(data["said"]), reason=data["reason"], by=user)

    if form.is_valid() and attempt(form, save):
        return redirect("sitting-mobilise", mobilised.sitting_id)
    return form_page(request, form, "登记答复", "保存", mobilised.person)


def _sitting(request: HttpRequest, pk: int) -> Sitting:
    return get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)


def _sent(request: HttpRequest, sitting: Sitting) -> bool:
    """Whether the chosen people, or with `all` everybody whom the narrowed list names, were asked; else it is said."""
    user: Any = request.user
    run, _ = runs_of(sitting, user)
    today = timezone.localdate()
    if "all" in request.POST and run:
        rows = candidates(sitting, run, _asked(request), user, today=today)
        chosen = list(rows.values_list("person", flat=True))
    else:
        chosen = keys(request.POST.getlist("person"))
    people = list(Person.objects.visible_to(user).filter(pk__in=chosen))
    verdicts = Verdict.objects.visible_to(user).filter(run=run, person__in=people) if run else Verdict.objects.none()
    said = {one.person_id: (one.status, one.gap) for one in verdicts}
    try:
        if not people:
            raise ValidationError("没有勾选人员。")
        actions.mobilise(sitting, people, said, on=today, by=user)
    except ValidationError as error:
        note(request, "".join(error.messages), "danger")
        return False
    if left := len(set(chosen)) - Mobilised.objects.filter(sitting=sitting, person__in=people).count():
        note(request, f"有 {left} 人已不在您的范围内（例如调离），没有登记动员；其余已登记。")
    return not left


def _asked(request: HttpRequest) -> Asked:
    """What the list is narrowed to; those who may sit, until something else is asked."""
    status = request.GET.get("status", Status.MET)
    return Asked(status if status in Status.values else "", clean(request.GET.get("q", "")))


def _page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    user: Any = request.user
    today = timezone.localdate()
    run, later = runs_of(sitting, user)
    asked = _asked(request)
    rows = candidates(sitting, run, asked, user, today=today) if run else Verdict.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    next_year = Verdict.objects.filter(run=later, person__in=[row.person_id for row in page]) if later else ()
    later_by_person = {one.person_id: one for one in next_year}
    told = Mobilised.objects.visible_to(user).filter(sitting=sitting).select_related("person", "unit")
    context = {
        "sitting": sitting,
        "run": run,
        "later": later,
        "closed": sitting.closed(today),
        "asked": asked,
        "statuses": Status.values,
        "page": page,
        "ticked": set(keys(request.POST.getlist("person"))),
        "shown": {row.person_id for row in page},
        "rows": [(row, later_by_person.get(row.person_id)) for row in page],
        "told": told.order_by("answer", "person__pinyin")[:_TOLD_AT_MOST],
        # A figure is of a day up to today; a sitting of next year has none yet.
        "told_on": statistics_day(held) if (held := sitting.first_day.year) <= today.year else None,
        "told_count": told.count(),
        "may_run": user.may(Ability.RUN_RULES),
    }
    answer = render(request, "exams/mobilise.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
