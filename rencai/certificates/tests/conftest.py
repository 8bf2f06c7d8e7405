"""A certificate of somebody of the organisation in 云川县, obtained on 2022-06-19, and a day to look at it."""

from datetime import date
from types import SimpleNamespace

import pytest

from rencai.certificates import actions
from rencai.certificates.actions import Paper
from rencai.certificates.models import Certificate
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
