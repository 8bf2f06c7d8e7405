"""Year plans: units send needs until the date, the bureau sees them summed, the plan is issued once."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rencai.training import actions
from rencai.training.models import CourseKind, Need, Plan
from rencai.training.tests import factory
from rencai.training.tests.test_batches import refused

TODAY = date(2026, 2, 1)


def send(plan: Plan, unit: Any, by: Any, today: date = TODAY, **values: Any) -> Need:
    about = {"topic": "入户探访", "kind": CourseKind.SOCIAL_WORK, "persons": 3}
    return actions.send_need(plan, unit, today=today, by=by, **{**about, **values})


def test_needs_are_sent_until_the_date_for_ones_own_unit(world: SimpleNamespace) -> None:
    plan = factory.plan(needs_until=TODAY)
    send(plan, world.organisation, world.unit_contact)
    send(plan, world.station, world.township_clerk)
    assert "工作范围内的单位" in refused(lambda: send(plan, world.station, world.unit_contact))
    assert "工作范围内的单位" in refused(lambda: send(plan, world.strange_station, world.clerk))
    assert "已于2026-02-01截止" in refused(
        lambda: send(plan, world.organisation, world.unit_contact, TODAY + timedelta(days=1))
    )
    assert "人数至少为1" in refused(lambda: send(plan, world.organisation, world.unit_contact, persons=0))
    assert plan.needs.count() == 2


def test_a_need_is_taken_back_before_the_date_only(world: SimpleNamespace) -> None:
    plan = factory.plan(needs_until=TODAY)
    need = send(plan, world.organisation, world.unit_contact)
    late = TODAY + timedelta(days=1)
    assert "截止" in refused(lambda: actions.take_back_need(need, today=late, by=world.unit_contact))
    actions.take_back_need(need, today=TODAY, by=world.unit_contact)
    assert "已经撤回" in refused(lambda: actions.take_back_need(need, today=TODAY, by=world.unit_contact))


def test_a_plan_is_issued_with_its_document_and_courses(world: SimpleNamespace) -> None:
    plan = actions.add_plan(county="629921", year=2026, title="计划", document="上级部署", by=world.clerk)
    with_document = {"on": TODAY, "document": "云民发〔2026〕1号", "by": world.clerk}
    assert "还没有培训班" in refused(lambda: actions.issue_plan(plan, **with_document))
    factory.course(plan=plan)
    assert "下达计划的文号" in refused(lambda: actions.issue_plan(plan, on=TODAY, document=" ", by=world.clerk))
    actions.issue_plan(plan, **with_document)
    plan.refresh_from_db()
    assert (plan.document, plan.issued_document, plan.issued_on) == ("上级部署", "云民发〔2026〕1号", TODAY)
    assert "已经下达" in refused(lambda: send(plan, world.organisation, world.unit_contact))
    assert "不能再改" in refused(lambda: actions.edit_plan(plan, {"title": "改"}, by=world.clerk))
    assert "该年度的培训计划已经有了" in refused(
        lambda: actions.add_plan(county="629921", year=2026, title="再拟", by=world.clerk)
    )


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    made = factory.plan(needs_until=timezone.localdate())
    factory.need(made, world.organisation, world.unit_contact, "个案工作", 2)
    factory.need(made, world.station, world.township_clerk, "个案工作", 5)
    factory.need(made, world.station, world.township_clerk, "照护技能", 1)
    return made


def test_the_bureau_sees_needs_summed_by_topic_and_unit_and_each_opens(
    world: SimpleNamespace, plan: Plan, sign_in: Any
) -> None:
    client, page = sign_in(world.clerk), reverse("plan", args=[plan.pk])
    context = client.get(page).context
    assert [(row["topic"], row["units"], row["total"]) for row in context["topics"]] == [
        ("个案工作", 2, 7), ("照护技能", 1, 1),
    ]  # fmt: skip
    assert [(row["unit__name"], row["needs"], row["total"]) for row in context["units"]] == [
        (world.station.name, 2, 6), (world.organisation.name, 1, 2),
    ]  # fmt: skip
    narrowed = client.get(f"{page}?topic=照护技能").context["needs"]
    assert [(need.unit, need.topic) for need in narrowed] == [(world.station, "照护技能")]
    assert len(client.get(f"{page}?unit={world.organisation.pk}").context["needs"]) == 1


def test_a_contact_sends_and_takes_back_own_needs_on_the_page(world: SimpleNamespace, plan: Plan, sign_in: Any) -> None:
    client, page = sign_in(world.unit_contact), reverse("plan", args=[plan.pk])
    assert len(client.get(page).context["needs"]) == 1
    form = {"unit": world.organisation.pk, "topic": "政策解读", "kind": "professional", "persons": "4", "reason": ""}
    add = reverse("plan-need-add", args=[plan.pk])
    assert client.post(add, form | {"persons": "0"}).status_code == 200
    assert client.post(add, form | {"unit": world.station.pk}).status_code == 200
    assert client.post(add, form).status_code == 302
    need = plan.needs.get(topic="政策解读")
    others = plan.needs.filter(unit=world.station).first()
    assert others is not None
    assert client.post(reverse("need-take-back", args=[others.pk])).status_code == 404
    assert client.post(reverse("need-take-back", args=[need.pk])).status_code == 302
    assert plan.needs.count() == 3
    Plan.objects.filter(pk=plan.pk).update(needs_until=date(2026, 1, 1))
    mine = plan.needs.get(unit=world.organisation)
    answer = client.post(reverse("need-take-back", args=[mine.pk]))
    assert answer.status_code == 422
    assert "截止" in answer.text


def test_a_clerk_makes_and_issues_a_plan_on_its_pages(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    form = {"year": "2026", "title": "2026年计划", "document": "省厅部署", "needs_until": ""}
    assert client.post(reverse("plan-add"), form).status_code == 302
    plan = Plan.objects.get()
    assert "该年度的培训计划已经有了" in client.post(reverse("plan-add"), form).text
    issue = reverse("plan-issue", args=[plan.pk])
    told = {"issued_document": "云民发〔2026〕1号", "on": "2026-03-01"}
    assert "还没有培训班" in client.post(issue, told).text
    factory.course(plan=plan)
    assert "日期不能晚于今天" in client.post(issue, told | {"on": "2099-01-01"}).text
    assert client.post(issue, told).status_code == 302
    assert "云民发〔2026〕1号" in client.get(reverse("plan", args=[plan.pk])).text
    assert sign_in(world.stranger).get(reverse("plan", args=[plan.pk])).status_code == 404
    assert sign_in(world.unit_contact).post(issue, told).status_code == 403
