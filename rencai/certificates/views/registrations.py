"""Applications step by step, and periods entered or ended by hand."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.certificates import actions
from rencai.certificates.explaining import conditions_of_application
from rencai.certificates.forms import (
    AgainForm,
    ApplyForm,
    DayForm,
    EndPeriodForm,
    GrantForm,
    PeriodForm,
    ReasonForm,
    RefuseForm,
)
from rencai.certificates.models import (
    OPEN_STATES,
    Application,
    Certificate,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)
from rencai.certificates.standing import standing_of
from rencai.kernel.workdays import unsettled
from rencai.org.access import Ability, requires
from rencai.org.calendar import overrides_of
from rencai.people.register.changes import form_page
from rencai.people.register.forms import Form, attempt


@requires(Ability.SEE_PEOPLE)
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Applications that are open, those due first; then the latest decided ones."""
    user: Any = request.user
    rows = Application.objects.visible_to(user).select_related("certificate__person")
    context = {
        "open": rows.filter(state__in=OPEN_STATES).order_by("due_on", "submitted_on"),
        "decided": rows.exclude(state__in=OPEN_STATES).order_by("-decided_on", "-pk")[:50],
        "today": timezone.localdate(),
    }
    answer = render(request, "certificates/applications.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.SEE_PEOPLE)
@require_safe
def application_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One application beside every clause of its rule."""
    application = _seen(request, pk)
    user: Any = request.user
    day = application.decided_on or timezone.localdate()
    context = {
        "application": application,
        "unsettled": _unsettled(application),
        "next": conditions_of_application(application, day),
        "day": day,
        "today": timezone.localdate(),
        "may_manage": user.may(Ability.MANAGE_CERTIFICATES),
        "may_decide": user.may(Ability.DECIDE_REGISTRATION),
    }
    answer = render(request, "certificates/application.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _unsettled(application: Application) -> list[int]:
    if application.accepted_on is None or application.due_on is None:
        return []
    overrides = overrides_of(application.certificate.county)
    return unsettled(application.accepted_on, application.due_on, overrides)


@requires(Ability.MANAGE_CERTIFICATES)
def application_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An application for the certificate `pk`."""
    certificate = _certificate(request, pk)
    user: Any = request.user
    today = timezone.localdate()
    row = standing_of(certificate, today)
    kind = RegistrationKind.RENEWAL if row is not None and row.runs_until else RegistrationKind.FIRST
    form = ApplyForm(request.POST or None, initial={"kind": kind, "on": today})
    made: list[Application] = []

    def hand_in() -> None:
        data = form.cleaned_data
        made.append(
            actions.apply_for(
                certificate, RegistrationKind(data["kind"]), on=data["on"], materials=data["materials"], by=user
            )
        )

    if form.is_valid() and attempt(form, hand_in):
        return redirect("application", made[0].pk)
    return form_page(request, form, "登记申请", "提交", certificate.person)


@requires(Ability.MANAGE_CERTIFICATES)
def application_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken up, with the day by which it is to be decided."""
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, _seen(request, pk), form, actions.accept, "受理登记申请", "受理")


@requires(Ability.MANAGE_CERTIFICATES)
def application_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent back with what is missing."""
    form = ReasonForm(request.POST or None)
    return _step(request, _seen(request, pk), form, actions.return_for_correction, "退回补正", "退回")


@requires(Ability.MANAGE_CERTIFICATES)
def application_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What was missing has come."""
    application = _seen(request, pk)
    initial = {"on": timezone.localdate(), "materials": application.materials}
    form = AgainForm(request.POST or None, initial=initial)
    return _step(request, application, form, actions.submit_again, "补正后再次提交", "提交")


@requires(Ability.MANAGE_CERTIFICATES)
def application_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant takes it back."""
    form = ReasonForm(request.POST or None)
    return _step(request, _seen(request, pk), form, actions.withdraw_application, "撤回登记申请", "撤回")


@requires(Ability.DECIDE_REGISTRATION)
def application_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Registered."""
    form = GrantForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, _seen(request, pk), form, actions.grant, "准予登记", "准予登记")


@requires(Ability.DECIDE_REGISTRATION)
def application_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not registered, with the reason."""
    form = RefuseForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, _seen(request, pk), form, actions.refuse, "不予登记", "不予登记")


def _step(
    request: HttpRequest, application: Application, form: Form, action: Callable[..., object], title: str, button: str
) -> HttpResponse:
    """Takes the application one step on with the form's fields, or asks for them."""
    if form.is_valid() and attempt(form, lambda: action(application, by=request.user, **form.cleaned_data)):
        return redirect("application", application.pk)
    return form_page(request, form, title, button, application.certificate.person)


@requires(Ability.MANAGE_CERTIFICATES)
def period_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A period that was registered before this program kept them."""
    certificate = _certificate(request, pk)
    user: Any = request.user
    form = PeriodForm(request.POST or None)

    def enter() -> None:
        data = form.cleaned_data
        actions.record_period(
            certificate, RegistrationKind(data["kind"]), data["starts"], number=data["number"], by=user
        )

    if form.is_valid() and attempt(form, enter):
        return redirect("certificate", pk)
    return form_page(request, form, "补录登记期", "补录", certificate.person)


@requires(Ability.DECIDE_REGISTRATION)
def period_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancelled or withdrawn; the period keeps its dates."""
    rows = Registration.objects.visible_to(request.user).select_related("certificate__person")
    period = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    form = EndPeriodForm(request.POST or None, initial={"on": timezone.localdate()})

    def end() -> None:
        data = form.cleaned_data
        actions.end_registration(period, RegistrationEnd(data["kind"]), on=data["on"], reason=data["reason"], by=user)

    if form.is_valid() and attempt(form, end):
        return redirect("certificate", period.certificate_id)
    return form_page(request, form, "注销或撤销登记", "确定", period.certificate.person)


def _seen(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).select_related("certificate__person")
    found: Application = get_object_or_404(rows, pk=pk)
    return found


def _certificate(request: HttpRequest, pk: int) -> Certificate:
    rows = Certificate.objects.visible_to(request.user).select_related("person")
    found: Certificate = get_object_or_404(rows, pk=pk)
    return found
