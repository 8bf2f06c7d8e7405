"""A certificate of somebody of the organisation in 云川县, obtained on 2022-06-19, and a day to look at it."""

from datetime import date
from types import SimpleNamespace

import pytest

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Application, Certificate, Registration, RegistrationKind
from rencai.people.models import Person
from rencai.people.tests import factory as people

ENTERED = date(2022, 9, 10)


@pytest.fixture
def person(world: SimpleNamespace) -> Person:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1), user=world.talent)


@pytest.fixture
def certificate(world: SimpleNamespace, person: Person) -> Certificate:
    """Entered on 2022-09-10, never registered."""
    paper = Paper("assistant", "2022-06-19", number="A-1")
    return actions.enter_certificate(person, paper, on=ENTERED, by=world.clerk)


@pytest.fixture
def application(world: SimpleNamespace, certificate: Certificate) -> Application:
    """To register it for the first time, handed in on 2022-09-13."""
    return actions.apply_for(
        certificate, RegistrationKind.FIRST, on=date(2022, 9, 13), materials=["身份证", "登记申请表"], by=world.clerk
    )


@pytest.fixture
def period(world: SimpleNamespace, certificate: Certificate) -> Registration:
    """2022-07-01 to 2025-06-30: 72 hours at the assistant level."""
    return actions.record_period(certificate, RegistrationKind.FIRST, date(2022, 7, 1), by=world.clerk)
