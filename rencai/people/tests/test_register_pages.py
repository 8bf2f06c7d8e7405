"""The register's pages for a clerk, a colleague and a stranger."""

import time
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rencai.org.models import AuditEvent
from rencai.people.actions import change_fields, leave, transfer
from rencai.people.models import Person
from rencai.people.tests.factory import categorise, educate, id_number, person, qualify, serve

NUMBER = id_number("1990-05-06", 21)
PAGES = ("person", "person-sheet", "person-edit", "person-records", "person-move", "person-leave")
NEW = {
    "on": "2022-07-01", "source": "evidenced", "post_title": "社工", "kind": "contract", "name": "王小明",
    "document_type": "id_card", "id": id_number("1992-02-02", 33), "sure": "on", "phone": "199 0000 1111",
    "birth": "", "sex": "", "work_since": "2015年7月",
}  # fmt: skip


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    made = person(
        world.station,
        "张三丰",
        number=NUMBER,
        phone="19900005678",
        political_status="群众",
        birth="1990-05-06",
        sex="1",
    )
    educate(made, "20", major="社会工作", is_social_work=True)
    categorise(made, "social_work", "grassroots")
    qualify(made, "assistant", valid_until="2024-12-31")
    serve(made, "charity")
    return made


def body(answer: Any) -> str:
    return str(answer.content.decode())


def verified(client: Client) -> Client:
    session = client.session
    session["verified"] = time.time()
    session.save()
    return client


def test_the_list_names_those_on_the_register(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    gone = person(world.station, "走了的人")
    leave(gone, date(2022, 1, 1), "退休", by=world.clerk)
    text = body(sign_in(world.clerk).get(reverse("people-list")))
    assert "张三丰" in text
    assert "走了的人" not in text
    assert NUMBER not in text
    assert "19900005678" not in text


def test_the_list_is_searched_by_pinyin(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    person(world.station, "李四")
    text = body(sign_in(world.clerk).get(reverse("people-list") + "?q=zsf"))
    assert "张三丰" in text
    assert "李四" not in text


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(world: SimpleNamespace, one: Person, sign_in: Any, name: str) -> None:
    for user in (world.stranger, world.unit_contact):
        answer = sign_in(user).get(reverse(name, args=[one.pk]))
        assert answer.status_code == 404
        assert "张三丰" not in body(answer)
    assert sign_in(world.colleague).get(reverse(name, args=[one.pk])).status_code == 200


def test_a_stranger_sees_no_name_in_lists(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    for query in ("", "?q=张三丰", "?q=zsf", f"?q={NUMBER[-4:]}", f"?unit={world.station.pk}", "?area=629921001"):
        assert "张三丰" not in body(sign_in(world.stranger).get(reverse("people-list") + query)).replace(query[3:], "")


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "talent"])
def test_administrators_and_talents_have_no_register(
    world: SimpleNamespace, one: Person, sign_in: Any, role: str
) -> None:
    client = sign_in(getattr(world, role))
    for url in (reverse("people-list"), reverse("person", args=[one.pk])):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "张三丰" not in body(answer)


def test_a_person_on_a_past_day(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    change_fields(one, {"political_status": "中共党员"}, on=date(2022, 7, 1), source="confirmed", by=world.clerk)
    transfer(one, world.other_station, date(2022, 8, 1), by=world.clerk, post_title="站长")
    client, url = sign_in(world.clerk), reverse("person", args=[one.pk])
    now, then = body(client.get(url)), body(client.get(url + "?on=2022-06-30"))
    assert "中共党员" in now
    assert "站长" in now
    assert "同时属于多个类别" in now
    assert "中共党员" not in then
    assert "站长" not in then
    assert "截至 2022-06-30" in then
    assert reverse("person-edit", args=[one.pk]) not in then
    for text in (now, then):
        assert NUMBER not in text
        assert "629921********" not in text or NUMBER[6:14] not in text


def test_who_moved_on_is_seen_by_the_township_only_as_of_then(
    world: SimpleNamespace, one: Person, sign_in: Any
) -> None:
    transfer(one, world.other_station, date(2022, 8, 1), by=world.clerk)
    client, url = sign_in(world.township_clerk), reverse("person", args=[one.pk])
    assert client.get(url).status_code == 404
    assert client.get(url + "?on=2022-06-30").status_code == 200
    assert "北坡乡" not in body(client.get(url + "?on=2022-06-30"))


def test_a_clerk_registers_somebody(world: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(world.clerk).post(reverse("person-new"), NEW | {"unit": world.station.pk})
    assert answer.status_code == 302, body(answer)
    made = Person.objects.get(name="王小明")
    assert (made.birth, made.phone_masked, made.work_since) == ("1992-02-02", "199****1111", "2015-07")
    assert made.open("id") == NEW["id"]
    assert made.employments.get().unit == world.station
    assert AuditEvent.objects.filter(action="登记人员", target=str(made.pk)).count() == 1
    again = sign_in(world.clerk).post(reverse("person-new"), NEW | {"unit": world.station.pk})
    assert "已在人才信息库中" in body(again)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("id", "629921199202020331", "校验码不对"),
        ("birth", "1992-03-03", "出生日期与证件号码不符"),
        ("sex", "2", "性别与证件号码不符"),
        ("on", "2999-01-01", "日期不能晚于今天"),
        ("phone", "123", ""),
        ("birth", "腊月初八", "农历"),
        ("unit", "", "必填"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    world: SimpleNamespace, sign_in: Any, field: str, value: str, message: str
) -> None:
    form = NEW | {"unit": str(world.station.pk)} | {field: value}
    answer = sign_in(world.clerk).post(reverse("person-new"), form)
    assert answer.status_code == 200
    assert message in body(answer)
    assert not Person.objects.exists()


def test_a_travel_permit_of_a_former_format_is_taken_after_a_look(world: SimpleNamespace, sign_in: Any) -> None:
    client, url = sign_in(world.clerk), reverse("person-new")
    form = NEW | {"unit": world.station.pk, "document_type": "hk_macao_permit", "id": "H0123456701", "sure": ""}
    assert "请核对" in body(client.post(url, form))
    assert not Person.objects.exists()
    assert client.post(url, form | {"sure": "on"}).status_code == 302
    made = Person.objects.get()
    assert (made.get_document_type_display(), made.open("id")) == ("港澳居民来往内地通行证", "H0123456701")
    assert "0123456701" not in body(client.get(reverse("person", args=[made.pk])))


def test_an_old_number_is_refused_with_what_to_do(world: SimpleNamespace, sign_in: Any) -> None:
    form = NEW | {"unit": world.station.pk, "id": "629921920202033"}
    assert "请填写本人现行居民身份证上的18位号码" in body(sign_in(world.clerk).post(reverse("person-new"), form))
    assert not Person.objects.exists()


def test_nobody_is_put_into_a_strange_unit(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    assert client.post(reverse("person-new"), NEW | {"unit": world.strange_station.pk}).status_code == 200
    move = {"on": "2022-09-01", "source": "evidenced", "unit": world.strange_station.pk}
    assert client.post(reverse("person-move", args=[one.pk]), move).status_code == 200
    assert "邻山镇" not in body(client.get(reverse("person-move", args=[one.pk])))
    assert one.employments.count() == 1


def edit(client: Client, one: Person, **values: str) -> Any:
    form = {"on": "2022-07-01", "source": "confirmed", "name": "张三丰", "sex": "1", "birth": "1990-05-06"}
    return client.post(reverse("person-edit", args=[one.pk]), form | {"political_status": "群众"} | values)


def test_a_clerk_corrects_a_person(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    assert edit(sign_in(world.clerk), one, political_status="中共党员").status_code == 302
    one.refresh_from_db()
    assert one.political_status == "中共党员"
    assert one.phone_masked == "199****5678"


def test_emptying_a_field_must_be_said(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    assert "如确需清空" in body(edit(client, one, political_status=""))
    assert edit(client, one, political_status="", clear="political_status").status_code == 302
    one.refresh_from_db()
    assert one.political_status == ""


def test_nobody_sets_what_the_form_does_not_offer(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    edit(sign_in(world.clerk), one, county="629922", id_masked="x", user="1", remark="记一笔", photo="x", pk="7")
    changed = Person.objects.get(pk=one.pk)
    assert (changed.county, changed.id_masked, changed.user_id, changed.photo) == ("629921", one.id_masked, None, "")
    assert changed.remark == "记一笔"


def test_records_move_and_leave_by_form(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    records = {
        "on": "2022-07-01", "source": "confirmed", "level": "10", "major": "社会工作", "is_social_work": "1",
        "qualification": "intermediate", "valid_until": "2025.12", "categories": ["social_work"],
        "service_fields": ["charity", "community"],
    }  # fmt: skip
    assert client.post(reverse("person-records", args=[one.pk]), records).status_code == 302
    assert one.educations.get(ends=None).level == "10"
    assert one.qualifications.get(ends=None).valid_until == "2025-12"
    assert one.categories.filter(ends=None).count() == 1
    move = {"on": "2022-08-01", "source": "evidenced", "unit": world.organisation.pk, "reason": "调动"}
    assert client.post(reverse("person-move", args=[one.pk]), move).status_code == 302
    assert (
        client.post(reverse("person-leave", args=[one.pk]), {"on": "2022-09-01", "reason": "退休"}).status_code == 302
    )
    back = {"on": "2022-10-01", "source": "evidenced", "unit": world.station.pk}
    assert "重新入册" in body(client.get(reverse("person-move", args=[one.pk])))
    assert client.post(reverse("person-move", args=[one.pk]), back).status_code == 302
    assert one.employments.count() == 3


def test_a_number_is_shown_once_for_a_reason(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client, url = sign_in(world.clerk), reverse("person-reveal", args=[one.pk, "id"])
    asked = client.get(url)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("verify"))
    verified(client)
    assert NUMBER not in body(client.get(url))
    for reason in ("", "x", f"核对{NUMBER}"):
        assert f'<strong class="font-monospace">{NUMBER}' not in body(client.post(url, {"reason": reason}))
    assert not AuditEvent.objects.filter(action="查看完整号码").exists()
    answer = client.post(url, {"reason": "核对考试报名"})
    assert NUMBER in body(answer)
    assert answer["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="查看完整号码")
    assert (event.target, event.actor, event.detail) == (
        str(one.pk), "clerk", {"字段": ["证件号码"], "理由": "核对考试报名"},
    )  # fmt: skip
    assert NUMBER not in body(client.get(reverse("person", args=[one.pk])))


def test_only_those_who_may_reveal_and_see_do(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    url = reverse("person-reveal", args=[one.pk, "id"])
    assert verified(sign_in(world.stranger)).post(url, {"reason": "核对"}).status_code == 404
    assert verified(sign_in(world.unit_contact)).post(url, {"reason": "核对"}).status_code == 403
    assert verified(sign_in(world.talent)).post(url, {"reason": "核对"}).status_code == 404
    assert verified(sign_in(world.clerk)).post(url.replace("/id/", "/name/"), {"reason": "核对"}).status_code == 404


def test_a_talent_sees_the_own_record_and_nothing_else(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    other = person(world.station, "别人")
    client = verified(sign_in(world.talent))
    assert client.get(reverse("own-record")).status_code == 404
    Person.objects.filter(pk=one.pk).update(user=world.talent)
    text = body(client.get(reverse("own-record")))
    assert "张三丰" in text
    assert AuditEvent.objects.filter(action="查看本人档案", target=str(one.pk)).count() == 1
    assert NUMBER in body(client.post(reverse("person-reveal", args=[one.pk, "id"]), {"reason": "核对本人信息"}))
    assert client.post(reverse("person-reveal", args=[other.pk, "id"]), {"reason": "看看"}).status_code == 404


def test_a_future_day_is_not_looked_at(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "截至" not in body(sign_in(world.clerk).get(reverse("person", args=[one.pk]) + f"?on={ahead}"))


def test_queries_do_not_grow_with_people(world: SimpleNamespace, one: Person, sign_in: Any) -> None:
    client = sign_in(world.clerk)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    queries(reverse("people-list"))
    few = queries(reverse("people-list"))
    for n in range(20):
        categorise(person(world.organisation, f"李{n}"), "official")
    assert queries(reverse("people-list")) == few
