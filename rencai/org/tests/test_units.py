"""The pages of units."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rencai.org import actions
from rencai.org.models import Area, Unit

NEW = {
    "code": "YC400", "name": "云川县社会福利院", "kind": "institution", "area": "629921", "parent": "YC001",
    "uscc": "", "starts": "2018-05-01",
}  # fmt: skip


def test_a_clerk_adds_a_unit_and_a_colleague_sees_it_and_a_stranger_does_not(
    world: SimpleNamespace, sign_in: Any
) -> None:
    answer = sign_in(world.clerk).post("/units/add/", NEW)
    unit = Unit.objects.get(code="YC400")
    assert answer["Location"] == f"/units/{unit.pk}/"
    assert unit.parent == world.bureau
    assert "云川县社会福利院" in sign_in(world.colleague).get("/units/").content.decode()
    stranger = sign_in(world.stranger)
    assert "云川县" not in stranger.get("/units/?state=all&q=云川").content.decode().replace('value="云川"', "")
    assert stranger.get(f"/units/{unit.pk}/").status_code == 404


@pytest.mark.parametrize("part", ["edit", "rename", "merge", "close", "sections"])
def test_another_countys_unit_is_not_there(world: SimpleNamespace, sign_in: Any, part: str) -> None:
    answer = sign_in(world.stranger).post(f"/units/{world.station.pk}/{part}/", {"name": "x", "on": "2022-01-01"})
    assert answer.status_code == 404


@pytest.mark.parametrize("part", ["edit", "rename", "merge", "close", "sections"])
@pytest.mark.parametrize("who", ["township_clerk", "leader", "unit_contact", "system_admin"])
def test_only_the_bureaus_staff_changes_units(world: SimpleNamespace, sign_in: Any, who: str, part: str) -> None:
    answer = sign_in(getattr(world, who)).post(f"/units/{world.station.pk}/{part}/", {"name": "x", "on": "2022-01-01"})
    assert answer.status_code == 403


def test_a_township_sees_the_units_of_its_own_area_only(world: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(world.township_clerk).get("/units/").content.decode()
    assert "云川县益民社会工作服务中心" in page
    assert "北坡乡" not in page
    assert "新增单位" not in page


def test_units_of_another_county_can_be_neither_parent_nor_place(world: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(world.clerk).post("/units/add/", NEW | {"area": "629922", "parent": "LS001"}).content.decode()
    assert "没有找到区划" in page
    assert "没有找到单位" in page
    assert not Unit.objects.filter(code="YC400").exists()


def test_a_form_with_errors_says_which_field_and_why(world: SimpleNamespace, sign_in: Any) -> None:
    wrong = NEW | {"code": "YC001", "uscc": "91110000600037341M", "starts": "01/05/2018x"}
    page = sign_in(world.clerk).post("/units/add/", wrong).content.decode()
    assert "请按 2022-03-01 的样子填写日期" in page
    page = sign_in(world.clerk).post("/units/add/", wrong | {"starts": "2018-05-01"}).content.decode()
    assert "统一社会信用代码不正确" in page


def test_posting_more_fields_than_the_form_has_changes_nothing_else(world: SimpleNamespace, sign_in: Any) -> None:
    extra = {"ends": "2019-01-01", "merged_into": world.station.pk, "id": 1, "pk": 1, "area_id": "629922"}
    sign_in(world.clerk).post("/units/add/", NEW | extra)
    unit = Unit.objects.get(code="YC400")
    assert (unit.ends, unit.merged_into, unit.area_id) == (None, None, "629921")


def test_renaming_on_the_page_keeps_the_history_visible(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    client.post("/units/add/", NEW)
    unit = Unit.objects.get(code="YC400")
    early = client.post(f"/units/{unit.pk}/rename/", {"name": "新福利院", "on": "2018-05-01"})
    assert early.status_code == 422
    assert "更名日期须晚于" in early.content.decode()
    client.post(f"/units/{unit.pk}/rename/", {"name": "新福利院", "on": "2020-01-01"})
    page = client.get(f"/units/{unit.pk}/").content.decode()
    assert "云川县社会福利院" in page
    assert "2020-01-01" in page
    assert "新福利院" in client.get("/units/?q=云川县社会福利院").content.decode()


def test_a_closed_unit_leaves_the_list_of_present_ones(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    client.post("/units/add/", NEW)
    unit = Unit.objects.get(code="YC400")
    client.post(f"/units/{unit.pk}/close/", {"on": "2021-01-01"})
    assert "YC400" not in client.get("/units/").content.decode()
    assert "YC400" in client.get("/units/?state=closed").content.decode()
    assert "更名" not in client.get(f"/units/{unit.pk}/").content.decode()


def test_the_list_asks_the_database_as_often_for_fifty_units_as_for_five(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    client.get("/units/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/units/")
        return len(queries)

    few = asked()
    area = Area.objects.get(code="629921001")
    for n in range(60):
        actions.add_unit(
            code=f"YC5{n:02}", name=f"第{n}村", kind="village", area=area, starts=world.bureau.starts,
            parent=world.bureau, by=None,
        )  # fmt: skip
    assert asked() == few
    assert few <= 8
