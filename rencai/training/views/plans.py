"""Year plans: the needs that came in, the courses that stand in it, issuing it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.org.models import Unit
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.forms import IssueForm, NeedForm, PlanForm
from rencai.training.models import CourseKind, Need, Plan, PlanState
from rencai.ui.notices import note


@requires(Ability.SEE_PEOPLE)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans by year."""
    user: Any = request.user
    plans = Plan.objects.visible_to(user).annotate(number=Count("courses"))
    return render(request, "training/plans.html", {"plans": plans, "may_manage": user.may(Ability.MANAGE_TRAINING)})


@requires(Ability.SEE_PEOPLE)
@require_safe
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: needs of the user's scope summed by topic, and its courses."""
    return _page(request, _seen(request, pk))


@requires(Ability.MANAGE_TRAINING)
def plan_add(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = PlanForm(request.POST or None, initial={"year": timezone.localdate().year})
    made: list[Plan] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_plan(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("plan", made[0].pk)
    return form_page(request, form, "拟订培训计划", "拟订")


@requires(Ability.MANAGE_TRAINING)
def plan_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan holds from now on."""
    plan = _seen(request, pk)
    user: Any = request.user
    form = IssueForm(request.POST or None, initial={"document": plan.document, "on": timezone.localdate()})
    if form.is_valid() and attempt(form, lambda: actions.issue_plan(plan, by=user, **form.cleaned_data)):
        return redirect("plan", pk)
    return form_page(request, form, f"下达：{plan.title}", "下达")


@requires(Ability.NOMINATE)
def plan_need(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit says what it needs."""
    plan = _seen(request, pk)
    user: Any = request.user
    form = NeedForm(request.POST or None, initial={"unit": user.unit})
    form.offer(Unit.objects.visible_to(user).filter(ends__isnull=True))

    def send() -> None:
        data = form.cleaned_data
        actions.send_need(
            plan, data["unit"], topic=data["topic"], kind=CourseKind(data["kind"]), persons=data["persons"],
            reason=data["reason"], today=timezone.localdate(), by=user,
        )  # fmt: skip

    if form.is_valid() and attempt(form, send):
        return redirect("plan", pk)
    return form_page(request, form, f"报送培训需求：{plan.title}", "报送")


@requires(Ability.NOMINATE)
@require_POST
def need_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was sent by mistake."""
    need = get_object_or_404(Need.objects.visible_to(request.user).select_related("plan"), pk=pk)
    user: Any = request.user
    try:
        actions.take_back_need(need, today=timezone.localdate(), by=user)
    except ValidationError as error:
        note(request, "".join(error.messages))
        return _page(request, need.plan)
    return redirect("plan", need.plan_id)


def _seen(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)


def _page(request: HttpRequest, plan: Plan) -> HttpResponse:
    user: Any = request.user
    needs = Need.objects.visible_to(user).filter(plan=plan)
    summed = needs.values("topic", "kind").annotate(units=Count("unit", distinct=True), people=Sum("persons"))
    kinds = dict(CourseKind.choices)
    today = timezone.localdate()
    context = {
        "plan": plan,
        "summed": [{**row, "kind": kinds[row["kind"]]} for row in summed.order_by("-people", "topic")],
        "needs": needs.select_related("unit", "sent_by").order_by("unit__code", "pk"),
        "courses": plan.courses.prefetch_related("batches"),
        "collecting": plan.state == PlanState.DRAFT and (plan.needs_until is None or today <= plan.needs_until),
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "may_nominate": user.may(Ability.NOMINATE),
    }
    return render(request, "training/plan.html", context)
