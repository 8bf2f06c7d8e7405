"""The paper comes after the pass: its number is filled in later, put right with a reason, and never silently."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Certificate
from rencai.exams.tests import factory as exams
from rencai.org.models import AuditEvent
from rencai.people.models import Person, Qualification
from rencai.people.tests import factory as people

ON = date(2022, 9, 10)


@pytest.fixture
def person(world: SimpleNamespace) -> Person:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


@pytest.fixture
def certificate(world: SimpleNamespace, person: Person) -> Certificate:
    """As a pass gives it: without a number."""
    entry = exams.entry(exams.sitting(), person, 70, 65)
    actions.issue_for_entries([entry], on=ON, by=world.clerk)
    return Certificate.objects.get()


def test_a_number_that_comes_later_is_found_by_the_public_and_the_register(
    world: SimpleNamespace, sign_in: Any, client: Any, certificate: Certificate
) -> None:
    address = reverse("certificate-complete", args=[certificate.pk])
    said = sign_in(world.clerk).post(address, {"number": " 2022A-1 ", "issued_on": "2022-12-01"})
    assert said.status_code == 302
    certificate.refresh_from_db()
    assert (certificate.number, certificate.issued_on) == ("2022A-1", date(2022, 12, 1))
    assert Qualification.objects.get(person=certificate.person, ends=None).number == "2022A-1"
    found = client.post(reverse("certificate-check"), {"number": "2022A-1", "name": "贺云"}).text
    assert "助理社会工作师" in found


def test_a_number_that_stands_is_put_right_only_with_a_reason_and_leaves_a_trace(
    world: SimpleNamespace, certificate: Certificate
) -> None:
    actions.complete_paper(certificate, number="A-1", issued_on=None, reason="", by=world.clerk)
    with pytest.raises(ValidationError, match="须写明依据"):
        actions.complete_paper(certificate, number="A-2", issued_on=None, reason=" ", by=world.clerk)
    actions.complete_paper(certificate, number="A-2", issued_on=None, reason="原件为A-2", by=world.clerk)
    certificate.refresh_from_db()
    assert certificate.number == "A-2"
    event = AuditEvent.objects.filter(action="补正证书").order_by("seq").last()
    assert event is not None
    assert event.detail == {"证书管理号": "A-1 → A-2", "依据": "原件为A-2"}


def test_blank_does_not_erase_and_changes_nothing(world: SimpleNamespace, certificate: Certificate) -> None:
    actions.complete_paper(certificate, number="A-1", issued_on=date(2022, 12, 1), reason="", by=world.clerk)
    before = AuditEvent.objects.count()
    actions.complete_paper(certificate, number="", issued_on=None, reason="", by=world.clerk)
    certificate.refresh_from_db()
    assert (certificate.number, certificate.issued_on) == ("A-1", date(2022, 12, 1))
    assert AuditEvent.objects.count() == before


def test_a_number_of_another_certificate_is_refused_beside_its_field(
    world: SimpleNamespace, sign_in: Any, certificate: Certificate
) -> None:
    other = people.person(world.bureau, "米琪", on=date(2018, 3, 1))
    actions.enter_certificate(other, Paper("assistant", "2021-06-19", number="A-9"), on=ON, by=world.clerk)
    address = reverse("certificate-complete", args=[certificate.pk])
    said = sign_in(world.clerk).post(address, {"number": "A-9"})
    assert "该证书管理号已登记。" in said.text
    certificate.refresh_from_db()
    assert certificate.number == ""


def test_a_stranger_finds_no_such_form_and_a_contact_may_not(
    world: SimpleNamespace, sign_in: Any, certificate: Certificate
) -> None:
    address = reverse("certificate-complete", args=[certificate.pk])
    assert sign_in(world.colleague).get(address).status_code == 200
    assert sign_in(world.stranger).post(address, {"number": "A-1"}).status_code == 404
    assert sign_in(world.unit_contact).get(address).status_code == 403


def test_a_certificate_told_by_a_roster_is_tied_to_the_pass_it_comes_from(
    world: SimpleNamespace, person: Person
) -> None:
    sitting = exams.sitting()
    exams.local_line(sitting)
    entry = exams.entry(sitting, person, 58, 65)
    entry.refresh_from_db()
    told = Qualification.objects.create(
        person=person, level="assistant", number="A-7", obtained="2022-06", starts=ON, source="confirmed"
    )
    assert actions.adopt([told], with_periods=False, by=world.clerk) == (1, 0)
    made = Certificate.objects.get()
    assert (made.entry, made.line, made.valid_area) == (entry, "local", person.county)


def test_a_roster_that_tells_of_another_day_is_tied_to_no_pass(world: SimpleNamespace, person: Person) -> None:
    exams.entry(exams.sitting(), person, 70, 65)
    told = Qualification.objects.create(
        person=person, level="assistant", number="A-7", obtained="2019-06-16", starts=ON, source="confirmed"
    )
    actions.adopt([told], with_periods=False, by=world.clerk)
    made = Certificate.objects.get()
    assert (made.entry, made.line) == (None, "")
