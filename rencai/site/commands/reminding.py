"""Reminders as a command: asked for, or by the running service several times a day."""

from datetime import time

from django.utils import timezone

from rencai.org.models import AuditEvent
from rencai.reminders import rounds
from rencai.reminders.mail import send_waiting

NOT_BEFORE = time(8, 0)


def remind() -> str:
    """Remind whoever was not reminded today yet."""
    return str(rounds.remind(timezone.localdate(), at=timezone.now()))


def remind_daily() -> str:
    """The round of the day once, from eight in the morning; later the same day only mails that failed."""
    now = timezone.localtime()
    if now.time() < NOT_BEFORE:
        return "还没到每日提醒的时间。"
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not AuditEvent.objects.filter(action=rounds.ACTION, at__gte=midnight).exists():
        return remind()
    sent, failed = send_waiting(now.date(), at=now)
    return f"今天已提醒过；补发邮件{sent}封，未送达{failed}封。"
