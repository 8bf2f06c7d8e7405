"""The pages of the security administrator."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rencai.org import second_factor
from rencai.org.access import Ability, Role
from rencai.org.models import AuditEvent, User
from rencai.org.signin import mark_verified
from rencai.org.tests.people import is_signed_in, post_login, with_authenticator, with_password

NEW = {"username": "liming", "name": "李明", "role": "clerk", "unit": "云川县民政局", "section": "", "area": ""}


@pytest.fixture
def admin(world: SimpleNamespace, sign_in: Any) -> Client:
    return _proven(sign_in(world.security_admin))


def _proven(client: Client) -> Client:
    session = client.session
    mark_verified(session)
    session.save()
    return client


def _shown_password(page: str) -> str:
    found = re.search(r"<code[^>]*>([^<]+)</code>", page)
    assert found
    return found.group(1)


def test_a_new_user_signs_in_with_the_first_password_and_must_choose_another(
    world: SimpleNamespace, admin: Client
) -> None:
    password = _shown_password(admin.post("/users/add/", NEW).content.decode())
    assert password not in admin.get("/users/").content.decode()
    assert password not in str(list(AuditEvent.objects.values()))
    client = Client()
    assert post_login("liming", password, client=client)["Location"] == "/login/password/"
    assert not is_signed_in(client)


def test_a_first_password_holds_twenty_four_hours(world: SimpleNamespace, admin: Client) -> None:
    password = _shown_password(admin.post("/users/add/", NEW).content.decode())
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "超过24小时" in post_login("liming", password).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert post_login("liming", password).status_code == 302


def test_nobody_else_opens_the_pages_of_users(world: SimpleNamespace, sign_in: Any) -> None:
    for who in ("leader", "section_head", "clerk", "township_clerk", "unit_contact", "talent", "system_admin"):
        client = _proven(sign_in(getattr(world, who)))
        assert client.get("/users/").status_code == 403, who
        assert client.post("/users/add/", NEW).status_code == 403, who
        answer = client.post(f"/users/{world.clerk.pk}/access/", {"role": "leader", "unit": "YC001"})
        assert answer.status_code == 403, who
    assert User.objects.get(pk=world.clerk.pk).role == Role.CLERK


WRITES = ["add/", "{}/access/", "{}/disable/", "{}/enable/", "{}/reset/", "{}/second-factor/remove/"]


@pytest.mark.parametrize("path", WRITES)
def test_changing_users_needs_a_proof_of_the_last_five_minutes(world: SimpleNamespace, sign_in: Any, path: str) -> None:
    client = sign_in(world.security_admin)
    before = list(User.objects.values_list("username", "role", "is_active", "password"))
    answer = client.post("/users/" + path.format(world.clerk.pk), NEW | {"role": "leader", "reason": "离职"})
    assert answer["Location"].startswith("/verify/?next=%2Fusers%2F")
    assert list(User.objects.values_list("username", "role", "is_active", "password")) == before


def test_a_changed_role_counts_at_once(world: SimpleNamespace, admin: Client) -> None:
    admin.post(f"/users/{world.clerk.pk}/access/", {"role": "leader", "unit": "YC001"})
    clerk = User.objects.get(pk=world.clerk.pk)
    assert clerk.may(Ability.ISSUE_REPORT)
    event = AuditEvent.objects.get(action="修改用户角色")
    assert (event.detail["原角色"], event.detail["新角色"]) == ("经办人", "局领导")


def test_nobody_changes_disables_or_resets_oneself(world: SimpleNamespace, admin: Client) -> None:
    me = world.security_admin
    with_authenticator(me)
    for path, data in (
        ("access", {"role": "leader", "unit": "YC001"}), ("disable", {"reason": "离职"}), ("reset", {}),
        ("second-factor/remove", {}),
    ):  # fmt: skip
        admin.post(f"/users/{me.pk}/{path}/", data)
    now = User.objects.get(pk=me.pk)
    assert (now.role, now.is_active, now.password) == (me.role, True, me.password)
    assert second_factor.device_of(me) is not None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"role": "clerk", "unit": ""}, "须选择所属单位"),
        ({"role": "township_clerk", "area": ""}, "须选择所属单位同一县区的乡镇"),
        ({"role": "township_clerk", "area": "629922001"}, "须选择所属单位同一县区的乡镇"),
        ({"role": "clerk", "area": "629921001"}, "只有乡镇民政站"),
        ({"role": "root"}, "选择"),
        ({"username": "clerk"}, "已存在"),
        ({"username": "li ming"}, "只能用"),
        ({"unit": "没有的单位"}, "没有找到单位"),
    ],
)
def test_a_user_whose_scope_does_not_fit_is_refused_with_the_reason(
    world: SimpleNamespace, admin: Client, data: dict[str, str], message: str
) -> None:
    page = admin.post("/users/add/", NEW | data).content.decode()
    assert message in page
    assert not User.objects.filter(username="liming").exists()


def test_posting_more_fields_than_the_form_has_changes_nothing_else(world: SimpleNamespace, admin: Client) -> None:
    extra = {"is_active": "0", "password": "x", "must_change_password": "0", "is_superuser": "1", "id": "1"}
    admin.post("/users/add/", NEW | extra)
    user = User.objects.get(username="liming")
    assert (user.is_active, user.must_change_password) == (True, True)
    assert user.password.startswith("argon2$")


def test_a_county_security_administrator_sees_no_other_county(world: SimpleNamespace, sign_in: Any) -> None:
    User.objects.filter(pk=world.security_admin.pk).update(unit=world.bureau)
    client = _proven(sign_in(User.objects.get(pk=world.security_admin.pk)))
    assert "stranger" not in client.get("/users/").content.decode()
    assert client.get(f"/users/{world.stranger.pk}/").status_code == 404
    assert client.post(f"/users/{world.stranger.pk}/reset/").status_code == 404
    page = client.post("/users/add/", NEW | {"unit": "LS001"}).content.decode()
    assert "没有找到单位" in page
    assert "邻山" not in page.replace("LS001", "")


def test_a_disabled_user_comes_back_with_a_new_first_password(world: SimpleNamespace, admin: Client) -> None:
    with_password(world.clerk)
    admin.post(f"/users/{world.clerk.pk}/disable/", {"reason": "离职"})
    assert "账号已停用" in post_login("clerk").content.decode()
    password = _shown_password(admin.post(f"/users/{world.clerk.pk}/enable/").content.decode())
    assert post_login("clerk", password)["Location"] == "/login/password/"


def test_a_lost_telephone_is_taken_off_and_open_sessions_end(
    world: SimpleNamespace, admin: Client, sign_in: Any
) -> None:
    with_authenticator(world.clerk)
    theirs = sign_in(world.clerk)
    admin.post(f"/users/{world.clerk.pk}/second-factor/remove/")
    assert second_factor.device_of(world.clerk) is None
    assert theirs.get("/account/").status_code == 302


def test_the_security_administrator_sees_no_business_data(world: SimpleNamespace, admin: Client) -> None:
    for path in ("/units/", "/areas/", "/audit/"):
        assert admin.get(path).status_code == 403
