"""What a phone may do for a few minutes after it scanned; kept on the server, in the phone's own session."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import get_random_string

LASTS = timedelta(minutes=5)
_PERMITS, _DEVICE, _CHOSEN = "training_permits", "training_device", "training_chosen"


@dataclass(frozen=True)
class Permit:
    """When the phone scanned, and the random word by which its entries are counted."""

    scanned_at: datetime
    device: str


def grant(request: HttpRequest, purpose: str, key: int, now: datetime) -> None:
    """Remember the scan; typing may take some minutes without anybody being late for it."""
    running = {
        name: at for name, at in request.session.get(_PERMITS, {}).items() if now.timestamp() - at < LASTS.seconds
    }
    request.session[_PERMITS] = running | {f"{purpose} {key}": now.timestamp()}
    request.session.setdefault(_DEVICE, get_random_string(22))


def held(request: HttpRequest, purpose: str, key: int, now: datetime) -> Permit | None:
    """The permit for exactly this, while it lasts."""
    at = request.session.get(_PERMITS, {}).get(f"{purpose} {key}")
    if at is None or not timedelta() <= now - (scanned := datetime.fromtimestamp(at, UTC)) < LASTS:
        return None
    return Permit(scanned, request.session[_DEVICE])


def choose(request: HttpRequest, enrolment: int, now: datetime) -> None:
    """The participant who has identified themselves on this phone and may answer once."""
    request.session[_CHOSEN] = [enrolment, now.timestamp()]


def chosen(request: HttpRequest, now: datetime) -> int | None:
    """The key of that participant's enrolment, for as long as a permit lasts."""
    enrolment, at = request.session.get(_CHOSEN, (None, 0.0))
    return enrolment if 0 <= now.timestamp() - at < LASTS.seconds else None


def forget_choice(request: HttpRequest) -> None:
    request.session.pop(_CHOSEN, None)
