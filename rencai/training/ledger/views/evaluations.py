"""What participants thought of a batch, for the bureau and its leader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rencai.org.access import Ability, requires
from rencai.training.ledger.opinions import FEWEST, opinions
from rencai.training.ledger.views.ledger import batch_of
from rencai.training.models import Enrolment


@requires(Ability.MANAGE_TRAINING, Ability.SEE_REPORTS)
@require_safe
def evaluation_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Means, how often each score was given, and the comments; nothing where too few answered."""
    batch = batch_of(request, pk)
    came = Enrolment.objects.filter(batch=batch, hours__gt=0).taking_part().count()
    context = {"batch": batch, "opinions": opinions(batch), "came": came, "fewest": FEWEST}
    return render(request, "training/ledger/opinions.html", context)
