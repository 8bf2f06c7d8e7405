"""What a participant sees of the own training: sessions, hours, objections, opinion, certificates."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.forms import attempt
from rencai.training.ledger import actions
from rencai.training.ledger.actions.evaluations import is_open
from rencai.training.ledger.forms import ObjectionForm
from rencai.training.ledger.reading import Cell
from rencai.training.ledger.timing import is_early
from rencai.training.ledger.views.ledger import enrolment_of
from rencai.training.models import BatchState, Completion, Enrolment
from rencai.training.reading import not_taking_part


@requires(Ability.SEE_OWN_RECORD)
@require_safe
def own_training(request: HttpRequest) -> HttpResponse:
    """All batches the user took part in, latest first."""
    mine = Enrolment.objects.visible_to(request.user).taking_part().exclude(batch__state=BatchState.CANCELLED)
    mine = mine.select_related("batch__course").prefetch_related(
        "batch__sessions", "attendances__session", "objections__session"
    )
    valid = {one.enrolment_id: one for one in Completion.objects.visible_to(request.user).valid()}
    now, today = timezone.now(), timezone.localdate()
    shown: list[dict[str, Any]] = [
        {
            "enrolment": one,
            "cells": [(cell, is_early(cell.session, now)) for cell in _cells(one)],
            "may_evaluate": bool(one.hours) and not one.evaluated and is_open(one.batch, today),
            "completion": valid.get(one.pk),
        }
        for one in mine.order_by("-batch__first_day", "-pk")
    ]
    counted = [one["enrolment"] for one in shown if one["enrolment"].batch.state == BatchState.FINISHED]
    context = {
        "shown": shown,
        "sent": not_taking_part(request.user, today),
        "times": sum(bool(one.hours) for one in counted),
        "hours": sum(one.hours for one in counted),
    }
    return render(request, "training/ledger/own.html", context)


def _cells(enrolment: Enrolment) -> list[Cell]:
    entries = {one.session_id: one for one in enrolment.attendances.all()}
    return [Cell(session, entries.get(session.pk), 0) for session in enrolment.batch.sessions.all()]


@requires(Ability.SEE_OWN_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def own_objection(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """An objection to what the ledger says of a session, or to its saying nothing."""
    enrolment = enrolment_of(request, pk)
    sitting = get_object_or_404(enrolment.batch.sessions, pk=session)
    user: Any = request.user
    form = ObjectionForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: actions.object_to(enrolment, sitting, text=form.cleaned_data["text"], by=user)
    ):
        return redirect("own-training")
    entry = enrolment.attendances.filter(session=sitting).first()
    context = {"batch": enrolment.batch, "session": sitting, "cell": Cell(sitting, entry, 0), "form": form}
    return render(request, "training/ledger/object.html", context)
