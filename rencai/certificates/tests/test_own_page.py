"""A talent sees on the phone what the own registration still asks for, and nobody else's."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.education.account import account_of
from rencai.certificates.education.actions import enter_education
from rencai.certificates.models import EducationMode, Registration, RegistrationKind
from rencai.org.models import AuditEvent, User
from rencai.people.models import Person
from rencai.people.tests import factory


def registered(world: SimpleNamespace, name: str, talent: User | None = None) -> Registration:
    """Somebody with a certificate, registered a year ago."""
    begins = timezone.localdate() - timedelta(days=365)
    person = factory.person(world.organisation, name, on=date(2018, 3, 1))
    if talent:
        Person.objects.filter(pk=person.pk).update(user=talent)
    paper = Paper("assistant", (begins - timedelta(days=60)).isoformat(), number=f"A-{person.pk}")
    certificate = actions.enter_certificate(person, paper, on=begins, by=world.clerk)
    return actions.record_period(certificate, RegistrationKind.FIRST, begins, by=world.clerk)


def learned(period: Registration, day: date, hours: int, world: SimpleNamespace, title: str) -> None:
    enter_education(
        period.certificate.person, on=day, by=world.clerk, mode=EducationMode.TRAINING, title=title, first_day=day,
        last_day=day, half_hours=2 * hours, proof_number=f"P-{title}",
    )  # fmt: skip


@pytest.fixture
def period(world: SimpleNamespace) -> Registration:
    return registered(world, "贺云", world.talent)


def test_the_page_shows_the_own_hours_and_what_is_missing(
    world: SimpleNamespace, sign_in: Any, period: Registration
) -> None:
    other = registered(world, "米琪")
    learned(period, timezone.localdate(), 8, world, "个案工作")
    learned(other, timezone.localdate(), 8, world, "小组工作")
    page = sign_in(world.talent).get(reverse("own-account")).text
    assert "个案工作" in page
    assert "小组工作" not in page
    assert f"到期差 {72 - 8} 小时" in page
    assert AuditEvent.objects.filter(action="查看本人学时与证书", actor="talent").count() == 1


def test_missing_hours_wait_on_the_home_page_of_the_talent_alone(
    world: SimpleNamespace, sign_in: Any, period: Registration
) -> None:
    said = f"到期差 {72} 小时"
    assert said in sign_in(world.talent).get("/").text
    assert said not in sign_in(world.clerk).get("/").text
    assert reverse("own-account") in sign_in(world.talent).get("/").text


def test_nobody_but_a_talent_has_such_a_page(world: SimpleNamespace, sign_in: Any, period: Registration) -> None:
    for user in (world.clerk, world.stranger, world.unit_contact):
        assert sign_in(user).get(reverse("own-account")).status_code == 403


def test_hours_of_another_period_stand_apart_and_never_count(world: SimpleNamespace, period: Registration) -> None:
    before = period.starts - timedelta(days=1)
    learned(period, before, 8, world, "登记之前")
    learned(period, period.starts, 8, world, "首日")
    account = account_of(period, timezone.localdate())
    assert [line.entry.title for line in account.listed] == ["首日"]
    assert [line.entry.title for line in account.elsewhere] == ["登记之前"]
    assert account.counted_said == "8"
    after = account_of(period, period.valid_until + timedelta(days=2))
    assert after.counted_said == "8"


def test_a_certificate_never_registered_in_time_waits_for_clerk_and_holder(
    world: SimpleNamespace, sign_in: Any, period: Registration
) -> None:
    person = period.certificate.person
    paper = Paper("intermediate", (timezone.localdate() - timedelta(days=800)).isoformat(), number="B-1")
    actions.enter_certificate(person, paper, on=timezone.localdate(), by=world.clerk)
    for user in (world.clerk, world.unit_contact, world.talent):
        assert "证书首次登记超期" in sign_in(user).get("/").text
    assert "证书首次登记超期" not in sign_in(world.stranger).get("/").text
