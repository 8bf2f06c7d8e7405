"""How many wrong passwords are looked at: few for one account, more for one address, its owner always gets in.

Wrong tries of the last quarter of an hour are counted from the attempts that django-axes keeps:

    tries                                       looked at   then pauses
    one account from one address                4           that account from that address
    one account from all unknown addresses      5           that account from unknown addresses
    one account from a known address            5           that account from that address
    all accounts from one address               20          that address

An address is known to an account that signed in from it during the last 90 days. So somebody who tries from one place
can't close the account for its owner elsewhere, and somebody who tries from many places can't close it for the
owner's usual place.
"""

from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from rencai.org.models import SignIn

WINDOW = timedelta(minutes=15)
FROM_ONE_ADDRESS = 4
FROM_ALL_ADDRESSES = 5
FROM_KNOWN_ADDRESS = 5
OF_ONE_ADDRESS = 20


def client_address(request: HttpRequest) -> str:
    """Where the request comes from, as django-axes sees it: headers count only where a proxy is configured."""
    return get_client_ip_address(request) or "0.0.0.0"  # noqa: S104 - a stand-in, nothing is bound to it


def is_paused(username: str, address: str) -> bool:
    """Whether a password for `username` from `address` must not even be looked at now."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - WINDOW)
    if _failures(recent.filter(ip_address=address)) >= OF_ONE_ADDRESS:
        return True
    of_account = recent.filter(username=username)
    here = _failures(of_account.filter(ip_address=address))
    if SignIn.objects.from_known_address(username, address).exists():
        return here >= FROM_KNOWN_ADDRESS
    known = SignIn.objects.filter(user__username=username, at__gt=timezone.now() - timedelta(days=90)).values("address")
    elsewhere = _failures(of_account.exclude(ip_address__in=known))
    return here >= FROM_ONE_ADDRESS or elsewhere >= FROM_ALL_ADDRESSES


def _failures(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0
