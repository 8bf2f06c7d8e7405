"""One ledger in four units: batches, attendances, persons, hours; by place at the time, for any day, for any role."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rencai.org.models import User
from rencai.people.actions import move
from rencai.people.models import Person
from rencai.people.tests.factory import person
from rencai.training import actions
from rencai.training.costs import costs
from rencai.training.figures import attended, programmes, staff
from rencai.training.models import Batch, BatchState, Enrolment, MemberState, Presence
from rencai.training.tests import factory
from rencai.training.views.summary import unit_shares
from rencai.ui.figures import Figure, Scope

FIGURES = (attended.batches, attended.attendances, attended.persons, attended.hours)
DAY = date(2022, 12, 31)


@pytest.fixture
def year(world: SimpleNamespace) -> SimpleNamespace:
    """Two batches of 7 学时: one with 甲 and 乙, a provincial one with 甲 alone who left after the morning."""
    one, two = person(world.station, "甲一"), person(world.organisation, "乙二")
    both = [(one, world.station), (two, world.organisation)]
    world.first = factory.held(world.clerk, both, date(2022, 3, 10), spent=100_000)
    second = factory.batch(day=date(2022, 11, 9))
    enrolment = factory.enrol(second, one, world.station)
    morning, afternoon = second.sessions.all()
    factory.attend(enrolment, [morning], world.clerk, Presence.LEFT_EARLY)
    factory.attend(enrolment, [afternoon], world.clerk, Presence.ABSENT)
    absent = factory.enrol(second, two, world.organisation)
    factory.attend(absent, second.sessions.all(), world.clerk, Presence.EXCUSED)
    actions.finish(second, today=DAY, by=world.clerk)
    second.course.organiser_level = "province"
    second.course.save()
    world.one, world.two, world.second = one, two, second
    return world


def told(user: User, on: date = DAY, **narrowed: Any) -> list[int]:
    scope = Scope(on=on, user=user, **narrowed)
    return [figure.number(scope) for figure in FIGURES]


def test_the_four_units_are_four_numbers(year: SimpleNamespace) -> None:
    assert told(year.clerk) == [2, 3, 2, 18]


def test_a_figure_is_told_for_any_day_of_its_year(year: SimpleNamespace) -> None:
    assert told(year.clerk, date(2022, 3, 9)) == [0, 0, 0, 0]
    assert told(year.clerk, date(2022, 3, 10)) == [1, 2, 2, 14]
    assert told(year.clerk, date(2022, 11, 8)) == [1, 2, 2, 14]
    assert told(year.clerk, date(2023, 3, 10)) == [0, 0, 0, 0]


def test_units_and_townships_see_their_own_people_only(year: SimpleNamespace) -> None:
    assert told(year.unit_contact) == [1, 1, 1, 7]
    assert told(year.township_clerk) == [2, 3, 2, 18]
    assert told(year.stranger) == [0, 0, 0, 0]
    assert told(year.clerk, unit=year.station.pk) == [2, 2, 1, 11]
    assert told(year.clerk, area="629921002") == [0, 0, 0, 0]
    assert told(year.clerk, area="629921001") == [2, 3, 2, 18]


def test_persons_are_counted_without_a_look_at_each_and_are_those_that_the_list_names(year: SimpleNamespace) -> None:
    scope = Scope(on=DAY, user=year.clerk)
    rows = attended.persons.rows(scope)
    with CaptureQueriesContext(connection) as asked:
        assert (rows.count(), rows.order_by("pinyin").count()) == (2, 2)
    assert not any("people_person" in query["sql"] for query in asked.captured_queries)
    assert {one.name for one in rows} == {"甲一", "乙二"}
    assert rows.filter(name="甲一").count() == rows.exclude(name="甲一").count() == 1
    assert (rows.all()[:1].count(), rows.none().count(), rows.filter(name="甲一")[:1].count()) == (1, 0, 1)


def test_units_with_the_fewest_trained_come_first_and_are_counted_alike_in_memory_and_in_the_database(
    year: SimpleNamespace,
) -> None:
    person(year.station, "丙三")
    person(year.other_station, "丁四")
    person(year.strange_station, "外县人")
    scope = Scope(on=DAY, user=year.leader)
    known = unit_shares(scope)
    assert [(one.name, one.trained, one.people) for one in known] == [
        (year.other_station.name, 0, 1), (year.station.name, 1, 2), (year.organisation.name, 1, 1),
    ]  # fmt: skip
    with transaction.atomic():
        assert unit_shares(scope) == known
    assert unit_shares(Scope(on=date(1990, 1, 1), user=year.leader)) == []


def test_what_somebody_came_to_stays_where_they_were_then(year: SimpleNamespace) -> None:
    move(year.one, year.other_station, date(2022, 12, 1), by=year.clerk, reason="调动")
    assert told(year.clerk, unit=year.station.pk) == [2, 2, 1, 11]
    assert told(year.clerk, unit=year.other_station.pk) == [0, 0, 0, 0]
    scope = Scope(on=DAY, user=year.clerk, unit=year.other_station.pk)
    assert staff.staff_trained.number(scope) == 1


def test_batches_not_finished_and_cancelled_ones_count_nowhere(year: SimpleNamespace) -> None:
    for state in (BatchState.CONFIRMED, BatchState.CANCELLED, BatchState.OPEN, BatchState.PLANNED):
        Batch.objects.filter(pk=year.first.pk).update(state=state)
        assert told(year.clerk) == [1, 1, 1, 4]


def test_a_batch_that_nobody_came_to_is_a_batch_of_the_county_and_of_no_unit(year: SimpleNamespace) -> None:
    factory.held(year.clerk, [], date(2022, 5, 5))
    assert told(year.clerk)[0] == 3
    assert told(year.township_clerk)[0] == 2


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_breakdowns_divide_by_level_month_and_place(year: SimpleNamespace, figure: Figure) -> None:
    scope = Scope(on=DAY, user=year.clerk)
    numbers = {one.key: figure.counts(scope, one.parts(scope)) for one in figure.breakdowns}
    expected = {
        "training.batches": (1, 1), "training.attendances": (1, 2), "training.persons": (1, 2),
        "training.hours": (4, 14),
    }[figure.key]  # fmt: skip
    assert (numbers["organiser_level"]["province"], numbers["organiser_level"]["bureau"]) == expected
    assert (numbers["month"]["11"], numbers["month"]["03"]) == expected
    if figure is not attended.batches:
        assert numbers["township"]["629921001"] == figure.number(scope)
        assert numbers["unit_kind"]["station"] == {"training.attendances": 2, "training.persons": 1}.get(figure.key, 11)


def test_never_sent_looks_back_three_years_to_the_day(year: SimpleNamespace) -> None:
    other = person(year.station, "丙三")

    def names(on: date) -> set[str]:
        return {row.name for row in staff.never_sent.rows(Scope(on=on, user=year.clerk))}

    assert names(DAY) == {"丙三"}
    assert names(date(2025, 3, 9)) == {"丙三"}
    assert names(date(2025, 3, 10)) == {"丙三", "乙二"}
    assert names(date(2025, 11, 9)) == {"丙三", "乙二", "甲一"}
    assert names(date(2022, 3, 9)) == {"丙三", "乙二", "甲一"}
    other.employments.update(ends=date(2022, 12, 1))
    assert names(DAY) == set()


def test_the_share_of_trained_staff_is_of_the_register(year: SimpleNamespace) -> None:
    person(year.station, "丙三")
    part, whole = staff.staff_trained_share.part, staff.staff_trained_share.whole
    for user, numbers in ((year.clerk, (2, 3)), (year.unit_contact, (1, 1)), (year.stranger, (0, 0))):
        scope = Scope(on=DAY, user=user)
        assert (part.number(scope), whole.number(scope)) == numbers
    assert staff.staff_trained_share.of(2, 3) == 667


def test_money_for_an_hour_is_exact_and_unknown_money_is_not_nothing(year: SimpleNamespace) -> None:
    told_of = costs(year.clerk, DAY)
    assert [(line.hours, line.batch.spent, line.each) for line in told_of.lines] == [
        (14, 100_000, 7143),
        (4, None, None),
    ]
    assert (told_of.spent, told_of.hours, told_of.each, told_of.unknown) == (100_000, 14, 7143, 1)
    actions.edit_batch(year.second, {"spent": 0}, by=year.clerk)
    again = costs(year.clerk, DAY)
    assert (again.lines[1].each, again.each, again.unknown) == (0, 5556, 0)
    assert costs(year.stranger, DAY).each is None


def test_money_of_a_batch_without_hours_is_divided_by_nobody(year: SimpleNamespace) -> None:
    factory.held(year.clerk, [], date(2022, 6, 6), spent=5000)
    told_of = costs(year.clerk, DAY)
    assert (told_of.each, told_of.unknown, len(told_of.known)) == (7143, 1, 1)


def joined(world: SimpleNamespace, one: Person, on: date) -> Any:
    return actions.join(world.programme, one, on=on, by=world.clerk)


def test_members_of_programmes_are_told_as_of_the_day(world: SimpleNamespace) -> None:
    world.programme = factory.programme()
    one, two, three = (person(world.station, name) for name in ("甲一", "乙二", "丙三"))
    members = [joined(world, who, date(2025, 9, 1)) for who in (one, two, three)]
    done, left = MemberState.COMPLETED, MemberState.LEFT
    actions.leave_programme(members[0], done, on=date(2026, 7, 1), outcome="结业证书", by=world.clerk)
    actions.leave_programme(members[1], left, on=date(2026, 3, 1), outcome="调离", by=world.clerk)

    def numbers(on: date, user: User = world.clerk) -> tuple[int, ...]:
        scope = Scope(on=on, user=user)
        return tuple(one.number(scope) for one in (programmes.members, programmes.completed, programmes.ended))

    assert numbers(date(2025, 8, 31)) == (0, 0, 0)
    assert numbers(date(2026, 2, 28)) == (3, 0, 0)
    assert numbers(date(2026, 6, 30)) == (2, 0, 1)
    assert numbers(date(2026, 7, 1)) == (1, 1, 2)
    assert numbers(date(2026, 7, 1), world.unit_contact) == (0, 0, 0)
    assert programmes.completion_rate.of(1, 2) == 500


def test_hours_are_never_more_than_the_ledger_says(year: SimpleNamespace) -> None:
    rows = Enrolment.objects.filter(batch=year.second).order_by("pk")
    assert [row.hours for row in rows] == [4, 0]
