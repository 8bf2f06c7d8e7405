"""What is seen from afar: the board, what waits, a person's trainings, the year in numbers."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.models import Batch, BatchState, EnrolmentState
from rencai.training.tests import factory
from rencai.training.tests.addresses import today, url
from rencai.ui import todo


def test_the_board_shows_batches_by_state_and_year(world: SimpleNamespace, sign_in: Any) -> None:
    factory.held(world.clerk, [(person(world.station), world.station)], date(2022, 5, 6), title="二二年班")
    factory.held(world.clerk, [], date(2021, 5, 6), title="二一年班")
    open_one = factory.batch(day=today() + timedelta(days=400), state=BatchState.OPEN)
    client = sign_in(world.clerk)
    now, then = client.get(url("batch-list")).text, client.get(url("batch-list", query="?year=2022")).text
    assert open_one.code in now
    assert "二二年班" not in now
    assert "二二年班" in then
    assert "二一年班" not in then
    assert open_one.code not in then
    assert "/figures/training.attendances/?on=2022-12-31&amp;batch=" in then
    assert "0年没有班次" not in client.get(url("batch-list", query="?year=abcd")).text
    assert open_one.code not in sign_in(world.stranger).get(url("batch-list")).text


def test_the_number_of_a_batch_on_the_board_opens_its_people(world: SimpleNamespace, sign_in: Any) -> None:
    batch = factory.held(world.clerk, [(person(world.station, "甲一"), world.station)], date(2022, 5, 6))
    factory.held(world.clerk, [(person(world.station, "乙二"), world.station)], date(2022, 5, 7))
    text = sign_in(world.clerk).get(f"/figures/training.attendances/?on=2022-12-31&batch={batch.pk}").text
    assert "甲一" in text
    assert "乙二" not in text


def test_what_waits_is_told_to_whoever_can_do_it(world: SimpleNamespace, batch: Batch) -> None:
    factory.enrol(batch, person(world.organisation, "甲一"), world.organisation, EnrolmentState.NOMINATED)
    over = factory.batch(day=today() - timedelta(days=30))
    factory.plan(needs_until=today())

    def waits(user: Any) -> dict[str, tuple[int, str]]:
        return {item.title.split("：")[0]: (item.count, item.lamp.colour) for item in todo.waiting(user)}

    assert waits(world.unit_contact) == {"名额待选派": (1, "red"), "培训需求待报送": (1, "red")}
    bureau = waits(world.clerk)
    assert (bureau["选派待确认"], bureau["培训待结班"]) == ((1, "amber"), (1, "red"))
    assert waits(world.stranger) == {}
    assert "选派待确认" not in waits(world.leader)
    Batch.objects.filter(pk=over.pk).update(state=BatchState.CANCELLED)
    assert "培训待结班" not in waits(world.clerk)


def test_the_person_page_tells_what_somebody_went_to(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    one = person(world.organisation, "甲一", user=world.talent)
    factory.held(world.clerk, [(one, world.organisation)], date(2022, 5, 6), title="二二年班")
    factory.enrol(batch, one, world.organisation, EnrolmentState.NOMINATED)
    page = url("person", one)
    text = sign_in(world.unit_contact).get(page).text
    for words in ("培训经历", "<strong>1</strong> 次，共 <strong>7</strong> 学时", "二二年班", "已选派"):
        assert words in text
    assert "二二年班" not in sign_in(world.unit_contact).get(f"{page}?on=2022-05-05").text
    own = sign_in(world.talent).get(reverse("own-record")).text
    assert "二二年班" in own
    assert url("batch", batch) not in own


def test_the_year_in_numbers_shows_shares_by_unit_and_what_an_hour_cost(world: SimpleNamespace, sign_in: Any) -> None:
    one, _ = person(world.station, "甲一"), person(world.station, "乙二")
    factory.held(world.clerk, [(one, world.station)], date(2022, 5, 6), spent=10_000)
    factory.held(world.clerk, [(one, world.station)], date(2022, 5, 7))
    text = sign_in(world.leader).get(url("training-summary", query="?year=2022")).text
    for words in ("50.0%", "14.29", "另有 1 个班次支出未填", "未填"):
        assert words in text
    assert sign_in(world.unit_contact).get(url("training-summary")).status_code == 403
    assert "14.29" not in sign_in(world.stranger).get(url("training-summary", query="?year=2022")).text


def test_each_of_two_lists_of_a_page_is_turned_by_itself(world: SimpleNamespace, sign_in: Any) -> None:
    one = person(world.station, "甲一")
    for n in range(31):
        factory.held(world.clerk, [(one, world.station)], date(2022, 5, 1) + timedelta(days=n), title=f"第{n + 1}期")
    client, address = sign_in(world.leader), url("training-summary", query="?year=2022")
    text = client.get(address).text
    assert "共 31 条，第 1 / 2 页" in text
    assert 'href="?year=2022&amp;cost=2#cost"' in text
    assert "第31期" not in text
    text = client.get(f"{address}&cost=2&page=9").text
    assert "第31期" in text
    assert "第30期" not in text
    assert 'href="?year=2022&amp;cost=1&amp;page=9#cost"' in text
    assert "甲一" not in text
    assert world.station.name in text


@pytest.mark.parametrize("text", ["0000", "9" * 30, "x", "-1", "２０２２", "²", ""])
def test_what_an_address_can_not_name_is_left_out(
    world: SimpleNamespace, batch: Batch, sign_in: Any, text: str
) -> None:
    client = sign_in(world.clerk)
    plan = factory.plan()
    for address in (
        url("batch-list", query=f"?year={text}"),
        url("training-summary", query=f"?year={text}&cost={text}&page={text}"),
        url("batch", batch, query=f"?unit={text}&state={text}&page={text}"),
        url("batch-nominate", batch, query=f"?unit={text}&never={text}&page={text}"),
        url("course-add", query=f"?plan={text}"),
        url("plan", plan, query=f"?unit={text}"),
    ):
        assert client.get(address).status_code == 200, address
    assert client.post(url("batch-confirm", batch), {"pk": [text]}).status_code == 422
    assert client.post(url("batch-nominate", batch), {"person": [text]}).status_code == 422


def test_a_talent_sees_nominations_and_attended_hours_on_own_page(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    one, other = person(world.organisation, "甲一", user=world.talent), person(world.organisation, "乙二")
    row = factory.enrol(batch, one, world.organisation, EnrolmentState.NOMINATED)
    factory.enrol(batch, other, world.organisation, EnrolmentState.NOMINATED)
    factory.held(world.clerk, [(one, world.organisation)], date(2022, 5, 6), title="二二年班")
    client = sign_in(world.talent)
    text = client.get(url("own-training")).text
    for words in ("参加 1 次，共 7 学时", "待确认", "二二年班"):
        assert words in text
    assert text.count(batch.course.title) == 1
    actions.decline(row, reason="去年已参加", by=world.clerk)
    assert "去年已参加" in client.get(url("own-training")).text
    actions.cancel(batch, reason="改期", by=world.clerk)
    assert "去年已参加" not in client.get(url("own-training")).text


def test_why_a_batch_was_cancelled_stands_where_those_look_who_would_have_gone(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    factory.enrol(batch, person(world.organisation, "甲一", user=world.talent), world.organisation)
    clerk, address = sign_in(world.clerk), url("batch-cancel", batch)
    assert f'href="{url("batch", batch)}">返回班次' in clerk.get(address).text
    assert clerk.post(address, {"reason": "讲师生病，改期举办"}).status_code == 302
    for user, page in (
        (world.clerk, url("batch", batch)), (world.unit_contact, url("batch", batch)),
        (world.talent, url("own-training")),
    ):  # fmt: skip
        assert "讲师生病，改期举办" in sign_in(user).get(page).text, user
    Batch.objects.filter(pk=batch.pk).update(first_day=today() - timedelta(days=1), last_day=today())
    assert "班次已取消" in sign_in(world.talent).get(url("own-training")).text
    Batch.objects.filter(pk=batch.pk).update(last_day=today() - timedelta(days=1))
    assert "班次已取消" not in sign_in(world.talent).get(url("own-training")).text
