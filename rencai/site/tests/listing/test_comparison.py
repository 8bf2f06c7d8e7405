"""A listing compared with another day: came, left, changed."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from rencai.org.models import Unit
from rencai.site.tests.listing.conftest import units_figure
from rencai.ui import comparison
from rencai.ui.figures import FIGURES, Column, publish

PAGE = "/figures/tests.units/"
THEN, NOW = "2020-01-01", "2021-01-01"


@pytest.fixture
def clerk(world: SimpleNamespace, sign_in: Any) -> Client:
    """One station closed and another opened between the two days; every row tells the day it was read on."""

    def read_on(rows: Any, scope: Any) -> None:
        for row in rows:
            row.year = "本部" if row.kind == "bureau" and scope.on.year > 2020 else ""
            row.age = scope.on.year

    Unit.objects.filter(pk=world.station.pk).update(ends=date(2020, 6, 1))
    Unit.objects.filter(pk=world.other_station.pk).update(starts=date(2020, 6, 1))
    figure = units_figure(
        columns=(Column("单位名称", "name"), Column("标记", "year"), Column("年数", "age", compared=False)),
        prepare=read_on,
    )
    publish(figure)
    yield sign_in(world.clerk)
    FIGURES.pop(figure.key)


def test_who_came_who_left_and_what_changed_is_listed(clerk: Client) -> None:
    found = {
        kind: clerk.get(f"{PAGE}?on={NOW}&against={THEN}&kind={kind}").context["comparison"]
        for kind in ("came", "left", "changed")
    }
    assert [row.cells[0] for row in found["came"].came] == ["云川县北坡乡民政站"]
    assert [row.cells[0] for row in found["left"].left] == ["云川县青石镇民政站"]
    assert [(change.row.cells[0], change.cells) for change in found["changed"].changed] == [
        ("云川县民政局", [("标记", "—", "本部")])
    ]
    assert [kind.count for kind in found["came"].kinds] == [1, 1, 1]


def test_the_earlier_day_comes_first_whichever_is_named(clerk: Client) -> None:
    forth = clerk.get(f"{PAGE}?on={NOW}&against={THEN}").context["comparison"]
    back = clerk.get(f"{PAGE}?on={THEN}&against={NOW}").context["comparison"]
    assert (forth.then, forth.now, forth.before, forth.after) == (back.then, back.now, back.before, back.after)
    assert (forth.then, forth.now) == (date(2020, 1, 1), date(2021, 1, 1))


def test_the_difference_explains_the_two_numbers(clerk: Client) -> None:
    found = clerk.get(f"{PAGE}?on={NOW}&against={THEN}&part=kinds:bureau").context["comparison"]
    counts = {kind.key: kind.count for kind in found.kinds}
    assert found.after - found.before == counts["came"] - counts["left"] == 0


def test_two_equal_days_have_no_difference(clerk: Client) -> None:
    assert "没有差异" in clerk.get(f"{PAGE}?on={NOW}&against={NOW}").text


def test_what_is_too_much_to_compare_is_said_not_guessed(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "CHANGES_AT_MOST", 1)
    answer = clerk.get(f"{PAGE}?on={NOW}&against={THEN}")
    assert answer.context["comparison"].kinds[2].count is None
    assert "未逐行比对" in answer.text
    monkeypatch.setattr(comparison, "COMPARED_AT_MOST", 1)
    assert "请先按乡镇或单位缩小范围" in clerk.get(f"{PAGE}?on={NOW}&against={THEN}").text


def test_the_tab_asks_for_the_other_day(clerk: Client) -> None:
    assert "与哪一日比较" in clerk.get(f"{PAGE}?against=").text


def test_came_and_left_print_as_a_roster_of_changes(clerk: Client) -> None:
    text = clerk.get(f"{PAGE}?on={NOW}&against={THEN}&layout=print").text
    assert "增减花名册" in text
    assert "新增 1 行，减少 1 行，变动 1 行。" in text
    assert "云川县北坡乡民政站" in text
    assert "云川县青石镇民政站" in text
