"""Column layouts that a user keeps."""

from types import SimpleNamespace
from typing import Any

import pytest

PAGE = "/figures/tests.units/"
SAVE = "/figures/tests.units/layouts/"
pytestmark = pytest.mark.usefixtures("units")


def titles(answer: Any) -> list[str]:
    return [heading.title for heading in answer.context["page"].headings]


def test_a_layout_named_usual_is_shown_when_the_address_names_no_columns(world: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(world.clerk)
    answer = clerk.post(SAVE, {"name": "默认", "columns": ["code", "name"], "back": f"{PAGE}?type=station"})
    assert answer.status_code == 302
    assert answer.url == f"{PAGE}?type=station"
    assert titles(clerk.get(PAGE)) == ["单位名称", "代码"]
    assert titles(clerk.get(f"{PAGE}?columns=uscc")) == ["信用代码"]


def test_a_named_layout_is_a_link_until_it_is_dropped(world: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(world.clerk)
    clerk.post(SAVE, {"name": "上报用", "columns": ["code"]})
    ((name, url),) = clerk.get(PAGE).context["layouts"]
    assert name == "上报用"
    assert titles(clerk.get(f"{PAGE}{url}")) == ["代码"]
    clerk.post(SAVE, {"name": "上报用", "drop": "1"})
    assert clerk.get(PAGE).context["layouts"] == []


def test_a_layout_of_another_user_or_a_forged_one_counts_as_none(world: SimpleNamespace, sign_in: Any) -> None:
    clerk, colleague = sign_in(world.clerk), sign_in(world.colleague)
    clerk.post(SAVE, {"name": "默认", "columns": ["code"]})
    cookie = "rencai-layouts-tests.units"
    for text in (clerk.cookies[cookie].value, "forged", ""):
        colleague.cookies[cookie] = text
        assert titles(colleague.get(PAGE)) == ["单位名称", "类型", "代码"]


@pytest.mark.parametrize(
    "form", [{"name": "", "columns": ["code"]}, {"name": "x" * 21, "columns": ["code"]}, {"name": "空"}]
)
def test_a_layout_without_a_name_or_columns_is_refused_with_a_reason(
    world: SimpleNamespace, sign_in: Any, form: dict[str, Any]
) -> None:
    answer = sign_in(world.clerk).post(SAVE, form)
    assert answer.status_code == 400
    assert "版式" in answer.text or "至少选择一列" in answer.text


def test_there_is_an_end_to_the_layouts_of_one_listing(world: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(world.clerk)
    answers = [clerk.post(SAVE, {"name": f"版式{n}", "columns": ["code"]}).status_code for n in range(9)]
    assert answers == [302] * 8 + [400]


def test_saving_never_leads_to_another_site(world: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(world.clerk)
    for back in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert clerk.post(SAVE, {"name": "默认", "columns": ["code"], "back": back}).url == PAGE
