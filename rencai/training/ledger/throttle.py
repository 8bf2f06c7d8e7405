"""How many wrong tries the public pages look at: few from one phone or address, more at one session.

Tries of the last quarter of an hour count; older rows go when the next one comes.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from rencai.org import audit
from rencai.training.models import WrongTry

WINDOW = timedelta(minutes=15)
OF_ONE_DEVICE = 5
OF_ONE_SUBJECT = 200


def is_paused(subject: str, device: str, now: datetime) -> bool:
    """Whether nothing that `device` types about `subject` is looked at now."""
    return _recent(subject, now).filter(device=device).count() >= OF_ONE_DEVICE


def is_crowded(subject: str, now: datetime) -> bool:
    """Whether so much is tried about `subject`, from whatever devices, that nothing is looked at now."""
    return _recent(subject, now).count() >= OF_ONE_SUBJECT


def _recent(subject: str, now: datetime) -> QuerySet[WrongTry]:
    return WrongTry.objects.filter(subject=subject, at__gt=now - WINDOW)


@transaction.atomic
def note_wrong(subject: str, device: str, county: str, now: datetime) -> None:
    """Count a wrong try; the audit chain learns where, never what was typed."""
    WrongTry.objects.filter(at__lte=now - WINDOW).delete()
    WrongTry.objects.create(subject=subject, device=device, at=now)
    audit.record("公开页面核对", by=None, county=county, result="失败", detail={"对象": subject}, changes=False)
