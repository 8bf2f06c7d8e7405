"""Certificates: the list with its lamps, one with its history, what is proposed, entering and taking back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.explaining import conditions_of
from rencai.certificates.figures.certificates import held
from rencai.certificates.forms import AuthorityForm, CompleteForm, EndForm, PaperForm
from rencai.certificates.models import Authority, Certificate, CertificateState
from rencai.certificates.proposals import certified_without_pass, passed_without_certificate, told_without_certificate
from rencai.certificates.standing import lamp_of, standing_of
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.ui.asked import keys
from rencai.ui.listing import render_listing
from rencai.ui.notices import note
from rencai.ui.scopes import day_of, scope_of

SHOWN = 200


@requires(Ability.SEE_PEOPLE)
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Every certificate of the scope, with the lamp of its registration."""
    scope = scope_of(request)
    user: Any = request.user
    context = {"may_manage": user.may(Ability.MANAGE_CERTIFICATES)}
    return render_listing(
        request, held, scope, heading="证书与登记", template="certificates/list.html", context=context
    )


@requires(Ability.SEE_PEOPLE)
@require_safe
def certificate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate as of `?on=`: periods, applications, the conditions of what comes next."""
    certificate = _seen(request, pk)
    user: Any = request.user
    day = day_of(request, "on", "日期") or timezone.localdate()
    row = standing_of(certificate, day)
    present, periods = day == timezone.localdate(), certificate.registrations.select_related("authority")
    context = {
        "certificate": certificate,
        "day": day,
        "present": present,
        "lamp": lamp_of(row, day) if row else None,
        # A renewal granted in time begins later: today's page shows it already.
        "periods": periods if present else periods.filter(starts__lte=day),
        "applications": certificate.applications.filter(submitted_on__lte=day).select_related("submitted_by"),
        "next": conditions_of(certificate, day),
        "may_manage": user.may(Ability.MANAGE_CERTIFICATES),
        "may_decide": user.may(Ability.DECIDE_REGISTRATION),
    }
    answer = render(request, "certificates/certificate.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def certificate_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate of the person `pk`, from its paper."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = PaperForm(request.POST or None)
    made: list[Certificate] = []

    def enter() -> None:
        paper = Paper(**form.cleaned_data)
        made.append(actions.enter_certificate(person, paper, on=timezone.localdate(), by=user))

    if form.is_valid() and attempt(form, enter):
        return redirect("certificate", made[0].pk)
    return form_page(request, form, "登记证书", "登记", person)


@requires(Ability.MANAGE_CERTIFICATES)
def certificate_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and the day of issue, once the paper has come, or put right."""
    certificate = _seen(request, pk)
    user: Any = request.user
    known = {"number": certificate.number, "issued_on": certificate.issued_on}
    form = CompleteForm(request.POST or None, initial=known)
    if form.is_valid() and attempt(form, lambda: actions.complete_paper(certificate, by=user, **form.cleaned_data)):
        return redirect("certificate", pk)
    return form_page(request, form, "补正证书内容", "保存", certificate.person)


@requires(Ability.MANAGE_CERTIFICATES)
def certificate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back or void, by document."""
    certificate = _seen(request, pk)
    user: Any = request.user
    form = EndForm(request.POST or None)

    def end() -> None:
        data = form.cleaned_data
        actions.withdraw_certificate(
            certificate, CertificateState(data["state"]), on=data["on"], reason=data["reason"],
            document=data["document"], by=user,
        )  # fmt: skip

    if form.is_valid() and attempt(form, end):
        return redirect("certificate", pk)
    return form_page(request, form, "撤回证书或宣布无效", "确定", certificate.person)


@requires(Ability.MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates_proposed(request: HttpRequest) -> HttpResponse:
    """Passed entries that wait for their certificate; the chosen ones get it."""
    user: Any = request.user
    rows = passed_without_certificate(user)
    if request.method == "POST":
        chosen = rows.filter(pk__in=keys(request.POST.getlist("entry")))
        made = actions.issue_for_entries(list(chosen), on=timezone.localdate(), by=user)
        note(request, f"已登记{made}份证书。", "success")
    context = {
        "rows": passed_without_certificate(user)[:SHOWN],
        "count": rows.count(),
        "unfounded": certified_without_pass(user)[:SHOWN],
    }
    answer = render(request, "certificates/proposed.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates_adopt(request: HttpRequest) -> HttpResponse:
    """What rosters told of certificates; the chosen ones become records here."""
    user: Any = request.user
    rows = told_without_certificate(user)
    if request.method == "POST":
        chosen = rows.filter(pk__in=keys(request.POST.getlist("row")))
        periods = request.POST.get("periods") == "yes"
        made, skipped = actions.adopt(list(chosen), with_periods=periods, by=user)
        note(request, f"已建立{made}份证书{f'，{skipped}份没有建立（号码重复或已有）' if skipped else ''}。", "success")
    context = {"rows": told_without_certificate(user)[:SHOWN], "count": rows.count()}
    answer = render(request, "certificates/adopt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def authorities(request: HttpRequest) -> HttpResponse:
    """Who registers, from when until when."""
    user: Any = request.user
    form = AuthorityForm(request.POST or None)

    def change() -> None:
        data = form.cleaned_data
        actions.set_authority(user.county, data["name"], data["starts"], data["document"], by=user)

    if form.is_valid() and attempt(form, change):
        return redirect("authorities")
    rows = Authority.objects.visible_to(user)
    return render(request, "certificates/authorities.html", {"rows": rows, "form": form})


def _seen(request: HttpRequest, pk: int) -> Certificate:
    rows = Certificate.objects.visible_to(request.user).select_related("person", "entry__sitting")
    found: Certificate = get_object_or_404(rows, pk=pk)
    return found
