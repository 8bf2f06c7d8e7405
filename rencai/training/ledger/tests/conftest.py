"""A batch of two half days in 云川县 with two confirmed participants."""

from types import SimpleNamespace

import pytest

from rencai.people.tests import factory as people
from rencai.training.ledger.tests import factory


@pytest.fixture
def course(world: SimpleNamespace) -> SimpleNamespace:
    """The batch with its sessions, two people who were sent, and one of the county who was not."""
    batch = factory.batch()
    zhang = people.person(world.station, "张云岭", number=people.id_number("1988-02-03", 101))
    li = people.person(world.organisation, "李景川", user=world.talent)
    wang = people.person(world.other_station, "王禾", number=people.id_number("1990-04-05", 102))
    morning, afternoon = batch.sessions.all()
    return SimpleNamespace(
        world=world, batch=batch, morning=morning, afternoon=afternoon, zhang=zhang, li=li, wang=wang,
        of_zhang=factory.enrol(batch, zhang, world.station), of_li=factory.enrol(batch, li, world.organisation),
    )  # fmt: skip
