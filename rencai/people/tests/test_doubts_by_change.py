"""Who changes a doubtful value by hand has looked at it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.people.models import Doubt, Person
from rencai.people.tests.factory import categorise, educate, person

EDIT = {"on": "2022-07-01", "source": "confirmed", "name": "张三丰", "sex": "1", "birth": "1990-05-06"}
RECORDS = {
    "on": "2022-07-01", "source": "confirmed", "level": "20", "major": "社会学", "qualification": "",
    "categories": ["social_work"],
}  # fmt: skip


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    made = person(world.station, "张三丰", birth="1990-05-06", sex="1", ethnicity="汉族", post_title="社工")
    educate(made, "20", major="社会工作")
    categorise(made, "social_work")
    for column in ("民族", "性别", "专业", "学历", "工作单位", "岗位（职务）", ""):
        Doubt.objects.create(person=made, column=column, code="odd", message="请核对。")
    return made


def unsettled(one: Person) -> set[str]:
    return set(one.doubts.unsettled().values_list("column", flat=True))


def test_a_changed_field_settles_its_own_doubt_only(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    form = EDIT | {"ethnicity": "回族"}
    assert sign_in(world.colleague).post(reverse("person-edit", args=[one.pk]), form).status_code == 302
    assert unsettled(one) == {"性别", "专业", "学历", "工作单位", "岗位（职务）", ""}
    settled = one.doubts.get(column="民族")
    assert settled.settled_by == world.colleague
    event = AuditEvent.objects.get(action="核对存疑信息")
    assert (event.actor, event.target) == ("colleague", str(one.pk))
    assert event.detail == {"字段": ["民族"], "方式": "修改内容"}


def test_saving_without_a_change_settles_nothing(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    before = unsettled(one)
    client = sign_in(world.clerk)
    same = RECORDS | {"major": "社会工作"}
    assert client.post(reverse("person-edit", args=[one.pk]), EDIT | {"ethnicity": "汉族"}).status_code == 302
    assert client.post(reverse("person-records", args=[one.pk]), same).status_code == 302
    assert unsettled(one) == before
    assert not AuditEvent.objects.filter(action="核对存疑信息").exists()


def test_a_changed_record_settles_the_doubt_on_that_part(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    assert sign_in(world.clerk).post(reverse("person-records", args=[one.pk]), RECORDS).status_code == 302
    assert unsettled(one) == {"民族", "性别", "学历", "工作单位", "岗位（职务）", ""}


def test_a_move_settles_doubts_about_unit_and_post(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    form = {"on": "2022-07-01", "source": "confirmed", "unit": world.organisation.pk, "post_title": "社工"}
    assert sign_in(world.clerk).post(reverse("person-move", args=[one.pk]), form).status_code == 302
    assert unsettled(one) == {"民族", "性别", "专业", "学历", "岗位（职务）", ""}


def test_a_refused_change_settles_nothing(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    before = unsettled(one)
    url = reverse("person-edit", args=[one.pk])
    too_early = EDIT | {"ethnicity": "回族", "on": "2019-01-01"}
    assert "变更日期不能早于" in sign_in(world.clerk).post(url, too_early).text
    assert sign_in(world.stranger).post(url, EDIT | {"ethnicity": "回族"}).status_code == 404
    assert unsettled(one) == before
