"""What a batch is made of: its sessions, its teachers, the places of each unit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rencai.org.access import Ability, requires
from rencai.org.models import Unit, UnitKind
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.forms.batches import MOST_PLACES, HalfDaysForm, SessionForm, TeachersForm
from rencai.training.models import RUNNING, Attendance, Batch, Session
from rencai.training.reading import by_unit
from rencai.training.views.batches import batch_of, page_of, refused
from rencai.ui.notices import note

MOST_UNITS = 900  # a form of more fields is refused as a whole


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """All sessions; the usual half days in one go, or one more."""
    batch = batch_of(request, pk)
    user: Any = request.user
    several = "half_days" in request.POST
    half_days = HalfDaysForm(request.POST if several else None)
    # An id of its own for each field: both forms ask for hours.
    typed = request.POST if request.POST and not several else None
    one = SessionForm(typed, initial={"day": batch.first_day}, auto_id="one_%s")
    if half_days.is_valid() and attempt(
        half_days, lambda: actions.add_half_days(batch, half_days.cleaned_data["hours"], by=user)
    ):
        return redirect("batch-sessions", pk)
    if one.is_valid() and attempt(one, lambda: actions.add_session(batch, by=user, **one.cleaned_data)):
        return redirect("batch-sessions", pk)
    context = {
        "batch": batch,
        "sessions": batch.sessions.annotate(told=Exists(Attendance.objects.filter(session=OuterRef("pk")))),
        "half_days": half_days,
        "one": one,
        "running": batch.state in RUNNING,
    }
    return render(request, "training/sessions.html", context)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Puts a session right; once the ledger says something of it, only what it is worth, on the ledger's own page."""
    batch = batch_of(request, pk)
    row = get_object_or_404(batch.sessions, pk=session)
    if batch.state not in RUNNING or row.attendances.exists():
        return redirect("session-hours", session)
    user: Any = request.user
    form = SessionForm(request.POST or None, initial={name: getattr(row, name) for name in SessionForm.base_fields})
    if form.is_valid() and attempt(form, lambda: actions.edit_session(row, form.cleaned_data, by=user)):
        return redirect("batch-sessions", pk)
    return form_page(request, form, f"修改节次：{batch}", "保存", back=("节次", reverse("batch-sessions", args=[pk])))


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_session_remove(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Takes a session out that nobody has an entry for."""
    batch = batch_of(request, pk)
    row: Session = get_object_or_404(batch.sessions, pk=session)
    user: Any = request.user
    try:
        actions.remove_session(row, by=user)
    except ValidationError as error:
        return refused(request, batch, error)
    return redirect("batch-sessions", pk)


@requires(Ability.MANAGE_TRAINING)
def batch_teachers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who teaches, a line each."""
    batch = batch_of(request, pk)
    user: Any = request.user
    known = ["，".join(filter(None, (one.name, one.organisation, one.topic))) for one in batch.teachers.all()]
    form = TeachersForm(request.POST or None, initial={"teachers": "\n".join(known)})
    if form.is_valid() and attempt(form, lambda: actions.set_teachers(batch, form.cleaned_data["teachers"], by=user)):
        return redirect("batch", pk)
    return form_page(request, form, f"师资：{batch}", "保存", back=page_of(batch))


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_places(request: HttpRequest, pk: int) -> HttpResponse:
    """How many places each unit has; only what was shown is changed."""
    batch = batch_of(request, pk)
    kind = request.GET.get("kind", "")
    units = Unit.objects.visible_to(request.user).on(timezone.localdate()).select_related("area")
    if kind in UnitKind.values:
        units = units.filter(kind=kind)
    offered = list(units.order_by("code")[:MOST_UNITS])
    typed = {unit.pk: request.POST.get(f"unit-{unit.pk}", "").strip() for unit in offered}
    user: Any = request.user
    if request.method == "POST" and _places_set(request, batch, offered, typed, user):
        return redirect("batch", pk)
    lines = {line.unit.pk: line for line in by_unit(user, batch)}
    shown = [(unit, lines.get(unit.pk), typed[unit.pk] or _given(lines.get(unit.pk))) for unit in offered]
    context = {
        "batch": batch,
        "shown": shown,
        "kinds": UnitKind.choices,
        "kind": kind,
        "given": sum(line.places for line in lines.values()),
    }
    return render(request, "training/places.html", context, status=422 if request.method == "POST" else 200)


def _given(line: Any) -> str:
    return str(line.places) if line is not None and line.places else ""


def _places_set(request: HttpRequest, batch: Batch, units: list[Unit], typed: dict[int, str], user: Any) -> bool:
    """Whether what was typed could be kept; else it is said on the page. Nothing typed is no place."""
    for unit in units:
        text = typed[unit.pk]
        if text and not (text.isascii() and text.isdigit() and int(text) <= MOST_PLACES):
            note(request, f"{unit.name}的名额“{text[:10]}”不是数字，没有保存任何名额。", "danger")
            return False
    had = dict(batch.places.values_list("unit", "number"))
    wanted = {unit: int(typed[unit.pk] or 0) for unit in units}
    changed = {unit: number for unit, number in wanted.items() if number != had.get(unit.pk, 0)}
    try:
        actions.set_places(batch, changed, by=user)
    except ValidationError as error:
        for message in error.messages:
            note(request, message, "danger")
        return False
    return True
