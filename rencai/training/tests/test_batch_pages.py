"""The pages of a batch: set up by a clerk, moved on, finished."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.people.tests.factory import person
from rencai.training.models import Batch, BatchState, Course, OrganiserLevel
from rencai.training.tests import factory
from rencai.training.tests.addresses import today, url

COURSE = {
    "title": "社会工作实务班", "kind": "social_work", "organiser_level": "bureau", "organiser": "云川县民政局",
    "plan": "", "document": "",
}  # fmt: skip
BATCH = {
    "code": "PX2026-09", "first_day": "2026-12-07", "last_day": "2026-12-08", "place": "三楼会议室", "capacity": "30",
    "nominate_until": "2026-12-01", "budget": "8400", "spent": "",
}  # fmt: skip


def test_a_clerk_sets_up_a_course_with_a_batch_of_two_days(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    answer = client.post(url("course-add"), COURSE)
    course = Course.objects.get()
    assert answer["Location"] == url("course", course)
    assert client.post(url("course-batch-add", course), BATCH)["Location"] == url("batch-sessions", Batch.objects.get())
    batch = Batch.objects.get()
    assert (batch.budget, batch.spent, batch.county) == (840_000, None, "629921")
    assert client.post(url("batch-sessions", batch), {"half_days": "1", "hours": "4"}).status_code == 302
    assert batch.sessions.count() == 4
    teachers = "何景川，云岭大学，个案工作\n\n沈禾\t县民政局\t业务规程"
    client.post(url("batch-teachers", batch), {"teachers": teachers})
    assert list(batch.teachers.values_list("name", "organisation", "topic")) == [
        ("何景川", "云岭大学", "个案工作"), ("沈禾", "县民政局", "业务规程"),
    ]  # fmt: skip
    text = client.get(url("batch", batch)).text
    for words in ("共 16 学时", "8,400.00 元", "何景川（云岭大学）：个案工作", "开始报名"):
        assert words in text
    assert client.post(url("batch-move-on", batch)).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.OPEN


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("last_day", "2026-12-01", "结束日期不能早于开始日期"),
        ("nominate_until", "2026-12-08", "报名截止不能晚于开始日期"),
        ("budget", "八千", "请按元填写"),
        ("budget", "-5", "请按元填写"),
        ("budget", "1.005", "请按元填写"),
        ("capacity", "0", "大于或等于"),
        ("first_day", "明天", "日期"),
        ("code", "PX-used", "该班次编号已经用过"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field_and_nothing_is_kept(
    world: SimpleNamespace, sign_in: Any, field: str, value: str, words: str
) -> None:
    used = factory.batch()
    Batch.objects.filter(pk=used.pk).update(code="PX-used")
    answer = sign_in(world.clerk).post(url("course-batch-add", used.course), BATCH | {field: value})
    assert answer.status_code == 200
    assert words in answer.text
    assert Batch.objects.count() == 1


def test_teachers_that_can_not_be_read_are_named_by_their_line(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    client = sign_in(world.clerk)
    assert "第2行没有姓名" in client.post(url("batch-teachers", batch), {"teachers": "何景川\n，云岭大学"}).text
    assert "第1行的姓名超过50个字" in client.post(url("batch-teachers", batch), {"teachers": "何" * 51}).text
    assert not batch.teachers.exists()


def test_a_session_that_people_have_signed_in_to_is_only_worth_something_else(
    world: SimpleNamespace, sign_in: Any
) -> None:
    batch = factory.batch(day=today() - timedelta(days=1))
    enrolment = factory.enrol(batch, person(world.station), world.station)
    session = batch.sessions.all()[0]
    client, address = sign_in(world.clerk), url("batch-session", batch, session)
    assert "开始时间" in client.get(address).text
    factory.attend(enrolment, [session], world.clerk)
    assert client.get(address)["Location"] == url("session-hours", session)
    page = client.get(url("batch-sessions", batch)).text
    assert url("session-hours", session) in page
    assert address not in page
    answer = client.post(url("batch-session-remove", batch, session))
    assert answer.status_code == 422
    assert "已有签到记录" in answer.text


def test_places_are_typed_in_one_table(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    client, address = sign_in(world.clerk), url("batch-places", batch)
    page = client.get(address).text
    assert world.station.name in page
    assert world.strange_station.name not in page
    boxes = {f"unit-{unit.pk}": "" for unit in (world.bureau, world.station, world.other_station, world.organisation)}
    organisation, station = f"unit-{world.organisation.pk}", f"unit-{world.station.pk}"
    answer = client.post(address, boxes | {organisation: "2", station: "三个"})
    assert answer.status_code == 422
    assert "“三个”不是数字，没有保存任何名额" in answer.text
    stranger = {f"unit-{world.strange_station.pk}": "5"}
    assert client.post(address, boxes | {organisation: "2", station: "3"} | stranger).status_code == 302
    assert dict(batch.places.values_list("unit__code", "number")) == {"YC201": 2, "YC101": 3}
    assert client.post(f"{address}?kind=station", boxes).status_code == 302
    assert dict(batch.places.values_list("unit__code", "number")) == {"YC201": 2}


def test_a_batch_is_finished_from_its_page_when_nothing_is_missing(world: SimpleNamespace, sign_in: Any) -> None:
    batch = factory.batch(day=today() - timedelta(days=2))
    enrolment = factory.enrol(batch, person(world.station), world.station)
    client = sign_in(world.clerk)
    text = client.get(url("batch", batch)).text
    assert "还不能结班" in text
    assert "还没有任何签到记录" in text
    answer = client.post(url("batch-finish", batch))
    assert answer.status_code == 422
    factory.attend(enrolment, batch.sessions.all(), world.clerk)
    assert "结班后节次不再变动" in client.get(url("batch", batch)).text
    assert client.post(url("batch-finish", batch)).status_code == 302
    assert "尚未结班的班次才能结班" in client.post(url("batch-finish", batch)).text


def test_a_course_of_the_province_needs_no_plan(world: SimpleNamespace, sign_in: Any) -> None:
    plan = factory.plan()
    client = sign_in(world.clerk)
    refused = client.post(url("course-add"), COURSE | {"organiser_level": "province", "plan": plan.pk})
    assert "省、市主办的培训班不列入本县计划" in refused.text
    assert client.post(url("course-add"), COURSE | {"organiser_level": "province"}).status_code == 302
    course = Course.objects.get()
    assert course.organiser_level == OrganiserLevel.PROVINCE
    assert client.post(url("course-edit", course), COURSE | {"title": "改名", "plan": plan.pk}).status_code == 302
    assert "改名" in client.get(url("plan", plan)).text
