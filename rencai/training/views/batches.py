"""Batches: the board, one with its list, set up, moved on, finished or cancelled."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.forms.batches import BatchForm, CancelForm, MoneyForm
from rencai.training.ledger.reading import obstacles
from rencai.training.models import RUNNING, Batch, BatchState, Course
from rencai.training.reading import STATE_CHOICES, Wanted, board, by_unit, flagged, listed, years
from rencai.ui import asked
from rencai.ui.notices import note

PER_PAGE = 100
_NEXT = {BatchState.PLANNED: "开始报名", BatchState.OPEN: "确定名单"}


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """The board: batches by state with their numbers; unfinished ones of any year while no year is chosen."""
    user: Any = request.user
    this_year, chosen = timezone.localdate().year, asked.year(request.GET.get("year", ""))
    context = {
        "groups": board(user, chosen or this_year, with_unfinished=chosen is None),
        "year": chosen,
        "this_year": this_year,
        "years": sorted({this_year, *years(user)}, reverse=True),
        "unfinished": RUNNING,
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "may_account": user.may(Ability.SEE_REPORTS),
    }
    return render(request, "training/batches.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what it is, places against who was sent, the list to work in."""
    return _page(request, batch_of(request, pk))


@requires(Ability.MANAGE_TRAINING)
def batch_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch of the course `pk`."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = BatchForm(request.POST or None)
    made: list[Batch] = []
    if form.is_valid() and attempt(form, lambda: made.append(actions.add_batch(course, by=user, **form.cleaned_data))):
        return redirect("batch-sessions", made[0].pk)
    return form_page(request, form, f"新增班次：{course.title}", "保存，下一步安排节次")


@requires(Ability.MANAGE_TRAINING)
def batch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Days, place, capacity, money; of one that is over the money only."""
    batch = batch_of(request, pk)
    user: Any = request.user
    kind = BatchForm if batch.state in RUNNING else MoneyForm
    form = kind(request.POST or None, initial={name: getattr(batch, name) for name in kind.base_fields})
    if form.is_valid() and attempt(form, lambda: actions.edit_batch(batch, form.cleaned_data, by=user)):
        return redirect("batch", pk)
    return form_page(request, form, f"修改{batch}", "保存", back=page_of(batch))


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_move_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To nominations, or to the settled list."""
    user: Any = request.user
    return _stepped(request, pk, lambda batch: actions.move_on(batch, by=user))


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch is over, from now on its attendance counts."""
    user: Any = request.user
    return _stepped(request, pk, lambda batch: actions.finish(batch, today=timezone.localdate(), by=user))


@requires(Ability.MANAGE_TRAINING)
def batch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch is not held."""
    batch = batch_of(request, pk)
    user: Any = request.user
    form = CancelForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.cancel(batch, by=user, **form.cleaned_data)):
        return redirect("batch", pk)
    return form_page(request, form, f"取消{batch}", "取消班次", back=page_of(batch))


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who take part, of the user's scope, on a sheet of paper."""
    batch = batch_of(request, pk)
    rows = listed(request.user, batch, Wanted()).taking_part()
    answer = render(request, "training/print.html", {"batch": batch, "rows": rows, "teachers": batch.teachers.all()})
    answer["Cache-Control"] = "no-store"
    return answer


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """The batch of the user's county. Raises Http404 for any other."""
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("course"), pk=pk)


def page_of(batch: Batch) -> tuple[str, str]:
    """The way back to the batch, for a form."""
    return "班次", reverse("batch", args=[batch.pk])


def refused(request: HttpRequest, batch: Batch, error: ValidationError) -> HttpResponse:
    """The batch's page with what an action said against it."""
    for message in error.messages:
        note(request, message, "danger")
    return _page(request, batch, status=422)


def _stepped(request: HttpRequest, pk: int, step: Callable[[Batch], object]) -> HttpResponse:
    batch = batch_of(request, pk)
    try:
        step(batch)
    except ValidationError as error:
        return refused(request, batch_of(request, pk), error)
    return redirect("batch", pk)


def _page(request: HttpRequest, batch: Batch, *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    today, wanted = timezone.localdate(), Wanted.of(request.GET)
    page = Paginator(listed(user, batch, wanted), PER_PAGE).get_page(request.GET.get("page"))
    units = by_unit(user, batch)
    may_manage, running = user.may(Ability.MANAGE_TRAINING), batch.state in RUNNING
    context = {
        "batch": batch,
        "sessions": batch.sessions.all(),
        "total": sum(batch.sessions.values_list("hours", flat=True)),
        "teachers": batch.teachers.all(),
        "units": units,
        "places": sum(line.places for line in units),
        "waiting": sum(line.waiting for line in units),
        "taking_part": sum(line.taking_part for line in units),
        "page": page,
        "rows": flagged(batch, page),
        "wanted": wanted,
        "states": STATE_CHOICES,
        "may_manage": may_manage,
        "may_account": user.may(Ability.SEE_REPORTS),
        "may_work": running and (may_manage or user.may(Ability.NOMINATE)),
        "may_nominate": running
        and (may_manage or (_open_to_units(user, batch, today) and any(one.left for one in units))),
        "running": running,
        "next": _NEXT.get(BatchState(batch.state), "") if may_manage else "",
        "obstacles": obstacles(batch, today) if may_manage and batch.state == BatchState.CONFIRMED else None,
        "today": today,
    }
    answer = render(request, "training/batch.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _open_to_units(user: Any, batch: Batch, today: Any) -> bool:
    in_time = batch.nominate_until is None or today <= batch.nominate_until
    return user.may(Ability.NOMINATE) and batch.state == BatchState.OPEN and in_time
