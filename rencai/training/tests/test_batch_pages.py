"""The pages of batches: set up by a clerk, filled by units, worked through, printed."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rencai.people.tests.factory import person
from rencai.training.models import Batch, BatchState, Course, EnrolmentState, OrganiserLevel
from rencai.training.tests import factory
from rencai.ui import todo

COURSE = {
    "title": "社会工作实务班", "kind": "social_work", "organiser_level": "bureau", "organiser": "云川县民政局",
    "plan": "", "document": "",
}  # fmt: skip
BATCH = {
    "code": "PX2026-09", "first_day": "2026-12-07", "last_day": "2026-12-08", "place": "三楼会议室", "capacity": "30",
    "nominate_until": "2026-12-01", "budget": "8400", "spent": "",
}  # fmt: skip


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def batch(world: SimpleNamespace) -> Batch:
    """Open for ten days, two places for the organisation."""
    made = factory.batch(day=today() + timedelta(days=20), state=BatchState.OPEN, nominate_until=today())
    factory.places(made, world.organisation, 2)
    return made


def url(name: str, *args: Any, query: str = "") -> str:
    return reverse(name, args=[getattr(one, "pk", one) for one in args]) + query


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


def test_a_contact_sends_own_people_until_the_places_are_full(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    one, two, three = (person(world.organisation, name) for name in ("甲一", "乙二", "丙三"))
    other = person(world.station, "丁四")
    client, address = sign_in(world.unit_contact), url("batch-nominate", batch)
    assert "选派人员" in client.get(url("batch", batch)).text
    page = client.get(address).text
    assert "还可选派 <strong>2</strong> 人" in page
    assert "甲一" in page
    assert "丁四" not in page
    refused = client.post(address, {"person": [one.pk, two.pk, three.pk]})
    assert refused.status_code == 422
    assert "名额为2个" in refused.text
    assert "没有勾选人员" in client.post(address, {"person": ["x", other.pk]}).text
    assert client.post(address, {"person": [one.pk, two.pk]}).status_code == 302
    assert set(batch.enrolments.values_list("person__name", "state")) == {("甲一", "nominated"), ("乙二", "nominated")}
    assert "选派人员" not in client.get(url("batch", batch)).text


def test_the_bureau_confirms_some_or_all_and_declines_one(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    rows = [
        factory.enrol(batch, person(world.organisation, name), world.organisation, EnrolmentState.NOMINATED)
        for name in ("甲一", "乙二", "丙三")
    ]
    client, confirm = sign_in(world.clerk), url("batch-confirm", batch)
    assert "没有勾选待确认的人员" in client.post(confirm).text
    client.post(url("nomination-decline", rows[0]), {"reason": "去年已参加"})
    client.post(confirm, {"pk": [rows[1].pk]})
    assert list(batch.enrolments.values_list("state", flat=True)) == ["declined", "confirmed", "nominated"]
    client.post(confirm, {"all": "1"})
    assert list(batch.enrolments.values_list("state", flat=True)) == ["declined", "confirmed", "confirmed"]
    text = client.get(url("batch", batch)).text
    assert "去年已参加" in text
    assert "超名额" not in text


def test_the_list_is_searched_and_narrowed(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    for name, unit, state in (("张云岭", world.organisation, "nominated"), ("李景川", world.station, "confirmed")):
        factory.enrol(batch, person(unit, name), unit, state)
    client = sign_in(world.clerk)

    def names(query: str) -> set[str]:
        text = client.get(url("batch", batch, query=query)).text
        return {name for name in ("张云岭", "李景川") if name in text}

    assert names("") == {"张云岭", "李景川"}
    assert names("?q=zhangyunling") == {"张云岭"}
    assert names("?state=confirmed") == names("?state=taking_part") == {"李景川"}
    assert names(f"?unit={world.organisation.pk}") == {"张云岭"}
    assert names("?q=ljc&state=nominated") == set()
    assert names("?state=nonsense&unit=x&page=99") == {"张云岭", "李景川"}


def test_a_clash_with_another_batch_on_the_day_stands_beside_the_name(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    one = person(world.organisation, "甲一")
    other = factory.batch(day=batch.first_day)
    factory.enrol(other, one, world.organisation)
    client = sign_in(world.clerk)
    assert "时间冲突" in client.get(url("batch-nominate", batch)).text
    factory.enrol(batch, one, world.organisation)
    assert "时间冲突" in client.get(url("batch", batch)).text
    Batch.objects.filter(pk=other.pk).update(state=BatchState.CANCELLED)
    assert "时间冲突" not in client.get(url("batch", batch)).text


def test_somebody_is_replaced_by_a_colleague(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    row = factory.enrol(batch, person(world.organisation, "甲一"), world.organisation)
    other = person(world.organisation, "乙二")
    outsider = person(world.station, "丙三")
    client, address = sign_in(world.clerk), url("nomination-replace", row)
    page = client.get(address).text
    assert "乙二" in page
    assert "丙三" not in page
    assert "选择一个有效的选项" in client.post(address, {"person": outsider.pk, "reason": "生病"}).text
    assert client.post(address, {"person": other.pk, "reason": "生病"}).status_code == 302
    assert list(batch.enrolments.values_list("state", flat=True)) == ["withdrawn", "confirmed"]
    assert client.post(f"{url('nomination-replace', batch.enrolments.last())}?q=丙三",
                       {"person": outsider.pk, "reason": "换单位"}).status_code == 302  # fmt: skip
    assert batch.enrolments.get(person=outsider).unit == world.station


def test_units_see_their_own_rows_of_a_batch_and_strangers_none(
    world: SimpleNamespace, batch: Batch, sign_in: Any
) -> None:
    ours = factory.enrol(batch, person(world.organisation, "甲一"), world.organisation)
    theirs = factory.enrol(batch, person(world.other_station, "乙二"), world.other_station)
    Batch.objects.filter(pk=batch.pk).update(budget=100)
    contact = sign_in(world.unit_contact)
    for name in ("batch", "batch-print"):
        text = contact.get(url(name, batch)).text
        assert "甲一" in text
        assert "乙二" not in text
    assert "预算" not in contact.get(url("batch", batch)).text
    assert contact.get(url("nomination-withdraw", theirs)).status_code == 404
    assert contact.post(url("nomination-withdraw", ours), {"reason": "下乡"}).status_code == 302
    stranger = sign_in(world.stranger)
    assert stranger.get(url("batch", batch)).status_code == 404
    assert stranger.post(url("batch-confirm", batch), {"all": "1"}).status_code == 404
    assert stranger.get(url("course", batch.course)).status_code == 404


def test_the_printed_list_names_those_who_take_part(world: SimpleNamespace, batch: Batch, sign_in: Any) -> None:
    factory.enrol(batch, person(world.station, "甲一", phone="19900001111"), world.station)
    factory.enrol(batch, person(world.station, "乙二"), world.station, EnrolmentState.NOMINATED)
    text = sign_in(world.leader).get(url("batch-print", batch)).text
    assert "甲一" in text
    assert "199****1111" in text
    assert "乙二" not in text
    assert "合计 1 人" in text


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


@pytest.mark.parametrize("text", ["0000", "9" * 30, "x", "-1", "２０２２", "²", ""])
def test_what_an_address_can_not_name_is_left_out(
    world: SimpleNamespace, batch: Batch, sign_in: Any, text: str
) -> None:
    client = sign_in(world.clerk)
    plan = factory.plan()
    for address in (
        url("batch-list", query=f"?year={text}"),
        url("training-summary", query=f"?year={text}"),
        url("batch", batch, query=f"?unit={text}&state={text}&page={text}"),
        url("batch-nominate", batch, query=f"?unit={text}&never={text}&page={text}"),
        url("course-add", query=f"?plan={text}"),
        url("plan", plan, query=f"?unit={text}"),
    ):
        assert client.get(address).status_code == 200, address
    assert client.post(url("batch-confirm", batch), {"pk": [text]}).status_code == 422
    assert client.post(url("batch-nominate", batch), {"person": [text]}).status_code == 422
