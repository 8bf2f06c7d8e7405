"""Wrong passwords: few are looked at, and nobody locks out a colleague."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rencai.org.models import AuditEvent, User
from rencai.org.tests.people import PASSWORD, post_login, signed_in, with_password


@pytest.fixture
def clerk(world: SimpleNamespace) -> User:
    return with_password(world.clerk)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with the stored one."""
    seen: list[str] = []
    compare = User.check_password

    def counted(self: User, raw: str) -> bool:
        seen.append(raw)
        return compare(self, raw)

    monkeypatch.setattr(User, "check_password", counted)
    return seen


def test_guessing_from_one_address_pauses_that_address_only(clerk: User) -> None:
    for _ in range(8):
        last = post_login("clerk", "wrong", address="10.1.1.1")
    assert last.status_code == 429
    assert "15分钟后再试" in last.content.decode()
    assert post_login("clerk", address="10.1.1.1").status_code == 429
    assert post_login("clerk", address="10.2.2.2").status_code == 302


def test_at_most_five_passwords_of_an_account_are_looked_at_however_many_addresses_ask(
    clerk: User, looked_at: list[str]
) -> None:
    for n in range(40):
        post_login("clerk", "wrong", address=f"10.1.{n // 8}.{n}")
    assert len(looked_at) == 5


def test_the_owner_enters_from_the_usual_address_while_the_account_is_attacked_from_everywhere(clerk: User) -> None:
    signed_in("clerk", address="10.3.3.3")
    for n in range(10):
        post_login("clerk", "wrong", address=f"10.1.1.{n}")
    assert post_login("clerk", address="10.4.4.4").status_code == 429
    assert post_login("clerk", address="10.3.3.3").status_code == 302


def test_the_owner_enters_from_anywhere_a_quarter_of_an_hour_later(clerk: User) -> None:
    for n in range(10):
        post_login("clerk", "wrong", address=f"10.1.1.{n}")
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert post_login("clerk", address="10.4.4.4").status_code == 302


def test_at_most_twenty_passwords_from_one_address_are_looked_at(clerk: User) -> None:
    answers = [post_login(f"name{n}", "wrong", address="10.1.1.1").status_code for n in range(30)]
    assert answers == [200] * 20 + [429] * 10


def test_a_header_does_not_make_another_address(clerk: User) -> None:
    for n in range(8):
        client = Client(headers={"x-forwarded-for": f"8.8.8.{n}", "x-real-ip": f"8.8.4.{n}"})
        last = post_login("clerk", "wrong", address="10.1.1.1", client=client)
    assert last.status_code == 429


def test_unknown_names_pause_like_known_ones(clerk: User) -> None:
    known = [post_login("clerk", "wrong", address="10.1.1.1").status_code for _ in range(7)]
    unknown = [post_login("nobody", "wrong", address="10.1.1.2").status_code for _ in range(7)]
    assert known == unknown


def test_the_pause_is_one_event_and_not_one_for_every_further_try(clerk: User) -> None:
    for _ in range(12):
        post_login("clerk", "wrong")
    results = list(AuditEvent.objects.filter(action="登录").order_by("seq").values_list("result", flat=True))
    assert results == ["失败", "失败", "失败", "暂停"]


def test_a_right_password_starts_the_count_again(clerk: User) -> None:
    for _ in range(3):
        assert post_login("clerk", "wrong").status_code == 200
        assert post_login("clerk", "wrong").status_code == 200
        assert post_login("clerk", PASSWORD).status_code == 302
