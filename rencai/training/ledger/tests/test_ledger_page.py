"""The ledger's page: what is missing before the end, corrections, walk-ins; each role in its own scope."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rencai.people.tests import factory as people
from rencai.training.ledger import actions
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.reading import gaps, obstacles, of_row_code, row_code
from rencai.training.ledger.tests.factory import DAY, at, enrol
from rencai.training.models import Attendance, Batch, BatchState, Correction, Enrolment, Presence, Session


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(at(19, 0)):
        yield


def record(course: SimpleNamespace, presence: Presence = Presence.PRESENT) -> None:
    marks = [Mark(course.of_zhang.pk, course.morning.pk, presence)]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)


def test_what_is_missing_before_the_end_is_said_session_by_session(course: SimpleNamespace, sign_in: Any) -> None:
    record(course)
    assert "考勤已齐" not in sign_in(course.world.clerk).get(reverse("ledger", args=[course.batch.pk])).text
    assert [(gap.session, gap.silent, gap.expected) for gap in gaps(course.batch)] == [
        (course.morning, 1, 2),
        (course.afternoon, 2, 2),
    ]
    assert obstacles(course.batch, DAY) == [
        "2026-10-12 08:30 还有 1 人没有登记。",
        "2026-10-12 14:30 还没有任何签到记录。",
    ]


def test_a_batch_whose_ledger_is_whole_can_be_finished_after_its_last_day(
    course: SimpleNamespace, sign_in: Any
) -> None:
    for session in (course.morning, course.afternoon):
        actions.rest_absent(session, now=at(18, 0), by=course.world.clerk)
    assert obstacles(course.batch, DAY) == []
    assert "考勤已齐" in sign_in(course.world.clerk).get(reverse("ledger", args=[course.batch.pk])).text
    assert obstacles(course.batch, DAY - timedelta(days=1)) == ["培训到 2026-10-12 才结束。"]


def test_a_batch_without_sessions_or_people_or_that_was_cancelled_cannot_be_finished(course: SimpleNamespace) -> None:
    Enrolment.objects.update(state="withdrawn")
    Session.objects.all().delete()
    assert obstacles(course.batch, DAY) == ["还没有安排节次，无法由签到计算学时。", "没有参训人员。"]
    Batch.objects.update(state=BatchState.CANCELLED)
    assert obstacles(Batch.objects.get(), DAY) == ["班次已取消，没有学时可以认定。"]


def test_the_bureau_sees_everybody_a_township_and_a_unit_their_own_and_another_county_nothing(
    course: SimpleNamespace, sign_in: Any
) -> None:
    record(course)
    address = reverse("ledger", args=[course.batch.pk])
    enrol(course.batch, course.wang, course.world.other_station)
    for user, names in (
        (course.world.clerk, {"张云岭", "李景川", "王禾"}),
        (course.world.leader, {"张云岭", "李景川", "王禾"}),
        (course.world.township_clerk, {"张云岭", "李景川"}),
        (course.world.unit_contact, {"李景川"}),
    ):
        page = sign_in(user).get(address).text
        assert {name for name in ("张云岭", "李景川", "王禾") if name in page} == names
    assert sign_in(course.world.stranger).get(address).status_code == 404


def test_only_the_bureau_may_write(course: SimpleNamespace, sign_in: Any) -> None:
    form = {"presence": "present", "reason": "核对"}
    address = reverse("attendance-correct", args=[course.of_zhang.pk, course.morning.pk])
    assert sign_in(course.world.township_clerk).post(address, form).status_code == 403
    assert sign_in(course.world.leader).post(address, form).status_code == 403
    assert sign_in(course.world.stranger).post(address, form).status_code == 404
    assert not Attendance.objects.exists()
    assert sign_in(course.world.colleague).post(address, form).status_code == 302
    assert Attendance.objects.get().recorded_by == course.world.colleague


def test_a_correction_after_the_end_stands_on_the_page_with_who_when_and_why(
    course: SimpleNamespace, sign_in: Any
) -> None:
    record(course, Presence.ABSENT)
    Batch.objects.update(state=BatchState.FINISHED)
    clerk = sign_in(course.world.clerk)
    address = reverse("attendance-correct", args=[course.of_zhang.pk, course.morning.pk])
    answer = clerk.post(address, {"presence": "late", "at": "09:10", "reason": ""})
    assert "invalid-feedback" in answer.text
    assert not Correction.objects.exists()
    clerk.post(address, {"presence": "late", "at": "09:10", "reason": "签到表原件第二行"})
    page = clerk.get(reverse("ledger", args=[course.batch.pk])).text
    for words in ("更正过", "缺勤", "签到 09:10", "签到表原件第二行", course.world.clerk.name):
        assert words in page
    assert Enrolment.objects.get(pk=course.of_zhang.pk).hours == 4


def test_what_the_ledger_refuses_stands_above_the_form(course: SimpleNamespace, sign_in: Any) -> None:
    address = reverse("attendance-correct", args=[course.of_zhang.pk, course.morning.pk])
    answer = sign_in(course.world.clerk).post(address, {"presence": "late", "at": "07:00", "reason": "核对"})
    assert "迟到时间应在开始之后" in answer.text
    other = sign_in(course.world.clerk).get(reverse("attendance-correct", args=[course.of_zhang.pk, 10**9]))
    assert other.status_code == 404


def test_the_rest_becomes_absent_with_one_press_and_only_after_the_session(
    course: SimpleNamespace, sign_in: Any
) -> None:
    with time_machine.travel(at(11, 0)):
        clerk = sign_in(course.world.clerk)
        page = clerk.get(reverse("ledger", args=[course.batch.pk])).text
        assert "登记为缺勤" not in page
        answer = clerk.post(reverse("session-rest-absent", args=[course.morning.pk]))
        assert (answer.status_code, "还没有结束" in answer.text) == (422, True)
    clerk = sign_in(course.world.clerk)
    assert "其余 2 人登记为缺勤" in clerk.get(reverse("ledger", args=[course.batch.pk])).text
    clerk.post(reverse("session-rest-absent", args=[course.morning.pk]))
    assert set(Attendance.objects.values_list("presence", flat=True)) == {"absent"}


def test_a_walk_in_is_found_by_name_and_tail_in_the_own_county_only(course: SimpleNamespace, sign_in: Any) -> None:
    clerk, address = sign_in(course.world.clerk), reverse("ledger-walk-in", args=[course.batch.pk])
    strange = people.person(course.world.strange_station, "孙外")
    for name, digits in (("孙外", strange.open("id")[-4:]), ("王禾", "0000")):
        assert "没有姓名和后四位都相符的人员" in clerk.post(address, {"name": name, "tail": digits}).text
    assert clerk.post(address, {"name": "王禾", "tail": course.wang.open("id")[-4:]}).status_code == 302
    assert Enrolment.objects.get(person=course.wang).state == "walk_in"


def test_a_session_gets_other_hours_and_after_the_end_only_with_a_reason(course: SimpleNamespace, sign_in: Any) -> None:
    record(course)
    clerk, address = sign_in(course.world.clerk), reverse("session-hours", args=[course.morning.pk])
    assert sign_in(course.world.stranger).post(address, {"hours": "9"}).status_code == 404
    assert "invalid-feedback" in clerk.post(address, {"hours": "-1"}).text
    assert clerk.post(address, {"hours": "5"}).status_code == 302
    Batch.objects.update(state=BatchState.FINISHED)
    assert "须写明理由" in clerk.post(address, {"hours": "6"}).text
    assert Enrolment.objects.get(pk=course.of_zhang.pk).hours == 5
    clerk.post(address, {"hours": "6", "reason": "课表写错"})
    assert Enrolment.objects.get(pk=course.of_zhang.pk).hours == 6


def test_the_terms_of_a_batch_change_by_form(course: SimpleNamespace, sign_in: Any) -> None:
    clerk, address = sign_in(course.world.clerk), reverse("ledger-terms", args=[course.batch.pk])
    good = {"grace_minutes": "15", "people_per_phone": "3", "completion_share": "80"}
    for bad in ({"completion_share": "101"}, {"people_per_phone": "0"}, {"grace_minutes": "x"}):
        assert "invalid-feedback" in clerk.post(address, good | bad).text
    clerk.post(address, good)
    batch = Batch.objects.get()
    assert (batch.grace_minutes, batch.people_per_phone, batch.completion_share) == (15, 3, 80)


def test_the_page_asks_as_often_for_many_people_as_for_two(course: SimpleNamespace, sign_in: Any) -> None:
    clerk, address = sign_in(course.world.clerk), reverse("ledger", args=[course.batch.pk])
    clerk.get(address)
    with CaptureQueriesContext(connection) as few:
        clerk.get(address)
    for n in range(5):
        enrol(course.batch, people.person(course.world.station, f"众{n}"), course.world.station)
    with CaptureQueriesContext(connection) as many:
        clerk.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("key", [1, 7, 1043, 99999])
def test_a_row_code_with_one_wrong_digit_means_nobody(key: int) -> None:
    code = row_code(key)
    assert of_row_code(code) == key
    for at_, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            assert of_row_code(code[:at_] + other + code[at_ + 1 :]) != key
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert of_row_code(wrong) is None


@pytest.mark.parametrize("code", ["", "1", "x1", "１２", "9" * 30, "-12"])
def test_what_is_no_row_code_is_nobody(code: str) -> None:
    assert of_row_code(code) is None
