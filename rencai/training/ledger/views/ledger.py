"""The ledger of a batch: people by sessions, what is missing, corrections, walk-ins."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rencai.org.access import Ability, among, requires
from rencai.people.register.forms import attempt
from rencai.training.ledger import actions
from rencai.training.ledger.forms import CorrectionForm, HoursForm, TermsForm, WalkInForm
from rencai.training.ledger.identity import of_county
from rencai.training.ledger.reading import gaps, lines, obstacles, sessions_of, shared_phones
from rencai.training.ledger.timing import is_early, is_over
from rencai.training.models import Attendance, Batch, BatchState, Correction, Enrolment, Objection, Session
from rencai.ui.notices import note


@requires(Ability.SEE_PEOPLE)
@require_safe
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the user's scope was at which session, and the corrections; the bureau also sees what is missing."""
    batch = batch_of(request, pk)
    user: Any = request.user
    sessions, now = sessions_of(batch), timezone.now()
    early = [session for session in sessions if is_early(session, now)]
    corrections = Correction.objects.filter(among("attendance", Attendance.objects.visible_to(user)))
    may = user.may(Ability.MANAGE_TRAINING) and batch.state != BatchState.CANCELLED
    context = {
        "batch": batch,
        "sessions": sessions,
        "days": sorted({session.day for session in sessions}),
        "early": early,
        "begun": {session.day for session in sessions if session not in early},
        "lines": lines(user, batch, sessions),
        "total": sum(session.hours for session in sessions),
        "corrections": corrections.filter(attendance__enrolment__batch=batch).select_related(
            "attendance__enrolment__person", "attendance__session", "by"
        ),
        "objections": Objection.objects.visible_to(user).filter(enrolment__batch=batch).open() if may else (),
        "gaps": [(gap, is_over(gap.session, now)) for gap in gaps(batch)] if may else (),
        "complete": may and batch.state == BatchState.CONFIRMED and not obstacles(batch, timezone.localdate()),
        "shared": shared_phones(batch) if may else (),
        "may": may,
        "reads": user.may(Ability.SEE_REPORTS),
        "today": timezone.localdate(),
    }
    return render(request, "training/ledger/ledger.html", context)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Puts one entry right; what it said before stands beside the form."""
    enrolment = enrolment_of(request, pk)
    sitting = get_object_or_404(enrolment.batch.sessions, pk=session)
    entry = Attendance.objects.filter(enrolment=enrolment, session=sitting).first()
    initial = {"presence": entry.presence, "at": entry.at, "left_at": entry.left_at} if entry else {}
    form = CorrectionForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: _correct(enrolment, sitting, form, request.user)):
        return redirect("ledger", enrolment.batch_id)
    traces = entry.corrections.select_related("by") if entry else ()
    context = {"enrolment": enrolment, "session": sitting, "entry": entry, "form": form, "traces": traces}
    objection = Objection.objects.open().filter(enrolment=enrolment, session=sitting).first()
    return render(request, "training/ledger/correct.html", {**context, "objection": objection})


def _correct(enrolment: Enrolment, session: Session, form: CorrectionForm, user: Any) -> None:
    actions.correct(enrolment, session, by=user, now=timezone.now(), **form.cleaned_data)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody came without being sent."""
    batch = batch_of(request, pk)
    form = WalkInForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _walk_in(batch, form, request.user)):
        return redirect("ledger", batch.pk)
    return render(request, "training/ledger/form.html", _page(batch, form, "登记临时参加", "登记"))


def _walk_in(batch: Batch, form: WalkInForm, user: Any) -> None:
    data, on = form.cleaned_data, min(batch.last_day, timezone.localdate())
    person = of_county(batch, data["name"], data["tail"], on)
    if person is None:
        raise ValidationError("本县人才信息库中没有姓名和后四位都相符的人员。请先在“人员”中登记，或核对后再填。")
    reason = {"reason": data["reason"]} if data["reason"] else {}
    actions.walk_in(batch, person, on=on, by=user, **reason)


@requires(Ability.MANAGE_TRAINING)
@require_POST
def rest_absent(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody without an entry for the session was not there."""
    session = session_of(request, pk)
    user: Any = request.user
    try:
        actions.rest_absent(session, now=timezone.now(), by=user)
    except ValidationError as refusal:
        note(request, "".join(refusal.messages), "danger")
        return render(request, "training/ledger/refused.html", {"batch": session.batch}, status=422)
    return redirect("ledger", session.batch_id)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Grace, people per phone, share of the hours for a certificate."""
    batch = batch_of(request, pk)
    user: Any = request.user
    initial = {name: getattr(batch, name) for name in TermsForm.base_fields}
    form = TermsForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.set_terms(batch, form.cleaned_data, by=user)):
        return redirect("ledger", batch.pk)
    return render(request, "training/ledger/form.html", _page(batch, form, "签到与结业设置", "保存"))


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def session_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """What a session is worth from now on; everybody's hours follow."""
    session = session_of(request, pk)
    user: Any = request.user
    form = HoursForm(request.POST or None, initial={"hours": session.hours})
    if form.is_valid() and attempt(form, lambda: actions.change_session_hours(session, by=user, **form.cleaned_data)):
        return redirect("ledger", session.batch_id)
    page = _page(session.batch, form, f"更正学时（{session}）", "确认")
    return render(request, "training/ledger/form.html", page)


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """The batch of the user's county. Raises Http404 for any other."""
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("course"), pk=pk)


def session_of(request: HttpRequest, pk: int) -> Session:
    return get_object_or_404(Session.objects.visible_to(request.user).select_related("batch__course"), pk=pk)


def enrolment_of(request: HttpRequest, pk: int) -> Enrolment:
    found = Enrolment.objects.visible_to(request.user).select_related("batch__course", "person", "unit")
    return get_object_or_404(found, pk=pk)


def _page(batch: Batch, form: Any, heading: str, button: str) -> dict[str, Any]:
    return {"batch": batch, "form": form, "heading": heading, "button": button}
