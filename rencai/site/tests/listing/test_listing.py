"""The generic listing: the number, the rows behind it, and what the address can ask for."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rencai.org.models import Unit
from rencai.ui.figures import Figure, publish

PAGE = "/figures/tests.units/"
pytestmark = pytest.mark.usefixtures("units")


def names(answer: Any) -> list[str]:
    return [row.cells[0] for row in answer.context["page"].rows]


def notices(answer: Any) -> str:
    return "".join(text for _, text in getattr(answer.wsgi_request, "notices", []))


@pytest.fixture
def clerk(world: SimpleNamespace, sign_in: Any) -> Client:
    return sign_in(world.clerk)


def test_the_number_is_that_of_the_rows(clerk: Client) -> None:
    answer = clerk.get(PAGE)
    assert answer.context["listing"].number == len(names(answer)) == 4
    assert "统计日存在的单位，按单位计。" in answer.text


def test_each_sees_the_rows_of_the_own_scope_only(world: SimpleNamespace, sign_in: Any) -> None:
    assert names(sign_in(world.township_clerk).get(PAGE)) == ["云川县青石镇民政站", "云川县益民社会工作服务中心"]
    assert names(sign_in(world.unit_contact).get(PAGE)) == ["云川县益民社会工作服务中心"]
    assert names(sign_in(world.stranger).get(PAGE)) == ["邻山县民政局", "邻山县邻山镇民政站"]


def test_administrators_see_no_figures(world: SimpleNamespace, sign_in: Any) -> None:
    for user in (world.system_admin, world.security_admin, world.audit_admin, world.talent):
        assert sign_in(user).get(PAGE).status_code == 403
        assert sign_in(user).get("/figures/").status_code == 403


def test_an_unknown_figure_is_not_found(clerk: Client) -> None:
    assert clerk.get("/figures/tests.nothing/").status_code == 404


def test_a_filter_a_search_and_a_part_narrow_number_and_rows_alike(clerk: Client) -> None:
    for query in ("type=station", "q=民政站", "part=kinds:station"):
        answer = clerk.get(f"{PAGE}?{query}")
        assert names(answer) == ["云川县青石镇民政站", "云川县北坡乡民政站"]
        assert answer.context["listing"].number == 2
        assert len(answer.context["listing"].conditions()) == 1


def test_a_past_day_shows_the_rows_of_that_day(world: SimpleNamespace, clerk: Client) -> None:
    Unit.objects.filter(pk=world.station.pk).update(ends=date(2020, 1, 1))
    assert len(names(clerk.get(f"{PAGE}?on=2019-12-31"))) == 4
    assert len(names(clerk.get(f"{PAGE}?on=2020-01-01"))) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("on=2022-13-45", "不是有效日期"),
        ("on=2999-01-01", "晚于今天"),
        ("area=629922001", "乡镇不存在"),
        ("area=62", "乡镇不存在"),
        ("unit=999999999", "单位不存在"),
        ("unit=1;drop", "单位不存在"),
        ("type=circus", "没有您所选的值"),
        ("part=kinds:circus", "分组不存在"),
        ("sort=password", "不能按所选的列排序"),
        ("columns=password", "有的列不存在"),
        ("by=circus", "没有这种分组方式"),
        ("against=x", "比较日期"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said(clerk: Client, query: str, said: str) -> None:
    answer = clerk.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert said in notices(answer)
    assert said in answer.text
    assert len(names(answer)) == 4


@pytest.mark.parametrize("text", ["\0", "x" * 10_000, "%", "'; --", "\ud800", "９", "²", "1" * 90])
def test_hostile_text_in_any_parameter_breaks_nothing(clerk: Client, text: str) -> None:
    for name in ("q", "on", "area", "unit", "sort", "page", "columns", "part", "by", "against", "kind", "type"):
        answer = clerk.get(PAGE, {name: text.encode("utf-8", "replace").decode()})
        # NUL is refused at the door.
        assert answer.status_code == (400 if "\0" in text else 200)


def test_data_and_queries_are_never_taken_for_markup(world: SimpleNamespace, clerk: Client) -> None:
    script = "<script>alert(1)</script>"
    Unit.objects.filter(pk=world.station.pk).update(name=script)
    for query in ({}, {"q": script}, {"layout": "print"}, {"by": "kinds", "q": '"><script>'}, {"columns": script}):
        assert not re.search(r"<script(?! src=)", clerk.get(PAGE, query).text)


def test_a_column_sorts_both_ways(clerk: Client) -> None:
    up = names(clerk.get(f"{PAGE}?sort=code"))
    assert names(clerk.get(f"{PAGE}?sort=-code")) == up[::-1]
    assert 'aria-sort="descending"' in clerk.get(f"{PAGE}?sort=-code").text


def test_only_the_chosen_columns_are_shown(clerk: Client) -> None:
    page = clerk.get(f"{PAGE}?columns=name&columns=uscc").context["page"]
    assert [heading.title for heading in page.headings] == ["单位名称", "信用代码"]
    assert page.rows[0].cells[1] == "—"


@pytest.mark.usefixtures("many")
def test_every_row_is_on_exactly_one_page(clerk: Client) -> None:
    pages = [names(clerk.get(f"{PAGE}?page={n}")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 24]
    assert len(set().union(*pages)) == 124
    assert names(clerk.get(f"{PAGE}?page=99")) == pages[2]


@pytest.mark.usefixtures("many")
def test_links_of_a_narrowed_page_keep_what_it_is_narrowed_by(clerk: Client) -> None:
    answer = clerk.get(f"{PAGE}?q=测试村&sort=-code&area=629921001")
    address = answer.context["page"].links[1][1]
    assert names(clerk.get(f"{PAGE}{address}"))[0] == "测试村069"


@pytest.mark.usefixtures("many")
def test_htmx_is_given_the_rows_alone_and_the_whole_page_when_it_goes_back(clerk: Client) -> None:
    asked = {"HX-Request": "true", "HX-Target": "rows"}
    fragment = clerk.get(f"{PAGE}?page=2", headers=asked)
    assert "<html" not in fragment.text
    assert 'id="rows"' in fragment.text
    assert names(fragment) == names(clerk.get(f"{PAGE}?page=2"))
    again = clerk.get(f"{PAGE}?page=2", headers=asked | {"HX-History-Restore-Request": "true"})
    assert "<html" in again.text


def test_more_rows_cost_no_more_queries(clerk: Client, request: pytest.FixtureRequest) -> None:
    clerk.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        clerk.get(PAGE)
    request.getfixturevalue("many")
    with CaptureQueriesContext(connection) as plenty:
        clerk.get(PAGE)
    assert len(plenty) == len(few) <= 8


def test_a_listing_is_kept_by_no_cache(clerk: Client) -> None:
    answer = clerk.get(PAGE)
    assert answer["Cache-Control"] == "no-store"
    assert "HX-Request" in answer["Vary"]


def test_the_export_is_asked_for_exactly_what_is_shown(clerk: Client) -> None:
    listing = clerk.get(f"{PAGE}?q=民政&type=station&columns=code&sort=-code&page=1&by=").context["listing"]
    asked = dict(listing.explicit_query().pairs())
    assert asked.pop("on") == listing.scope.on.isoformat()
    assert asked == {"q": "民政", "type": "station", "columns": "code", "sort": "-code"}


def test_a_filter_may_not_bear_the_name_of_a_parameter(units: Figure) -> None:
    with pytest.raises(ValueError, match="parameters of every listing"):
        publish(replace(units, key="tests.other", choices=(replace(units.choices[0], key="on"),)))
