"""Issuing: who may, what is frozen, and what a later correction of the records does and does not change."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rencai.org.models import AuditEvent
from rencai.reports import actions
from rencai.reports.building import build, compose, digest, words
from rencai.reports.models import FrozenFigure, Report, pack, unpack
from rencai.reports.recompute import recompute
from rencai.reports.tests.conftest import correct, issued, registered, written
from rencai.ui.figures import Figure, Scope, publish

ON = date(2023, 1, 4)


def test_issuing_freezes_every_figure_with_the_rows_behind_it(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world)
    frozen = {row.modifier: row for row in report.figures.filter(key="test.people")}
    assert frozen[""].number == 14
    assert frozen[""].keys() == {person.pk for person in people}
    assert frozen[""].scope == {"on": "2022-12-31", "county": "629921"}
    assert frozen["last"].number == 13
    assert frozen["by:sex:2"].keys() == {person.pk for person in people if person.sex == "2"}
    assert AuditEvent.objects.get(action="签发报告").detail["figures"] == report.figures.count()


def test_an_issued_report_says_the_same_after_the_records_changed(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world)
    before = words(build(report))
    correct(people[0], world.clerk, sex="2")
    world.bureau.name = "云川县民政和社会工作局"
    world.bureau.save()
    report = Report.objects.get(pk=report.pk)
    assert words(build(report)) == before
    assert digest(compose(report).document) == report.digest


def test_recomputed_without_corrections_it_gives_the_same_numbers(world: SimpleNamespace, people: list[Any]) -> None:
    found = recompute(issued(world), user=world.clerk)
    assert not found.moved
    assert len(found.same) == 9


def test_after_a_correction_the_difference_is_listed_person_by_person(
    world: SimpleNamespace, people: list[Any]
) -> None:
    report = issued(world)
    correct(people[0], world.colleague, sex="2")
    moved = {(one.figure.key, one.figure.modifier): one for one in recompute(report, user=world.clerk).moved}
    women = moved["test.women", ""]
    assert (women.figure.number, women.now and women.now.number) == (6, 7)
    assert [one.label for one in women.came] == ["男甲"]
    assert "colleague 更正人员信息" in women.came[0].since[0]
    assert [one.label for one in moved["test.people", "by:sex:1"].left] == ["男甲"]
    assert ("test.people", "") not in moved


def test_who_wrote_a_report_does_not_sign_it(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world, by=world.leader)
    actions.submit(report, by=world.leader)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="不能自己签发"):
        actions.issue(report, on=ON, by=world.leader)


def test_who_drafted_it_from_the_template_does_not_sign_it_either(world: SimpleNamespace, people: list[Any]) -> None:
    report = actions.draft(unit=world.bureau, year=2022, day=date(2022, 12, 31), by=world.leader)
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="不能自己签发"):
        actions.issue(report, on=ON, by=world.leader)


def test_a_report_is_not_dated_before_its_own_figures(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world)
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="早于统计日"):
        actions.issue(report, on=date(2022, 12, 1), by=world.leader)


def test_records_that_move_while_counting_are_counted_again(
    world: SimpleNamespace, people: list[Any], hire: Any
) -> None:
    asked = []

    def rows(scope: Scope) -> Any:
        """Somebody is hired while the signed figures are being frozen."""
        asked.append(scope.on)
        if len(asked) == 3:
            correct(hire("后到"), world.clerk, sex="1")
        return registered(scope)

    publish(Figure("test.moving", "变动中的人员", "人", "统计日在册。", rows))
    report = written(world, "在册{test.moving}，{test.people}。")
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    asked.clear()
    signed = actions.issue(report, on=ON, by=world.leader)
    assert {row.number for row in signed.figures.all()} == {15}
    assert all(len(row.keys()) == 15 for row in signed.figures.all())
    assert AuditEvent.objects.filter(action="签发报告").count() == 1


@pytest.mark.parametrize("role", ["clerk", "section_head", "stranger", "township_clerk"])
def test_only_a_leader_of_the_county_signs(world: SimpleNamespace, people: list[Any], role: str) -> None:
    report = written(world, by=world.colleague)
    actions.submit(report, by=world.colleague)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="本县的局领导"):
        actions.issue(report, on=ON, by=getattr(world, role))


def test_every_comment_must_be_answered_first(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world)
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    comment = actions.remark(report, anchor="p1", quote="", fact="", text="请核对", by=world.section_head)
    with pytest.raises(actions.Refused, match="1条审核意见没有答复"):
        actions.issue(report, on=ON, by=world.leader)
    actions.answer(comment, text="已核对", by=world.clerk)
    assert actions.issue(report, on=ON, by=world.leader).is_issued


def test_a_contradiction_stops_and_a_typed_number_asks(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world, "{test.people}，测试人员共15人。")
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="不一致"):
        actions.issue(report, on=ON, accept_typed=True, by=world.leader)
    actions.send_back(report, by=world.leader)
    actions.revise(report, {"text": "获奖15人。"}, seen=2, by=world.clerk)
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    with pytest.raises(actions.Refused, match="第1行“15”"):
        actions.issue(report, on=ON, by=world.leader)
    assert actions.issue(report, on=ON, accept_typed=True, by=world.leader).is_issued


def test_an_issued_report_takes_no_change(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world)
    with pytest.raises(actions.Refused, match="已签发"):
        actions.revise(report, {"text": "另写"}, seen=report.revision, by=world.clerk)
    for step in (actions.submit, actions.send_back):
        with pytest.raises(actions.Refused):
            step(report, by=world.leader)
    for change in (
        lambda: Report.objects.filter(pk=report.pk).update(text="另写"),
        lambda: Report.objects.filter(pk=report.pk).update(state="draft"),
        lambda: FrozenFigure.objects.filter(report=report).update(number=1),
        lambda: FrozenFigure.objects.filter(report=report).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(TypeError):
        report.delete()


def test_a_second_writer_does_not_overwrite_the_first(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world)
    actions.revise(report, {"text": "甲"}, seen=report.revision, by=world.clerk)
    with pytest.raises(actions.ChangedMeanwhile, match="没有丢失"):
        actions.revise(report, {"text": "乙"}, seen=report.revision, by=world.colleague)
    assert Report.objects.get(pk=report.pk).text == "甲"


def test_a_text_with_faults_is_not_submitted(world: SimpleNamespace, people: list[Any]) -> None:
    with pytest.raises(actions.Refused, match="第1行：花括号没有成对"):
        actions.submit(written(world, "{test.people"), by=world.clerk)


def test_row_keys_are_packed_small_and_come_back_whole() -> None:
    keys = list(range(5, 200_000))
    assert len(pack(keys)) < 2000
    assert unpack(pack(keys)) == set(keys)
    assert unpack(pack([])) == set()


def test_handing_in_holds_the_database_without_counting_anybody(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world)
    with CaptureQueriesContext(connection) as asked:
        actions.submit(report, by=world.clerk)
    assert not [query for query in asked.captured_queries if "people_person" in query["sql"]]
