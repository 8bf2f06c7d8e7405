"""For tests of what is kept in memory between pages."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rencai.ui import numbers


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if no transaction were open: that of the test is one."""
    monkeypatch.setattr(numbers, "connection", SimpleNamespace(in_atomic_block=False))
    numbers.KEPT.clear()
    yield
    numbers.KEPT.clear()
