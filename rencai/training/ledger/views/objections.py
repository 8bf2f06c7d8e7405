"""Objections that wait for the bureau, and the reasoned no; a correction answers one by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.forms import attempt
from rencai.training.ledger import actions
from rencai.training.ledger.forms import RefusalForm
from rencai.training.ledger.reading import Cell
from rencai.training.models import Objection

LATEST = 200


@requires(Ability.MANAGE_TRAINING)
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """The open ones first, then what was answered lately."""
    seen = Objection.objects.visible_to(request.user).select_related(
        "enrolment__person", "enrolment__batch__course", "session", "answered_by"
    )
    answered = seen.exclude(pk__in=seen.open().values("pk"))[:LATEST]
    context = {"open": seen.open().order_by("pk"), "answered": answered}
    return render(request, "training/ledger/objections.html", context)


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection beside the entry it is about: put it right, or say why it stays."""
    found = get_object_or_404(
        Objection.objects.visible_to(request.user).select_related(
            "enrolment__person", "enrolment__batch__course", "session"
        ),
        pk=pk,
    )
    user: Any = request.user
    form = RefusalForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.refuse(found, answer=form.cleaned_data["answer"], by=user)):
        return redirect("objections")
    entry = found.enrolment.attendances.filter(session=found.session).first()
    context = {"objection": found, "cell": Cell(found.session, entry, 0), "form": form}
    return render(request, "training/ledger/objection.html", context)
