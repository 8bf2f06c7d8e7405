"""How long a session lasts and what ends it."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rencai.org import actions
from rencai.org.actions.passwords import change_password
from rencai.org.models import User
from rencai.org.tests.people import signed_in, with_password

MINUTE = 60


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-05-06T00:00:00Z", tick=False) as clock:
        yield clock


def _is_open(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(("who", "minutes"), [("clerk", 30), ("leader", 30), ("audit_admin", 15), ("system_admin", 15)])
def test_an_idle_session_ends(world: SimpleNamespace, sign_in: Any, clock: Any, who: str, minutes: int) -> None:
    client = sign_in(getattr(world, who))
    assert _is_open(client)
    clock.shift(minutes * MINUTE)
    assert _is_open(client)
    clock.shift(minutes * MINUTE + 1)
    assert client.get("/account/")["Location"] == "/login/?ended=1&next=%2Faccount%2F"
    assert not _is_open(client)


def test_a_session_ends_after_twelve_hours_of_work(world: SimpleNamespace, sign_in: Any, clock: Any) -> None:
    client = sign_in(world.clerk)
    for _ in range(12 * 3):
        assert _is_open(client)
        clock.shift(20 * MINUTE)
    assert _is_open(client)
    clock.shift(MINUTE)
    assert not _is_open(client)


def test_a_clock_set_back_ends_a_session_and_never_lengthens_it(
    world: SimpleNamespace, sign_in: Any, clock: Any
) -> None:
    client = sign_in(world.clerk)
    assert _is_open(client)
    clock.shift(-24 * 60 * MINUTE)
    assert not _is_open(client)


def test_activity_is_written_once_a_minute(world: SimpleNamespace, sign_in: Any, clock: Any) -> None:
    client = sign_in(world.clerk)
    client.get("/account/")
    clock.shift(59)
    assert _writes(client) == []
    clock.shift(1)
    assert len(_writes(client)) > 0


def _writes(client: Client) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/account/")
    return [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def _promote(world: SimpleNamespace) -> None:
    scope = {"unit": world.bureau, "section": None, "area": None}
    actions.change_role(User.objects.named("clerk"), role="leader", **scope, by=world.security_admin)


def _disable(world: SimpleNamespace) -> None:
    actions.disable(User.objects.named("clerk"), reason="离职", by=world.security_admin)


def _reset(world: SimpleNamespace) -> None:
    actions.reset_password(User.objects.named("clerk"), by=world.security_admin)


def _change_password(world: SimpleNamespace) -> None:
    change_password(User.objects.named("clerk"), "Qing-shan-28-lv")


@pytest.mark.parametrize("change", [_promote, _disable, _reset, _change_password])
def test_a_change_of_access_ends_open_sessions_at_their_next_request(
    world: SimpleNamespace, sign_in: Any, change: Any
) -> None:
    client, colleague = sign_in(world.clerk), sign_in(world.colleague)
    assert _is_open(client)
    change(world)
    assert not _is_open(client)
    assert _is_open(colleague)


def test_nothing_but_a_new_password_opens_where_one_is_due(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    User.objects.filter(pk=world.clerk.pk).update(must_change_password=True)
    for path in ("/", "/account/", "/units/", "/verify/", "/nowhere/"):
        assert client.get(path)["Location"] == "/account/password/", path
    assert client.get("/account/password/").status_code == 200


def test_changing_ones_password_keeps_this_session_and_ends_the_others(world: SimpleNamespace) -> None:
    with_password(world.clerk)
    here, there = signed_in("clerk"), signed_in("clerk")
    new = "Bai-yun-31-piao"
    here.post("/account/password/", {"present": "wrong", "new": new, "again": new})
    assert _is_open(there)
    here.post("/account/password/", {"present": "Qing-shan-27-lv", "new": new, "again": new})
    assert _is_open(here)
    assert not _is_open(there)
    assert Session.objects.count() <= 2
    assert signed_in("clerk", new)
