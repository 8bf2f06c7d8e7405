"""Mails of reminders: each is claimed before it is sent, so that it goes out at most once."""

from datetime import date, datetime
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F

from rencai.reminders.models import Mail, Reminder

TRIES = 3
_OPEN = (Mail.WAITING, Mail.FAILED)


def mask(address: str) -> str:
    """a***@example.cn; empty stays empty."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}"[:254] if at else ""


def send_waiting(day: date, *, at: datetime) -> tuple[int, int]:
    """Send the day's mails that wait or failed fewer than `TRIES` times; how many went out and how many did not.

    Where the server can't be reached the rest wait for the next time.
    """
    rows = Reminder.objects.filter(day=day, mail__in=_OPEN, tries__lt=TRIES).select_related("user")
    sent = failed = 0
    for reminder in rows.prefetch_related("lines").order_by("pk"):
        if not _claim(reminder, at):
            continue
        error, reached = _sent(reminder)
        state = Mail.FAILED if error else Mail.SENT
        Reminder.objects.filter(pk=reminder.pk).update(mail=state, error=error[:200])
        sent, failed = sent + (not error), failed + bool(error)
        if not reached:
            break
    return sent, failed


def _claim(reminder: Reminder, at: datetime) -> bool:
    open_still = Reminder.objects.filter(pk=reminder.pk, mail__in=_OPEN, tries=reminder.tries)
    return bool(open_still.update(mail=Mail.SENDING, tries=F("tries") + 1, tried_at=at))


def _sent(reminder: Reminder) -> tuple[str, bool]:
    """Why the server did not take the mail (empty when it did; the address is not told), and whether it was there."""
    if not reminder.user.email:
        return "用户已取消邮箱。", True
    message = EmailMessage(
        subject=f"人才工作台待办提醒（{reminder.day:%Y-%m-%d}）", body=text_of(reminder), to=[reminder.user.email]
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = "、".join(str(code) for code, _ in error.recipients.values())
        return f"邮件服务器不收这个邮箱（{codes}）。", True
    except SMTPException as error:
        return f"邮件服务器拒绝：{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip(), True
    except OSError as error:
        return f"连不上邮件服务器：{error.strerror or type(error).__name__}", False
    return "", True


def text_of(reminder: Reminder) -> str:
    """The mail in plain text: what waits, how urgent, where it opens. Nobody's data are in it."""
    lines = [f"{reminder.user.name}：", "", "以下事项等待您办理：", ""]
    for number, line in enumerate(reminder.lines.all(), 1):
        lines.append(f"{number}. {line.title}　{line.count}{line.unit}（{line.word}）")
        if settings.SITE_ADDRESS:
            lines.append(f"   {settings.SITE_ADDRESS}{line.url}")
    where = settings.SITE_ADDRESS or "单位内网的人才工作台"
    lines += ["", f"请登录{where}办理。同一天只提醒一次；在“我的账号”可以修改或取消邮箱。"]
    return "\n".join(lines)
