"""A batch from its planning to its end: each step asks what it needs, in the bureau's words."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from rencai.org.models import AuditEvent
from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.models import Batch, BatchState, EnrolmentState, PlanState, Presence
from rencai.training.tests import factory

DAY, LATER = date(2026, 10, 12), date(2026, 10, 20)


def refused(call: object) -> str:
    """The words in which something is refused."""
    with pytest.raises(ValidationError) as raised:
        call()  # type: ignore[operator]
    return "".join(raised.value.messages)


def planned(world: SimpleNamespace, **values: object) -> Batch:
    about = {"code": "PX2026-01", "first_day": DAY, "last_day": date(2026, 10, 13)}
    return actions.add_batch(factory.course(), by=world.clerk, **{**about, **values})


def test_the_usual_half_days_of_every_day_are_made_at_once_and_only_where_there_are_none(
    world: SimpleNamespace,
) -> None:
    batch = planned(world)
    actions.add_session(batch, day=DAY, starts_at=time(9), ends_at=time(11), hours=2, by=world.clerk)
    assert actions.add_half_days(batch, 4, by=world.clerk) == 2
    assert actions.add_half_days(batch, 4, by=world.clerk) == 0
    assert list(batch.sessions.values_list("day__day", "starts_at", "hours")) == [
        (12, time(9), 2), (13, time(8, 30), 4), (13, time(14, 30), 4),
    ]  # fmt: skip


def test_a_session_lies_within_the_batch_and_meets_no_other(world: SimpleNamespace) -> None:
    batch = planned(world)
    actions.add_half_days(batch, 4, by=world.clerk)

    def add(day: date, starts: int, ends: int) -> str:
        values = {"day": day, "starts_at": time(starts), "ends_at": time(ends), "hours": 2}
        return refused(lambda: actions.add_session(batch, by=world.clerk, **values))

    assert "起止日期" in add(date(2026, 10, 14), 9, 10)
    assert "08:30—12:00的节次时间重叠" in add(DAY, 11, 13)
    assert "结束时间必须晚于" in add(DAY, 20, 19)


def test_a_session_is_changed_only_while_nobody_has_an_entry_for_it(world: SimpleNamespace) -> None:
    batch = factory.batch()
    morning, afternoon = batch.sessions.all()
    enrolment = factory.enrol(batch, person(world.station), world.station)
    factory.attend(enrolment, [morning], world.clerk, Presence.ABSENT)
    assert "已有签到记录" in refused(lambda: actions.edit_session(morning, {"hours": 3}, by=world.clerk))
    assert "已有签到记录" in refused(lambda: actions.remove_session(morning, by=world.clerk))
    actions.edit_session(morning, {"topic": "个案工作"}, by=world.clerk)
    actions.edit_session(afternoon, {"starts_at": time(14), "hours": 4}, by=world.clerk)
    afternoon.refresh_from_db()
    assert (afternoon.starts_at, afternoon.hours) == (time(14), 4)
    actions.remove_session(afternoon, by=world.clerk)
    assert batch.sessions.count() == 1


def test_a_batch_moves_on_only_with_sessions_and_a_settled_list(world: SimpleNamespace) -> None:
    batch = planned(world)
    assert "还没有安排节次" in refused(lambda: actions.move_on(batch, by=world.clerk))
    actions.add_half_days(batch, 4, by=world.clerk)
    assert actions.move_on(batch, by=world.clerk) == BatchState.OPEN
    assert "还没有确认参训人员" in refused(lambda: actions.move_on(batch, by=world.clerk))
    sent = actions.nominate(batch, [person(world.station)], today=DAY, by=world.clerk, freely=True)
    assert "还有1人待确认" in refused(lambda: actions.move_on(batch, by=world.clerk))
    actions.confirm(batch, [sent[0].pk], by=world.clerk)
    assert actions.move_on(batch, by=world.clerk) == BatchState.CONFIRMED
    assert "已不在筹备或报名阶段" in refused(lambda: actions.move_on(batch, by=world.clerk))


def test_a_batch_is_finished_once_and_only_when_the_ledger_is_whole(world: SimpleNamespace) -> None:
    batch = factory.batch()
    enrolment = factory.enrol(batch, person(world.station), world.station)
    morning, afternoon = batch.sessions.all()
    assert "2026-10-12 才结束" in refused(lambda: actions.finish(batch, today=date(2026, 10, 11), by=world.clerk))
    factory.attend(enrolment, [morning], world.clerk)
    assert "14:30 还没有任何签到记录" in refused(lambda: actions.finish(batch, today=LATER, by=world.clerk))
    factory.attend(enrolment, [afternoon], world.clerk, Presence.EXCUSED)
    actions.finish(batch, today=LATER, by=world.clerk)
    batch.refresh_from_db()
    assert (batch.state, enrolment.hours) == (BatchState.FINISHED, 4)
    assert "尚未结班" in refused(lambda: actions.finish(batch, today=LATER, by=world.clerk))
    assert AuditEvent.objects.filter(action="培训结班").count() == 1


def test_a_batch_that_lost_its_sessions_is_not_finished_without_hours(world: SimpleNamespace) -> None:
    batch = factory.batch()
    factory.enrol(batch, person(world.station), world.station)
    for session in batch.sessions.all():
        actions.remove_session(session, by=world.clerk)
    assert "还没有安排节次" in refused(lambda: actions.finish(batch, today=LATER, by=world.clerk))


def test_after_the_end_sessions_and_days_stand_still_and_only_money_is_told(world: SimpleNamespace) -> None:
    batch = factory.held(world.clerk, [(person(world.station), world.station)], DAY)
    session = batch.sessions.first()
    assert session is not None
    assert "不能再改" in refused(lambda: actions.edit_session(session, {"topic": "改"}, by=world.clerk))
    assert "不能再改" in refused(lambda: actions.add_half_days(batch, 4, by=world.clerk))
    assert "不能再改" in refused(lambda: actions.set_places(batch, {world.station: 3}, by=world.clerk))
    assert "只能补填" in refused(lambda: actions.edit_batch(batch, {"place": "别处"}, by=world.clerk))
    assert actions.edit_batch(batch, {"spent": 123_456, "place": batch.place}, by=world.clerk) == ["实际支出"]
    assert AuditEvent.objects.get(action="修改培训班次").detail["字段"] == ["实际支出"]


def test_a_cancelled_batch_keeps_its_record_and_its_reason(world: SimpleNamespace) -> None:
    batch = factory.batch(state=BatchState.OPEN)
    enrolment = factory.enrol(batch, person(world.station), world.station, EnrolmentState.NOMINATED)
    assert "请写明取消原因" in refused(lambda: actions.cancel(batch, reason=" ", by=world.clerk))
    actions.cancel(batch, reason="疫情防控", by=world.clerk)
    batch.refresh_from_db()
    enrolment.refresh_from_db()
    assert (batch.state, enrolment.state) == (BatchState.CANCELLED, EnrolmentState.NOMINATED)
    assert AuditEvent.objects.get(action="取消培训班次").detail["原因"] == "疫情防控"
    assert "不能再改" in refused(lambda: actions.cancel(batch, reason="再次", by=world.clerk))
    assert "不能再改" in refused(lambda: actions.confirm(batch, [enrolment.pk], by=world.clerk))


def test_a_batch_that_somebody_came_to_is_not_cancelled(world: SimpleNamespace) -> None:
    batch = factory.batch()
    factory.attend(factory.enrol(batch, person(world.station), world.station), batch.sessions.all()[:1], world.clerk)
    assert "已有人签到" in refused(lambda: actions.cancel(batch, reason="改期", by=world.clerk))


def test_days_and_numbers_that_can_not_be_are_refused(world: SimpleNamespace) -> None:
    batch = planned(world, capacity=2)
    actions.add_half_days(batch, 4, by=world.clerk)

    def edit(**values: object) -> str:
        return refused(lambda: actions.edit_batch(batch, values, by=world.clerk))

    assert "结束日期不能早于开始日期" in edit(last_day=date(2026, 10, 1))
    assert "一年以上" in edit(last_day=date(2062, 10, 13))
    assert "有节次在新的起止日期之外" in edit(last_day=DAY)
    assert "报名截止不能晚于开始日期" in edit(nominate_until=LATER)
    assert "金额不能为负" in edit(budget=-1)
    actions.set_places(batch, {world.station: 2}, by=world.clerk)
    assert "分配的名额共2个" in edit(capacity=1)
    assert "该班次编号已经用过" in refused(lambda: planned(world))


def test_an_issued_plan_takes_no_more_courses_and_upper_levels_stand_on_none(world: SimpleNamespace) -> None:
    plan = factory.plan()
    about = {"title": "方法班", "kind": "social_work", "organiser": "县民政局"}
    county = {"county": "629921", "by": world.clerk}
    course = actions.add_course(plan=plan, organiser_level="bureau", **about, **county)
    assert "不列入本县计划" in refused(lambda: actions.add_course(plan=plan, organiser_level="city", **about, **county))
    actions.issue_plan(plan, on=DAY, document="云民发〔2026〕2号", by=world.clerk)
    plan.refresh_from_db()
    assert (plan.state, plan.issued_document) == (PlanState.ISSUED, "云民发〔2026〕2号")
    assert "已经下达" in refused(lambda: actions.add_course(plan=plan, organiser_level="bureau", **about, **county))
    assert "已经下达" in refused(lambda: actions.edit_course(course, {"plan": None}, by=world.clerk))
    assert actions.edit_course(course, {"title": "方法实务班", "plan": plan}, by=world.clerk) == ["培训班名称"]
    assert "该计划已经下达" in refused(lambda: actions.issue_plan(plan, on=DAY, document="再发", by=world.clerk))


def test_another_countys_plan_takes_no_course_of_ours(world: SimpleNamespace) -> None:
    theirs = factory.plan(county="629922")
    values = {"title": "班", "kind": "social_work", "organiser": "县民政局", "organiser_level": "bureau"}
    assert "不是本县的培训计划" in refused(
        lambda: actions.add_course(plan=theirs, county="629921", by=world.clerk, **values)
    )
