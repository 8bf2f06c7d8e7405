"""What the home page says of reports to each of those who must act."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.org.models import Role, User
from rencai.reports import actions, publishing
from rencai.reports.models import Report
from rencai.reports.tests.conftest import issued, written


def told(sign_in: Any, user: User) -> list[tuple[str, str, str]]:
    """(title up to the colon, count with its unit, address) of each item about reports."""
    items = sign_in(user).get("/").context["items"]
    return [(i.title.split("：")[0], f"{i.count}{i.unit}", i.url) for i in items if i.url.startswith("/reports/")]


@pytest.fixture
def submitted(world: SimpleNamespace, people: list[Any]) -> Report:
    report = written(world)
    actions.submit(report, by=world.clerk)
    return Report.objects.get(pk=report.pk)


def test_a_report_under_review_waits_for_a_leader_of_the_county(
    world: SimpleNamespace, submitted: Report, sign_in: Any
) -> None:
    url = f"/reports/{submitted.pk}/issue/"
    assert told(sign_in, world.leader) == [("待签发", "1份", url)]
    assert sign_in(world.leader).get(url).status_code == 200
    abroad = User.objects.create(
        username="far", name="far", role=Role.LEADER, unit=world.strange_bureau, must_change_password=False
    )
    for user in (world.clerk, world.colleague, world.section_head, world.stranger, abroad, world.talent):
        assert told(sign_in, user) == []


def test_nobody_is_asked_to_issue_what_they_wrote(world: SimpleNamespace, submitted: Report, sign_in: Any) -> None:
    submitted.authors.add(world.leader)
    assert told(sign_in, world.leader) == []


def test_a_remark_passes_the_work_to_those_who_wrote_and_its_answer_passes_it_back(
    world: SimpleNamespace, submitted: Report, sign_in: Any
) -> None:
    texts = ("口径不清", "错字")
    remarks = [actions.remark(submitted, anchor="", quote="", fact="", text=t, by=world.leader) for t in texts]
    submitted.authors.add(world.colleague)
    waiting = [("审核意见待答复", "2条", f"/reports/{submitted.pk}/review/")]
    assert told(sign_in, world.leader) == []
    assert told(sign_in, world.clerk) == told(sign_in, world.colleague) == waiting
    for remark in remarks:
        actions.answer(remark, text="已改。", by=world.clerk)
    assert told(sign_in, world.clerk) == []
    assert [title for title, *_ in told(sign_in, world.leader)] == ["待签发"]


def test_a_returned_report_waits_for_those_who_wrote_it(
    world: SimpleNamespace, submitted: Report, sign_in: Any
) -> None:
    assert told(sign_in, world.clerk) == []
    actions.send_back(submitted, by=world.leader)
    assert told(sign_in, world.clerk) == [("退回修改", "1份", f"/reports/{submitted.pk}/edit/")]
    assert "lamp-red" in sign_in(world.clerk).get("/").text
    for user in (world.leader, world.colleague, world.stranger):
        assert told(sign_in, user) == []
    actions.submit(submitted, by=world.clerk)
    assert told(sign_in, world.clerk) == []


def test_a_draft_never_sent_in_waits_for_nobody(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    written(world)
    assert told(sign_in, world.clerk) == []


def test_an_edition_for_the_public_waits_for_a_second_person(
    world: SimpleNamespace, people: list[Any], sign_in: Any
) -> None:
    report = issued(world)
    made = publishing.ask(report, chosen=set(), by=world.section_head)
    waiting = [("发布待复核", "1份", f"/reports/{report.pk}/publish/{made.pk}/")]
    assert told(sign_in, world.leader) == waiting
    for user in (world.section_head, world.clerk, world.stranger):
        assert told(sign_in, user) == []
    publishing.decide(made, approve=True, confirmed=True, by=world.leader)
    assert told(sign_in, world.leader) == []


def test_what_is_issued_waits_for_nobody(world: SimpleNamespace, people: list[Any], sign_in: Any) -> None:
    report = issued(world)
    assert report.issued_on == date(2023, 1, 4)
    for user in (world.leader, world.section_head, world.clerk):
        assert told(sign_in, user) == []
