"""The second factor at sign-in."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from rencai.org import second_factor
from rencai.org.models import User
from rencai.org.tests.people import code_of, is_signed_in, post_login, signed_in, with_authenticator, with_password

NOON = "2026-05-06T04:00:05Z"


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(world: SimpleNamespace) -> User:
    return with_password(world.clerk)


@pytest.fixture
def device(clerk: User) -> TOTPDevice:
    return with_authenticator(clerk)


def _after_password(username: str) -> Client:
    client = Client()
    post_login(username, client=client)
    return client


def test_password_and_code_sign_in(device: TOTPDevice) -> None:
    client = _after_password("clerk")
    assert not is_signed_in(client)
    client.post("/login/code/", {"code": code_of(device)})
    assert is_signed_in(client)


def test_between_password_and_code_no_page_opens(device: TOTPDevice) -> None:
    client = _after_password("clerk")
    for page in ("/account/", "/account/password/", "/account/second-factor/", "/verify/", "/units/"):
        assert client.get(page)["Location"].startswith("/login/?"), page
    for page in ("/login/password/", "/login/second-factor/"):
        assert client.get(page)["Location"] == "/login/code/", page


ODD = [
    "", " ", "{} ", " {}", "\t{}", "{}\n", "+{}", "-{}", "0{}", "{}0", "{}.0", "1e5", "null", "None", "0", "000000",
    "NaN", "0x1F", "true", "[]", "{}\u200b",
]  # fmt: skip


@pytest.mark.parametrize("shape", ODD)
def test_nothing_but_six_ascii_digits_is_a_code(device: TOTPDevice, shape: str) -> None:
    client = _after_password("clerk")
    client.post("/login/code/", {"code": shape.format(code_of(device))})
    assert not is_signed_in(client)


def test_a_missing_code_full_width_digits_and_a_gap_are_no_code(device: TOTPDevice) -> None:
    client = _after_password("clerk")
    right = code_of(device)
    full_width = right.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for data in ({}, {"code": full_width}, {"code": f"{right[:3]} {right[3:]}"}):
        client.post("/login/code/", data)
    assert not is_signed_in(client)


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_may_be_one_step_off_and_not_two(device: TOTPDevice, steps: int, accepted: bool) -> None:
    client = _after_password("clerk")
    client.post("/login/code/", {"code": code_of(device, steps)})
    assert is_signed_in(client) is accepted


def test_a_code_counts_once(device: TOTPDevice) -> None:
    code = code_of(device)
    _after_password("clerk").post("/login/code/", {"code": code})
    again = _after_password("clerk")
    again.post("/login/code/", {"code": code})
    assert not is_signed_in(again)


def test_a_colleagues_code_is_not_ones_own(device: TOTPDevice, world: SimpleNamespace) -> None:
    theirs = with_authenticator(with_password(world.colleague))
    client = _after_password("clerk")
    client.post("/login/code/", {"code": code_of(theirs)})
    assert not is_signed_in(client)


def test_after_five_wrong_codes_signing_in_begins_again(device: TOTPDevice, noon: Any) -> None:
    client = _after_password("clerk")
    for _ in range(5):
        answer = client.post("/login/code/", {"code": "000000"})
    assert answer["Location"] == "/login/"
    noon.shift(600)
    client.post("/login/code/", {"code": code_of(device)})
    assert not is_signed_in(client)


def test_the_wait_between_password_and_code_ends_after_ten_minutes(device: TOTPDevice, noon: Any) -> None:
    client = _after_password("clerk")
    noon.shift(601)
    client.post("/login/code/", {"code": code_of(device)})
    assert not is_signed_in(client)


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_sets_up_an_authenticator_before_anything_else(world: SimpleNamespace, who: str) -> None:
    user = with_password(getattr(world, who))
    client = _after_password(user.username)
    assert not is_signed_in(client)
    page = client.get("/login/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    proposed = TOTPDevice.objects.get(user=user)
    client.post("/login/second-factor/", {"code": "12345６"})
    assert not is_signed_in(client)
    client.post("/login/second-factor/", {"code": code_of(proposed)})
    assert is_signed_in(client)
    assert second_factor.device_of(user) == proposed


def test_a_clerk_may_sign_in_without_an_authenticator_and_set_one_up(clerk: User, noon: Any) -> None:
    client, elsewhere = signed_in("clerk"), signed_in("clerk")
    page = client.get("/account/second-factor/")
    assert "data:image/svg+xml" in page.content.decode()
    noon.shift(60)
    client.post("/account/second-factor/", {"code": code_of(TOTPDevice.objects.get(user=clerk))})
    assert second_factor.device_of(clerk) is not None
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_an_unconfirmed_authenticator_opens_nothing_and_blocks_nothing(clerk: User) -> None:
    second_factor.proposed(clerk)
    assert is_signed_in(signed_in("clerk"))


def test_an_administrator_cannot_do_without(world: SimpleNamespace) -> None:
    user = with_password(world.audit_admin)
    device = with_authenticator(user)
    client = _after_password(user.username)
    client.post("/login/code/", {"code": code_of(device)})
    client.post("/account/second-factor/remove/")
    assert second_factor.device_of(user) == device
