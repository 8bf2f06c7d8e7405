"""Kept runs: what was worked out stays as it was, equals the page of one person, and two runs say what moved."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from rencai.kernel.rules.explaining import explain
from rencai.kernel.rules.published import RULES
from rencai.org.models import AuditEvent
from rencai.people.actions import change_fields
from rencai.people.models import Person
from rencai.people.tests.factory import educate, person
from rencai.ui.figures import FIGURES, Scope
from rencai.verdicts.actions import run_rule
from rencai.verdicts.comparing import causes, moved
from rencai.verdicts.models import Run, Verdict

KEY = "exams.assistant"
DAY = date(2022, 6, 18)


@pytest.fixture
def several(world: SimpleNamespace) -> list[Person]:
    """A social work graduate, one whose years nobody confirmed, one without schooling on record, a neighbour's."""
    found = []
    for name, since, level in (("李四", "2019-07", "20"), ("王五", "", "20"), ("赵六", "2021-01", "")):
        one = person(world.station, name, social_work_since=since)
        one.sources = {"social_work_since": ["confirmed", "2021-03-01"]}
        one.save()
        if level:
            educate(one, level, degree="4", is_social_work=name == "李四")
        found.append(one)
    found.append(person(world.strange_bureau, "外县人"))
    return found


def kept(world: SimpleNamespace, on: date = DAY) -> Run:
    return run_rule(KEY, on=on, county=world.bureau.area_id, today=timezone.localdate(), by=world.clerk)


def test_everybody_of_the_county_gets_the_verdict_of_the_own_page(
    world: SimpleNamespace, several: list[Person]
) -> None:
    run = kept(world)
    assert set(run.verdicts.values_list("person__name", flat=True)) == {"李四", "王五", "赵六"}
    assert run.counts == {status: run.verdicts.filter(status=status).count() for status in ("符合", "不符合", "待核实")}
    published = RULES[KEY]
    for one in several[:3]:
        facts = published.known(Person.objects.filter(pk=one.pk), DAY, timezone.localdate())
        found = explain(published.rule, facts.row(0, named=True), DAY)
        assert run.verdicts.get(person=one).status == str(found.status)
    assert AuditEvent.objects.filter(action="规则测算").count() == 1


def test_a_later_change_leaves_the_kept_run_and_shows_in_the_comparison(
    world: SimpleNamespace, several: list[Person]
) -> None:
    before = kept(world)
    was = list(before.verdicts.order_by("pk").values_list("person", "status", "gap"))
    educate(several[2], "20", degree="4", is_social_work=False)
    change_fields(several[0], {"political_status": "群众"}, on=DAY, source="confirmed", by=world.clerk)
    after = kept(world)
    assert list(before.verdicts.order_by("pk").values_list("person", "status", "gap")) == was
    found = moved(before, after, world.clerk)
    assert [(one.person, one.before, one.after) for one in found] == [
        (several[2].pk, before.verdicts.get(person=several[2]).status, "不符合")
    ]
    assert any("次变动" in said for said in causes(before, after))


def test_two_runs_are_compared_from_the_older_to_the_newer_whichever_is_open(
    world: SimpleNamespace, sign_in: Any, several: list[Person]
) -> None:
    before = kept(world)
    educate(several[2], "20", degree="4", is_social_work=False)
    change_fields(several[0], {"political_status": "群众"}, on=DAY, source="confirmed", by=world.clerk)
    after = kept(world)
    client = sign_in(world.clerk)
    answers = [
        client.get(reverse("run-compare", args=[one.pk, two.pk])) for one, two in ((after, before), (before, after))
    ]
    for answer in answers:
        assert (answer.context["before"], answer.context["after"]) == (before, after)
        assert [(row.before, row.after) for _, row in answer.context["rows"]] == [
            (before.verdicts.get(person=several[2]).status, "不符合")
        ]
        assert f"有{after.revision - before.revision}次变动" in answer.text


def test_a_wording_that_changed_is_named_as_the_cause(world: SimpleNamespace, several: list[Person]) -> None:
    told = causes(kept(world), kept(world, date(2024, 6, 15)))
    assert any(said.startswith("测算日由") for said in told)
    assert several


@pytest.mark.parametrize(("key", "on"), [("exams.nobody", DAY), ("certificates.first", DAY), (KEY, date(1990, 1, 1))])
def test_what_cannot_be_worked_out_is_refused_in_words_and_keeps_nothing(
    world: SimpleNamespace, key: str, on: date
) -> None:
    with pytest.raises(ValidationError):
        run_rule(key, on=on, county=world.bureau.area_id, today=timezone.localdate(), by=world.clerk)
    assert not Run.objects.exists()


def test_the_clerk_runs_a_rule_the_colleague_reads_it_the_stranger_finds_nothing(
    world: SimpleNamespace, sign_in: Any, several: list[Person]
) -> None:
    client = sign_in(world.clerk)
    answer = client.post(reverse("run-add"), {"rule": KEY, "on": DAY.isoformat()})
    run = Run.objects.get()
    assert answer.url == reverse("run", args=[run.pk])
    assert "符合" in client.get(answer.url).text
    assert sign_in(world.leader).get(answer.url).status_code == 200
    assert sign_in(world.stranger).get(answer.url).status_code == 404
    again = kept(world)
    compare = reverse("run-compare", args=[again.pk, run.pk])
    assert client.get(compare).status_code == 200
    assert sign_in(world.stranger).get(compare).status_code == 404
    assert several


def test_a_rule_without_a_wording_on_the_day_is_said_beside_the_form(world: SimpleNamespace, sign_in: Any) -> None:
    answer = sign_in(world.clerk).post(reverse("run-add"), {"rule": KEY, "on": "1990-01-01"})
    assert answer.status_code == 400
    assert not Run.objects.exists()


def test_a_value_tried_on_everybody_moves_people_and_saves_nothing(
    world: SimpleNamespace, sign_in: Any, several: list[Person]
) -> None:
    client = sign_in(world.clerk)
    page = client.get(reverse("run-try", args=[KEY]), {"on": DAY.isoformat()})
    name = next(iter(page.context["form"].fields.keys() - {"on"}))
    tried = client.get(reverse("run-try", args=[KEY]), {"on": DAY.isoformat(), name: "9"})
    assert tried.status_code == 200
    assert not Run.objects.exists()
    assert client.get(reverse("run-try", args=["certificates.first"])).status_code == 404
    assert several


def test_the_figure_counts_what_the_user_may_see(world: SimpleNamespace, several: list[Person]) -> None:
    kept(world)
    today = timezone.localdate()
    figure: Any = FIGURES["verdicts.all"]
    assert figure.number(Scope(on=today, user=world.clerk)) == 3
    assert figure.number(Scope(on=today, user=world.stranger)) == 0
    assert Verdict.objects.visible_to(world.stranger).count() == 0
    assert several
