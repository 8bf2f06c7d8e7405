"""A sitting on its pages: its days, its lines each by its document, its counts that open, its window by decision."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from rencai.exams.models import Entry, Extension, Outcome, PassLine, Sitting
from rencai.exams.tests import factory
from rencai.people.models import Person
from rencai.people.tests import factory as people

TOLD = {
    "year": "2023", "level": "assistant", "first_day": "2023-06-10", "last_day": "2023-06-11",
    "registration_from": "2023-04-03", "registration_until": "2023-04-17", "results_on": "2023-08-10",
    "document": "甘人考函〔2023〕5号",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _autumn(time_machine: Any) -> None:
    time_machine.move_to("2023-09-20T10:00:00+08:00", tick=False)


@pytest.fixture
def person(world: SimpleNamespace) -> Person:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


def url(name: str, *args: Any) -> str:
    return reverse(name, args=[getattr(one, "pk", one) for one in args])


def test_a_clerk_enters_a_sitting_and_puts_its_days_right(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    assert client.post(url("sitting-add"), TOLD).status_code == 302
    sitting = Sitting.objects.get()
    assert (sitting.county, str(sitting)) == ("629921", "2023年助理社会工作师")
    page = client.get(url("sitting", sitting)).text
    for words in ("2023-06-10 至 2023-06-11", "2023-04-03 至 2023-04-17", "2023-08-10", "甘人考函〔2023〕5号"):
        assert words in page
    assert "该年度、该级别的考试已经登记" in client.post(url("sitting-add"), TOLD).text
    assert client.post(url("sitting-edit", sitting), TOLD | {"first_day": "2023-06-11"}).status_code == 302
    sitting.refresh_from_db()
    assert sitting.first_day == date(2023, 6, 11)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"last_day": "2023-06-09"}, "结束日期不能早于考试日期"),
        ({"registration_until": "2023-04-02"}, "报名截止不能早于报名开始"),
        ({"results_on": "2023-06-11"}, "成绩公布日期应在考试之后"),
        ({"first_day": "2024-04-13", "last_day": "2024-04-13", "results_on": ""}, "延到次年举行的请登记为补考"),
        ({"suspended": "on"}, "登记停考须填写停考文件"),
        ({"year": "1999"}, "2008"),
    ],
)
def test_days_and_papers_that_cannot_be_are_refused_in_words(
    world: SimpleNamespace, sign_in: Any, change: dict[str, str], says: str
) -> None:
    assert says in sign_in(world.clerk).post(url("sitting-add"), TOLD | change).text
    assert not Sitting.objects.exists()


def test_the_lines_say_where_each_comes_from_and_a_subject_by_its_name(world: SimpleNamespace, sign_in: Any) -> None:
    sitting, client = factory.sitting(2023), sign_in(world.clerk)
    page = client.get(url("sitting", sitting)).text
    assert "国家线：<strong>60</strong> 分" in page
    assert "本地合格线未登记" in page
    line = {"kind": "local", "subject": "practice", "score": "52", "document": "云州人社函〔2023〕3号"}
    assert client.post(url("sitting-line", sitting), line).status_code == 302
    page = client.get(url("sitting", sitting)).text
    assert "地方线（社会工作实务）：<strong>52</strong> 分〔云州人社函〔2023〕3号〕" in page
    assert "本地合格线未登记" not in page
    assert client.post(url("sitting-line", sitting), line | {"score": "55"}).status_code == 302
    assert [str(one.score) for one in PassLine.objects.all()] == ["55.0"], "put right, not a second one"


@pytest.mark.parametrize(
    ("change", "says"),
    [({"subject": "policy"}, "助理社会工作师不考“社会工作法规与政策”"), ({"document": " "}, "这个字段是必填项"),
     ({"score": "101"}, "100")],
)  # fmt: skip
def test_a_line_of_another_subject_or_without_paper_is_refused(
    world: SimpleNamespace, sign_in: Any, change: dict[str, str], says: str
) -> None:
    sitting = factory.sitting(2023)
    line = {"kind": "local", "subject": "practice", "score": "52", "document": "云州人社函〔2023〕3号"}
    assert says in sign_in(world.clerk).post(url("sitting-line", sitting), line | change).text
    assert not PassLine.objects.exists()


def test_a_local_pass_stays_apart_from_a_national_one_wherever_it_is_counted(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    sitting = factory.sitting(2023)
    factory.local_line(sitting)
    factory.entry(sitting, person, 60, 60)
    factory.entry(sitting, people.person(world.station, "沈禾"), 55, 90)
    client = sign_in(world.clerk)
    counts = client.get(url("sitting", sitting)).context["counts"]
    assert (counts["national"], counts["local"]) == (1, 1)
    for line, only, other in (("local", "沈禾", "贺云"), ("national", "贺云", "沈禾")):
        page = client.get(f"/figures/exams.passed_{line}/?on=2023-09-20&sitting={sitting.pk}").text
        assert only in page
        assert other not in page


@pytest.mark.parametrize("today", ["2023-05-08", "2023-07-03", "2023-09-20", "2024-02-01"])
def test_every_count_of_a_sitting_opens_as_many_rows_on_any_day(
    world: SimpleNamespace, person: Person, sign_in: Any, time_machine: Any, today: str
) -> None:
    """Before it is held, before the results are out, after, and in the next year."""
    sitting = factory.sitting(2023)
    factory.local_line(sitting)
    several = [person, *(people.person(world.station, name, on=date(2018, 3, 1)) for name in ("沈禾", "陆川", "江一"))]
    for one, marks in zip(several, ((60, 60), (55, 90), ("缺考", "缺考"), ()), strict=True):
        factory.entry(sitting, one, *marks)
    Entry.objects.update(entered_on=date(2023, 4, 20))
    time_machine.move_to(f"{today}T10:00:00+08:00", tick=False)
    client = sign_in(world.clerk)
    page = client.get(url("sitting", sitting))
    out = today >= "2023-09-20"
    expected = {"entered": 4, "pending": 1, "sat": 2 if out else 0, "national": int(out), "local": int(out)}
    assert {key: page.context["counts"][key] for key in expected} == expected
    day = page.context["day"].isoformat()
    for key, figure in (
        ("entered", "entered"),
        ("sat", "sat"),
        ("national", "passed_national"),
        ("local", "passed_local"),
    ):
        listing = client.get(f"/figures/exams.{figure}/?on={day}&sitting={sitting.pk}")
        assert len(listing.context["page"].rows) == expected[key]
    assert ("公布后才计入参加和合格" in page.text) == (not out)


def test_results_without_a_day_of_publication_are_told_and_not_counted(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    sitting = factory.sitting(2023, results_on=None)
    factory.entry(sitting, person, 60, 60)
    page = sign_in(world.clerk).get(url("sitting", sitting))
    assert page.context["counts"]["sat"] == 0
    assert "已登记 1 人的成绩，登记成绩公布日期后才计入" in page.text


def test_a_make_up_held_in_the_next_year_is_counted_in_that_year(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    told = {"first_day": date(2023, 4, 8), "last_day": date(2023, 4, 8), "results_on": date(2023, 6, 5)}
    sitting = factory.sitting(2022, make_up=True, **told)
    factory.entry(sitting, person, 60, 60)
    client = sign_in(world.clerk)
    page = client.get(url("sitting", sitting))
    assert "2022年助理社会工作师（补考）" in page.text
    assert (page.context["counts"]["national"], page.context["day"]) == (1, date(2023, 9, 20))
    assert "贺云" in client.get("/figures/exams.passed/?on=2023-09-20").text
    assert "贺云" not in client.get("/figures/exams.passed/?on=2022-12-31").text
    assert list(client.get("/certificates/funnel/").context["years"]) == [2023]


def test_a_window_is_extended_by_document_for_the_own_county(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    """Subjects of 2020 count no more in 2022, unless a decision says so; later ones are settled anew."""
    factory.entry(factory.sitting(2020, "intermediate"), person, 70, 50, 65)
    now = factory.entry(factory.sitting(2022, "intermediate"), person, "缺考", 62, "缺考")
    told = {"level": "intermediate", "year": "2020", "until_year": "2022", "document": "云州人社函〔2021〕9号"}
    client, add = sign_in(world.clerk), url("extension-add")
    sign_in(world.stranger).post(add, told)
    now.refresh_from_db()
    assert now.outcome == Outcome.PARTIAL, "another county's decision is none here"
    assert "延长至的年度必须晚于成绩年度" in client.post(add, told | {"until_year": "2020"}).text
    assert "必填项" in client.post(add, told | {"document": " "}).text
    assert "选择一个有效的选项" in client.post(add, told | {"level": "assistant"}).text
    assert client.post(add, told).status_code == 302
    now.refresh_from_db()
    assert (now.outcome, now.rolled) == (Outcome.NATIONAL, "社会工作综合能力、社会工作法规与政策")
    assert "2020年的合格科目延长至2022年有效〔云州人社函〔2021〕9号〕" in client.get(url("sitting-list")).text
    assert client.post(add, told).status_code == 200, "decided already"
    assert Extension.objects.filter(county="629921").count() == 1


def test_a_suspended_sitting_says_so_by_its_document(world: SimpleNamespace, sign_in: Any) -> None:
    sitting, client = factory.sitting(2023), sign_in(world.clerk)
    told = {key: value for key, value in TOLD.items() if key not in {"year", "level"}}
    told |= {"suspended": "on", "suspension_document": "云人考〔2023〕1号"}
    assert client.post(url("sitting-edit", sitting), told).status_code == 302
    for address in (url("sitting", sitting), url("sitting-list")):
        assert "本地停考" in client.get(address).text


def test_the_bureau_changes_the_unit_counts_its_own_and_a_stranger_finds_nothing(
    world: SimpleNamespace, person: Person, sign_in: Any
) -> None:
    sitting = factory.sitting(2023)
    factory.entry(sitting, person, 60, 60)
    factory.entry(sitting, people.person(world.station, "沈禾"), 60, 60)
    contact, stranger = sign_in(world.unit_contact), sign_in(world.stranger)
    assert contact.get(url("sitting", sitting)).context["counts"]["national"] == 1
    assert sign_in(world.colleague).get(url("sitting", sitting)).context["counts"]["national"] == 2
    written = [url(name, sitting) for name in ("sitting-edit", "sitting-line", "sitting-enter", "sitting-scores")]
    for address in written:
        assert sign_in(world.colleague).get(address).status_code == 200
        assert contact.post(address, TOLD).status_code == 403
        assert stranger.post(address, TOLD).status_code == 404
    assert stranger.get(url("sitting", sitting)).status_code == 404
    assert str(sitting) not in stranger.get(url("sitting-list")).text
    assert sign_in(world.talent).get(url("sitting", sitting)).status_code == 403
