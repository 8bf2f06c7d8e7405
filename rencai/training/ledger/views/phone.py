"""The phone in the room: the scan, signing in, and giving one's opinion; open to everybody who sees the screen."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.kernel.names import mask_name
from rencai.org.models import Role
from rencai.people.models import Person
from rencai.people.register.forms import attempt
from rencai.training.ledger import actions, codes, permits
from rencai.training.ledger.actions.evaluations import is_open, refusal
from rencai.training.ledger.identity import of_county, participant
from rencai.training.ledger.phone_forms import EvaluationForm, IdentityForm
from rencai.training.ledger.throttle import is_crowded, is_paused, note_wrong
from rencai.training.ledger.timing import is_early, is_over, opens_at
from rencai.training.models import Attendance, Batch, Enrolment, Session
from rencai.ui.notices import note

STALE = "二维码已过期。请对着现场屏幕重新扫码；转发的链接不能使用。"
# The same words for a name that nobody has and for digits that don't fit: nobody learns who is on a list.
UNKNOWN = "没有核对上。请检查姓名和后四位；仍不行的，请找会务人员登记。"
PAUSED = "核对次数过多，请15分钟后再试，或找会务人员登记。"
OPINION = "培训评价"
PAGES = {codes.SIGN_IN: "sign-in", codes.EVALUATE: "evaluation"}


@login_not_required
@require_safe
def scan(request: HttpRequest, purpose: str, key: int, code: str) -> HttpResponse:
    """What the QR code leads to: a fresh one opens the page behind it for some minutes, on this phone only."""
    if purpose not in PAGES:
        raise Http404(purpose)
    now = timezone.now()
    if not codes.is_fresh(purpose, key, code, now):
        return _said(request, STALE, status=400)
    if purpose == codes.SIGN_IN:
        session = get_object_or_404(Session.objects.select_related("batch"), pk=key)
        if is_early(session, now):
            return _said(request, f"{_hour(opens_at(session))} 开始签到，现在还没有开放。到时请重新扫码。")
        if is_over(session, now):
            return _said(request, "本节已结束，不能再扫码签到。请找会务人员登记。")
    permits.grant(request, purpose, key, now)
    return redirect(PAGES[purpose], key)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and last four characters; a talent who is signed in only presses the button."""
    now = timezone.now()
    permit = permits.held(request, codes.SIGN_IN, pk, now)
    if permit is None:
        return _said(request, STALE, status=400)
    session = get_object_or_404(Session.objects.select_related("batch__course"), pk=pk)
    own = _own_person(request)
    tapped = request.method == "POST" and "own" in request.POST and own is not None
    form = IdentityForm(request.POST if request.method == "POST" and not tapped else None)
    person = own if tapped else _named(form, permit, f"sign-in {pk}", session.batch, session.day, now)
    entry = _entered(request, session, person, permit) if person else None
    if person and entry:
        told = {"session": session, "entry": entry, "name": mask_name(person.name)}
        return render(request, "training/ledger/signed_in.html", told)
    context = {"session": session, "form": form, "own": own}
    return render(request, "training/ledger/sign_in.html", context, status=422 if request.method == "POST" else 200)


def _entered(request: HttpRequest, session: Session, person: Person, permit: permits.Permit) -> Attendance | None:
    """The entry of the person; where the ledger refuses, its words stand above the page."""
    user: Any = request.user
    by = user if user.is_authenticated else None
    try:
        return actions.sign_in(session, person, scanned_at=permit.scanned_at, device=permit.device, by=by)
    except ValidationError as refusal:
        note(request, "".join(refusal.messages), "danger")
        return None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """First who one is, then what one thinks; the two meet nowhere but in this answer."""
    now, today = timezone.now(), timezone.localdate()
    own = _own_person(request)
    mine = Enrolment.objects.filter(batch=pk, person=own).taking_part().first() if own else None
    permit = permits.held(request, codes.EVALUATE, pk, now)
    if mine is None and permit is None:
        return _said(request, STALE, status=400)
    batch = get_object_or_404(Batch.objects.select_related("course"), pk=pk)
    if not is_open(batch, today):
        return _said(request, "培训最后一天起10日内可以评价，现在不在评价时间内。", heading=OPINION)
    enrolment = mine or _chosen(request, batch, now)
    if enrolment is None:
        return _ask_who(request, batch, permit, now) if permit else _said(request, STALE, status=400)
    if why := refusal(enrolment):
        return _said(request, why, heading=OPINION)
    form = EvaluationForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.evaluate(enrolment, today=today, **form.cleaned_data)):
        permits.forget_choice(request)
        return _said(request, "评价已提交，谢谢。评价不记名，任何人都查不到是谁填写的。", heading=OPINION)
    return render(request, "training/ledger/evaluate.html", {"batch": batch, "form": form})


def _ask_who(request: HttpRequest, batch: Batch, permit: permits.Permit, now: datetime) -> HttpResponse:
    form = IdentityForm(request.POST or None)
    person = _named(form, permit, f"evaluate {batch.pk}", batch, None, now)
    if person is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "training/ledger/sign_in.html", {"batch": batch, "form": form}, status=status)
    permits.choose(request, Enrolment.objects.get(batch=batch, person=person).pk, now)
    return redirect("evaluation", batch.pk)


def _named(
    form: IdentityForm, permit: permits.Permit, subject: str, batch: Batch, on: date | None, now: datetime
) -> Person | None:
    """Whom the form names: of the list, with a day also of the register. Else the form says that it didn't fit."""
    if not form.is_valid():
        return None
    if is_paused(subject, permit.device, now) or is_crowded(subject, now):
        form.add_error(None, PAUSED)
        return None
    name, tail = form.cleaned_data["name"], form.cleaned_data["tail"]
    person = of_county(batch, name, tail, on) if on else participant(batch, name, tail)
    if person is None:
        note_wrong(subject, permit.device, batch.county, now)
        form.add_error(None, UNKNOWN)
    return person


def _chosen(request: HttpRequest, batch: Batch, now: datetime) -> Enrolment | None:
    chosen = permits.chosen(request, now)
    return Enrolment.objects.filter(pk=chosen, batch=batch).first() if chosen else None


def _own_person(request: HttpRequest) -> Person | None:
    user: Any = request.user
    if not user.is_authenticated or user.role != Role.TALENT:
        return None
    return Person.objects.visible_to(user).first()


def _said(request: HttpRequest, words: str, *, heading: str = "培训签到", status: int = 200) -> HttpResponse:
    return render(request, "training/ledger/said.html", {"heading": heading, "words": words}, status=status)


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
