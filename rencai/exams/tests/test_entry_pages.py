"""Entries on their pages: who entered, the marks in a table, corrections with their trace, misconduct, absences."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rencai.exams import actions
from rencai.exams.models import Entry, Misconduct, Outcome, Score, Sitting
from rencai.exams.tests import factory
from rencai.org.models import AuditEvent
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.ui.todo import waiting

TOLD = {"article": "7", "subject": "", "conduct": "抄袭", "document": "云人考〔2023〕3号", "decided_on": "2023-07-03"}


@pytest.fixture(autouse=True)
def _autumn(time_machine: Any) -> None:
    time_machine.move_to("2023-09-20T10:00:00+08:00", tick=False)


@pytest.fixture
def sitting(world: SimpleNamespace) -> Sitting:
    return factory.sitting(2023)


@pytest.fixture
def person(world: SimpleNamespace) -> Person:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


def url(name: str, one: Any) -> str:
    return reverse(name, args=[one.pk])


def marks(*rows: tuple[Entry, str, str]) -> dict[str, Any]:
    """The table of marks as the page sends it."""
    told: dict[str, Any] = {"entry": [entry.pk for entry, *_ in rows]}
    for entry, comprehensive, practice in rows:
        told |= {f"{entry.pk}.comprehensive": comprehensive, f"{entry.pk}.practice": practice}
    return told


def test_whoever_is_found_by_name_is_entered_once(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    client, address = sign_in(world.clerk), url("sitting-enter", sitting)
    assert "贺云" in client.get(address + "?q=heyun").text
    assert client.post(address, {"person": [person.pk]}).status_code == 302
    entry = Entry.objects.get()
    assert (entry.unit, entry.entered_on, entry.outcome) == (world.organisation, date(2023, 9, 20), Outcome.PENDING)
    assert "贺云" not in client.get(address + "?q=heyun").text.split("<tbody>")[1]
    client.post(address, {"person": [person.pk]})
    client.post(address, {"person": ["x", "9" * 20]})
    assert Entry.objects.count() == 1


def test_marks_and_absences_go_in_by_the_table_and_what_is_wrong_stands_beside_its_row(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    one, two, three, four = (
        factory.entry(sitting, one)
        for one in (person, *(people.person(world.station, name) for name in ("沈禾", "陆川", "江一")))
    )
    client, address = sign_in(world.clerk), url("sitting-scores", sitting)
    told = marks((one, "62.5", "60"), (two, "缺考", "缺考"), (three, "六十", "60"), (four, "", ""))
    answer = client.post(address, told)
    assert answer.status_code == 400
    assert "有 1 行没有保存，其余已保存" in answer.text
    assert "看不懂“六十”" in answer.text
    assert list(Entry.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "national", "absent", "pending", "pending",
    ]  # fmt: skip
    assert not three.scores.exists(), "a row goes in whole or not at all"
    assert client.post(address, marks((three, "60", ""))).status_code == 302
    page = client.get(address)
    assert "还有 2 人没有成绩" in page.text
    assert 'value="60"' in page.text, "what is known already stands there"
    assert client.post(address, marks((three, "60", "违纪"), (four, "59.9", "免考"))).status_code == 302
    assert [Entry.objects.get(pk=row.pk).outcome for row in (three, four)] == [Outcome.PARTIAL, Outcome.FAILED]
    page = client.get(url("exam-entry", one)).text
    assert "<dd>62.5</dd>" in page
    assert "国家线合格" in page
    assert "<dd>缺考</dd>" in client.get(url("exam-entry", two)).text


@pytest.mark.parametrize("text", ["100.1", "-1", "60.25", "NaN", "六十", "1e9"])
def test_what_is_no_mark_is_refused_in_words(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any, text: str
) -> None:
    entry = factory.entry(sitting, person)
    page = sign_in(world.clerk).post(url("exam-entry-marks", entry), {"comprehensive": text, "practice": "60"})
    assert page.status_code == 200
    assert "看不懂" in page.text or "不是0至100之间的分数" in page.text
    assert not Score.objects.exists()


def test_a_correction_asks_for_its_paper_and_stands_on_the_page_with_what_it_was(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    entry, client = factory.entry(sitting, person, 59, 60), sign_in(world.clerk)
    address, right = url("exam-entry-marks", entry), {"comprehensive": "61", "practice": "60"}
    assert 'value="59"' in client.get(address).text
    assert "更正已登记的成绩须写明依据" in client.post(address, right).text
    assert client.post(address, right | {"reason": "成绩复核通知"}).status_code == 302
    page = client.get(url("exam-entry", entry)).text
    assert "社会工作综合能力：59 改为 61（成绩复核通知，clerk）" in page
    assert "国家线合格" in page


def test_misconduct_voids_and_its_revocation_gives_back(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    entry, client = factory.entry(sitting, person, 70, 70), sign_in(world.clerk)
    add = url("exam-entry-misconduct", entry)
    assert "决定日期不能早于考试日期" in client.post(add, TOLD | {"decided_on": "2023-06-17"}).text
    assert "请选择科目" in client.post(add, TOLD | {"article": "6"}).text
    assert "必填项" in client.post(add, TOLD | {"document": " "}).text
    assert client.post(add, TOLD).status_code == 302
    page = client.get(url("exam-entry", entry)).text
    assert "成绩无效" in page
    assert "抄袭〔云人考〔2023〕3号〕" in page
    assert "记录期至 2028-07-03" in page
    found, told = Misconduct.objects.get(), {"on": "2023-08-01", "document": "云人考〔2023〕8号"}
    assert "撤销日期不能早于决定日期" in client.post(url("misconduct-revoke", found), told | {"on": "2023-07-02"}).text
    assert client.post(url("misconduct-revoke", found), told).status_code == 302
    assert "已经撤销" in client.post(url("misconduct-revoke", found), told).text
    page = client.get(url("exam-entry", entry)).text
    assert "国家线合格" in page
    assert "已撤销" in page


@pytest.mark.parametrize(
    ("article", "outcome", "term"),
    [("6", Outcome.PARTIAL, ""), ("11", Outcome.PARTIAL, ""), ("7", Outcome.VOID, "记录期至 2028-07-03"),
     ("8", Outcome.VOID, "长期记录"), ("9", Outcome.PARTIAL, ""), ("10", Outcome.VOID, "记录期至 2028-07-03")],
)  # fmt: skip
def test_each_article_makes_void_what_it_says(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any, article: str, outcome: str, term: str
) -> None:
    entry, client = factory.entry(sitting, person, 70, 70), sign_in(world.clerk)
    client.post(url("exam-entry-misconduct", entry), TOLD | {"article": article, "subject": "practice"})
    entry.refresh_from_db()
    assert entry.outcome == outcome
    page = client.get(url("exam-entry", entry)).text
    assert term in page
    assert ("记录期" in page or "长期记录" in page) == bool(term)


def test_misconduct_in_one_year_takes_its_subjects_from_the_next(world: SimpleNamespace, person: Person) -> None:
    before = factory.entry(factory.sitting(2022, "intermediate"), person, 70, 50, 65)
    now = factory.entry(factory.sitting(2023, "intermediate"), person, "缺考", 62, "缺考")
    assert now.outcome == Outcome.NATIONAL
    actions.record_misconduct(
        before, article="11", conduct="雷同", document="云人考〔2023〕4号", decided_on=date(2023, 7, 3),
        subject="policy", by=world.clerk,
    )  # fmt: skip
    now.refresh_from_db()
    assert (now.outcome, now.rolled) == (Outcome.PARTIAL, "社会工作综合能力")


def test_an_entry_is_taken_back_before_the_day_and_never_after(
    world: SimpleNamespace, person: Person, sign_in: Any, time_machine: Any
) -> None:
    sitting = factory.sitting(2023, results_on=None)
    entry = factory.entry(sitting, person)
    time_machine.move_to("2023-06-17T10:00:00+08:00", tick=False)
    client, address = sign_in(world.clerk), url("exam-entry-withdraw", entry)
    assert address in client.get(url("exam-entry", entry)).text
    assert "必填项" in client.post(address, {"reason": " "}).text
    time_machine.move_to("2023-06-18T10:00:00+08:00", tick=False)
    client = sign_in(world.clerk)
    assert address not in client.get(url("exam-entry", entry)).text
    assert "没有参加的请登记缺考" in client.post(address, {"reason": "生病"}).text
    time_machine.move_to("2023-06-17T10:00:00+08:00", tick=False)
    assert sign_in(world.clerk).post(address, {"reason": "生病"}).status_code == 302
    assert not Entry.objects.exists()
    event = AuditEvent.objects.filter(action="撤回报考").get()
    assert event.detail == {"考试": "2023年助理社会工作师", "原因": "生病"}


def test_an_entry_that_was_scored_is_not_taken_back(world: SimpleNamespace, sitting: Sitting, person: Person) -> None:
    entry = factory.entry(sitting, person, 60, 60)
    with pytest.raises(ValidationError, match="已有成绩"):
        actions.withdraw(entry, today=date(2023, 6, 1), reason="生病", by=world.clerk)


def test_results_that_are_out_wait_to_be_entered(
    world: SimpleNamespace, sitting: Sitting, person: Person, time_machine: Any
) -> None:
    entry = factory.entry(sitting, person)

    def waits(user: Any) -> int:
        return {item.title: item.count for item in waiting(user)}.get("成绩已公布待登记", 0)

    assert (waits(world.clerk), waits(world.stranger), waits(world.unit_contact)) == (1, 0, 0)
    time_machine.move_to("2023-09-06T10:00:00+08:00", tick=False)
    assert waits(world.clerk) == 0, "not out yet"
    time_machine.move_to("2023-09-07T10:00:00+08:00", tick=False)
    assert waits(world.clerk) == 1
    actions.record_scores(entry, factory.marks(sitting, 60, 60), by=world.clerk)
    assert waits(world.clerk) == 0


def test_the_unit_sees_its_own_entries_the_holder_the_own_and_a_stranger_none(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    entry = factory.entry(sitting, person, 70, 70)
    other = factory.entry(sitting, people.person(world.station, "沈禾"), 60, 60)
    decided = actions.record_misconduct(
        entry, article="9", conduct="喧哗", document="云人考〔2023〕9号", decided_on=date(2023, 7, 3),
        subject="practice", by=world.clerk,
    )  # fmt: skip
    contact, stranger = sign_in(world.unit_contact), sign_in(world.stranger)
    page = contact.get(url("exam-entry", entry))
    assert page.status_code == 200
    assert url("exam-entry-marks", entry) not in page.text
    assert contact.get(url("exam-entry", other)).status_code == 404
    written = [url(name, entry) for name in ("exam-entry-marks", "exam-entry-misconduct", "exam-entry-withdraw")]
    for address in (*written, url("misconduct-revoke", decided)):
        assert sign_in(world.colleague).get(address).status_code == 200
        assert contact.post(address, TOLD).status_code == 403
        assert stranger.post(address, TOLD).status_code == 404
    assert stranger.get(url("exam-entry", entry)).status_code == 404
    assert sign_in(world.talent).get(url("exam-entry", entry)).status_code == 403


def test_the_table_of_marks_writes_no_entry_of_another_sitting(
    world: SimpleNamespace, sitting: Sitting, person: Person, sign_in: Any
) -> None:
    elsewhere = factory.entry(factory.sitting(2022), person)
    own = factory.sitting(2023, county="629922")
    client = sign_in(world.clerk)
    client.post(url("sitting-scores", sitting), marks((elsewhere, "60", "60")))
    sign_in(world.stranger).post(url("sitting-scores", own), marks((elsewhere, "60", "60")))
    assert not Score.objects.exists()
