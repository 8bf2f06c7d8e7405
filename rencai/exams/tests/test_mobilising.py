"""Whom to ask: eligible now, next year, or what is lacking in words; asked once, answered, each unit its own."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.exams import actions
from rencai.exams.mobilising import next_year
from rencai.exams.models import Answer, Mobilised, Sitting
from rencai.exams.tests import factory
from rencai.org.models import User
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.ui.todo import waiting
from rencai.verdicts.models import Run


@pytest.fixture(autouse=True)
def _march(time_machine: Any) -> None:
    time_machine.move_to("2023-03-20T10:00:00+08:00", tick=False)


def served(unit: Any, name: str, since: str, source: str = "evidenced") -> Person:
    """Somebody with secondary education, who needs four years of social work by the end of the sitting's year."""
    person = people.person(
        unit, name, on=date(2018, 3, 1), social_work_since=since,
        sources={"social_work_since": [source, "", ""]} if source else {},
    )  # fmt: skip
    people.educate(person, "40", highest=True)
    return person


@pytest.fixture
def county(world: SimpleNamespace) -> SimpleNamespace:
    """One eligible in 2023, one in 2024, one in 2026, one whose years nobody proved, one who holds the level."""
    w = SimpleNamespace(world=world, sitting=factory.sitting(2023, results_on=None))
    w.now = served(world.organisation, "甲今年", "2019-03-01")
    w.next = served(world.organisation, "乙明年", "2020-03-01")
    w.later = served(world.station, "丙还差", "2022-03-01")
    w.unproven = served(world.station, "丁待核", "2010-03-01", "self")
    w.holder = served(world.station, "戊持证", "2010-03-01")
    people.qualify(w.holder, "assistant", on=date(2022, 1, 1))
    people.person(world.strange_station, "己外县", on=date(2018, 3, 1))
    return w


def url(name: str, one: Any) -> str:
    return reverse(name, args=[one.pk])


def work_out(client: Any, sitting: Sitting) -> None:
    assert client.post(url("sitting-work-out", sitting)).status_code == 302


def listed(client: Any, sitting: Sitting, query: str = "?status=all") -> list[tuple[str, str, str, str]]:
    """(name, this year, what is lacking or would settle it, next year) of each row."""
    page = client.get(url("sitting-mobilise", sitting) + query)
    return [
        (row.person.name, row.status, row.gap or row.settle, later.status if later else "")
        for row, later in page.context["rows"]
    ]


def test_before_it_is_worked_out_the_page_says_so(county: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(county.world.clerk).get(url("sitting-mobilise", county.sitting)).text
    assert "还没有测算报考条件" in page
    assert "甲今年" not in page


def test_each_stands_with_this_year_next_year_and_what_is_lacking_in_words(
    county: SimpleNamespace, sign_in: Any
) -> None:
    client = sign_in(county.world.clerk)
    work_out(client, county.sitting)
    assert sorted(listed(client, county.sitting)) == [
        ("丁待核", "待核实", "所在单位出具的从业年限证明", "待核实"),
        ("丙还差", "不符合", "差3年社会工作年限", "不符合"),
        ("乙明年", "不符合", "差1年社会工作年限", "符合"),
        ("甲今年", "符合", "", "符合"),
    ]
    page = client.get(url("sitting-mobilise", county.sitting) + "?status=all").text
    assert "可凭所在单位出具的从业年限证明核实" in page
    assert "国人部发〔2006〕71号" in page
    assert "戊持证" not in page, "who holds the level is not asked"


def test_the_list_opens_on_the_eligible_and_is_narrowed_and_searched(county: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(county.world.clerk)
    work_out(client, county.sitting)
    assert [row[0] for row in listed(client, county.sitting, "")] == ["甲今年"]
    assert [row[0] for row in listed(client, county.sitting, "?status=待核实")] == ["丁待核"]
    assert [row[0] for row in listed(client, county.sitting, "?status=all&q=丙还差")] == ["丙还差"]
    assert len(listed(client, county.sitting, "?status=nonsense&page=99")) == 4


def test_somebody_is_asked_once_and_keeps_the_verdict_of_that_day(county: SimpleNamespace, sign_in: Any) -> None:
    client, told = sign_in(county.world.clerk), {"person": [county.now.pk, county.next.pk]}
    work_out(client, county.sitting)
    for _ in range(2):
        assert client.post(url("sitting-mobilise", county.sitting), told).status_code == 302
    rows = Mobilised.objects.order_by("person__pk")
    assert [(row.person, row.status, row.gap, row.asked_on, row.asked_by) for row in rows] == [
        (county.now, "符合", "", date(2023, 3, 20), county.world.clerk),
        (county.next, "不符合", "差1年社会工作年限", date(2023, 3, 20), county.world.clerk),
    ]
    page = client.get(url("sitting-mobilise", county.sitting) + "?status=all").text
    assert "已动员 2 人" in page
    assert "不符合（差1年社会工作年限）" in page
    assert "还没有动员的 2 人" in page


def test_everybody_listed_is_asked_at_once_and_nobody_else(county: SimpleNamespace, sign_in: Any) -> None:
    client, address = sign_in(county.world.clerk), url("sitting-mobilise", county.sitting)
    work_out(client, county.sitting)
    answer = client.post(f"{address}?status=不符合&q=", {"all": "2"})
    assert answer.status_code == 302
    assert "%E4%B8%8D%E7%AC%A6%E5%90%88" in answer["Location"], "the list stays as it was narrowed"
    assert {row.person for row in Mobilised.objects.all()} == {county.next, county.later}
    contact = sign_in(county.world.unit_contact)
    contact.post(f"{address}?status=all", {"all": "1"})
    assert {row.person for row in Mobilised.objects.all()} == {county.next, county.later, county.now}


def test_a_search_that_finds_nobody_still_sends_the_ticks_of_other_pages(county: SimpleNamespace, sign_in: Any) -> None:
    client, address = sign_in(county.world.clerk), url("sitting-mobilise", county.sitting)
    work_out(client, county.sitting)
    text = client.get(f"{address}?q=没有这个人").text
    assert "没有符合筛选的人" in text
    assert "data-keep-ticks" in text
    for needed in ("data-elsewhere", "data-forget", "登记已动员所选人员"):
        assert needed in text, "the script that keeps ticks stops without it"


def test_who_holds_the_level_is_not_asked_and_the_ticks_stay(county: SimpleNamespace, sign_in: Any) -> None:
    client, address = sign_in(county.world.clerk), url("sitting-mobilise", county.sitting)
    work_out(client, county.sitting)
    page = client.post(address, {"person": [county.now.pk, county.unproven.pk, county.holder.pk]})
    assert "已持有该级别或更高级别的职业资格，不用动员，请取消勾选：戊持证。" in page.text
    assert not Mobilised.objects.exists()
    assert re.search(rf'value="{county.now.pk}"[^>]*checked', page.text)
    assert f'<input type="hidden" name="person" value="{county.unproven.pk}">' in page.text, "of another page"
    assert "没有勾选人员" in client.post(address).text


def test_who_has_gone_to_another_unit_meanwhile_is_told_and_the_others_are_asked(
    county: SimpleNamespace, sign_in: Any
) -> None:
    told = {"person": [county.now.pk, county.later.pk]}
    page = sign_in(county.world.unit_contact).post(url("sitting-mobilise", county.sitting), told)
    assert "有 1 人已不在您的范围内（例如调离），没有登记动员；其余已登记。" in page.text
    assert [row.person for row in Mobilised.objects.all()] == [county.now]


def test_next_year_is_asked_for_the_same_day(county: SimpleNamespace) -> None:
    for held, later in (("2023-06-30", "2024-06-30"), ("2024-02-29", "2025-02-28"), ("2023-06-17", "2024-06-17")):
        assert next_year(Sitting(first_day=date.fromisoformat(held))) == date.fromisoformat(later)


def test_an_answer_is_kept_and_a_refusal_says_why(county: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(county.world.clerk)
    client.post(url("sitting-mobilise", county.sitting), {"person": [county.now.pk, county.later.pk]})
    one, two = Mobilised.objects.order_by("person__pk")
    assert one.status == "待核实", "nobody has worked it out yet"
    assert "不报考的请写明原因" in client.post(url("mobilised-answer", two), {"said": "unwilling"}).text
    client.post(url("mobilised-answer", two), {"said": "unwilling", "reason": "照顾病人"})
    client.post(url("mobilised-answer", one), {"said": "willing"})
    page = client.get(url("sitting-mobilise", county.sitting)).text
    assert "不报考</a>：照顾病人" in page
    offered = client.get(url("sitting-enter", county.sitting)).text
    assert "甲今年" in offered
    assert "丙还差" not in offered, "who said no is not offered"
    assert re.search(rf'value="{county.now.pk}"[^>]*checked', offered), "who is willing is ticked"


def test_nobody_is_asked_after_the_examination_or_where_it_is_not_held(
    county: SimpleNamespace, sign_in: Any, time_machine: Any
) -> None:
    Sitting.objects.update(suspended=True, suspension_document="云人考〔2023〕1号")
    told = {"person": [county.now.pk]}
    page = sign_in(county.world.clerk).post(url("sitting-mobilise", county.sitting), told)
    assert (page.status_code, "本地停考，不能登记动员" in page.text) == (200, True)
    Sitting.objects.update(suspended=False)
    time_machine.move_to("2023-06-20T10:00:00+08:00", tick=False)
    page = sign_in(county.world.clerk).post(url("sitting-mobilise", county.sitting), told)
    assert (page.status_code, "考试已经举行" in page.text) == (200, True)
    assert not Mobilised.objects.exists()
    work_out(sign_in(county.world.clerk), county.sitting)
    page = sign_in(county.world.clerk).get(url("sitting-mobilise", county.sitting)).text
    assert "登记已动员所选人员" not in page, "nothing is offered that would be refused"
    assert "考试已经举行" in page
    time_machine.move_to("2023-06-19T10:00:00+08:00", tick=False)
    sign_in(county.world.clerk).post(url("sitting-mobilise", county.sitting), told)
    assert Mobilised.objects.count() == 1, "the last day is early enough"


def test_a_unit_asks_its_own_people_and_sees_nobody_elses_answers(county: SimpleNamespace, sign_in: Any) -> None:
    world, sitting = county.world, county.sitting
    work_out(sign_in(world.clerk), sitting)
    contact = sign_in(world.unit_contact)
    assert sorted(row[0] for row in listed(contact, sitting)) == ["乙明年", "甲今年"]
    contact.post(url("sitting-mobilise", sitting), {"person": [county.now.pk, county.later.pk]})
    assert [row.person for row in Mobilised.objects.all()] == [county.now]
    actions.mobilise(sitting, [county.later], {}, on=date(2023, 3, 20), by=world.clerk)
    other = Mobilised.objects.get(person=county.later)
    assert contact.post(url("mobilised-answer", other), {"said": "willing"}).status_code == 404
    assert "丙还差" not in contact.get(url("sitting-mobilise", sitting)).text
    assert contact.post(url("mobilised-answer", Mobilised.objects.first()), {"said": "willing"}).status_code == 302
    assert contact.post(url("sitting-work-out", sitting)).status_code == 403


def test_a_stranger_finds_no_list_and_asks_nobody(county: SimpleNamespace, sign_in: Any) -> None:
    world, sitting = county.world, county.sitting
    actions.mobilise(sitting, [county.now], {}, on=date(2023, 3, 20), by=world.clerk)
    stranger = sign_in(world.stranger)
    assert stranger.get(url("sitting-mobilise", sitting)).status_code == 404
    assert stranger.post(url("sitting-work-out", sitting)).status_code == 404
    assert stranger.post(url("sitting-mobilise", sitting), {"person": [county.next.pk]}).status_code == 404
    answer = stranger.post(url("mobilised-answer", Mobilised.objects.get()), {"said": "willing"})
    assert answer.status_code == 404
    assert (Mobilised.objects.get().answer, Run.objects.count()) == (Answer.ASKED, 0)
    own = factory.sitting(2023, county="629922")
    stranger.post(url("sitting-mobilise", own), {"person": [county.next.pk]})
    assert not Mobilised.objects.filter(sitting=own).exists(), "nobody of another county"


def test_the_list_to_be_made_waits_from_thirty_days_before_registration_to_its_end(
    county: SimpleNamespace, time_machine: Any
) -> None:
    Sitting.objects.update(registration_from=date(2023, 4, 3), registration_until=date(2023, 4, 17))

    def waits(day: str, user: User = county.world.clerk) -> bool:
        time_machine.move_to(f"{day}T10:00:00+08:00", tick=False)
        return any("动员名单未做" in item.title for item in waiting(user))

    assert [waits(day) for day in ("2023-03-03", "2023-03-04", "2023-04-17", "2023-04-18")] == [
        False,
        True,
        True,
        False,
    ]
    assert not waits("2023-03-20", county.world.stranger)
    Sitting.objects.update(suspended=True, suspension_document="云人考〔2023〕1号")
    assert not waits("2023-03-20")
    Sitting.objects.update(suspended=False)
    actions.mobilise(county.sitting, [county.now], {}, on=date(2023, 3, 20), by=county.world.clerk)
    assert not waits("2023-03-20")


def test_working_it_out_again_keeps_the_run_before(county: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(county.world.clerk)
    work_out(client, county.sitting)
    assert list(Run.objects.order_by("on").values_list("rule", "on")) == [
        ("exams.assistant", date(2023, 6, 18)), ("exams.assistant", date(2024, 6, 18)),
    ]  # fmt: skip
    work_out(client, county.sitting)
    assert Run.objects.count() == 4


def test_somebody_of_another_county_is_never_among_the_asked(county: SimpleNamespace) -> None:
    stranger = Person.objects.get(name="己外县")
    with_stranger = [stranger, county.now]
    made = actions.mobilise(county.sitting, with_stranger, {}, on=date(2023, 3, 20), by=county.world.clerk)
    assert [one.person for one in made] == [county.now]
    with pytest.raises(ValidationError, match="已经举行"):
        actions.mobilise(county.sitting, [county.next], {}, on=date(2023, 6, 20), by=county.world.clerk)
