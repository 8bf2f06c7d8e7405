"""Scores as they come in: outcomes over the years, lines that change, corrections with their trace, misconduct."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.exams import actions
from rencai.exams.models import Article, Entry, LineKind, Outcome, ScoreState, Subject
from rencai.exams.outcomes import Mark
from rencai.exams.tests import factory
from rencai.org import audit
from rencai.people.tests import factory as people


@pytest.fixture
def person(world: SimpleNamespace) -> object:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


def test_a_subject_of_last_year_completes_the_intermediate_level(world: SimpleNamespace, person: object) -> None:
    before = factory.entry(factory.sitting(2021, "intermediate"), person, 70, 50, 65)
    now = factory.entry(factory.sitting(2022, "intermediate"), person, "缺考", 62, "缺考")
    assert before.outcome == Outcome.PARTIAL
    assert now.outcome == Outcome.NATIONAL
    assert now.rolled == "社会工作综合能力、社会工作法规与政策"


def test_two_years_ago_no_longer_counts_unless_a_document_says_so(world: SimpleNamespace, person: object) -> None:
    factory.entry(factory.sitting(2020, "intermediate"), person, 70, 50, 65)
    now = factory.entry(factory.sitting(2022, "intermediate"), person, "缺考", 62, "缺考")
    assert now.outcome == Outcome.PARTIAL
    actions.extend("629921", "intermediate", 2020, 2022, "云州人社函〔2021〕9号", by=world.clerk)
    now.refresh_from_db()
    assert now.outcome == Outcome.NATIONAL


def test_the_assistant_level_is_passed_in_one_year_only(world: SimpleNamespace, person: object) -> None:
    factory.entry(factory.sitting(2021), person, 90, 30)
    assert factory.entry(factory.sitting(2022), person, "缺考", 90).outcome == Outcome.PARTIAL


def test_a_local_line_entered_later_settles_the_sitting_anew(world: SimpleNamespace, person: object) -> None:
    sitting = factory.sitting()
    entry = factory.entry(sitting, person, 57, 61)
    assert entry.outcome == Outcome.PARTIAL
    actions.set_line(sitting, LineKind.LOCAL, Decimal(55), "云州人社函〔2022〕1号", by=world.clerk)
    entry.refresh_from_db()
    assert entry.outcome == Outcome.LOCAL


def test_nobody_has_a_score_before_the_examination(world: SimpleNamespace, person: object, time_machine: Any) -> None:
    entry = factory.entry(factory.sitting(), person)
    time_machine.move_to("2022-06-17T20:00:00+08:00", tick=False)
    with pytest.raises(ValidationError, match="还不能登记成绩"):
        actions.record_scores(entry, factory.marks(entry.sitting, 70, 65), by=world.clerk)
    with pytest.raises(ValidationError, match="还不能登记成绩"):
        actions.record_scores(entry, factory.marks(entry.sitting, "缺考"), by=world.clerk)
    actions.record_scores(entry, factory.marks(entry.sitting, "免考"), by=world.clerk)
    time_machine.move_to("2022-06-18T08:00:00+08:00", tick=False)
    assert actions.record_scores(entry, factory.marks(entry.sitting, None, 65), by=world.clerk)


def test_a_line_without_a_document_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="不能为空"):
        actions.set_line(factory.sitting(), LineKind.LOCAL, Decimal(55), " ", by=world.clerk)


def test_a_correction_says_why_keeps_what_was_and_moves_the_following_year(
    world: SimpleNamespace, person: object
) -> None:
    before = factory.entry(factory.sitting(2021, "intermediate"), person, 70, 50, 58)
    now = factory.entry(factory.sitting(2022, "intermediate"), person, "缺考", 62, "缺考")
    assert now.outcome == Outcome.PARTIAL
    right = {Subject.POLICY: Mark(ScoreState.SCORED, Decimal(63))}
    with pytest.raises(ValidationError, match="依据"):
        actions.record_scores(before, right, by=world.clerk)
    assert actions.record_scores(before, right, by=world.clerk, reason="成绩复核通知") == ["社会工作法规与政策"]
    change = before.score_changes.get()
    assert (change.before, change.after) == ("58", "63")
    now.refresh_from_db()
    assert now.outcome == Outcome.NATIONAL


def test_the_same_scores_again_change_nothing(world: SimpleNamespace, person: object) -> None:
    entry = factory.entry(factory.sitting(), person, 60, 60)
    revision = audit.revision()
    assert actions.record_scores(entry, factory.marks(entry.sitting, 60, 60), by=world.clerk) == []
    assert audit.revision() == revision


def test_scores_outside_the_range_or_of_another_level_are_refused(world: SimpleNamespace, person: object) -> None:
    entry = factory.entry(factory.sitting(), person)
    for wrong in ({Subject.PRACTICE: Mark(ScoreState.SCORED, Decimal(106))},
                  {Subject.POLICY: Mark(ScoreState.SCORED, Decimal(60))},
                  {Subject.PRACTICE: Mark(ScoreState.SCORED)}):  # fmt: skip
        with pytest.raises(ValidationError):
            actions.record_scores(entry, wrong, by=world.clerk)
    assert not entry.scores.exists()


def test_misconduct_voids_what_its_article_says_and_runs_its_term(world: SimpleNamespace, person: object) -> None:
    entry = factory.entry(factory.sitting(level="intermediate"), person, 70, 70, 70)
    found = actions.record_misconduct(
        entry, article=Article.ART_7, conduct="抄袭", document="云人考〔2022〕3号", decided_on=date(2022, 7, 1),
        by=world.clerk,
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.outcome == Outcome.VOID
    assert found.recorded_until == date(2027, 7, 1)
    actions.revoke_misconduct(found, on=date(2022, 8, 1), document="云人考〔2022〕8号", by=world.clerk)
    entry.refresh_from_db()
    assert entry.outcome == Outcome.NATIONAL


def test_a_minor_violation_voids_one_subject_and_is_not_archived(world: SimpleNamespace, person: object) -> None:
    entry = factory.entry(factory.sitting(), person, 70, 70)
    told = {"conduct": "未在规定座位", "document": "云人考〔2022〕4号", "decided_on": date(2022, 7, 1)}
    with pytest.raises(ValidationError, match="选择科目"):
        actions.record_misconduct(entry, article=Article.ART_6, by=world.clerk, **told)
    found = actions.record_misconduct(
        entry, article=Article.ART_6, subject=Subject.PRACTICE, by=world.clerk, **told
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.outcome == Outcome.PARTIAL
    assert not found.archived
    assert found.recorded_until is None


def test_entering_twice_makes_one_entry_at_the_unit_of_the_day(world: SimpleNamespace, person: object) -> None:
    sitting = factory.sitting()
    assert len(actions.enter(sitting, [person], on=date(2022, 4, 20), by=world.clerk)) == 1
    assert actions.enter(sitting, [person], on=date(2022, 4, 20), by=world.clerk) == []
    entry = Entry.objects.get()
    assert (entry.unit, entry.area_code) == (world.organisation, world.organisation.area_id)


def test_somebody_of_another_county_cannot_be_entered(world: SimpleNamespace) -> None:
    stranger = people.person(world.strange_station, "外县人")
    with pytest.raises(ValidationError, match="本县"):
        actions.enter(factory.sitting(), [stranger], on=None, by=world.clerk)


def test_the_senior_proof_lasts_three_years_and_the_review_waits_for_its_notice(
    world: SimpleNamespace, person: object
) -> None:
    entry = factory.entry(factory.sitting(level="senior"), person, 60)
    proof = actions.record_proof(entry, issued_on=date(2022, 9, 10), by=world.clerk)
    assert proof.valid_until == date(2025, 9, 9)
    with pytest.raises(ValidationError, match="已经登记"):
        actions.record_proof(entry, issued_on=date(2022, 9, 10), by=world.clerk)
    with pytest.raises(ValidationError, match="有效期"):
        actions.start_review(proof, on=date(2025, 9, 10), by=world.clerk)
    review = actions.start_review(proof, on=date(2025, 9, 9), by=world.clerk)
    with pytest.raises(ValidationError, match="公示期满"):
        actions.decide_review(review, passed=True, on=date(2025, 10, 1), note="", by=world.clerk)
    actions.publish_notice(review, starts=date(2025, 9, 20), ends=date(2025, 9, 26), document="云评〔2025〕1号",
                           by=world.clerk)  # fmt: skip
    actions.decide_review(review, passed=True, on=date(2025, 9, 27), note="", by=world.clerk)
    with pytest.raises(ValidationError, match="已有结果"):
        actions.decide_review(review, passed=False, on=date(2025, 9, 28), note="x", by=world.clerk)
