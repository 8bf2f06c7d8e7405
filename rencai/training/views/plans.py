"""Year plans: needs collected from units, courses put on them, issued."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.forms.plans import IssueForm, NeedForm, NewPlanForm, PlanForm
from rencai.training.models import CourseKind, Need, Plan, PlanState
from rencai.ui import asked
from rencai.ui.notices import note
from rencai.ui.query import clean


@requires(Ability.SEE_PEOPLE)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every year's plan with what it holds."""
    user: Any = request.user
    plans = Plan.objects.visible_to(user).annotate(planned=Count("courses", distinct=True))
    needs = Need.objects.visible_to(user).order_by().values("plan")
    counted = dict(needs.annotate(n=Count("pk")).values_list("plan", "n"))
    context = {
        "rows": [(plan, counted.get(plan.pk, 0)) for plan in plans],
        "may_manage": user.may(Ability.MANAGE_TRAINING),
    }
    return render(request, "training/plans.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: needs summed by topic and by unit, each of which opens, and its courses."""
    return _page(request, _plan(request, pk))


@requires(Ability.MANAGE_TRAINING)
def plan_add(request: HttpRequest) -> HttpResponse:
    """The plan of a year."""
    user: Any = request.user
    year = timezone.localdate().year
    form = NewPlanForm(request.POST or None, initial={"year": year, "title": f"{year}年民政系统培训计划"})
    made: list[Plan] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_plan(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("plan", made[0].pk)
    return form_page(request, form, "拟订年度培训计划", "保存")


@requires(Ability.MANAGE_TRAINING)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, source document, the last day for needs."""
    plan = _plan(request, pk)
    user: Any = request.user
    form = PlanForm(request.POST or None, initial={name: getattr(plan, name) for name in PlanForm.base_fields})
    if form.is_valid() and attempt(form, lambda: actions.edit_plan(plan, form.cleaned_data, by=user)):
        return redirect("plan", pk)
    return form_page(request, form, f"修改{plan.title}", "保存")


@requires(Ability.MANAGE_TRAINING)
def plan_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan holds from now on."""
    plan = _plan(request, pk)
    user: Any = request.user
    form = IssueForm(request.POST or None, initial={"on": timezone.localdate()})

    def issue() -> None:
        data = form.cleaned_data
        actions.issue_plan(plan, on=data["on"], document=data["issued_document"], by=user)

    if form.is_valid() and attempt(form, issue):
        return redirect("plan", pk)
    return form_page(request, form, f"下达{plan.title}", "下达")


@requires(Ability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def need_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A need of one of the user's units for the plan `pk`."""
    plan = _plan(request, pk)
    user: Any = request.user
    form = NeedForm(user, request.POST or None)

    def send() -> None:
        data = form.cleaned_data
        kind = CourseKind(data.pop("kind"))
        actions.send_need(plan, data.pop("unit"), kind=kind, today=timezone.localdate(), by=user, **data)

    if form.is_valid() and attempt(form, send):
        return redirect("plan", pk)
    return form_page(request, form, f"报送培训需求：{plan.title}", "报送")


@requires(Ability.NOMINATE)
@require_POST
def need_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A need that was sent by mistake."""
    need = get_object_or_404(Need.objects.visible_to(request.user).select_related("plan"), pk=pk)
    user: Any = request.user
    try:
        actions.take_back_need(need, today=timezone.localdate(), by=user)
    except ValidationError as error:
        note(request, "".join(error.messages), "danger")
        return _page(request, need.plan, status=422)
    return redirect("plan", need.plan_id)


def _plan(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)


def _page(request: HttpRequest, plan: Plan, *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    needs = Need.objects.visible_to(user).filter(plan=plan).select_related("unit", "sent_by")
    topic, unit = clean(request.GET.get("topic", "")), asked.key(request.GET.get("unit", ""))
    shown = needs.filter(topic=topic) if topic else needs
    shown = shown if unit is None else shown.filter(unit=unit)
    in_time = plan.needs_until is None or timezone.localdate() <= plan.needs_until
    taken = plan.state == PlanState.DRAFT and in_time
    kinds = dict(CourseKind.choices)
    by_topic = needs.order_by("kind", "topic").values("kind", "topic")
    by_unit = needs.order_by("unit__code").values("unit", "unit__name")
    context = {
        "plan": plan,
        "topics": [
            {**row, "kind": kinds[row["kind"]]}
            for row in by_topic.annotate(units=Count("unit", distinct=True), total=Sum("persons"))
        ],
        "units": by_unit.annotate(needs=Count("pk"), total=Sum("persons")),
        "needs": shown.order_by("unit__code", "pk"),
        "narrowed": bool(topic or unit),
        "courses": plan.courses.annotate(held=Count("batches")).order_by("pk"),
        "taken": taken,
        "may_send": taken and user.may(Ability.NOMINATE),
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "draft": plan.state == PlanState.DRAFT,
    }
    return render(request, "training/plan.html", context, status=status)
