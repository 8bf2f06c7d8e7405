"""What waits for a user: apps register providers, the home page and the reminders show what they find."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from rencai.ui import scopes
from rencai.ui.figures import Scope
from rencai.ui.numbers import kept


@dataclass(frozen=True)
class Lamp:
    """A colour (green, amber, red, grey) with its word and its reason; never the colour alone."""

    colour: str
    word: str
    reason: str = ""


@dataclass(frozen=True)
class Item:
    """`count` pieces of work behind one address, counted in `unit`."""

    title: str
    count: int
    url: str
    lamp: Lamp
    unit: str = "件"


Provider = Callable[[Any], Iterable[Item]]

URGENCY = ("red", "amber", "green", "grey")
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """`provider(user)` gives the items of one app for a user; it asks for abilities itself."""
    _providers.append(provider)
    return provider


def waiting(user: Any) -> list[Item]:
    """All items with something in them, most urgent first; looked for again after each recorded change and each day.

    So whatever makes or ends an item is recorded as a change.
    """
    scope, revision = Scope(on=timezone.localdate(), user=user), scopes.places().revision()
    return list(kept(("waiting", user.pk), scope, revision, lambda: _look(user)))


def _look(user: Any) -> list[Item]:
    found = [item for provider in _providers for item in provider(user) if item.count]
    return sorted(found, key=lambda item: URGENCY.index(item.lamp.colour))
