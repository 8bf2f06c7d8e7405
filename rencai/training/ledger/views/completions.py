"""Certificates of attendance: who is due one, issuing, the paper, revoking, and the page that anybody can check at."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rencai.documents.pdf import FontsMissing
from rencai.kernel.names import mask_name
from rencai.org import audit
from rencai.org.access import Ability, requires
from rencai.org.throttle import client_address
from rencai.people.register.forms import attempt
from rencai.training.ledger import actions
from rencai.training.ledger.actions.completions import due, hours_needed
from rencai.training.ledger.certificate import written
from rencai.training.ledger.forms import ReasonForm
from rencai.training.ledger.throttle import is_paused, note_wrong
from rencai.training.ledger.views.ledger import batch_of
from rencai.training.models import BatchState, Completion
from rencai.ui.notices import note

CHECKED = "completion-check"


@requires(Ability.MANAGE_TRAINING, Ability.SEE_REPORTS)
@require_safe
def completions(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds a certificate of the batch, and who is due one."""
    batch = batch_of(request, pk)
    user: Any = request.user
    issued = Completion.objects.visible_to(user).filter(enrolment__batch=batch)
    context = {
        "batch": batch,
        "needed": hours_needed(batch),
        "due": due(batch).select_related("person", "unit").order_by("unit__code", "person__pinyin", "pk"),
        "issued": issued.select_related("enrolment__unit", "issued_by", "revoked_by"),
        "may": user.may(Ability.MANAGE_TRAINING),
        "finished": batch.state == BatchState.FINISHED,
    }
    return render(request, "training/ledger/completions.html", context)


@requires(Ability.MANAGE_TRAINING)
@require_POST
def completion_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """To everybody who is due one; the second click finds nobody."""
    batch = batch_of(request, pk)
    user: Any = request.user
    try:
        actions.issue_completions(batch, today=timezone.localdate(), by=user)
    except ValidationError as refusal:
        note(request, "".join(refusal.messages), "danger")
        return render(request, "training/ledger/refused.html", {"batch": batch}, status=422)
    return redirect("completions", batch.pk)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def completion_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a certificate back, with a reason."""
    found = _seen(request, pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: actions.revoke_completion(found, reason=form.cleaned_data["reason"], by=user)
    ):
        return redirect("completions", found.enrolment.batch_id)
    context = {"batch": found.enrolment.batch, "form": form, "heading": f"撤销{found.number}", "button": "撤销"}
    return render(request, "training/ledger/form.html", context)


@requires(Ability.MANAGE_TRAINING, Ability.SEE_OWN_RECORD)
@require_safe
def completion_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a valid one, as PDF."""
    found = _seen(request, pk)
    if found.revoked_at is not None:
        raise Http404(pk)
    user: Any = request.user
    with transaction.atomic():
        event = audit.record("下载结业证明", by=user, on=found, county=found.county, changes=False)
    check_at = request.build_absolute_uri(f"{reverse(CHECKED)}?code={found.code}")
    try:
        made = written(found, check_at, trace=f"RCJ-{found.pk}-{event.seq}")
    except FontsMissing as error:
        note(request, str(error), "danger")
        return render(request, "training/ledger/refused.html", {"batch": found.enrolment.batch}, status=503)
    answer = HttpResponse(made.data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="completion-{found.year}-{found.serial:04d}.pdf"'
    return answer


@login_not_required
@require_safe
def completion_check(request: HttpRequest) -> HttpResponse:
    """Whether a certificate with this code is valid: what stands on it with the name masked, and no more.

    Opening it writes nothing but that a wrong code was tried.
    """
    code = "".join(request.GET.get("code", "").upper().split()).replace("-", "")[:32]
    context: dict[str, Any] = {"code": code}
    if code:
        now, address = timezone.now(), client_address(request)
        if is_paused(CHECKED, address, now):
            return render(request, "training/ledger/check.html", {"paused": True}, status=429)
        found = Completion.objects.filter(code=code).select_related("enrolment__batch__course").first()
        if found is None:
            note_wrong(CHECKED, address, "", now)
        context |= {"asked": True, "found": found, "name": mask_name(found.name) if found else ""}
    return render(request, "training/ledger/check.html", context)


def _seen(request: HttpRequest, pk: int) -> Completion:
    found = Completion.objects.visible_to(request.user).select_related("enrolment__batch__course", "enrolment__unit")
    return get_object_or_404(found, pk=pk)
