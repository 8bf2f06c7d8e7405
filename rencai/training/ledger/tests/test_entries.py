"""Hours follow from the ledger alone; every entry that is put right keeps its trace."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.org.models import AuditEvent
from rencai.training.ledger import actions
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.tests.factory import DAY, at
from rencai.training.models import (
    Attendance,
    Batch,
    BatchState,
    Correction,
    Enrolment,
    EnrolmentState,
    Presence,
    Session,
)

P = Presence


def hours(enrolment: Enrolment) -> int:
    return Enrolment.objects.get(pk=enrolment.pk).hours


def sheet(course: SimpleNamespace, *marks: Mark, reason: str = "") -> actions.Written:
    return actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk, reason=reason)


def mark(enrolment: Enrolment, session: Session, presence: P, **times: time) -> Mark:
    return Mark(enrolment.pk, session.pk, presence, **times)


def finish(batch: Batch) -> None:
    batch.state = BatchState.FINISHED
    batch.save()


@pytest.mark.parametrize(
    ("presence", "counted"), [(P.PRESENT, 4), (P.LATE, 4), (P.LEFT_EARLY, 4), (P.ABSENT, 0), (P.EXCUSED, 0)]
)
def test_who_was_there_has_the_hours_of_the_session_and_nobody_else(
    course: SimpleNamespace, presence: P, counted: int
) -> None:
    sheet(course, mark(course.of_zhang, course.morning, presence))
    assert Attendance.objects.get().hours == counted
    assert (hours(course.of_zhang), hours(course.of_li)) == (counted, 0)


def test_the_hours_of_a_participant_are_the_sum_over_the_sessions(course: SimpleNamespace) -> None:
    written = sheet(
        course,
        mark(course.of_zhang, course.morning, P.PRESENT),
        mark(course.of_zhang, course.afternoon, P.LATE, at=time(14, 50)),
        mark(course.of_li, course.morning, P.EXCUSED),
    )
    assert (written.new, written.changed, written.same) == (3, 0, 0)
    assert (hours(course.of_zhang), hours(course.of_li)) == (7, 0)
    event = AuditEvent.objects.get(action="登记签到")
    assert event.detail == {"新增": 3, "更改": 0, "来源": "签到表补录"}


def test_a_sheet_entered_a_second_time_changes_nothing(course: SimpleNamespace) -> None:
    marks = [mark(course.of_zhang, course.morning, P.PRESENT)]
    sheet(course, *marks)
    before = AuditEvent.objects.count()
    assert sheet(course, *marks).same == 1
    assert (AuditEvent.objects.count(), Correction.objects.count()) == (before, 0)


def test_an_entry_that_is_put_right_says_what_it_said_before(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.LATE, at=time(9, 5)))
    sheet(course, mark(course.of_zhang, course.morning, P.ABSENT))
    trace = Correction.objects.get()
    assert (trace.before, trace.before_times, trace.after) == ("late", "签到 09:05", "absent")
    assert (trace.by, hours(course.of_zhang)) == (course.world.clerk, 0)


def test_a_session_worth_more_gives_everybody_more(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.PRESENT), mark(course.of_li, course.morning, P.ABSENT))
    actions.change_session_hours(course.morning, 6, by=course.world.clerk)
    assert (hours(course.of_zhang), hours(course.of_li)) == (6, 0)


def test_nothing_is_written_for_a_cancelled_batch(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.PRESENT))
    Batch.objects.update(state=BatchState.CANCELLED)
    with pytest.raises(ValidationError, match="已取消"):
        sheet(course, mark(course.of_li, course.morning, P.PRESENT))
    actions.recount(Batch.objects.get())
    assert hours(course.of_zhang) == 0


def test_nothing_is_written_for_a_day_to_come(course: SimpleNamespace) -> None:
    marks = [mark(course.of_zhang, course.morning, P.PRESENT)]
    with pytest.raises(ValidationError, match="还没有开始"):
        actions.record_sheet(course.batch, marks, now=at(19, 0) - timedelta(days=1), by=course.world.clerk)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("presence", [P.PRESENT, P.ABSENT, P.EXCUSED])
def test_nothing_is_written_for_a_session_of_today_that_has_not_begun(course: SimpleNamespace, presence: P) -> None:
    for_now, for_later = (mark(course.of_zhang, one, presence) for one in (course.morning, course.afternoon))
    told = {"now": at(13, 59), "by": course.world.clerk}
    with pytest.raises(ValidationError, match="14:30这一节还没有开始，10月12日 14:00起才能登记签到"):
        actions.record_sheet(course.batch, [for_now, for_later], **told)
    with pytest.raises(ValidationError, match="还没有开始"):
        actions.correct(course.of_zhang, course.afternoon, presence, reason="代签", **told)
    with pytest.raises(ValidationError, match="还没有开始"):
        actions.excuse(course.of_zhang, [course.afternoon], reason="出差", **told)
    assert not Attendance.objects.exists()
    assert actions.record_sheet(course.batch, [for_now], **told).new == 1
    assert actions.record_sheet(course.batch, [for_later], now=at(14, 0), by=course.world.clerk).new == 1


def test_after_the_end_an_entry_changes_only_with_a_reason(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.ABSENT))
    finish(course.batch)
    with pytest.raises(ValidationError, match="理由"):
        sheet(course, mark(course.of_zhang, course.morning, P.PRESENT))
    right = {"reason": "核对签到表原件", "now": at(19, 0), "by": course.world.clerk}
    actions.correct(course.of_zhang, course.morning, P.PRESENT, **right)
    actions.correct(course.of_zhang, course.afternoon, P.PRESENT, **right)
    assert [(one.before, one.after, one.reason) for one in Correction.objects.all()] == [
        ("absent", "present", "核对签到表原件"),
        ("", "present", "核对签到表原件"),
    ]
    assert hours(course.of_zhang) == 7


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_without_a_reason_is_refused(course: SimpleNamespace, reason: str) -> None:
    with pytest.raises(ValidationError, match="更正理由"):
        actions.correct(course.of_zhang, course.morning, P.PRESENT, reason=reason, now=at(19, 0), by=course.world.clerk)


def test_a_correction_that_changes_nothing_is_refused(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.PRESENT))
    with pytest.raises(ValidationError, match="不需要更正"):
        actions.correct(course.of_zhang, course.morning, P.PRESENT, reason="核对", now=at(19, 0), by=course.world.clerk)


def test_one_wrong_mark_keeps_the_whole_sheet_out(course: SimpleNamespace) -> None:
    other = Session.objects.create(
        batch=Batch.objects.create(
            county="629921", course=course.batch.course, code="X", first_day=DAY, last_day=DAY, state="confirmed"
        ),
        day=DAY, starts_at=time(8), ends_at=time(9), hours=1,
    )  # fmt: skip
    good = mark(course.of_zhang, course.morning, P.PRESENT)
    for bad in (
        mark(course.of_li, other, P.PRESENT),
        mark(course.of_zhang, course.morning, P.ABSENT),
        mark(course.of_li, course.morning, P.ABSENT, at=time(9)),
        mark(course.of_li, course.morning, P.LATE, at=time(8, 30)),
        mark(course.of_li, course.morning, P.LEFT_EARLY, left_at=time(12)),
    ):
        with pytest.raises(ValidationError):
            sheet(course, good, bad)
    assert not Attendance.objects.exists()


def test_who_was_not_confirmed_stands_in_no_ledger(course: SimpleNamespace) -> None:
    Enrolment.objects.filter(pk=course.of_li.pk).update(state=EnrolmentState.WITHDRAWN)
    with pytest.raises(ValidationError, match="参训名单"):
        sheet(course, mark(course.of_li, course.morning, P.PRESENT))


def test_leave_is_written_with_its_reason(course: SimpleNamespace) -> None:
    sessions = [course.morning, course.afternoon]
    actions.excuse(course.of_li, sessions, reason="因公出差", now=at(19, 0), by=course.world.clerk)
    assert set(Attendance.objects.values_list("presence", flat=True)) == {"excused"}
    assert set(Correction.objects.values_list("before", "reason")) == {("", "因公出差")}


def test_the_rest_is_absent_by_somebodys_word_only(course: SimpleNamespace) -> None:
    sheet(course, mark(course.of_zhang, course.morning, P.PRESENT))
    assert actions.rest_absent(course.morning, now=at(12, 0), by=course.world.clerk) == 1
    assert actions.rest_absent(course.morning, now=at(12, 0), by=course.world.clerk) == 0
    entry = Attendance.objects.get(enrolment=course.of_li)
    assert (entry.presence, entry.recorded_by) == ("absent", course.world.clerk)
    assert not Attendance.objects.filter(session=course.afternoon).exists()


def test_nobody_is_absent_from_a_session_that_is_not_over(course: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="还没有结束"):
        actions.rest_absent(course.morning, now=at(11, 59), by=course.world.clerk)
    assert not Attendance.objects.exists()
