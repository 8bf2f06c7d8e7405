"""A talent's account is tied to the own record by a clerk, and sees nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from rencai.org.models import AuditEvent, Role, Unit, User
from rencai.people.actions import free_accounts, tie_account, untie_account
from rencai.people.models import Person
from rencai.people.tests.factory import person


def talent(username: str, name: str, unit: Unit | None, **values: Any) -> User:
    return User.objects.create(
        username=username, name=name, role=Role.TALENT, unit=unit, must_change_password=False, **values
    )


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    return person(world.station, "张三丰")


@pytest.fixture
def account(world: SimpleNamespace) -> User:
    return talent("zsf", "张三丰", world.station)


def tie_url(one: Person) -> str:
    return reverse("person-account", args=[one.pk])


def test_a_clerk_ties_an_account_which_then_sees_the_own_record(
    world: SimpleNamespace, one: Person, account: User, sign_in: Any
) -> None:
    client, own = sign_in(world.clerk), sign_in(account)
    assert own.get(reverse("own-record")).status_code == 404
    assert tie_url(one) in client.get(reverse("person", args=[one.pk])).text
    assert f'value="{account.pk}" selected' in client.get(tie_url(one)).text
    assert client.post(tie_url(one), {"account": account.pk}).status_code == 302
    assert "张三丰" in own.get(reverse("own-record")).text
    assert own.get(reverse("person", args=[one.pk])).status_code == 403
    event = AuditEvent.objects.get(action="绑定本人账号")
    assert (event.actor, event.target, event.detail) == ("clerk", str(one.pk), {"登录名": "zsf"})
    page = client.get(reverse("person", args=[one.pk])).text
    assert reverse("person-account-untie", args=[one.pk]) in page
    assert tie_url(one) + '"' not in page


def test_only_free_talent_accounts_of_the_county_are_offered(
    world: SimpleNamespace, one: Person, account: User, sign_in: Any
) -> None:
    strange = talent("far", "邻县人", world.strange_station)
    talent("nowhere", "无单位", None)
    talent("gone", "已停用", world.station, is_active=False)
    taken = talent("taken", "已绑定", world.station)
    tie_account(person(world.station, "已绑定"), taken, by=world.colleague)
    assert list(free_accounts(world.clerk)) == list(free_accounts(world.section_head)) == [account]
    assert list(free_accounts(world.stranger)) == [strange]
    for user in (world.leader, world.township_clerk, world.unit_contact, world.talent, world.security_admin):
        assert not free_accounts(user).exists()
    text = sign_in(world.clerk).get(tie_url(one)).text
    for name in ("邻县人", "无单位", "已停用", "登录名 taken", "登录名 clerk"):
        assert name not in text


@pytest.mark.parametrize("which", ["far", "taken", "clerk"])
def test_no_other_account_can_be_tied(world: SimpleNamespace, one: Person, which: str, sign_in: Any) -> None:
    talent("far", "邻县人", world.strange_station)
    tie_account(person(world.station, "已绑定"), talent("taken", "已绑定", world.station), by=world.clerk)
    chosen = User.objects.named(which)
    answer = sign_in(world.clerk).post(tie_url(one), {"account": chosen.pk, "sure": "on"})
    assert answer.status_code == 200
    with pytest.raises(ValidationError, match="请重新选择"):
        tie_account(one, chosen, by=world.clerk)
    assert Person.objects.get(pk=one.pk).user is None


def test_another_name_asks_for_a_second_look(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    other = talent("lisi", "李四", world.station)
    client = sign_in(world.clerk)
    assert "与人员姓名不同" in client.post(tie_url(one), {"account": other.pk}).text
    assert Person.objects.get(pk=one.pk).user is None
    assert client.post(tie_url(one), {"account": other.pk, "sure": "on"}).status_code == 302
    assert Person.objects.get(pk=one.pk).user == other


def test_untying_for_a_reason_closes_the_record_to_the_account(
    world: SimpleNamespace, one: Person, account: User, sign_in: Any
) -> None:
    tie_account(one, account, by=world.clerk)
    client, url = sign_in(world.section_head), reverse("person-account-untie", args=[one.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    assert Person.objects.get(pk=one.pk).user == account
    assert client.post(url, {"reason": "账号错绑"}).status_code == 302
    assert sign_in(account).get(reverse("own-record")).status_code == 404
    event = AuditEvent.objects.get(action="解除本人账号")
    assert (event.actor, event.detail) == ("head", {"登录名": "zsf", "理由": "账号错绑"})
    assert "没有绑定本人账号" in client.post(url, {"reason": "再来一次"}).text
    assert AuditEvent.objects.filter(action="解除本人账号").count() == 1
    tie_account(one, account, by=world.clerk)


def test_a_tied_record_takes_no_second_account(world: SimpleNamespace, one: Person, account: User) -> None:
    tie_account(one, account, by=world.clerk)
    with pytest.raises(ValidationError, match="请先解除"):
        tie_account(one, talent("second", "张三丰", world.station), by=world.clerk)


def test_strangers_and_others_tie_nothing(world: SimpleNamespace, one: Person, account: User, sign_in: Any) -> None:
    for url in (tie_url(one), reverse("person-account-untie", args=[one.pk])):
        assert sign_in(world.colleague).get(url).status_code == 200
        for method in ("get", "post"):
            assert getattr(sign_in(world.stranger), method)(url).status_code == 404
            for user in (world.leader, world.township_clerk, world.unit_contact, account):
                assert getattr(sign_in(user), method)(url).status_code == 403
    for user in (world.township_clerk, world.leader, world.security_admin):
        with pytest.raises(PermissionDenied):
            tie_account(one, account, by=user)
        with pytest.raises(PermissionDenied):
            untie_account(one, "无", by=user)
    assert tie_url(one) not in sign_in(world.township_clerk).get(reverse("person", args=[one.pk])).text
