"""The screen in the room: a QR code that changes, and who came so far."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.documents import qr
from rencai.kernel.names import mask_name
from rencai.org.access import Ability, requires
from rencai.training.ledger import codes
from rencai.training.ledger.actions.evaluations import is_open
from rencai.training.ledger.timing import is_early, is_over, opens_at
from rencai.training.ledger.views.ledger import batch_of, session_of
from rencai.training.models import COUNTED, Attendance, BatchState, Enrolment

LATEST = 12


@requires(Ability.MANAGE_TRAINING)
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """For signing in to a session; the part that changes is asked for again every few seconds."""
    session, now = session_of(request, pk), timezone.now()
    came = Attendance.objects.filter(session=session, presence__in=COUNTED)
    latest = came.select_related("enrolment__person").order_by("-recorded_at", "-pk")[:LATEST]
    state = "early" if is_early(session, now) else "over" if is_over(session, now) else "open"
    if session.batch.state in {BatchState.CANCELLED, BatchState.FINISHED}:
        state = "over"
    context = {
        "heading": "扫码签到",
        "batch": session.batch,
        "session": session,
        "state": state,
        "opens_at": opens_at(session),
        "present": came.count(),
        "expected": Enrolment.objects.filter(batch=session.batch).taking_part().count(),
        "latest": [(mask_name(one.enrolment.person.name), one) for one in latest],
    }
    return _shown(request, codes.SIGN_IN, session.pk, context)


@requires(Ability.MANAGE_TRAINING)
@require_safe
def evaluation_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """For giving opinions; who answered is shown as a number only."""
    batch = batch_of(request, pk)
    taking_part = Enrolment.objects.filter(batch=batch, hours__gt=0).taking_part()
    context = {
        "heading": "扫码评价",
        "batch": batch,
        "state": "open" if is_open(batch, timezone.localdate()) else "over",
        "present": taking_part.filter(evaluated=True).count(),
        "expected": taking_part.count(),
    }
    return _shown(request, codes.EVALUATE, batch.pk, context)


def _shown(request: HttpRequest, purpose: str, key: int, context: dict[str, Any]) -> HttpResponse:
    if context["state"] == "open":
        path = reverse("scan", args=[purpose, key, codes.code(purpose, key, timezone.now())])
        context["address"] = request.build_absolute_uri(path)
        context["picture"] = qr.data_uri(context["address"])
    htmx: Any = getattr(request, "htmx", False)
    return render(request, "training/ledger/screen.html" + ("#live" if htmx else ""), context)
