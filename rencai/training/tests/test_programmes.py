"""Commissioned programmes: terms within the agreement, results by module, completing only what was passed."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.models import Member, MemberState, Programme, Term
from rencai.training.tests import factory
from rencai.training.tests.test_batches import refused

START, END = date(2025, 9, 1), date(2026, 1, 15)


@pytest.fixture
def programme(world: SimpleNamespace) -> Programme:
    """With two modules and an agreed fee of 120 000 元."""
    made = factory.programme()
    for title in ("个案工作", "项目管理"):
        actions.add_module(made, title=title, hours=40, remedies="专业能力", by=world.clerk)
    return made


def test_terms_lie_within_the_programme_and_the_agreed_fee(world: SimpleNamespace, programme: Programme) -> None:
    def add(**values: Any) -> Term:
        return actions.add_term(programme, by=world.clerk, **{"first_day": START, "last_day": END, **values})

    add(title="第一学期", fee=7_000_000)
    assert "费用之和超过协议费用" in refused(lambda: add(title="第二学期", fee=5_000_001))
    assert "起止日期之内" in refused(lambda: add(title="第二学期", last_day=date(2026, 8, 1)))
    assert "费用之和超过协议费用" in refused(
        lambda: actions.edit_programme(programme, {"fee": 6_999_999}, by=world.clerk)
    )
    assert "有学期在新的起止日期之外" in refused(
        lambda: actions.edit_programme(programme, {"first_day": date(2025, 10, 1)}, by=world.clerk)
    )
    assert programme.terms.count() == 1


def test_a_module_and_a_term_are_entered_once(world: SimpleNamespace, programme: Programme) -> None:
    days = {"first_day": START, "last_day": END, "by": world.clerk}
    actions.add_term(programme, title="第一学期", **days)
    assert "已有“个案工作”" in refused(
        lambda: actions.add_module(programme, title="个案工作", hours=8, remedies="", by=world.clerk)
    )
    assert "已有“第一学期”" in refused(lambda: actions.add_term(programme, title="第一学期", **days))
    assert (programme.modules.count(), programme.terms.count()) == (2, 1)
    actions.add_module(factory.programme(), title="个案工作", hours=8, remedies="", by=world.clerk)


def test_a_term_goes_while_nobody_has_paid_for_it(world: SimpleNamespace, programme: Programme, sign_in: Any) -> None:
    days = {"first_day": START, "last_day": END, "by": world.clerk}
    paid, wrong = (actions.add_term(programme, title=title, fee=100, **days) for title in ("第一学期", "第二学期"))
    actions.pay_term(paid, on=END, by=world.clerk)
    remove = [reverse("term-remove", args=[term.pk]) for term in (paid, wrong)]
    client = sign_in(world.clerk)
    page = client.get(reverse("programme", args=[programme.pk])).text
    assert [address in page for address in remove] == [False, True]
    assert "已登记支付" in client.post(remove[0]).text
    assert sign_in(world.stranger).post(remove[1]).status_code == 404
    assert client.post(remove[1]).status_code == 302
    assert list(programme.terms.all()) == [paid]
    assert AuditEvent.objects.get(action="删除学期").detail["名称"] == "第二学期"


def test_a_term_is_paid_once_and_only_when_its_fee_is_known(world: SimpleNamespace, programme: Programme) -> None:
    days = {"first_day": START, "last_day": END, "by": world.clerk}
    term = actions.add_term(programme, title="第一学期", fee=100, **days)
    unknown = actions.add_term(programme, title="第二学期", **days)
    actions.pay_term(term, on=END, by=world.clerk)
    assert "已于2026-01-15支付" in refused(lambda: actions.pay_term(term, on=END, by=world.clerk))
    assert "没有登记费用" in refused(lambda: actions.pay_term(unknown, on=END, by=world.clerk))


def test_a_module_with_results_and_a_paid_term_are_put_right_with_a_reason(
    world: SimpleNamespace, programme: Programme, sign_in: Any
) -> None:
    days = {"first_day": START, "last_day": END, "by": world.clerk}
    term = actions.add_term(programme, title="第一学期", fee=7_000_000, **days)
    actions.pay_term(term, on=END, by=world.clerk)
    module, client = programme.modules.first(), sign_in(world.clerk)
    assert module is not None
    member = actions.join(programme, person(world.station, "甲一"), on=START, by=world.clerk)
    actions.record_results(member, {module: True}, on=END, by=world.clerk)
    edit = reverse("module-edit", args=[module.pk])
    told = {"title": "个案工作", "remedies": "专业能力", "hours": "48"}
    assert "必填" in client.post(edit, told).text, "no reason"
    assert client.post(edit, {**told, "reason": "协议写的是48学时"}).status_code == 302
    assert "已有“项目管理”" in client.post(edit, {**told, "title": "项目管理", "reason": "改名"}).text
    module.refresh_from_db()
    assert (module.hours, module.results.count()) == (48, 1)
    event = AuditEvent.objects.get(action="修改培养模块")
    assert (event.detail["改动"], event.detail["原因"]) == ({"学时": "40 → 48"}, "协议写的是48学时")
    edit = reverse("term-edit", args=[term.pk])
    told = {"title": "第一学期", "first_day": START.isoformat(), "last_day": END.isoformat(), "reason": "填错"}
    assert "没有登记费用" in client.post(edit, {**told, "fee": "", "paid_on": "2026-01-15"}).text
    assert "费用之和超过" in client.post(edit, {**told, "fee": "120000.01", "paid_on": "2026-01-15"}).text
    term.refresh_from_db()
    assert (term.fee, term.paid_on) == (7_000_000, END), "half a change is none"
    assert client.post(edit, {**told, "fee": "60000", "paid_on": ""}).status_code == 302
    term.refresh_from_db()
    assert (term.fee, term.paid_on) == (6_000_000, None)
    changed = AuditEvent.objects.get(action="修改学期").detail["改动"]
    assert changed == {"费用": "70,000.00 → 60,000.00", "支付日期": "2026-01-15 → 未填"}
    assert sign_in(world.stranger).get(edit).status_code == 404
    assert sign_in(world.unit_contact).get(edit).status_code == 403


def test_who_was_said_to_have_completed_by_mistake_studies_on(
    world: SimpleNamespace, programme: Programme, sign_in: Any
) -> None:
    member = actions.join(programme, person(world.station, "甲一"), on=START, by=world.clerk)
    resume, client = reverse("member-resume", args=[member.pk]), sign_in(world.clerk)
    assert "该学员在读" in client.post(resume, {"reason": "点错"}).text
    actions.leave_programme(member, MemberState.LEFT, on=END, outcome="调离", by=world.clerk)
    assert resume in client.get(reverse("programme", args=[programme.pk])).text
    assert sign_in(world.stranger).post(resume, {"reason": "点错"}).status_code == 404
    assert client.post(resume, {"reason": "点错了人"}).status_code == 302
    member.refresh_from_db()
    assert (member.state, member.left_on, member.outcome) == (MemberState.STUDYING, None, "")
    detail = AuditEvent.objects.get(action="恢复委托培养学员在读").detail
    assert (detail["原状态"], detail["原成效"], detail["原因"]) == ("退出", "调离", "点错了人")


def test_nobody_completes_by_what_somebody_else_passed(world: SimpleNamespace, programme: Programme) -> None:
    one, two = (actions.join(programme, person(world.station, name), on=START, by=world.clerk) for name in ("甲", "乙"))
    first, second = programme.modules.all()
    actions.record_results(two, {first: True, second: True}, on=END, by=world.clerk)
    actions.record_results(one, {first: True, second: False}, on=END, by=world.clerk)

    def complete(member: Member) -> None:
        actions.leave_programme(member, MemberState.COMPLETED, on=END, outcome="结业证书", by=world.clerk)

    assert "还有1个模块没有合格成绩" in refused(lambda: complete(one))
    complete(two)
    assert actions.record_results(one, {first: True, second: True}, on=END, by=world.clerk) == 1
    assert AuditEvent.objects.filter(action="登记模块成绩").latest("seq").detail == {
        "模块": {"项目管理": "不合格→合格"}
    }
    complete(one)
    assert "已结业或退出" in refused(lambda: complete(one))
    assert "成绩不能再改" in refused(lambda: actions.record_results(one, {first: False}, on=END, by=world.clerk))


def test_a_member_is_on_the_register_of_the_county_on_the_day(world: SimpleNamespace, programme: Programme) -> None:
    stranger = person(world.strange_station, "外县人")
    one = person(world.station, "甲")
    assert "不在本县人才信息库中" in refused(lambda: actions.join(programme, stranger, on=START, by=world.clerk))
    assert "起止日期之内" in refused(lambda: actions.join(programme, one, on=date(2024, 1, 1), by=world.clerk))
    actions.join(programme, one, on=START, by=world.clerk)
    assert "已在这个项目中" in refused(lambda: actions.join(programme, one, on=START, by=world.clerk))


def test_a_module_with_results_stays(world: SimpleNamespace, programme: Programme) -> None:
    first, second = programme.modules.all()
    member = actions.join(programme, person(world.station), on=START, by=world.clerk)
    actions.record_results(member, {first: False}, on=END, by=world.clerk)
    assert "已有成绩" in refused(lambda: actions.remove_module(first, by=world.clerk))
    actions.remove_module(second, by=world.clerk)
    assert list(programme.modules.all()) == [first]


def test_a_clerk_runs_a_programme_on_its_pages(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    form = {
        "title": "在职培养", "school": "云岭大学", "agreement": "合〔2025〕1号", "first_day": "2025-09-01",
        "last_day": "2026-07-10", "fee": "120,000.50", "goal": "",
    }  # fmt: skip
    assert client.post(reverse("programme-add"), form).status_code == 302
    programme = Programme.objects.get(title="在职培养")
    assert programme.fee == 12_000_050
    one = person(world.station, "甲一")
    join = reverse("programme-join", args=[programme.pk])
    assert "甲一" in client.get(f"{join}?q=甲一").text
    assert client.post(f"{join}?q=甲一", {"person": one.pk, "on": "2025-09-01"}).status_code == 302
    client.post(
        reverse("programme-module-add", args=[programme.pk]), {"title": "个案", "remedies": "能力", "hours": 40}
    )
    module, member = programme.modules.get(), programme.members.get()
    results = reverse("member-results", args=[member.pk])
    assert client.post(results, {"on": "2026-01-15", f"module-{module.pk}": "1"}).status_code == 302
    leave = reverse("member-leave", args=[member.pk])
    assert client.post(leave, {"state": "completed", "on": "2026-07-10", "outcome": "结业证书"}).status_code == 302
    text = client.get(reverse("programme", args=[programme.pk])).text
    assert "<td>合格</td>" in text
    assert "结业证书" in text
    assert "120,000.50" in text
    assert "100.0%" in client.get(reverse("programme-list")).text


def test_a_contact_sees_own_members_and_no_money(world: SimpleNamespace, programme: Programme, sign_in: Any) -> None:
    actions.join(programme, person(world.station, "甲一"), on=START, by=world.clerk)
    actions.join(programme, person(world.organisation, "乙二"), on=START, by=world.clerk)
    text = sign_in(world.unit_contact).get(reverse("programme", args=[programme.pk])).text
    assert "乙二" in text
    assert "甲一" not in text
    assert "协议费用" not in text
    assert sign_in(world.stranger).get(reverse("programme", args=[programme.pk])).status_code == 404
