"""Ways to ask for what may hold personal data, and what a role is told there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from rencai.org.signin import mark_verified
from tests.personal import Seen

Outlet = Callable[[Client, SimpleNamespace], Any]
OPENED: set[str] = set()

BUREAU = ("leader", "section_head", "clerk")
TOWNSHIP, UNIT, OWN = ("township_clerk",), ("unit_contact",), ("talent",)
ROLES = (*BUREAU, *TOWNSHIP, *UNIT, *OWN, "stranger", "system_admin", "security_admin", "audit_admin")


def to(*groups: tuple[str, ...], clear: frozenset[str], masked: frozenset[str] = frozenset()) -> dict[str, Seen]:
    """What the roles of these groups are told; whoever is not named gets nothing."""
    return {role: Seen(clear, masked) for group in groups for role in group}


def page(name: str, query: str = "", /, **kwargs: str) -> Outlet:
    """GET of a route; `kwargs` name what of the things its parameters are, or are given as they stand."""
    OPENED.add(name)

    def outlet(client: Client, things: SimpleNamespace) -> Any:
        return client.get(
            reverse(name, kwargs={key: getattr(things, what, what) for key, what in kwargs.items()}) + query
        )

    return outlet


def proven(name: str, query: str = "", form: dict[str, str] | None = None, /, **kwargs: str) -> Outlet:
    """POST of `form` (else GET) by somebody who gave the password just now."""
    OPENED.add(name)

    def outlet(client: Client, things: SimpleNamespace) -> Any:
        session = client.session
        mark_verified(session)
        session.save()
        address = reverse(name, kwargs={key: getattr(things, what, what) for key, what in kwargs.items()}) + query
        return client.get(address) if form is None else client.post(address, form)

    return outlet
