"""What falls due in registration is said on working days, once a day, and stays on record as it was said."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.education.tests.conftest import learned
from rencai.certificates.models import Certificate, RegistrationKind
from rencai.org.actions import set_day
from rencai.org.models import AuditEvent, User
from rencai.people.tests import factory as people
from rencai.reminders import rounds
from rencai.reminders.models import Line, Reminder

ENDS = date(2025, 6, 30)
# 90 days before the end is a Tuesday; the day of the tomb-sweeping holiday of 2025 is Friday, 4 April.
SOON, HOLIDAY, WEDNESDAY = date(2025, 4, 1), date(2025, 4, 4), date(2025, 4, 2)


@pytest.fixture
def certificate(world: SimpleNamespace) -> Certificate:
    """Registered from 2022-07-01 to 2025-06-30, with its 72 hours; its holder has an account."""
    person = people.person(world.organisation, "贺云", on=date(2018, 3, 1), user=world.talent)
    paper = Paper("assistant", "2022-06-19", number="A-1")
    made = actions.enter_certificate(person, paper, on=date(2022, 9, 10), by=world.clerk)
    actions.record_period(made, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
    learned(person, date(2022, 9, 10), 144)
    return made


@pytest.fixture
def remind(time_machine: Any) -> Any:
    def on(day: date) -> rounds.Round:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())
        time_machine.move_to(at, tick=False)
        return rounds.remind(day, at=at)

    return on


def said(user: User, day: date) -> list[tuple[str, int, str]]:
    lines = Line.objects.filter(reminder__user=user, reminder__day=day)
    return list(lines.values_list("title", "count", "colour"))


def test_bureau_unit_and_holder_hear_of_a_registration_ninety_days_before_its_end(
    world: SimpleNamespace, certificate: Certificate, remind: Any
) -> None:
    remind(SOON)
    assert not Reminder.objects.exists()
    remind(WEDNESDAY)
    for user in (world.clerk, world.unit_contact, world.talent):
        assert said(user, WEDNESDAY) == [("登记90日内到期", 1, "amber")]
    assert not Reminder.objects.filter(user__in=[world.stranger, world.leader, world.audit_admin]).exists()


def test_after_the_end_it_is_said_in_red(world: SimpleNamespace, certificate: Certificate, remind: Any) -> None:
    remind(ENDS)
    assert said(world.talent, ENDS) == [("登记90日内到期", 1, "amber")]
    day = ENDS + timedelta(days=1)
    remind(day)
    assert said(world.talent, day) == [("登记已逾期，待再登记", 1, "red")]


def test_once_each_working_day_and_not_on_the_holiday(
    world: SimpleNamespace, certificate: Certificate, remind: Any
) -> None:
    for day in (WEDNESDAY, WEDNESDAY, date(2025, 4, 3), HOLIDAY, date(2025, 4, 5), date(2025, 4, 7)):
        remind(day)
    days = Reminder.objects.filter(user=world.talent).order_by("day").values_list("day", flat=True)
    assert list(days) == [WEDNESDAY, date(2025, 4, 3), date(2025, 4, 7)]


def test_a_holiday_that_the_county_works_is_a_day_to_remind(
    world: SimpleNamespace, certificate: Certificate, remind: Any
) -> None:
    set_day(county="629921", day=HOLIDAY, working=True, reason="县里统一补班通知", by=world.clerk)
    remind(HOLIDAY)
    assert said(world.clerk, HOLIDAY) == [("登记90日内到期", 1, "amber")]


def test_a_renewal_granted_in_time_ends_the_reminding_and_the_record_stays(
    world: SimpleNamespace, certificate: Certificate, remind: Any
) -> None:
    remind(WEDNESDAY)
    actions.record_period(certificate, RegistrationKind.RENEWAL, date(2025, 7, 1), by=world.clerk)
    remind(date(2025, 4, 3))
    assert not Reminder.objects.filter(day=date(2025, 4, 3)).exists()
    assert said(world.talent, WEDNESDAY) == [("登记90日内到期", 1, "amber")]


def test_what_only_may_be_done_some_day_is_nobodys_reminder(world: SimpleNamespace, remind: Any) -> None:
    """A certificate that a roster tells of waits in grey."""
    person = people.person(world.organisation, "贺云", on=date(2018, 3, 1))
    people.qualify(person, "assistant", obtained="2019-06")
    assert remind(WEDNESDAY).made == 0


def test_each_round_is_on_record_with_how_many_it_reached_and_how_many_rest(
    world: SimpleNamespace, certificate: Certificate, remind: Any
) -> None:
    first = remind(WEDNESDAY)
    remind(WEDNESDAY)
    resting = remind(HOLIDAY)
    details = list(AuditEvent.objects.filter(action=rounds.ACTION).order_by("seq").values_list("detail", flat=True))
    assert [one["提醒"] for one in details] == [first.made, 0, 0]
    assert first.made == Reminder.objects.count() > 0
    assert details[2]["不上班"] == resting.resting == User.objects.filter(is_active=True).count()
    assert str(resting) == f"已提醒0人，{resting.resting}人所在县当日不上班未提醒。"


def test_the_holder_reads_the_own_reminder_on_the_page_and_no_other(
    world: SimpleNamespace, certificate: Certificate, remind: Any, sign_in: Any
) -> None:
    remind(WEDNESDAY)
    page = sign_in(world.talent).get("/reminders/").text
    assert "登记90日内到期" in page
    assert world.unit_contact.name not in page
    assert "贺云" not in page.split("<main")[-1], "the record names no person"
    assert "登记90日内到期" not in sign_in(world.stranger).get("/reminders/").text
