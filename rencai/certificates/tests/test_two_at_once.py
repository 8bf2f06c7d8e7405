"""Two who decide at the same moment, on the real database and its real transactions."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Certificate, Registration, RegistrationKind
from rencai.exams.tests import factory as exams
from rencai.org.tests.together import together
from rencai.people.tests import factory as people

ON = date(2022, 9, 10)


@pytest.fixture
def db(database_of_its_own: None) -> None:
    """Instead of the transaction that is taken back after each test: threads must see what others committed."""


def test_two_who_grant_at_once_open_one_period(world: SimpleNamespace) -> None:
    person = people.person(world.organisation, "贺云", on=date(2018, 3, 1))
    certificate = actions.enter_certificate(person, Paper("assistant", "2022-06-19"), on=ON, by=world.clerk)
    made = actions.apply_for(certificate, RegistrationKind.FIRST, on=ON, materials=["身份证"], by=world.clerk)
    actions.accept(made, on=ON, by=world.clerk)
    answers = together(*(lambda: actions.grant(made, on=ON, by=world.leader) for _ in range(2)))
    assert Registration.objects.count() == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1


def test_two_who_confirm_the_same_passes_issue_one_certificate_each(world: SimpleNamespace) -> None:
    person = people.person(world.organisation, "贺云", on=date(2018, 3, 1))
    entry = exams.entry(exams.sitting(), person, 70, 65)
    answers = together(*(lambda: actions.issue_for_entries([entry], on=ON, by=world.clerk) for _ in range(2)))
    assert sorted(answers) == [0, 1]
    assert Certificate.objects.count() == 1
