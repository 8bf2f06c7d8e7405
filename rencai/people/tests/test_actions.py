"""Changing a person: periods close, the past stays, every change is in the audit chain."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.org.models import AuditEvent
from rencai.people.actions import (
    change_fields,
    leave,
    rehire,
    set_categories,
    set_education,
    set_qualification,
    set_service_fields,
    transfer,
)
from rencai.people.history import as_of, timeline
from rencai.people.models import Employment, PastValue, Person
from rencai.people.search import search
from rencai.people.tests.factory import HIRED, categorise, educate, id_number, person

DAY = date(2022, 7, 1)


@pytest.fixture
def one(world: SimpleNamespace) -> Person:
    return person(
        world.station, "张三", political_status="群众", phone="19900001234", number=id_number("1990-05-06", 11)
    )


def events() -> int:
    return AuditEvent.objects.count()


def change(
    one: Person, w: SimpleNamespace, day: date = DAY, clear: tuple[str, ...] = (), **values: object
) -> list[str]:
    return change_fields(one, values, on=day, source="confirmed", by=w.clerk, clear=clear)


def text(one: Person, key: str, day: date) -> str:
    return next(line.text for line in as_of(one, day).lines if line.key == key)


def test_a_change_keeps_what_was(world: SimpleNamespace, one: Person) -> None:
    assert change(one, world, political_status="中共党员") == ["political_status"]
    assert (text(one, "political_status", date(2022, 6, 30)), text(one, "political_status", DAY)) == (
        "群众",
        "中共党员",
    )
    assert one.sources["political_status"] == ["confirmed", "2022-07-01"]
    past = PastValue.objects.get()
    assert (past.starts, past.ends, past.value) == (HIRED, DAY, "群众")


def test_two_changes_leave_three_periods(world: SimpleNamespace, one: Person) -> None:
    change(one, world, political_status="中共预备党员")
    change(one, world, date(2023, 7, 1), political_status="中共党员")
    told = [text(one, "political_status", day) for day in (date(2020, 1, 1), DAY, date(2023, 6, 30), date(2023, 7, 1))]
    assert told == ["群众", "中共预备党员", "中共预备党员", "中共党员"]


def test_a_blank_erases_nothing_and_clearing_is_said(world: SimpleNamespace, one: Person) -> None:
    before = events()
    assert change(one, world, political_status="", ethnicity=None, phone="") == []
    assert events() == before
    assert change(one, world, clear=("political_status", "phone")) == ["political_status", "phone"]
    assert (one.political_status, one.phone_sealed, one.phone_masked) == ("", "", "")
    assert text(one, "phone", HIRED) == "199****1234"


def test_nothing_changed_is_nothing_recorded(world: SimpleNamespace, one: Person) -> None:
    before = events()
    assert change(one, world, political_status="群众", phone="19900001234", name="张三") == []
    assert set_education(one, {}, on=DAY, by=world.clerk) == []
    assert set_categories(one, [], on=DAY, by=world.clerk) == []
    assert (events(), PastValue.objects.count()) == (before, 0)


def test_a_change_before_the_present_value_is_refused(world: SimpleNamespace, one: Person) -> None:
    change(one, world, political_status="中共党员")
    with pytest.raises(ValidationError, match="变更日期不能早于2022-07-01"):
        change(one, world, date(2022, 6, 1), political_status="群众")
    with pytest.raises(ValidationError, match="不能清空"):
        change(one, world, clear=("name",))


def test_put_right_on_the_same_day_leaves_no_period(world: SimpleNamespace, one: Person) -> None:
    change(one, world, political_status="中共党员")
    change(one, world, political_status="共青团员")
    assert PastValue.objects.count() == 1
    assert text(one, "political_status", DAY) == "共青团员"


def test_a_new_number_is_sealed_found_and_leaves_only_a_mask(world: SimpleNamespace, one: Person) -> None:
    old, new = one.open("id"), id_number("1991-01-01", 77)
    change(one, world, id=new)
    one.refresh_from_db()
    assert one.open("id") == new
    assert search(Person.objects.all(), new[-4:]).get() == one
    assert not search(Person.objects.all(), old)
    assert old not in str(list(PastValue.objects.values()))
    assert old not in str(list(AuditEvent.objects.values()))
    assert new not in str(list(AuditEvent.objects.values()))


def test_a_number_of_somebody_else_is_refused(world: SimpleNamespace, one: Person) -> None:
    taken = id_number("1970-01-01", 5)
    person(world.station, "李四", number=taken)
    with pytest.raises(ValidationError, match="已在人才信息库中"):
        change(one, world, id=taken)


def test_a_renamed_person_is_found_by_the_new_name(world: SimpleNamespace, one: Person) -> None:
    change(one, world, name="单三")
    assert search(Person.objects.all(), "shansan").get() == one
    assert as_of(one, date(2022, 1, 1)).name == "张三"


def test_a_transfer_closes_one_period_and_opens_the_next(world: SimpleNamespace, one: Person) -> None:
    transfer(one, world.organisation, DAY, by=world.clerk, post_title="主任", kind="contract")
    old, new = Employment.objects.order_by("starts")
    assert (old.ends, old.latest, new.starts, new.ends, new.latest) == (DAY, False, DAY, None, True)
    assert (new.area_code, new.post_title) == ("629921001", "主任")
    assert as_of(one, date(2022, 6, 30)).main == old
    assert as_of(one, DAY).main == new


def test_moves_that_make_no_sense_are_refused(world: SimpleNamespace, one: Person) -> None:
    with pytest.raises(ValidationError, match="必须晚于"):
        transfer(one, world.organisation, HIRED, by=world.clerk)
    with pytest.raises(ValidationError, match="不在本县区"):
        transfer(one, world.strange_station, DAY, by=world.clerk)
    with pytest.raises(ValidationError, match="不需要调动"):
        transfer(one, world.station, DAY, by=world.clerk)
    with pytest.raises(ValidationError, match="仍在册"):
        rehire(one, world.station, DAY, by=world.clerk)
    assert Employment.objects.count() == 1


def test_who_leaves_is_off_the_register_and_can_come_back(world: SimpleNamespace, one: Person) -> None:
    leave(one, DAY, "辞职", by=world.clerk)
    assert not Person.objects.on_register(DAY).exists()
    assert Person.objects.on_register(date(2022, 6, 30)).get() == one
    assert Person.objects.visible_to(world.township_clerk).get() == one
    with pytest.raises(ValidationError, match="现不在册"):
        leave(one, DAY, "辞职", by=world.clerk)
    with pytest.raises(ValidationError, match="不能早于上次离开"):
        rehire(one, world.organisation, date(2022, 6, 1), by=world.clerk)
    rehire(one, world.other_station, date(2023, 1, 1), by=world.clerk)
    assert [row.latest for row in one.employments.order_by("starts")] == [False, True]
    assert not Person.objects.visible_to(world.township_clerk).exists()
    assert Person.objects.visible_to(world.township_clerk, date(2022, 1, 1)).get() == one


def test_education_and_qualification_follow_each_other(world: SimpleNamespace, one: Person) -> None:
    educate(one, "30", major="民政管理")
    assert set_education(one, {"level": "20", "major": "社会工作", "is_social_work": True}, on=DAY, by=world.clerk)
    assert set_qualification(one, {"known_none": True}, on=HIRED, by=world.clerk)
    assert set_qualification(one, {"level": "assistant"}, on=DAY, by=world.clerk)
    before, after = as_of(one, date(2022, 6, 30)), as_of(one, DAY)
    assert (str(before.educations[0]), str(after.educations[0])) == ("大专 民政管理", "本科 社会工作")
    assert (str(before.qualifications[0]), str(after.qualifications[0])) == ("无", "助理社会工作师")
    with pytest.raises(ValidationError, match="不能同时"):
        set_qualification(one, {"level": "senior", "known_none": True}, on=DAY, by=world.clerk)
    with pytest.raises(ValidationError, match="不能早于"):
        set_education(one, {"level": "10"}, on=date(2022, 1, 1), by=world.clerk)


def test_categories_open_and_close(world: SimpleNamespace, one: Person) -> None:
    categorise(one, "official")
    set_categories(one, ["social_work", "grassroots"], on=DAY, by=world.clerk)
    set_service_fields(one, ["charity"], on=DAY, by=world.clerk)
    assert [c.category for c in as_of(one, date(2022, 1, 1)).categories] == ["official"]
    assert as_of(one, DAY).overlaps
    assert not as_of(one, date(2022, 1, 1)).overlaps


def test_every_change_is_one_event_without_values(world: SimpleNamespace, one: Person) -> None:
    before = events()
    change(one, world, political_status="中共党员", name="张三三")
    transfer(one, world.organisation, DAY, by=world.clerk)
    leave(one, date(2022, 8, 1), "退休", by=world.clerk)
    assert events() == before + 3
    first = AuditEvent.objects.get(seq=before + 1)
    assert first.detail == {"字段": ["政治面貌", "姓名"], "自": "2022-07-01"} or set(first.detail["字段"]) == {
        "姓名",
        "政治面貌",
    }
    assert "中共党员" not in str(first.detail)


def test_the_timeline_tells_who_changed_what_when(world: SimpleNamespace, one: Person) -> None:
    change(one, world, political_status="中共党员")
    transfer(one, world.organisation, date(2022, 8, 1), by=world.clerk, post_title="主任")
    told = [(entry.what, entry.by) for entry in timeline(one, date(2100, 1, 1))]
    assert ("修改人员信息：政治面貌", "clerk") in told
    assert ("政治面貌：群众 → 中共党员", "") in told
    assert ("到云川县益民社会工作服务中心工作，任主任", "") in told
    until = [entry.what for entry in timeline(one, date(2022, 7, 15))]
    assert "政治面貌：群众 → 中共党员" in until
    assert not [what for what in until if "益民" in what]
