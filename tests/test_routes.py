"""Every route × method × role against the one declared matrix; a route that is not declared fails."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rencai.org.access import ABILITIES, Role
from rencai.org.models import User
from tests.matrix import MATRIX, PUBLIC, SIGNED_IN, Route
from tests.things import address

UNTOUCHED_BY_READING = {"django_session", "org_auditevent", "org_audithead", "axes_accesslog", "axes_accessattempt"}


def routes() -> Iterator[tuple[str, Callable[..., Any]]]:
    """(name, view) of every route of the project."""

    def walk(resolver: URLResolver) -> Iterator[tuple[str, Callable[..., Any]]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry)
            elif isinstance(entry, URLPattern):
                yield entry.name or str(entry.pattern), entry.callback

    yield from walk(get_resolver())


ROUTES = dict(routes())


def test_every_route_is_declared_and_every_declaration_is_a_route() -> None:
    assert set(ROUTES) == set(MATRIX)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_view_asks_for_the_declared_abilities(name: str) -> None:
    declared = MATRIX[name].who
    if declared not in (PUBLIC, SIGNED_IN):
        assert set(getattr(ROUTES[name], "abilities", ())) == set(declared)


def test_few_routes_are_public() -> None:
    assert len([name for name, route in MATRIX.items() if route.who == PUBLIC]) <= 6


def allowed(route: Route, user: User) -> bool:
    if route.who in (PUBLIC, SIGNED_IN):
        return True
    return bool(ABILITIES[Role(user.role)] & set(route.who))


ROLES = ["leader", "section_head", "clerk", "township_clerk", "unit_contact", "talent", "stranger"]
ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_role_reaches_exactly_what_the_matrix_says(
    name: str, things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    route = MATRIX[name]
    for role in ROLES + ADMINISTRATORS:
        user = getattr(things.world, role)
        client = sign_in(user)
        for method in ("get", "post"):
            status = getattr(client, method)(address(name, things)).status_code
            where = f"{method} {name} as {role}: {status}"
            if method not in route.methods:
                assert status in {403, 404, 405}, where
            elif not allowed(route, user):
                assert status in {403, 404}, where
            elif role != "stranger":
                assert status in route.answers, where
            assert status < 500, where


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_without_signing_in_only_public_routes_answer(name: str, things: SimpleNamespace) -> None:
    answer = Client().get(address(name, things))
    if MATRIX[name].who != PUBLIC:
        assert answer.status_code in {302, 403, 405}
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", sorted(name for name, route in MATRIX.items() if "post" in route.methods))
def test_an_unsafe_request_without_its_token_is_refused(name: str, things: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(things.world.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address(name, things)).status_code == 403


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_every_page_carries_the_security_headers(
    name: str, things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    for client in (Client(), sign_in(things.world.clerk), sign_in(things.world.security_admin)):
        answer = client.get(address(name, things))
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def contents() -> dict[str, list[Any]]:
    """Every row of every table that reading must not touch."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in UNTOUCHED_BY_READING:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_reading_changes_nothing(things: SimpleNamespace, sign_in: Callable[[User], Client]) -> None:
    clerk = sign_in(things.world.clerk)
    before = contents()
    for name, route in MATRIX.items():
        if "get" in route.methods:
            clerk.get(address(name, things))
    assert contents() == before


def test_a_stranger_from_another_county_sees_none_of_our_people(
    things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    stranger = sign_in(things.world.stranger)
    for name in MATRIX:
        for query in ("", "?q=" + things.canary, "?unit=" + str(things.world.station.pk), "?area=629921"):
            body = stranger.get(address(name, things) + query)
            content = b"".join(body.streaming_content) if body.streaming else body.content
            leaked = content.replace(query.encode(), b"").replace(things.canary.encode(), b"", _echoes(query))
            assert things.canary.encode() not in leaked, f"{name}{query}"


def _echoes(query: str) -> int:
    """A search box says back what was typed into it."""
    return 2 if query.startswith("?q=") else 0


def test_an_error_page_says_nothing_from_inside(things: SimpleNamespace, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(things.world.clerk).get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert "default-src 'self'" in answer["Content-Security-Policy"]
