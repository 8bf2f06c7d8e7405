"""Ninety 学时 a calendar year in institutions: a track of its own beside the account of the registration."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.certificates.education.account import account_of
from rencai.certificates.education.facts import facts
from rencai.certificates.education.rules import YEAR
from rencai.certificates.education.tests.conftest import learned
from rencai.certificates.models import Registration
from rencai.kernel.rules.explaining import Explanation, explain
from rencai.org.models import Unit
from rencai.people.actions import move
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training.tests.addresses import url

YEAR_END = date(2024, 12, 31)


@pytest.fixture(autouse=True)
def _first_of_june(time_machine: Any) -> None:
    time_machine.move_to("2025-06-01T10:00:00+08:00", tick=False)


@pytest.fixture
def home(world: SimpleNamespace) -> Unit:
    return Unit.objects.create(
        code="YC301", name="云川县中心敬老院", kind="nursing_home", area_id="629921001", starts=date(2015, 1, 1)
    )


@pytest.fixture
def carer(home: Unit) -> Person:
    return people.person(home, "沈禾", on=date(2018, 3, 1))


def told(person: Person, on: date = YEAR_END) -> Explanation:
    return explain(YEAR, facts(Person.objects.filter(pk=person.pk), on).row(0, named=True), on)


def clauses(person: Person, on: date = YEAR_END) -> dict[str, str]:
    return {clause.key: str(clause.status) for clause in told(person, on).clauses}


def test_ninety_hours_two_thirds_of_them_professional_are_enough(carer: Person) -> None:
    learned(carer, date(2024, 1, 1), 120, subject_kind="professional")
    learned(carer, YEAR_END, 60, subject_kind="public")
    assert clauses(carer) == {"whose": "待核实", "hours": "符合", "professional": "符合"}


@pytest.mark.parametrize(
    ("professional", "public", "gaps"),
    [(120, 59, ["差0.5学时"]), (119, 61, ["专业科目差0.5学时"]), (0, 180, ["专业科目差60学时"])],
)
def test_what_is_missing_is_told_by_kind(carer: Person, professional: int, public: int, gaps: list[str]) -> None:
    if professional:
        learned(carer, date(2024, 5, 6), professional, subject_kind="professional")
    learned(carer, date(2024, 5, 7), public, subject_kind="public")
    assert list(told(carer).gaps) == gaps
    assert str(told(carer).status) == "不符合"


def test_only_the_calendar_year_counts(carer: Person) -> None:
    learned(carer, date(2023, 12, 31), 180, subject_kind="professional")
    assert clauses(carer, date(2023, 12, 31))["hours"] == "符合"
    assert clauses(carer)["hours"] == "不符合"
    learned(carer, date(2024, 12, 31), 180, subject_kind="professional")
    assert clauses(carer, date(2024, 12, 30))["hours"] == "不符合"
    assert clauses(carer)["hours"] == "符合"


def test_hours_of_an_unknown_kind_leave_the_professional_ones_open(carer: Person) -> None:
    learned(carer, date(2024, 5, 6), 180)
    assert clauses(carer) == {"whose": "待核实", "hours": "符合", "professional": "待核实"}


def test_professional_hours_that_suffice_stay_enough_beside_unknown_ones(carer: Person) -> None:
    learned(carer, date(2024, 5, 6), 120, subject_kind="professional")
    learned(carer, date(2024, 5, 7), 60)
    assert clauses(carer)["professional"] == "符合"


def test_whoever_is_at_no_institution_is_not_meant(world: SimpleNamespace) -> None:
    outside = people.person(world.organisation, "贺云", on=date(2018, 3, 1))
    assert clauses(outside)["whose"] == "不符合"


def test_both_tracks_count_the_same_entry_each_by_its_own_days(
    home: Unit, world: SimpleNamespace, period: Registration, person: Person
) -> None:
    """Of the year 2022, before the registration began: the year knows it, the account does not."""
    move(person, home, date(2022, 1, 1), by=world.clerk, reason="调动")
    learned(person, date(2022, 6, 30), 180, subject_kind="professional")
    assert clauses(person, date(2022, 12, 31))["hours"] == "符合"
    assert account_of(period, date(2022, 12, 31)).counted == 0
    learned(person, date(2023, 6, 30), 40, subject_kind="professional")
    assert account_of(period, date(2023, 12, 31)).counted == 40
    assert clauses(person, date(2023, 12, 31))["hours"] == "不符合"


def test_the_list_holds_those_who_are_at_an_institution_on_the_day(
    world: SimpleNamespace, home: Unit, carer: Person, sign_in: Any
) -> None:
    people.person(world.organisation, "贺云", on=date(2018, 3, 1))
    move(carer, world.organisation, date(2025, 3, 1), by=world.clerk, reason="调动")
    client = sign_in(world.clerk)
    assert "范围内没有事业单位人员" in client.get(url("yearly-list")).text
    page = client.get(url("yearly-list", query="?on=2025-02-28")).text
    assert "沈禾" in page
    assert "贺云" not in page


def test_the_list_says_hours_verdict_and_gap_and_a_stranger_sees_none(
    world: SimpleNamespace, carer: Person, sign_in: Any
) -> None:
    learned(carer, date(2025, 5, 6), 25, subject_kind="professional")
    page = sign_in(world.clerk).get(url("yearly-list")).text
    for words in ("沈禾", "12.5", "不符合", "差77.5学时"):
        assert words in page
    assert "沈禾" not in sign_in(world.stranger).get(url("yearly-list")).text
    assert "沈禾" not in sign_in(world.unit_contact).get(url("yearly-list")).text
    assert "2025 年" in sign_in(world.clerk).get(url("learning", carer)).text
