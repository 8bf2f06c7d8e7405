"""The home page: what waits first, then the figures of the scope."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rencai.people.exports.actions import ask, decide
from rencai.people.exports.tables import Table
from rencai.people.tests import factory
from rencai.ui import todo
from rencai.ui.todo import Item, Lamp


@pytest.fixture
def waiting() -> Iterator[None]:
    """Three pieces of work for clerks."""

    def provider(user: Any) -> list[Item]:
        if user.username != "clerk":
            return []
        return [
            Item("待核对的导入", 3, "/imports/", Lamp("amber", "临期", "三日内到期")),
            Item("无事可做", 0, "/nothing/", Lamp("grey", "无")),
            Item("超期的退回件", 1, "/returned/", Lamp("red", "超期", "已超过2日")),
        ]

    todo._providers.append(provider)
    yield
    todo._providers.remove(provider)


@pytest.mark.usefixtures("waiting")
def test_what_waits_comes_before_any_figure_most_urgent_first(world: SimpleNamespace, sign_in: Any) -> None:
    text = sign_in(world.clerk).get("/").text
    places = [text.index(words) for words in ("超期的退回件", "待核对的导入", "数据概览")]
    assert places == sorted(places)
    assert "无事可做" not in text


@pytest.mark.usefixtures("waiting")
def test_a_lamp_has_a_word_and_a_reason_beside_its_colour(world: SimpleNamespace, sign_in: Any) -> None:
    text = sign_in(world.clerk).get("/").text
    assert text.count('class="lamp ') == 2
    for words in ("lamp-red", "超期", "已超过2日", "lamp-amber", "临期", "三日内到期"):
        assert words in text


@pytest.mark.usefixtures("waiting")
def test_nobody_sees_the_work_of_others(world: SimpleNamespace, sign_in: Any) -> None:
    assert "没有等您办理的事项。" in sign_in(world.leader).get("/").text


@pytest.mark.usefixtures("outside")
def test_what_waits_is_looked_for_again_only_after_a_change(world: SimpleNamespace) -> None:
    titles = [item.title for item in todo.waiting(world.leader)]
    with CaptureQueriesContext(connection) as queries:
        assert [item.title for item in todo.waiting(world.leader)] == titles
    assert len(queries) == 1  # has anything changed?
    assert "导出申请待批准" not in titles
    table = Table("people.on_register", "在册人才", (), 2_000, lambda clear: iter(()), timezone.localdate())
    asked = ask(table, query="", clear=False, purpose="年报核对", by=world.clerk)
    assert "导出申请待批准" in [item.title for item in todo.waiting(world.leader)]
    assert "导出申请待批准" not in [item.title for item in todo.waiting(world.clerk)]
    decide(asked, approve=True, reason="", by=world.leader)
    assert [item.title for item in todo.waiting(world.leader)] == titles


def test_every_number_and_every_bar_opens_rows_of_that_number(world: SimpleNamespace, sign_in: Any) -> None:
    for n, unit in enumerate([world.bureau, world.station, world.station, world.organisation, world.strange_bureau]):
        one = factory.person(unit, f"张三{n}", birth=f"19{n + 5}0-05-06")
        factory.categorise(one, "social_work", "grassroots")
    leader = sign_in(world.leader)
    home = leader.get("/?on=2022-12-31")
    values = {card.figure.key: card.value for card in home.context["cards"]}
    assert values["people.on_register"] == "4"
    for card in home.context["cards"]:
        opened = leader.get(card.url)
        assert opened.status_code == 200
        if "listing" in opened.context:
            assert f"{opened.context['listing'].number:,}" == card.value
            assert opened.context["listing"].scope.on.isoformat() == "2022-12-31"
    assert sum(bar.number for chart in home.context["charts"] for bar in chart.table.bars) > 4
    for chart in home.context["charts"]:
        for bar in chart.table.bars:
            opened = leader.get(bar.url).context["listing"]
            assert (opened.number, opened.scope.on.isoformat()) == (bar.number, "2022-12-31")


def test_those_who_see_no_figures_have_a_home_without_them(world: SimpleNamespace, sign_in: Any) -> None:
    for user in (world.talent, world.security_admin):
        answer = sign_in(user).get("/")
        assert answer.status_code == 200
        assert "数据概览" not in answer.text


def test_a_visitor_is_sent_to_sign_in(client: Any, db: Any) -> None:
    assert client.get("/").url == "/login/?next=/"
