"""Proving again that it is oneself before what must not be done on an unattended screen."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory

from rencai.org.models import AuditEvent
from rencai.org.signin import recently_verified
from rencai.org.tests.people import PASSWORD, code_of, signed_in, with_authenticator, with_password


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-05-06T00:00:05Z", tick=False) as clock:
        yield clock


def _verified(client: Any) -> bool:
    request = RequestFactory().get("/")
    request.session = client.session
    return recently_verified(request)


def test_the_password_of_the_sign_in_counts_for_five_minutes(world: SimpleNamespace, clock: Any) -> None:
    with_password(world.clerk)
    client = signed_in("clerk")
    clock.shift(300)
    assert _verified(client)
    clock.shift(1)
    assert not _verified(client)


def test_the_password_again_leads_on(world: SimpleNamespace, clock: Any) -> None:
    with_password(world.clerk)
    client = signed_in("clerk")
    clock.shift(360)
    wrong = client.post("/verify/", {"password": "wrong", "next": "/units/"})
    assert "密码不正确" in wrong.content.decode()
    assert not _verified(client)
    right = client.post("/verify/", {"password": PASSWORD, "next": "/units/"})
    assert right["Location"] == "/units/"
    assert _verified(client)
    assert list(AuditEvent.objects.filter(action="再次验证身份").values_list("result", flat=True)) == ["失败", "成功"]


def test_who_has_an_authenticator_gives_its_code_and_not_the_password(world: SimpleNamespace, clock: Any) -> None:
    with_password(world.clerk)
    client = signed_in("clerk")
    device = with_authenticator(world.clerk)
    clock.shift(360)
    client.post("/verify/", {"password": PASSWORD})
    assert not _verified(client)
    client.post("/verify/", {"code": code_of(device)})
    assert _verified(client)


def test_a_clock_set_back_does_not_lengthen_the_five_minutes(world: SimpleNamespace, clock: Any) -> None:
    with_password(world.clerk)
    client = signed_in("clerk")
    clock.shift(-3600)
    assert not _verified(client)


def test_guessing_the_password_at_an_open_screen_is_paused(world: SimpleNamespace) -> None:
    with_password(world.clerk)
    client = signed_in("clerk")
    answers = [client.post("/verify/", {"password": "wrong"}).status_code for _ in range(7)]
    assert answers[-1] == 429
    present = client.post("/account/password/", {"present": PASSWORD, "new": "x", "again": "x"})
    assert present.status_code == 429


def test_verifying_never_leads_to_another_site(world: SimpleNamespace) -> None:
    with_password(world.clerk)
    answer = signed_in("clerk").post("/verify/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/"
