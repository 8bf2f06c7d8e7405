"""What a talent sees of the own certificates and hours, on a phone."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.certificates.education.account import account_of
from rencai.certificates.education.actions import accounts_of
from rencai.certificates.education.forecast import batches_to_come, closing
from rencai.certificates.explaining import conditions_of
from rencai.certificates.models import Certificate
from rencai.certificates.standing import lamp_of, standing_on
from rencai.org import audit
from rencai.org.access import Ability, requires
from rencai.people.models import Person


@requires(Ability.SEE_OWN_RECORD)
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Certificates with their lamps, what the next registration asks for, the account clause by clause."""
    person = get_object_or_404(Person.objects.visible_to(request.user))
    user: Any = request.user
    with transaction.atomic():
        audit.record("查看本人学时与证书", by=user, on=person, county=person.county, changes=False)
    today = timezone.localdate()
    batches = batches_to_come(user, today)
    rows = standing_on(Certificate.objects.visible_to(user).filter(person=person), today).order_by("-obtained")
    accounts = [account_of(period, today) for period in accounts_of(person, today)]
    context = {
        "rows": [(row, lamp_of(row, today), conditions_of(row, today)) for row in rows],
        "own_accounts": [(account, closing(account, batches)) for account in accounts],
        "day": today,
    }
    answer = render(request, "certificates/own.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
