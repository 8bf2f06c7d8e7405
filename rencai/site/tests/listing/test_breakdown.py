"""A breakdown: its parts open, and add up or say why they don't."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from rencai.org.models import Unit
from rencai.ui.figures import Figure

PAGE = "/figures/tests.units/"
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def clerk(world: SimpleNamespace, sign_in: Any) -> Client:
    return sign_in(world.clerk)


def test_every_part_opens_as_many_rows_as_its_number(clerk: Client) -> None:
    for breakdown in ("kinds", "marks"):
        table = clerk.get(f"{PAGE}?by={breakdown}").context["breakdown"]
        assert table.bars
        for bar in table.bars:
            assert clerk.get(f"{PAGE}{bar.url}").context["listing"].total == bar.number


def test_parts_that_add_up_say_so(clerk: Client) -> None:
    table = clerk.get(f"{PAGE}?by=kinds").context["breakdown"]
    assert (table.adds_up, table.verdict) == (True, "各项合计 4 个，与总数一致。")
    assert [(bar.label, bar.number, bar.width, bar.share) for bar in table.bars] == [
        ("机关", 1, "50.0", "25.0"),
        ("乡镇民政站", 2, "100.0", "50.0"),
        ("社会组织", 1, "50.0", "25.0"),
    ]


def test_parts_that_overlap_say_why_and_have_no_share(clerk: Client) -> None:
    answer = clerk.get(f"{PAGE}?by=marks")
    table = answer.context["breakdown"]
    assert table.adds_up
    assert "各项之和 6 个，总数 4 个。一个单位可同时具有几个特征。" in answer.text
    assert {bar.share for bar in table.bars} == {""}


def test_rows_outside_every_part_are_named_as_a_shortfall(world: SimpleNamespace, clerk: Client) -> None:
    Unit.objects.filter(pk=world.organisation.pk).update(kind="village")
    answer = clerk.get(f"{PAGE}?by=kinds")
    assert not answer.context["breakdown"].adds_up
    assert "另有 1 个未填写或不属于以上各项" in answer.text


def test_a_breakdown_of_narrowed_rows_divides_those_only(clerk: Client) -> None:
    table = clerk.get(f"{PAGE}?by=kinds&q=民政站").context["breakdown"]
    assert [bar.number for bar in table.bars] == [0, 2, 0]
    assert table.whole == 2


def test_a_figure_without_rows_has_bars_of_no_length(world: SimpleNamespace, units: Figure, clerk: Client) -> None:
    table = clerk.get(f"{PAGE}?by=kinds&on=1999-01-01").context["breakdown"]
    assert {(bar.number, bar.width, bar.share) for bar in table.bars} == {(0, "0", "0")}
