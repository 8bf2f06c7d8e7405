"""What the house tests share."""

from types import SimpleNamespace

import pytest

from tests import things as of_everything


@pytest.fixture
def things(world: SimpleNamespace) -> SimpleNamespace:
    """One of everything in 云川县."""
    return of_everything.made(world)
