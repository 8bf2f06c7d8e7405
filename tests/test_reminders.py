"""The round of a day: whom it reminds, on which days, how often; who sees the reminders."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from rencai.org.actions import set_day, set_mailbox
from rencai.org.models import AuditEvent, Unit
from rencai.people.models import Doubt
from rencai.people.tests import factory
from rencai.reminders import rounds
from rencai.reminders.models import Mail, Reminder
from rencai.site.commands import reminding

FRIDAY, SATURDAY, HOLIDAY, WORKED_SUNDAY = date(2022, 9, 30), date(2022, 9, 24), date(2022, 10, 3), date(2022, 10, 9)
SERVER = override_settings(EMAIL_HOST="mail.example.cn", DEFAULT_FROM_EMAIL="rencai@example.cn")


@pytest.fixture
def waiting_work(world: SimpleNamespace) -> SimpleNamespace:
    """A person whose doubt waits for the bureau of 云川县; nothing waits in 邻山县."""
    doubtful(world.station, "澹台远")
    return world


def doubtful(unit: Unit, name: str) -> None:
    Doubt.objects.create(person=factory.person(unit, name), column="出生日期", code="differs", message="请核对。")


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())


def reminded(day: date) -> set[str]:
    return set(Reminder.objects.filter(day=day).values_list("user__username", flat=True))


def test_whoever_has_something_waiting_is_reminded_and_nobody_else(waiting_work: SimpleNamespace) -> None:
    rounds.remind(FRIDAY, at=at(FRIDAY))
    assert "clerk" in reminded(FRIDAY)
    assert not {"stranger", "auditor"} & reminded(FRIDAY)
    line = Reminder.objects.get(user=waiting_work.clerk, day=FRIDAY).lines.get()
    assert (line.title, line.count) == ("存疑信息待核对", 1)


def test_once_a_day_however_often_the_round_is_called(waiting_work: SimpleNamespace) -> None:
    first = rounds.remind(FRIDAY, at=at(FRIDAY))
    assert first.made > 0
    assert rounds.remind(FRIDAY, at=at(FRIDAY, 10)).made == 0
    assert Reminder.objects.filter(user=waiting_work.clerk).count() == 1


@pytest.mark.parametrize("day", [SATURDAY, HOLIDAY])
def test_nobody_is_reminded_on_a_day_off(waiting_work: SimpleNamespace, day: date) -> None:
    done = rounds.remind(day, at=at(day))
    assert done.made == 0
    assert done.resting > 0
    assert not reminded(day)


def test_a_sunday_worked_for_a_holiday_is_a_day_like_any_other(waiting_work: SimpleNamespace) -> None:
    rounds.remind(WORKED_SUNDAY, at=at(WORKED_SUNDAY))
    assert "clerk" in reminded(WORKED_SUNDAY)


def test_the_county_rests_where_its_own_calendar_says_so(waiting_work: SimpleNamespace) -> None:
    world = waiting_work
    set_day(county="629921", day=FRIDAY, working=False, reason="县里统一调休通知", by=world.clerk)
    doubtful(world.strange_station, "东方明")
    rounds.remind(FRIDAY, at=at(FRIDAY))
    assert "clerk" not in reminded(FRIDAY)
    assert "stranger" in reminded(FRIDAY)


def test_a_disabled_user_is_not_reminded(waiting_work: SimpleNamespace) -> None:
    waiting_work.clerk.is_active = False
    waiting_work.clerk.save()
    rounds.remind(FRIDAY, at=at(FRIDAY))
    assert "clerk" not in reminded(FRIDAY)


@SERVER
def test_the_mail_names_the_work_and_nobodys_data(waiting_work: SimpleNamespace) -> None:
    set_mailbox(waiting_work.clerk, "clerk@example.cn", by=waiting_work.clerk)
    with override_settings(SITE_ADDRESS="https://rencai.example.cn"):
        done = rounds.remind(FRIDAY, at=at(FRIDAY))
    assert (done.sent, done.failed) == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["clerk@example.cn"]
    assert "存疑信息待核对　1" in message.body
    assert "https://rencai.example.cn/" in message.body
    assert "澹台" not in message.body
    held = Reminder.objects.get(user=waiting_work.clerk)
    assert (held.mail, held.address) == (Mail.SENT, "c***@example.cn")


def test_without_a_mail_server_the_reminder_stands_on_the_page_alone(waiting_work: SimpleNamespace) -> None:
    set_mailbox(waiting_work.clerk, "clerk@example.cn", by=waiting_work.clerk)
    rounds.remind(FRIDAY, at=at(FRIDAY))
    assert not mail.outbox
    assert Reminder.objects.get(user=waiting_work.clerk).mail == Mail.NONE


def test_the_service_reminds_from_eight_and_once(waiting_work: SimpleNamespace, time_machine: Any) -> None:
    time_machine.move_to(at(FRIDAY, 7), tick=False)
    assert reminding.remind_daily() == "还没到每日提醒的时间。"
    time_machine.move_to(at(FRIDAY, 8), tick=False)
    assert reminding.remind_daily().startswith("已提醒")
    time_machine.move_to(at(FRIDAY, 12), tick=False)
    assert reminding.remind_daily().startswith("今天已提醒过")
    assert AuditEvent.objects.filter(action=rounds.ACTION).count() == 1


def test_old_reminders_go_and_fresh_ones_stay(waiting_work: SimpleNamespace) -> None:
    rounds.remind(FRIDAY, at=at(FRIDAY))
    made = Reminder.objects.count()
    assert rounds.forget(at(FRIDAY, 8)) == 0
    assert rounds.forget(at(FRIDAY, 10)) == made
    assert not Reminder.objects.exists()


def test_a_clerk_sees_the_countys_reminders_a_contact_the_own_a_stranger_none(
    waiting_work: SimpleNamespace, sign_in: Callable[..., Any]
) -> None:
    world = waiting_work
    doubtful(world.organisation, "欧阳舟")
    rounds.remind(FRIDAY, at=at(FRIDAY))
    assert {"clerk", "contact"} <= reminded(FRIDAY)
    colleague = sign_in(world.colleague).get("/reminders/").content.decode()
    assert world.unit_contact.name in colleague
    contact = sign_in(world.unit_contact).get("/reminders/").content.decode()
    assert "存疑信息待核对" in contact
    assert world.clerk.name not in contact
    stranger = sign_in(world.stranger).get("/reminders/").content.decode()
    assert "没有提醒记录" in stranger


def test_the_list_is_narrowed_by_day_and_a_day_that_is_none_is_told(
    waiting_work: SimpleNamespace, sign_in: Callable[..., Any]
) -> None:
    rounds.remind(FRIDAY, at=at(FRIDAY))
    client = sign_in(waiting_work.clerk)
    assert "共 0 条" in client.get("/reminders/?on=2022-09-29").content.decode()
    assert "不是有效日期" in client.get("/reminders/?on=2022-13-41").content.decode()
    assert "共 0 条" in client.get("/reminders/?mail=sent").content.decode()
