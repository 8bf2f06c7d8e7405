"""Batches: the board, one with its people, and what is set up about it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.org.models import Unit
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.actions.batches import missing_entries
from rencai.training.actions.nominations import clashes
from rencai.training.costs import per_hour
from rencai.training.forms import BatchForm, CourseForm, HalfDaysForm, ReasonForm, SessionForm, TeachersForm
from rencai.training.models import Batch, BatchState, Course, Enrolment, EnrolmentState, Plan, Session
from rencai.ui.notices import note

_ACTIVE = Q(enrolments__state__in=[EnrolmentState.NOMINATED, EnrolmentState.CONFIRMED, EnrolmentState.WALK_IN])


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """The batches of a year, those that need work first."""
    user: Any = request.user
    years = sorted({day.year for day in Batch.objects.visible_to(user).dates("first_day", "year")}, reverse=True)
    year = _year(request, years)
    rows = Batch.objects.visible_to(user).filter(first_day__year=year).select_related("course")
    rows = rows.annotate(people=Count("enrolments", filter=_ACTIVE))
    groups = [(state.label, [row for row in rows if row.state == state]) for state in BatchState]
    context = {
        "years": years,
        "year": year,
        "groups": [(label, found) for label, found in groups if found],
        "day": min(date(year, 12, 31), timezone.localdate()),
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "may_nominate": user.may(Ability.NOMINATE),
    }
    return render(request, "training/batches.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: days, sessions, places and people of the user's scope."""
    return _page(request, _seen(request, pk))


def _page(request: HttpRequest, batch: Batch) -> HttpResponse:
    user: Any = request.user
    seen = Enrolment.objects.visible_to(user).filter(batch=batch).select_related("person", "unit")
    people = list(seen.order_by("state", "unit__code", "person__pinyin"))
    elsewhere = clashes(batch, [one.person_id for one in people])
    sent: dict[int, int] = {}
    for one in batch.enrolments.filter(state__in=["nominated", "confirmed", "walk_in"]).values_list("unit", flat=True):
        sent[one] = sent.get(one, 0) + 1
    units = Unit.objects.visible_to(user)
    places = batch.places.filter(unit__in=units).select_related("unit")
    context = {
        "batch": batch,
        "sessions": batch.sessions.all(),
        "teachers": batch.teachers.all(),
        "people": [(one, elsewhere.get(one.person_id, "")) for one in people],
        "waiting": any(one.state == EnrolmentState.NOMINATED for one in people),
        "places": [(place, sent.get(place.unit_id, 0)) for place in places],
        "missing": missing_entries(batch) if batch.state == BatchState.CONFIRMED else 0,
        "cost": per_hour(batch),
        "today": timezone.localdate(),
        "over": batch.state in {BatchState.FINISHED, BatchState.CANCELLED},
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "may_nominate": user.may(Ability.NOMINATE),
    }
    answer = render(request, "training/batch.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_TRAINING)
def course_add(request: HttpRequest) -> HttpResponse:
    """A course and its first batch, on one page each."""
    user: Any = request.user
    form = CourseForm(request.POST or None, initial={"plan": request.GET.get("plan", "")})
    form.offer(Plan.objects.visible_to(user))
    made: list[Course] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_course(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("course-batch", made[0].pk)
    return form_page(request, form, "登记培训班", "下一步：登记班次")


@requires(Ability.MANAGE_TRAINING)
def batch_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch of the course `pk`."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = BatchForm(request.POST or None)
    made: list[Batch] = []
    if form.is_valid() and attempt(form, lambda: made.append(actions.add_batch(course, by=user, **form.cleaned_data))):
        return redirect("batch", made[0].pk)
    return form_page(request, form, f"登记班次：{course.title}", "登记")


@requires(Ability.MANAGE_TRAINING)
def batch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    user: Any = request.user
    form = BatchForm(request.POST or None, initial={name: getattr(batch, name) for name in BatchForm.base_fields})
    if form.is_valid() and attempt(form, lambda: actions.edit_batch(batch, form.cleaned_data, by=user)):
        return redirect("batch", pk)
    return form_page(request, form, f"修改班次 {batch.code}", "保存")


@requires(Ability.MANAGE_TRAINING)
def batch_half_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Morning and afternoon of every day."""
    batch = _seen(request, pk)
    user: Any = request.user
    form = HalfDaysForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.add_half_days(batch, by=user, **form.cleaned_data)):
        return redirect("batch", pk)
    return form_page(request, form, f"按半天安排节次：{batch.code}", "安排")


@requires(Ability.MANAGE_TRAINING)
def batch_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session with its own times."""
    batch = _seen(request, pk)
    user: Any = request.user
    form = SessionForm(request.POST or None, initial={"day": batch.first_day})
    if form.is_valid() and attempt(form, lambda: actions.add_session(batch, by=user, **form.cleaned_data)):
        return redirect("batch", pk)
    return form_page(request, form, f"增加一节：{batch.code}", "增加")


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_session_remove(request: HttpRequest, pk: int, sitting: int) -> HttpResponse:
    """Take a session out."""
    batch = _seen(request, pk)
    session = get_object_or_404(Session.objects.filter(batch=batch), pk=sitting)
    user: Any = request.user
    return _done(request, batch, lambda: actions.remove_session(session, by=user))


@requires(Ability.MANAGE_TRAINING)
def batch_teachers(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    user: Any = request.user
    told = "\n".join("，".join(filter(None, (one.name, one.organisation, one.topic))) for one in batch.teachers.all())
    form = TeachersForm(request.POST or None, initial={"teachers": told})
    if form.is_valid() and attempt(form, lambda: actions.set_teachers(batch, form.rows(), by=user)):
        return redirect("batch", pk)
    return form_page(request, form, f"师资：{batch.code}", "保存")


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Open for nominations, or settle the list."""
    batch = _seen(request, pk)
    user: Any = request.user
    return _done(request, batch, lambda: actions.move_on(batch, by=user))


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch is over and counts."""
    batch = _seen(request, pk)
    user: Any = request.user
    return _done(request, batch, lambda: actions.finish(batch, today=timezone.localdate(), by=user))


@requires(Ability.MANAGE_TRAINING)
def batch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.cancel(batch, by=user, **form.cleaned_data)):
        return redirect("batch", pk)
    return form_page(request, form, f"取消班次 {batch.code}", "取消班次")


def _seen(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("course__plan"), pk=pk)


def _done(request: HttpRequest, batch: Batch, action: Callable[[], object]) -> HttpResponse:
    """Back to the batch; what was refused is said above it."""
    try:
        action()
    except ValidationError as error:
        note(request, "".join(error.messages))
        return _page(request, batch)
    return redirect("batch", batch.pk)


def _year(request: HttpRequest, years: list[int]) -> int:
    text = request.GET.get("year", "")
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    return years[0] if years else timezone.localdate().year
