"""What a check doubted is shown to those who see the person, and settled by those who edit."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from rencai.org import audit
from rencai.org.models import AuditEvent
from rencai.people.actions import leave, settle_doubt
from rencai.people.figures.columns import COLUMNS
from rencai.people.models import Doubt, ExportRequest, ExportState, Person
from rencai.people.tests.factory import person

MESSAGE = "与登记的出生日期相差一年，请核对。"
WAITING = "存疑信息待核对"
TO_DECIDE = "导出申请待批准"


@pytest.fixture
def doubt(world: SimpleNamespace) -> Doubt:
    one = person(world.station, "张三丰", birth="1990-05-06")
    return Doubt.objects.create(person=one, column="出生日期", code="differs", message=MESSAGE)


def settle_url(doubt: Doubt) -> str:
    return reverse("doubt-settle", args=[doubt.person_id, doubt.pk])


def page_url(doubt: Doubt) -> str:
    return reverse("person", args=[doubt.person_id])


def asked(by: Any) -> ExportRequest:
    return ExportRequest.objects.create(
        asked_by=by, figure="people.on_register", title="名单", rows=600, purpose="年报"
    )


def test_those_who_see_the_person_see_the_doubt_and_why(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    for user in (world.clerk, world.colleague, world.township_clerk):
        text = sign_in(user).get(page_url(doubt)).text
        assert "<strong>出生日期</strong>" in text
        assert MESSAGE in text
        assert settle_url(doubt) in text
    answer = sign_in(world.stranger).get(page_url(doubt))
    assert answer.status_code == 404
    assert MESSAGE not in answer.text


def test_who_may_not_edit_sees_the_doubt_without_a_button(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    text = sign_in(world.leader).get(page_url(doubt)).text
    assert MESSAGE in text
    assert settle_url(doubt) not in text
    Person.objects.filter(pk=doubt.person_id).update(user=world.talent)
    own = sign_in(world.talent).get(reverse("own-record")).text
    assert MESSAGE in own
    assert settle_url(doubt) not in own


def test_the_page_of_a_past_day_tells_no_present_doubt(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    assert MESSAGE not in sign_in(world.clerk).get(page_url(doubt) + "?on=2022-06-30").text


def test_a_settled_doubt_is_gone_with_name_and_trace(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    before = audit.revision()
    client = sign_in(world.colleague)
    answer = client.post(settle_url(doubt))
    assert (answer.status_code, answer.url) == (302, page_url(doubt))
    doubt.refresh_from_db()
    assert doubt.settled_by == world.colleague
    assert doubt.settled_at is not None
    event = AuditEvent.objects.get(action="核对存疑信息")
    assert (event.actor, event.target, event.detail) == ("colleague", str(doubt.person_id), {"字段": ["出生日期"]})
    assert audit.revision() == before + 1
    assert MESSAGE not in client.get(page_url(doubt)).text


def test_who_settled_it_first_stays_written_down(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    late = Doubt.objects.get(pk=doubt.pk)
    assert settle_doubt(doubt, by=world.clerk)
    assert not settle_doubt(late, by=world.colleague)
    assert sign_in(world.colleague).post(settle_url(doubt)).status_code == 302
    doubt.refresh_from_db()
    assert doubt.settled_by == world.clerk
    assert AuditEvent.objects.filter(action="核对存疑信息").count() == 1


def test_nobody_else_settles_a_doubt(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    assert sign_in(world.stranger).post(settle_url(doubt)).status_code == 404
    assert sign_in(world.unit_contact).post(settle_url(doubt)).status_code == 404
    assert sign_in(world.leader).post(settle_url(doubt)).status_code == 403
    assert sign_in(world.clerk).get(settle_url(doubt)).status_code == 405
    with pytest.raises(PermissionDenied):
        settle_doubt(doubt, by=world.leader)
    assert Doubt.objects.unsettled().get() == doubt


def test_a_doubt_is_settled_on_its_own_person_only(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    other = person(world.strange_station, "李四")
    url = reverse("doubt-settle", args=[other.pk, doubt.pk])
    assert sign_in(world.stranger).post(url).status_code == 404
    assert Doubt.objects.unsettled().count() == 1


def test_home_counts_people_with_doubts_and_opens_them(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    Doubt.objects.create(person=doubt.person, column="手机号", code="odd", message="号段少见。")
    person(world.station, "没有存疑的人")
    for user in (world.clerk, world.colleague, world.township_clerk):
        client = sign_in(user)
        item = next(one for one in client.get("/").context["items"] if one.title == WAITING)
        opened = client.get(item.url)
        assert (item.count, opened.context["listing"].number) == (1, 1)
        assert "张三丰" in opened.text
        assert "没有存疑的人" not in opened.text
    for user in (world.stranger, world.unit_contact, world.leader, world.talent):
        assert WAITING not in sign_in(user).get("/").text


def test_home_is_quiet_once_everything_is_settled(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    client.post(settle_url(doubt))
    assert WAITING not in client.get("/").text
    assert "张三丰" not in client.get(reverse("people-list") + "?doubts=unsettled").text


def test_who_has_left_waits_on_nobody_s_home(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    leave(doubt.person, date(2022, 7, 1), "退休", by=world.clerk)
    assert WAITING not in sign_in(world.clerk).get("/").text


def test_requests_for_exports_wait_for_those_who_decide(world: SimpleNamespace, sign_in: Any) -> None:
    request = asked(world.clerk)
    for user in (world.leader, world.section_head):
        item = next(one for one in sign_in(user).get("/").context["items"] if one.title == TO_DECIDE)
        assert (item.count, item.url) == (1, reverse("export-list"))
    for user in (world.clerk, world.colleague, world.stranger):
        assert TO_DECIDE not in sign_in(user).get("/").text
    ExportRequest.objects.filter(pk=request.pk).update(state=ExportState.REFUSED)
    assert TO_DECIDE not in sign_in(world.leader).get("/").text


def test_nobody_is_asked_to_decide_on_the_own_request(world: SimpleNamespace, sign_in: Any) -> None:
    asked(world.leader)
    assert TO_DECIDE not in sign_in(world.leader).get("/").text
    assert TO_DECIDE in sign_in(world.section_head).get("/").text


def test_pages_that_only_read_take_no_post(world: SimpleNamespace, doubt: Doubt, sign_in: Any) -> None:
    Person.objects.filter(pk=doubt.person_id).update(user=world.talent)
    sheet = reverse("person-sheet", args=[doubt.person_id])
    for url in (reverse("people-list"), page_url(doubt), sheet):
        assert sign_in(world.clerk).post(url).status_code == 405
    assert sign_in(world.talent).post(reverse("own-record")).status_code == 405
    assert not AuditEvent.objects.filter(action="查看本人档案").exists()


def test_sorting_by_age_begins_with_the_youngest(world: SimpleNamespace, sign_in: Any) -> None:
    for name, birth in (("年长", "1960-01-01"), ("年少", "2000-01-01"), ("居中", "1980-01-01")):
        person(world.station, name, birth=birth)
    client = sign_in(world.clerk)
    for sort, order in (("age", ["年少", "居中", "年长"]), ("-age", ["年长", "居中", "年少"])):
        rows = client.get(reverse("people-list") + f"?sort={sort}").context["page"].rows
        assert [row.cells[0] for row in rows] == order
    assert not next(column for column in COLUMNS if column.name == "age").compared
