"""The code that the screen in the room shows: it changes every few seconds, so that a link sent on is stale."""

from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

SLOT = 20
SIGN_IN, EVALUATE = "sign-in", "evaluate"
_SALT = "rencai.training.ledger.codes"


def code(purpose: str, key: int, now: datetime) -> str:
    """What proves that somebody saw the screen for this session (or batch) at this moment."""
    return _of_slot(purpose, key, _slot(now))


def is_fresh(purpose: str, key: int, given: str, now: datetime) -> bool:
    """Whether `given` was on the screen in this slot or the one before: scanning takes its time."""
    slot = _slot(now)
    return any(constant_time_compare(given, _of_slot(purpose, key, one)) for one in (slot, slot - 1))


def _slot(now: datetime) -> int:
    return int(now.timestamp()) // SLOT


def _of_slot(purpose: str, key: int, slot: int) -> str:
    return salted_hmac(_SALT, f"{purpose}|{key}|{slot}", algorithm="sha256").hexdigest()[:32]
