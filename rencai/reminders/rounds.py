"""The round of a day: every user with something urgent waiting is reminded once, on the county's working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from rencai.kernel.workdays import Overrides, is_workday
from rencai.org import audit
from rencai.org.calendar import overrides_of
from rencai.org.models import User
from rencai.reminders.mail import mask, send_waiting
from rencai.reminders.models import Line, Mail, Reminder
from rencai.ui.todo import Item, waiting

ACTION = "每日提醒"
URGENT = frozenset({"red", "amber"})
KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Round:
    """How many users were reminded now, how many rest that day, and what became of the mails."""

    made: int
    resting: int
    sent: int
    failed: int

    def __str__(self) -> str:
        rest = f"，{self.resting}人所在县当日不上班未提醒" if self.resting else ""
        mails = f"；邮件发出{self.sent}封，未送达{self.failed}封" if self.sent or self.failed else ""
        return f"已提醒{self.made}人{rest}{mails}。"


def remind(day: date, *, at: datetime) -> Round:
    """Remind everybody who was not reminded on the day yet, send the mails, and record the round."""
    made = resting = 0
    calendars: dict[str, Overrides] = {}
    for user in _not_reminded(day):
        if user.county not in calendars:
            calendars[user.county] = overrides_of(user.county)
        if not is_workday(day, calendars[user.county]):
            resting += 1
        elif urgent := [item for item in waiting(user) if item.lamp.colour in URGENT]:
            made += _made(user, urgent, day, at)
    sent, failed = send_waiting(day, at=at)
    detail = {"提醒": made, "不上班": resting, "邮件": sent, "未送达": failed}
    with transaction.atomic():
        audit.record(ACTION, by=None, detail=detail, changes=False)
    return Round(made, resting, sent, failed)


def forget(before: datetime) -> int:
    """Delete reminders made so long ago; how many there were."""
    old = Reminder.objects.filter(made_at__lt=before)
    number = old.count()
    old.delete()
    return number


def _not_reminded(day: date) -> Iterator[User]:
    rows = User.objects.filter(is_active=True).exclude(reminders__day=day)
    return rows.select_related("unit", "area").order_by("pk").iterator(200)


def _made(user: User, items: list[Item], day: date, at: datetime) -> int:
    """1, or 0 where another round was quicker."""
    by_mail = bool(user.email and settings.EMAIL_HOST)
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(
                user=user, day=day, made_at=at, mail=Mail.WAITING if by_mail else Mail.NONE, address=mask(user.email)
            )
            Line.objects.bulk_create(_line(reminder, item) for item in items)
    except IntegrityError:
        return 0
    return 1


def _line(reminder: Reminder, item: Item) -> Line:
    return Line(
        reminder=reminder,
        title=item.title[:200],
        count=item.count,
        unit=item.unit,
        colour=item.lamp.colour,
        word=item.lamp.word,
        url=item.url[:300],
    )
