"""What stands around every page: navigation by ability, the way to sign out, error pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from rencai.org.access import Ability
from rencai.site import errors
from rencai.site.navigation import ENTRIES, shell


def reachable(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def entries(client: Client) -> dict[str, str]:
    groups = client.get("/").context["shell"].groups
    return {entry.title: entry.url for group in groups for entry in group.entries}


def test_each_role_is_offered_what_it_may_open(world: SimpleNamespace, sign_in: Any) -> None:
    for user in (world.leader, world.clerk, world.unit_contact, world.talent, world.security_admin, world.audit_admin):
        offered = set(entries(sign_in(user)))
        wanted = {
            entry.title
            for _, group in ENTRIES
            for entry in group
            if reachable(entry.name)
            and (not entry.abilities or any(user.may(Ability(ability)) for ability in entry.abilities))
        }
        assert offered == wanted


def test_every_entry_that_is_offered_opens(world: SimpleNamespace, sign_in: Any) -> None:
    for user in (world.leader, world.clerk, world.township_clerk, world.security_admin, world.audit_admin):
        client = sign_in(user)
        for title, url in entries(client).items():
            assert client.get(url, follow=True).status_code == 200, title


def test_the_present_page_is_marked_once(world: SimpleNamespace, sign_in: Any) -> None:
    groups = sign_in(world.clerk).get("/figures/").context["shell"].groups
    assert [entry.title for group in groups for entry in group.entries if entry.current] == ["数据"]


def test_signing_out_is_a_form_not_a_link(world: SimpleNamespace, sign_in: Any) -> None:
    text = sign_in(world.clerk).get("/").text
    assert 'action="/logout/" method="post"' in text
    assert 'href="/logout/"' not in text


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "请求有误"),
        (errors.forbidden, 403, "没有权限"),
        (errors.not_found, 404, "没有找到"),
        (errors.server_error, 500, "系统出错"),
        (errors.csrf_failure, 403, "页面已过期"),
    ],
)
def test_an_error_page_needs_neither_user_nor_database(view: Any, status: int, words: str) -> None:
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_page_refused_before_sign_in_is_known_has_an_empty_shell() -> None:
    found = shell(RequestFactory().get("/"))["shell"]
    assert (found.user, found.groups, found.search) == (None, (), "")
