"""The notices of a decision, and the public page that says whether a certificate is registered."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.certificates.forms import CheckForm
from rencai.certificates.models import Application, ApplicationState, Certificate
from rencai.certificates.notice import notice
from rencai.certificates.standing import ENDING as ENDING_SOON
from rencai.certificates.standing import LAPSED, VALID, key_of, standing_of
from rencai.documents import pdf
from rencai.kernel.names import mask_name
from rencai.org import audit
from rencai.org.access import Ability, requires
from rencai.org.throttle import client_address
from rencai.training.ledger.throttle import is_crowded, is_paused, note_wrong

SUBJECT = "certificate-check"
_DECIDED = (ApplicationState.GRANTED, ApplicationState.REFUSED)


@requires(Ability.SEE_PEOPLE)
@require_safe
def application_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of what was decided, as PDF."""
    rows = Application.objects.visible_to(request.user).filter(state__in=_DECIDED)
    application = get_object_or_404(rows.select_related("certificate__person"), pk=pk)
    user: Any = request.user
    certificate = application.certificate
    with transaction.atomic():
        event = audit.record("下载登记通知", by=user, on=application, county=certificate.county, changes=False)
    check_at = request.build_absolute_uri(f"{reverse('certificate-check')}?code={certificate.check_code}")
    try:
        made = pdf.write(notice(application, check_at, trace=f"RCN-{application.pk}-{event.seq}"))
    except pdf.FontsMissing as error:
        raise Http404(str(error)) from error
    answer = HttpResponse(made.data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="notice-{application.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_check(request: HttpRequest) -> HttpResponse:
    """By the code of the QR, or by number and name together: whether it is valid, and no more than must be said."""
    code = "".join(request.GET.get("code", "").lower().split())[:32]
    form = CheckForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    now, address = timezone.now(), client_address(request)
    asked = bool(code) or (request.method == "POST" and form.is_valid())
    if asked and (is_paused(SUBJECT, address, now) or is_crowded(SUBJECT, now)):
        return render(request, "certificates/check.html", {"paused": True}, status=429)
    if asked:
        found = _by_code(code) if code else _by_number(**form.cleaned_data)
        if found is None:
            note_wrong(SUBJECT, address, "", now)
        context |= {"asked": True} | (_said(found) if found else {})
    answer = render(request, "certificates/check.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _by_code(code: str) -> Certificate | None:
    return Certificate.objects.filter(check_code=code).select_related("person").first()


def _by_number(number: str, name: str) -> Certificate | None:
    rows = Certificate.objects.filter(number=number.strip(), person__name=name.strip()).exclude(number="")
    return rows.select_related("person").first()


def _said(certificate: Certificate) -> dict[str, Any]:
    """The level, the masked name, whether it is registered and until when, where it is valid."""
    today = timezone.localdate()
    row = standing_of(certificate, today)
    key = key_of(row, today) if row else ""
    return {
        "found": certificate,
        "name": mask_name(certificate.person.name),
        "certificate_valid": certificate.state == "valid",
        "registered": key in {VALID, ENDING_SOON},
        "until": row.runs_until if row and key in {VALID, ENDING_SOON, LAPSED} else None,
    }
