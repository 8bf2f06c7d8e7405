"""The roster on paper."""

from types import SimpleNamespace
from typing import Any

import pytest

from rencai.ui import rows

PAGE = "/figures/tests.units/?layout=print"
pytestmark = pytest.mark.usefixtures("units")


def test_a_roster_names_the_unit_the_day_and_its_conditions(world: SimpleNamespace, sign_in: Any) -> None:
    text = sign_in(world.clerk).get(f"{PAGE}&on=2022-12-31&type=station").text
    assert "测试单位数花名册" in text
    assert "单位：云川县民政局" in text
    assert "截至 2022年12月31日" in text
    assert "制表日期：" in text
    assert "类型：乡镇民政站" in text
    assert "合计 2 行。" in text


@pytest.mark.usefixtures("many")
def test_a_print_holds_all_rows_of_all_pages(world: SimpleNamespace, sign_in: Any) -> None:
    assert len(sign_in(world.clerk).get(PAGE).context["page"].rows) == 124


@pytest.mark.usefixtures("many")
def test_a_print_is_no_way_round_the_second_person(
    world: SimpleNamespace, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PRINTED_AT_MOST", 100)
    answer = sign_in(world.clerk).get(PAGE)
    assert len(answer.context["page"].rows) == 100
    assert "其余 24 行" in answer.text
