"""The audit chain, for the audit administrator."""

from itertools import islice
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rencai.org.access import Ability, requires
from rencai.org.audit import faults, head, record
from rencai.org.forms.audit import FilterForm, VerifyForm
from rencai.org.models import AuditEvent
from rencai.org.models.audit import AuditQuerySet
from rencai.org.moments import begins, ends
from rencai.org.signin import acting

PER_PAGE = 50
SHOWN = 20


@requires(Ability.READ_AUDIT)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Events, newest first; pages go by number, so that they cost the same however long the chain is."""
    return _page(request, VerifyForm())


@requires(Ability.READ_AUDIT)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Compute the whole chain again; that somebody did, and with what result, is an event too."""
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    upto = head()
    found = list(islice(faults(form.cleaned_data["anchor"]), SHOWN))
    with transaction.atomic():
        result = "失败" if found else "成功"
        record("核验审计链", by=acting(request), result=result, detail={"截至": upto.seq}, changes=False)
    return _page(request, form, verified=True, upto=upto.seq, faults=found, more=len(found) == SHOWN)


@requires(Ability.READ_AUDIT)
@require_GET
def anchor(request: HttpRequest) -> HttpResponse:
    """The present head as a file of one line, to be kept on another machine or printed."""
    now = timezone.localtime()
    response = HttpResponse(head().line() + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="anchor-{now:%Y%m%d-%H%M}.txt"'
    return response


def _page(request: HttpRequest, verifying: VerifyForm, **more: Any) -> HttpResponse:
    form = FilterForm(request.GET)
    rows = AuditEvent.objects.visible_to(request.user)
    if form.is_valid():
        rows = _filtered(rows, **form.cleaned_data)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(seq__lt=int(before))
    page = list(rows.order_by("-seq")[: PER_PAGE + 1])
    context = {
        "events": page[:PER_PAGE],
        "older": page[PER_PAGE - 1].seq if len(page) > PER_PAGE else None,
        "is_first": not before,
        "form": form,
        "verifying": verifying,
        "head": head(),
    }
    return render(request, "org/audit.html", context | more)


def _filtered(rows: AuditQuerySet, *, actor: str, action: str, since: Any, until: Any) -> AuditQuerySet:
    if actor:
        rows = rows.filter(actor=actor)
    if action:
        rows = rows.filter(action__contains=action)
    if since:
        rows = rows.filter(at__gte=begins(since))
    if until:
        rows = rows.filter(at__lt=ends(until))
    return rows
