"""What participants thought of a batch, for the bureau and its leader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.org.access import Ability, requires
from rencai.training.ledger.actions.evaluations import open_until
from rencai.training.ledger.opinions import FEWEST, opinions
from rencai.training.ledger.views.ledger import batch_of


@requires(Ability.MANAGE_TRAINING, Ability.SEE_REPORTS)
@require_safe
def evaluation_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Means, how often each score was given, and the comments; nothing while answers come in or where they are few."""
    batch = batch_of(request, pk)
    found = opinions(batch, timezone.localdate())
    context = {"batch": batch, "opinions": found, "fewest": FEWEST, "open_until": open_until(batch)}
    return render(request, "training/ledger/opinions.html", context)
