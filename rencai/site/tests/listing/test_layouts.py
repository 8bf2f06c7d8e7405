"""Column layouts that a user keeps."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rencai.org.models import AuditEvent, SavedLayout

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


def test_a_layout_is_there_in_every_browser_of_its_user_and_of_nobody_else(
    world: SimpleNamespace, sign_in: Any
) -> None:
    sign_in(world.clerk).post(SAVE, {"name": "默认", "columns": ["code"]})
    assert titles(sign_in(world.clerk).get(PAGE)) == ["代码"]
    colleague = sign_in(world.colleague)
    assert titles(colleague.get(PAGE)) == ["单位名称", "类型", "代码"]
    colleague.post(SAVE, {"name": "默认", "drop": "1"})
    colleague.post(SAVE, {"name": "默认", "columns": ["uscc"]})
    assert titles(sign_in(world.clerk).get(PAGE)) == ["代码"]


def test_keeping_a_layout_again_replaces_it_and_columns_there_are_not_are_left_out(
    world: SimpleNamespace, sign_in: Any
) -> None:
    clerk = sign_in(world.clerk)
    clerk.post(SAVE, {"name": "默认", "columns": ["code"]})
    clerk.post(SAVE, {"name": "默认", "columns": ["uscc", "no_such_column"]})
    assert titles(clerk.get(PAGE)) == ["信用代码"]
    (kept,) = SavedLayout.objects.all()
    assert kept.columns == ["uscc"]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["保存列表版式"] * 2


def test_layouts_cost_a_listing_one_query(world: SimpleNamespace, sign_in: Any) -> None:
    clerk = sign_in(world.clerk)
    for name in ("默认", "上报用"):
        clerk.post(SAVE, {"name": name, "columns": ["code"]})
    with CaptureQueriesContext(connection) as caught:
        assert clerk.get(PAGE).status_code == 200
    assert sum("org_savedlayout" in query["sql"] for query in caught) == 1


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
