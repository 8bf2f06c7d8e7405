"""Every route × method × role against the one declared matrix; a route that is not declared fails."""

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rencai.org.access import ABILITIES, Role
from rencai.org.models import User
from tests.matrix import MATRIX, PUBLIC, SIGNED_IN, Route
from tests.things import address, finish

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


PUBLIC_ROUTES = {
    *("login", "login-code", "login-second-factor", "login-password"),
    # Behind the changing code on the screen of a training room: the scan, signing in, giving an opinion.
    *("scan", "sign-in", "evaluation"),
    "completion-check",  # whoever holds a certificate of attendance
    "certificate-check",  # whoever is shown a professional certificate
}


def test_the_public_routes_are_these_and_no_others() -> None:
    assert {name for name, route in MATRIX.items() if route.who == PUBLIC} == PUBLIC_ROUTES


def allowed(route: Route, user: User) -> bool:
    if route.who in (PUBLIC, SIGNED_IN):
        return True
    return bool(ABILITIES[Role(user.role)] & set(route.who))


BUREAU = ["leader", "section_head", "clerk"]
OTHERS = ["township_clerk", "unit_contact", "talent", "stranger", "system_admin", "security_admin", "audit_admin"]


def undone(client: Client, method: str, url: str) -> HttpResponse:
    """The answer to a request whose effects are taken back."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(url)
        finish(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def misfits(role: str, things: SimpleNamespace, client: Client) -> Iterator[str]:
    """Every cell of the matrix in which `role` gets another answer than declared."""
    user = getattr(things.world, role)
    for name, route in MATRIX.items():
        for method in ("get", "post"):
            status = undone(client, method, address(name, things)).status_code
            if method not in route.methods:
                right = status in {403, 404, 405} | ({302} if method == "get" else set())
            elif not allowed(route, user):
                right = status in {403, 404}
            elif role in BUREAU:
                right = status in route.answers
            else:  # allowed as such, but not this unit's or this person's record
                right = status in route.answers | {404}
            if not right:
                yield f"{method} {name}: {status}"


@pytest.mark.parametrize("role", BUREAU + OTHERS)
def test_a_role_reaches_exactly_what_the_matrix_says(
    role: str, things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    assert list(misfits(role, things, sign_in(getattr(things.world, role)))) == []


def test_without_signing_in_only_public_routes_answer(things: SimpleNamespace) -> None:
    for name, route in MATRIX.items():
        answer = Client().get(address(name, things))
        if route.who != PUBLIC:
            assert answer.status_code in {302, 403, 405}, name
            if answer.status_code == 302:
                assert answer["Location"].startswith(reverse("login")), name


def test_an_unsafe_request_without_its_token_is_refused(things: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(things.world.clerk, backend="django.contrib.auth.backends.ModelBackend")
    for name, route in MATRIX.items():
        if "post" in route.methods:
            assert undone(client, "post", address(name, things)).status_code == 403, name


def test_every_answer_carries_the_security_headers(things: SimpleNamespace, sign_in: Callable[[User], Client]) -> None:
    for client in (Client(), sign_in(things.world.clerk), sign_in(things.world.security_admin)):
        for name in MATRIX:
            answer = client.get(address(name, things))
            finish(answer)
            policy = answer["Content-Security-Policy"]
            assert "default-src 'self'" in policy, name
            assert "unsafe" not in policy, name
            for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert directive in policy, name
            assert answer["X-Content-Type-Options"] == "nosniff", name
            assert answer["Referrer-Policy"] == "same-origin", name


IDS = re.compile(r"""<[a-z][^<>]*?\sid=["']([^"']*)["']""")


@pytest.mark.parametrize("role", ["clerk", "leader", "unit_contact", "talent", "security_admin"])
def test_no_two_things_of_a_page_have_the_same_id(
    role: str, things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    client, seen, twice = sign_in(getattr(things.world, role)), 0, {}
    for name, route in MATRIX.items():
        for method in set(route.methods) & {"get", "post"}:
            answer = undone(client, method, address(name, things))
            if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
                ids = Counter(IDS.findall(answer.content.decode()))
                seen += len(ids)
                if several := [one for one, times in ids.items() if times > 1]:
                    twice[method, name] = several
    assert twice == {}
    assert seen > 100


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
            finish(clerk.get(address(name, things)))
    assert contents() == before


def test_a_stranger_from_another_county_sees_none_of_our_people(
    things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    stranger = sign_in(things.world.stranger)
    for name in MATRIX:
        for query in ("", "?q=tantai", "?q=ttjy", f"?unit={things.world.station.pk}", "?area=629921"):
            answer = stranger.get(address(name, things) + query)
            content = answer.getvalue() if answer.streaming else answer.content
            finish(answer)
            assert things.canary[:2].encode() not in content, f"{name}{query}"


def test_an_error_page_says_nothing_from_inside(things: SimpleNamespace, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(things.world.clerk).get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert "default-src 'self'" in answer["Content-Security-Policy"]
