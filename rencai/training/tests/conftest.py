"""A batch that takes nominations, and addresses by name."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from rencai.training.models import Batch, BatchState
from rencai.training.tests import factory
from rencai.training.tests.addresses import today


@pytest.fixture
def batch(world: SimpleNamespace) -> Batch:
    """Open until today, held in twenty days, two places for the organisation."""
    made = factory.batch(day=today() + timedelta(days=20), state=BatchState.OPEN, nominate_until=today())
    factory.places(made, world.organisation, 2)
    return made
