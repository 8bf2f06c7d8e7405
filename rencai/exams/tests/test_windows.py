"""Subjects passed count for two years at 社会工作师 and for one at 助理; a local pass is never made a national one."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.exams import actions
from rencai.exams.models import Entry, LineKind, Outcome
from rencai.exams.tests import factory
from rencai.people.models import Person
from rencai.people.tests import factory as people


@pytest.fixture
def person(world: SimpleNamespace) -> Person:
    return people.person(world.organisation, "贺云", on=date(2018, 3, 1))


def sat(person: Person, year: int, *marks: Any, level: str = "intermediate", local: bool = False) -> Entry:
    sitting = factory.sitting(year, level)
    if local:
        factory.local_line(sitting)
    return factory.entry(sitting, person, *marks)


def told(entry: Entry) -> tuple[str, str]:
    entry.refresh_from_db()
    return entry.outcome, entry.rolled


def test_three_subjects_over_two_years_are_a_pass_over_three_they_are_none(person: Person) -> None:
    sat(person, 2021, 60, 50, 50)
    sat(person, 2022, "缺考", 60, 50)
    last = sat(person, 2023, "缺考", "缺考", 60)
    assert told(last) == (Outcome.PARTIAL, "社会工作实务")
    again = sat(person, 2024, 60, 60, "缺考")
    assert told(again) == (Outcome.NATIONAL, "社会工作法规与政策")


def test_a_subject_passed_again_counts_by_this_years_score(person: Person) -> None:
    sat(person, 2022, 60, 60, 50)
    assert told(sat(person, 2023, 70, 30, 60)) == (Outcome.NATIONAL, "社会工作实务")


def test_a_year_left_out_ends_the_window(person: Person) -> None:
    sat(person, 2021, 60, 60, 50)
    assert told(sat(person, 2023, "缺考", "缺考", 60)) == (Outcome.PARTIAL, "")


@pytest.mark.parametrize(("until", "outcome"), [(2022, Outcome.PARTIAL), (2023, Outcome.NATIONAL)])
def test_a_decision_lets_them_count_up_to_its_year(
    world: SimpleNamespace, person: Person, until: int, outcome: Outcome
) -> None:
    sat(person, 2021, 60, 60, 50)
    now = sat(person, 2023, "缺考", "缺考", 60)
    actions.extend("629921", "intermediate", 2021, until, "云州人社函〔2022〕9号", by=world.clerk)
    assert told(now)[0] == outcome


def test_a_decision_made_before_the_scores_come_in_counts_as_well(world: SimpleNamespace, person: Person) -> None:
    sat(person, 2021, 60, 60, 50)
    actions.extend("629921", "intermediate", 2021, 2023, "云州人社函〔2022〕9号", by=world.clerk)
    assert told(sat(person, 2023, "缺考", "缺考", 60))[0] == Outcome.NATIONAL


def test_at_the_assistant_level_each_year_stands_alone_even_by_decision(world: SimpleNamespace, person: Person) -> None:
    sat(person, 2022, 90, 30, level="assistant")
    now = sat(person, 2023, "缺考", 90, level="assistant")
    assert told(now) == (Outcome.PARTIAL, "")
    actions.extend("629921", "assistant", 2022, 2023, "云州人社函〔2022〕9号", by=world.clerk)
    actions.settle_sitting(now.sitting, by=world.clerk)
    assert told(now) == (Outcome.PARTIAL, "")


def test_what_was_passed_at_one_level_counts_at_no_other(person: Person) -> None:
    sat(person, 2022, 90, 90, level="assistant")
    assert told(sat(person, 2023, "缺考", "缺考", 90)) == (Outcome.PARTIAL, "")


def test_one_subject_by_the_local_line_makes_the_whole_a_local_pass(person: Person) -> None:
    assert told(sat(person, 2023, 90, 90, 55, local=True)) == (Outcome.LOCAL, "")


def test_a_subject_of_last_years_local_line_makes_this_years_pass_a_local_one(person: Person) -> None:
    sat(person, 2022, 55, 60, 50, local=True)
    assert told(sat(person, 2023, "缺考", "缺考", 90)) == (Outcome.LOCAL, "社会工作综合能力、社会工作实务")


def test_the_same_subject_passed_nationally_now_makes_it_a_national_one(person: Person) -> None:
    sat(person, 2022, 55, 60, 50, local=True)
    assert told(sat(person, 2023, 60, "缺考", 90)) == (Outcome.NATIONAL, "社会工作实务")


def test_a_local_line_of_another_county_makes_nobody_pass_here(world: SimpleNamespace, person: Person) -> None:
    factory.local_line(factory.sitting(2023, county="629922", level="intermediate"))
    assert told(sat(person, 2023, 55, 60, 60))[0] == Outcome.PARTIAL


def test_a_line_of_one_subject_lowers_no_other(world: SimpleNamespace, person: Person) -> None:
    now = sat(person, 2023, 55, 60, 55)
    actions.set_line(now.sitting, LineKind.LOCAL, 55, "云州人社函〔2023〕1号", by=world.clerk, subject="policy")
    assert told(now)[0] == Outcome.PARTIAL
    actions.set_line(now.sitting, LineKind.LOCAL, 55, "云州人社函〔2023〕1号", by=world.clerk, subject="comprehensive")
    assert told(now)[0] == Outcome.LOCAL


def test_an_exemption_with_nothing_before_it_is_taken_as_the_list_says(person: Person) -> None:
    assert told(sat(person, 2023, "免考", 60, 60)) == (Outcome.NATIONAL, "社会工作综合能力")


def test_an_exemption_of_what_was_passed_locally_stays_local(person: Person) -> None:
    sat(person, 2022, 55, 50, 50, local=True)
    assert told(sat(person, 2023, "免考", 60, 60)) == (Outcome.LOCAL, "社会工作综合能力")


def test_a_make_up_of_the_year_counts_for_that_year(person: Person) -> None:
    """Held in spring 2023 in place of 2022: its subjects count once more in 2023 and no longer in 2024."""
    sitting = factory.sitting(
        2022, "intermediate", make_up=True, first_day=date(2023, 4, 8), last_day=date(2023, 4, 8),
        results_on=date(2023, 6, 5),
    )  # fmt: skip
    factory.entry(sitting, person, 60, 60, 50)
    assert told(sat(person, 2023, "缺考", "缺考", 60))[0] == Outcome.NATIONAL
    assert told(sat(person, 2024, 50, "缺考", "缺考")) == (Outcome.FAILED, "社会工作法规与政策")
