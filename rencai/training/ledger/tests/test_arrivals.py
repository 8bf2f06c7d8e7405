"""Signing in by phone and taking part without having been sent."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.people.tests import factory as people
from rencai.training.ledger import actions
from rencai.training.ledger.tests.factory import DAY, at, enrol
from rencai.training.models import Attendance, Batch, BatchState, Enrolment, EnrolmentState


def test_a_scan_in_time_is_present_with_its_minute(course: SimpleNamespace) -> None:
    entry = actions.sign_in(course.morning, course.zhang, scanned_at=at(8, 21), device="a")
    assert (entry.presence, f"{entry.at:%H:%M}", entry.hours, entry.source) == ("present", "08:21", 4, "qr")
    assert Enrolment.objects.get(pk=course.of_zhang.pk).hours == 4


@pytest.mark.parametrize(("minute", "presence"), [(30, "present"), (40, "present"), (41, "late")])
def test_who_comes_after_the_minutes_granted_is_late(course: SimpleNamespace, minute: int, presence: str) -> None:
    entry = actions.sign_in(course.morning, course.zhang, scanned_at=at(8, minute), device="a")
    assert (entry.presence, entry.hours) == (presence, 4)


def test_a_scan_before_the_opening_writes_nothing_and_locks_nobody_out(course: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="没有开放"):
        actions.sign_in(course.morning, course.zhang, scanned_at=at(7, 59), device="a")
    assert not Attendance.objects.exists()
    assert actions.sign_in(course.morning, course.zhang, scanned_at=at(8, 0), device="a").presence == "present"


def test_a_scan_after_the_end_or_of_a_finished_or_cancelled_batch_is_refused(course: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="本节已结束"):
        actions.sign_in(course.morning, course.zhang, scanned_at=at(12, 0), device="a")
    for state, words in ((BatchState.FINISHED, "已结班"), (BatchState.CANCELLED, "已取消")):
        Batch.objects.update(state=state)
        with pytest.raises(ValidationError, match=words):
            actions.sign_in(course.morning, course.zhang, scanned_at=at(8, 30), device="a")
    assert not Attendance.objects.exists()


def test_a_second_scan_keeps_the_first_time(course: SimpleNamespace) -> None:
    first = actions.sign_in(course.morning, course.zhang, scanned_at=at(8, 21), device="a")
    assert actions.sign_in(course.morning, course.zhang, scanned_at=at(9, 30), device="b") == first
    assert Attendance.objects.get().presence == "present"


def test_a_phone_signs_in_no_more_people_than_the_batch_allows(course: SimpleNamespace) -> None:
    for person in (course.zhang, course.li):
        actions.sign_in(course.morning, person, scanned_at=at(8, 21), device="a")
    with pytest.raises(ValidationError, match="这部手机已为2人签到"):
        actions.sign_in(course.morning, course.wang, scanned_at=at(8, 22), device="a")
    assert not Enrolment.objects.filter(person=course.wang).exists()
    assert actions.sign_in(course.afternoon, course.wang, scanned_at=at(14, 22), device="a").hours == 3


def test_somebody_of_the_county_who_was_not_sent_is_a_walk_in_at_the_unit_of_that_day(course: SimpleNamespace) -> None:
    actions.sign_in(course.morning, course.wang, scanned_at=at(8, 21), device="a")
    made = Enrolment.objects.get(person=course.wang)
    assert (made.state, made.unit, made.hours) == (EnrolmentState.WALK_IN, course.world.other_station, 4)


def test_who_had_declined_and_came_all_the_same_is_a_walk_in(course: SimpleNamespace) -> None:
    enrol(course.batch, course.wang, course.world.other_station, EnrolmentState.DECLINED)
    assert actions.walk_in(course.batch, course.wang, on=DAY, by=course.world.clerk).state == EnrolmentState.WALK_IN
    assert Enrolment.objects.filter(person=course.wang).count() == 1


def test_a_person_of_another_county_or_not_on_the_register_that_day_is_no_walk_in(course: SimpleNamespace) -> None:
    strange = people.person(course.world.strange_station, "孙外")
    later = people.person(course.world.station, "周后来", on=DAY + timedelta(days=1))
    for person in (strange, later):
        with pytest.raises(ValidationError, match="不在本县人才信息库"):
            actions.walk_in(course.batch, person, on=DAY, by=course.world.clerk)


def test_after_the_end_a_walk_in_needs_a_reason(course: SimpleNamespace) -> None:
    Batch.objects.update(state=BatchState.FINISHED)
    with pytest.raises(ValidationError, match="理由"):
        actions.walk_in(course.batch, course.wang, on=DAY, by=course.world.clerk)
    actions.walk_in(course.batch, course.wang, on=DAY, by=course.world.clerk, reason="签到表第三页漏录")
