"""Signing in by password."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from rencai.org.models import AuditEvent, SignIn, User
from rencai.org.tests.people import HERE, PASSWORD, is_signed_in, post_login, signed_in, with_password


@pytest.fixture
def clerk(world: SimpleNamespace) -> User:
    return with_password(world.clerk)


def _text(answer: object) -> str:
    """The page without what differs at every request."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())  # type: ignore[attr-defined]


def test_the_right_password_opens_the_page_that_was_asked_for(clerk: User) -> None:
    client = Client()
    answer = client.post("/login/", {"username": "clerk", "password": PASSWORD, "next": "/units/"})
    assert (answer.status_code, answer["Location"]) == (302, "/units/")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(clerk: User, elsewhere: str) -> None:
    answer = Client().post("/login/", {"username": "clerk", "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_unknown_known_and_disabled_names_get_the_same_answer(clerk: User, world: SimpleNamespace) -> None:
    world.colleague.is_active = False
    with_password(world.colleague)
    answers = [
        post_login("nobody-here", address="10.0.0.1"),
        post_login("clerk", "wrong", address="10.0.0.2"),
        post_login("colleague", address="10.0.0.3"),
        post_login("colleague", "wrong", address="10.0.0.4"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({_text(answer) for answer in answers}) == 1
    assert "登录名或密码不正确" in answers[0].content.decode()


def test_every_sign_in_failure_and_sign_out_is_in_the_audit_chain(clerk: User) -> None:
    post_login("clerk", "wrong")
    post_login("a-password-typed-as-name", "x")
    client = signed_in("clerk")
    client.post("/logout/")
    events = [(e.actor, e.action, e.result) for e in AuditEvent.objects.order_by("seq")]
    assert events == [
        ("clerk", "登录", "失败"), ("系统", "登录", "失败"), ("clerk", "登录", "成功"), ("clerk", "退出", "成功"),
    ]  # fmt: skip
    assert "a-password-typed-as-name" not in str(list(AuditEvent.objects.values()))


def test_a_session_begins_with_a_new_key_and_ends_on_the_server(clerk: User) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["rencai"] = session.session_key
    post_login("clerk", client=client)
    key = client.session.session_key
    assert key != session.session_key
    assert "planted" not in client.session
    client.post("/logout/")
    replay = Client()
    replay.cookies["rencai"] = key
    assert replay.get("/account/").status_code == 302


def test_logging_out_needs_a_form_and_not_a_link(clerk: User) -> None:
    client = signed_in("clerk")
    assert client.get("/logout/").status_code == 405
    assert is_signed_in(client)


def test_an_account_unused_for_ninety_days_is_disabled_at_its_next_sign_in(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now() - timedelta(days=91))
    answer = post_login("clerk")
    assert "超过90天" in answer.content.decode()
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert AuditEvent.objects.filter(action="停用用户", target=str(clerk.pk)).exists()


def test_an_account_used_eighty_nine_days_ago_still_signs_in(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now() - timedelta(days=89))
    assert post_login("clerk").status_code == 302


def test_the_third_sign_in_ends_the_oldest_session(clerk: User) -> None:
    first, second, third = signed_in("clerk"), signed_in("clerk"), signed_in("clerk")
    assert [client.get("/account/").status_code for client in (first, second, third)] == [302, 200, 200]
    assert SignIn.objects.open().filter(user=clerk).count() == 2


def test_the_account_page_shows_where_one_is_signed_in(clerk: User, world: SimpleNamespace) -> None:
    with_password(world.stranger)
    signed_in("stranger", address="10.9.9.9")
    page = signed_in("clerk").get("/account/").content.decode()
    assert HERE in page
    assert "10.9.9.9" not in page
