"""Opinions are anonymous: that somebody answered is kept, who said what is not, and few answers are not shown."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session as WebSession
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from rencai.org.models import AuditEvent
from rencai.people.tests import factory as people
from rencai.training.ledger import actions, codes
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.tests.factory import DAY, at, enrol
from rencai.training.models import Batch, BatchState, Enrolment, Evaluation, Presence
from rencai.ui.todo import waiting

SCORES = {"content": 5, "teaching": 4, "organisation": 3, "use": 2}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(at(18, 5), tick=False) as clock:
        yield clock


@pytest.fixture
def held(course: SimpleNamespace) -> SimpleNamespace:
    """Both participants were there in the morning."""
    marks = [Mark(one.pk, course.morning.pk, Presence.PRESENT) for one in (course.of_zhang, course.of_li)]
    actions.record_sheet(course.batch, marks, now=at(19, 0), by=course.world.clerk)
    return course


def answer(enrolment: Enrolment, comment: str = "", **scores: int) -> None:
    actions.evaluate(enrolment, today=DAY, comment=comment, **{**SCORES, **scores})


def send(client: Client, course: SimpleNamespace, **changes: Any) -> Any:
    return client.post(reverse("evaluation", args=[course.batch.pk]), {**SCORES, "comment": "讲得清楚", **changes})


def scanned(course: SimpleNamespace) -> Client:
    phone, key = Client(), course.batch.pk
    code = codes.code(codes.EVALUATE, key, at(18, 5))
    assert phone.get(reverse("scan", args=[codes.EVALUATE, key, code])).status_code == 302
    return phone


def test_a_talent_answers_once_from_the_own_page(held: SimpleNamespace, sign_in: Any) -> None:
    talent = sign_in(held.world.talent)
    assert [item.title for item in waiting(held.world.talent)] == ["培训评价待填写"]
    assert reverse("evaluation", args=[held.batch.pk]) in talent.get(reverse("own-training")).text
    assert "评价已提交" in send(talent, held).text
    assert "已经评价过" in send(talent, held).text
    assert "已评价" in talent.get(reverse("own-training")).text
    found = Evaluation.objects.get()
    assert (found.content, found.teaching, found.organisation, found.use, found.comment) == (5, 4, 3, 2, "讲得清楚")
    assert Enrolment.objects.get(pk=held.of_li.pk).evaluated
    assert not waiting(held.world.talent)


def test_who_has_answered_or_was_not_there_is_told_so_before_filling_anything_in(
    held: SimpleNamespace, sign_in: Any
) -> None:
    talent, address = sign_in(held.world.talent), reverse("evaluation", args=[held.batch.pk])
    assert '<form class="card" method="post">' in talent.get(address).text
    for changed, words in (({"evaluated": True}, "已经评价过"), ({"hours": 0}, "没有参加过")):
        Enrolment.objects.filter(pk=held.of_li.pk).update(**{"evaluated": False, **changed})
        page = talent.get(address).text
        assert words in page
        assert '<form class="card" method="post">' not in page


def test_nothing_that_is_kept_leads_from_an_opinion_to_a_person(held: SimpleNamespace, sign_in: Any) -> None:
    before = AuditEvent.objects.count()
    send(sign_in(held.world.talent), held)
    phone = scanned(held)
    phone.post(reverse("evaluation", args=[held.batch.pk]), {"name": "张云岭", "tail": held.zhang.open("id")[-4:]})
    send(phone, held, comment="另一条")
    assert Evaluation.objects.count() == 2
    fields = {field.name for field in Evaluation._meta.get_fields()}
    assert fields == {"id", "batch", "content", "teaching", "organisation", "use", "comment"}
    assert all(not isinstance(key, int) for key in Evaluation.objects.values_list("pk", flat=True))
    for event in AuditEvent.objects.order_by("seq")[before:]:
        assert (event.actor, event.kind, event.detail) == ("系统", "training.batch", {})
    chosen = [one.get_decoded().get("training_chosen") for one in WebSession.objects.all()]
    assert set(chosen) == {None}, "the phone's session has forgotten who it was"


def test_somebody_without_an_account_answers_once_by_the_code_on_the_screen(held: SimpleNamespace) -> None:
    phone = scanned(held)
    address = reverse("evaluation", args=[held.batch.pk])
    assert "没有核对上" in phone.post(address, {"name": "张云岭", "tail": "0000"}).text
    assert "没有核对上" in phone.post(address, {"name": "王禾", "tail": held.wang.open("id")[-4:]}).text
    who = {"name": "张云岭", "tail": held.zhang.open("id")[-4:]}
    assert "课程内容" in phone.post(address, who, follow=True).text
    assert "评价已提交" in send(phone, held).text
    phone.post(address, who)
    assert "已经评价过" in send(phone, held).text
    assert Evaluation.objects.count() == 1


def test_without_a_scan_and_after_its_minutes_the_form_is_closed(held: SimpleNamespace, clock: Any) -> None:
    assert send(Client(), held).status_code == 400
    phone = scanned(held)
    phone.post(reverse("evaluation", args=[held.batch.pk]), {"name": "张云岭", "tail": held.zhang.open("id")[-4:]})
    clock.shift(301)
    assert send(phone, held).status_code == 400
    assert not Evaluation.objects.exists()


def test_who_was_not_there_and_who_comes_too_early_or_too_late_gives_no_opinion(held: SimpleNamespace) -> None:
    absent = enrol(held.batch, held.wang, held.world.other_station)
    with pytest.raises(ValidationError, match="没有参加过"):
        answer(absent)
    for today in (DAY - timedelta(days=1), DAY + timedelta(days=11)):
        with pytest.raises(ValidationError, match="评价时间"):
            actions.evaluate(held.of_zhang, today=today, comment="", **SCORES)
    Batch.objects.update(state=BatchState.CANCELLED)
    with pytest.raises(ValidationError, match="评价时间"):
        answer(held.of_zhang)


@pytest.mark.parametrize("change", [{"content": "6"}, {"use": ""}, {"teaching": "x"}, {"comment": "长" * 501}])
def test_a_score_that_is_none_is_said_beside_its_question(
    held: SimpleNamespace, sign_in: Any, change: dict[str, str]
) -> None:
    assert "invalid-feedback" in send(sign_in(held.world.talent), held, **change).text
    assert not Enrolment.objects.filter(evaluated=True).exists()


def test_few_answers_and_answers_that_still_come_in_are_not_shown(held: SimpleNamespace, sign_in: Any) -> None:
    crowd = [held.of_zhang, held.of_li]
    for n in range(3):
        crowd.append(enrol(held.batch, people.person(held.world.station, f"众{n}"), held.world.station))
        marks = [Mark(crowd[-1].pk, held.morning.pk, Presence.PRESENT)]
        actions.record_sheet(held.batch, marks, now=at(19, 0), by=held.world.clerk)
    address = reverse("evaluation-results", args=[held.batch.pk])
    for enrolment in crowd[:4]:
        answer(enrolment, "独到的意见")
    for day in (DAY, DAY + timedelta(days=11)):
        with time_machine.travel(at(18, 5, day)):
            page = sign_in(held.world.clerk).get(address).text
            assert "评价 4 份" in page
            assert "独到的意见" not in page
            assert "平均" not in page
    last = enrol(held.batch, held.wang, held.world.other_station)
    actions.record_sheet(
        held.batch, [Mark(last.pk, held.morning.pk, Presence.LATE)], now=at(19, 0), by=held.world.clerk
    )
    answer(crowd[4], "甲先说的", content=2)
    assert "平均" not in sign_in(held.world.leader).get(address).text, "one may still answer"
    with time_machine.travel(at(18, 5, DAY + timedelta(days=11))):
        assert "平均" in sign_in(held.world.leader).get(address).text
    answer(last, "乙最后说的", content=3)
    page = sign_in(held.world.leader).get(address).text
    assert "课程内容：平均 4.17 分" in page
    in_order = [page.index(words) for words in ("乙最后说的", "独到的意见", "甲先说的")]
    assert in_order == sorted(in_order), "as words are sorted, whoever came first"


def test_a_stranger_and_a_township_see_no_opinions(held: SimpleNamespace, sign_in: Any) -> None:
    for name in ("evaluation-results", "evaluation-screen"):
        address = reverse(name, args=[held.batch.pk])
        assert sign_in(held.world.stranger).get(address).status_code == 404
        assert sign_in(held.world.township_clerk).get(address).status_code == 403
        assert sign_in(held.world.clerk).get(address).status_code == 200
