"""How many wrong tries the public pages look at: few from one phone, more at one session or page.

Tries of the last quarter of an hour count; older rows go when the next one comes.
"""

from datetime import datetime, timedelta

from django.db import transaction

from rencai.org import audit
from rencai.training.models import WrongTry

WINDOW = timedelta(minutes=15)
OF_ONE_DEVICE = 5
OF_ONE_SUBJECT = 100


def is_paused(subject: str, device: str, now: datetime) -> bool:
    """Whether nothing that `device` types about `subject` is looked at now."""
    recent = WrongTry.objects.filter(subject=subject, at__gt=now - WINDOW)
    if recent.filter(device=device).count() >= OF_ONE_DEVICE:
        return True
    return recent.count() >= OF_ONE_SUBJECT


@transaction.atomic
def note_wrong(subject: str, device: str, county: str, now: datetime) -> None:
    """Count a wrong try; the audit chain learns where, never what was typed."""
    WrongTry.objects.filter(at__lte=now - WINDOW).delete()
    WrongTry.objects.create(subject=subject, device=device, at=now)
    audit.record("公开页面核对", by=None, county=county, result="失败", detail={"对象": subject}, changes=False)
