"""Who is sent: own people, within the places, until the date; the bureau confirms, declines, replaces."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.org.models import AuditEvent
from rencai.people.actions import Post, add_part_time
from rencai.people.models import Person
from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.actions.nominations import clashes
from rencai.training.models import Batch, BatchState, EnrolmentState
from rencai.training.tests import factory
from rencai.training.tests.test_batches import DAY, refused

TODAY = date(2026, 10, 1)


@pytest.fixture
def batch(world: SimpleNamespace) -> Batch:
    """Open until today, two places for the organisation, one for the station."""
    made = factory.batch(state=BatchState.OPEN, nominate_until=TODAY, capacity=4)
    factory.places(made, world.organisation, 2)
    factory.places(made, world.station, 1)
    return made


def send(batch: Batch, people: list[Person], by: object, *, today: date = TODAY, freely: bool = False) -> list[object]:
    return actions.nominate(batch, people, today=today, by=by, freely=freely)  # type: ignore[arg-type, return-value]


def test_a_contact_sends_own_people_once_within_the_places(world: SimpleNamespace, batch: Batch) -> None:
    first, second, third = (person(world.organisation, name) for name in ("甲一", "乙二", "丙三"))
    assert len(send(batch, [first], world.unit_contact)) == 1
    assert send(batch, [first], world.unit_contact) == []
    assert "名额为2个，选派后将有3人" in refused(lambda: send(batch, [second, third], world.unit_contact))
    assert batch.enrolments.count() == 1
    send(batch, [second], world.unit_contact)
    row = batch.enrolments.get(person=second)
    assert (row.unit, row.area_code, row.state) == (world.organisation, "629921001", EnrolmentState.NOMINATED)
    assert AuditEvent.objects.filter(action="选派参训").count() == 2


def test_a_contact_sends_nobody_elses_people(world: SimpleNamespace, batch: Batch) -> None:
    other = person(world.station, "丁四")
    assert "不在您工作范围内" in refused(lambda: send(batch, [other], world.unit_contact))
    add_part_time(other, Post(world.organisation, date(2022, 1, 1), None), by=world.clerk, source="evidenced")
    assert "不在您工作范围内" in refused(lambda: send(batch, [other], world.unit_contact))
    assert len(send(batch, [other], world.township_clerk)) == 1


def test_nobody_is_sent_after_the_date_or_before_nominations_open_but_by_the_bureau(
    world: SimpleNamespace, batch: Batch
) -> None:
    one = person(world.organisation)
    assert "报名已于2026-10-01截止" in refused(lambda: send(batch, [one], world.unit_contact, today=DAY))
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.PLANNED)
    assert "不在报名阶段" in refused(lambda: send(batch, [one], world.unit_contact))
    assert len(send(batch, [one], world.clerk, today=DAY, freely=True)) == 1


def test_the_bureau_exceeds_a_units_places_but_never_the_capacity(world: SimpleNamespace, batch: Batch) -> None:
    people = [person(world.other_station, f"王{n}") for n in "一二三四五"]
    assert len(send(batch, people[:4], world.clerk, freely=True)) == 4
    assert "超过班次名额总数4个" in refused(lambda: send(batch, people[4:], world.clerk, freely=True))


def test_a_stranger_and_somebody_who_left_are_not_sent(world: SimpleNamespace, batch: Batch) -> None:
    stranger = person(world.strange_station, "外县人")
    assert "不能选派" in refused(lambda: send(batch, [stranger], world.clerk, freely=True))
    gone = person(world.station, "已离开")
    gone.employments.update(ends=date(2026, 9, 30))
    assert "不能选派" in refused(lambda: send(batch, [gone], world.clerk, freely=True))
    assert "不能选派" in refused(lambda: send(batch, [stranger], world.stranger, freely=True))


def test_confirming_takes_those_who_wait_and_a_second_click_nobody(world: SimpleNamespace, batch: Batch) -> None:
    sent = send(batch, [person(world.organisation, name) for name in ("甲一", "乙二")], world.unit_contact)
    keys = [row.pk for row in sent]  # type: ignore[attr-defined]
    elsewhere = factory.enrol(factory.batch(), person(world.station), world.station, EnrolmentState.NOMINATED)
    assert actions.confirm(batch, [*keys, elsewhere.pk], by=world.clerk) == 2
    assert actions.confirm(batch, keys, by=world.colleague) == 0
    assert set(batch.enrolments.values_list("state", "decided_by__username")) == {("confirmed", "clerk")}
    elsewhere.refresh_from_db()
    assert elsewhere.state == EnrolmentState.NOMINATED


def test_declining_and_withdrawing_say_why_and_free_the_place(world: SimpleNamespace, batch: Batch) -> None:
    first, second = (person(world.organisation, name) for name in ("甲一", "乙二"))
    one, other = actions.nominate(batch, [first, second], today=TODAY, by=world.unit_contact)
    assert "请写明原因" in refused(lambda: actions.decline(one, reason="", by=world.clerk))
    actions.decline(one, reason="去年已参加", by=world.clerk)
    actions.confirm(batch, [other.pk], by=world.clerk)
    actions.withdraw(other, reason="下乡", by=world.unit_contact)
    assert list(batch.enrolments.values_list("state", "reason")) == [("declined", "去年已参加"), ("withdrawn", "下乡")]
    assert "现为“已退出”" in refused(lambda: actions.withdraw(other, reason="再次", by=world.clerk))
    third = person(world.organisation, "丙三")
    assert len(actions.nominate(batch, [third, first], today=TODAY, by=world.unit_contact)) == 2
    assert batch.enrolments.get(person=first).reason == ""


def test_who_has_signed_in_does_not_withdraw(world: SimpleNamespace) -> None:
    batch = factory.batch()
    enrolment = factory.enrol(batch, person(world.station), world.station)
    factory.attend(enrolment, batch.sessions.all()[:1], world.clerk)
    assert "已有签到学时" in refused(lambda: actions.withdraw(enrolment, reason="下乡", by=world.clerk))


def test_somebody_else_goes_instead_in_a_full_batch(world: SimpleNamespace) -> None:
    batch = factory.batch(capacity=1)
    enrolment = factory.enrol(batch, person(world.station, "甲一"), world.station)
    other = person(world.organisation, "乙二")
    made = actions.replace(enrolment, other, reason="生病", today=DAY, by=world.clerk)
    assert (made.state, made.unit) == (EnrolmentState.CONFIRMED, world.organisation)
    assert list(batch.enrolments.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "confirmed"]
    batch.enrolments.filter(state="withdrawn").update(state="confirmed")
    with pytest.raises(ValidationError, match="已在这个班次中"):
        actions.replace(batch.enrolments.get(person=enrolment.person), other, reason="换", today=DAY, by=world.clerk)
    assert batch.enrolments.filter(state="confirmed").count() == 2


def test_who_is_in_another_batch_on_the_same_day_is_told(world: SimpleNamespace, batch: Batch) -> None:
    one, two = person(world.station, "甲一"), person(world.station, "乙二")
    same_day = factory.batch(day=DAY)
    factory.enrol(same_day, one, world.station)
    factory.enrol(factory.batch(day=DAY, state=BatchState.CANCELLED), two, world.station)
    factory.enrol(factory.batch(day=date(2026, 10, 13)), two, world.station)
    factory.enrol(same_day, two, world.station, EnrolmentState.WITHDRAWN)
    assert clashes(batch, [one.pk, two.pk]) == {one.pk: same_day}


def test_places_are_for_units_of_the_county_and_never_below_who_was_sent(world: SimpleNamespace, batch: Batch) -> None:
    send(batch, [person(world.organisation, name) for name in ("甲一", "乙二")], world.unit_contact)

    def give(places: dict[object, int]) -> str:
        return refused(lambda: actions.set_places(batch, places, by=world.clerk))  # type: ignore[arg-type]

    assert "不是本县单位" in give({world.strange_station: 1})
    assert "已选派2人，名额不能少于此数" in give({world.organisation: 1})
    assert "分配的名额共6个，超过班次名额总数4个" in give({world.other_station: 3})
    actions.set_places(batch, {world.station: 0, world.other_station: 2}, by=world.clerk)
    assert dict(batch.places.values_list("unit__code", "number")) == {"YC201": 2, "YC102": 2}
