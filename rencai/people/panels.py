"""Parts of a person's page that other apps add: what stands there is told from above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rencai.people.models import Person


@dataclass(frozen=True)
class Panel:
    """A card below the record: `template` is rendered with `context` alone."""

    title: str
    template: str
    context: Mapping[str, Any]


Provider = Callable[[Any, Person, date], Panel | None]
_providers: list[Provider] = []


def panel(provider: Provider) -> Provider:
    """`provider(user, person, day)` gives the panel of one app, or None where there is nothing to show.

    The person has been fetched through `visible_to(user)`; abilities beyond that the provider asks for itself.
    """
    _providers.append(provider)
    return provider


def panels(user: Any, person: Person, day: date) -> list[Panel]:
    """All panels with something in them."""
    return [found for provider in _providers if (found := provider(user, person, day)) is not None]
