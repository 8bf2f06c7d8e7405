"""Every figure of the register: its number is its rows, its parts add up, and the past stays what it was."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.db.models import Q

import rencai.people.figures
from rencai.org.models import User
from rencai.people.actions import change_fields, leave, set_categories, set_education, set_qualification, transfer
from rencai.people.figures.ages import band, unknown_age
from rencai.people.tests.factory import categorise, educate, person, qualify, serve
from rencai.ui.figures import FIGURES, Figure, Ratio, Scope

assert rencai.people.figures
KEYS = sorted(key for key, figure in FIGURES.items() if key.startswith("people.") and isinstance(figure, Figure))
END_2021, END_2022 = date(2021, 12, 31), date(2022, 12, 31)


@pytest.fixture
def register(world: SimpleNamespace) -> SimpleNamespace:
    """Two years of a small county, with a stranger next door."""
    w = world
    w.zhang = person(w.station, "张三", sex="1", birth="1980-01-01", political_status="中共党员", key_person=True)
    w.li = person(w.organisation, "李四", sex="2", birth="1990-06", political_status="群众", key_person=False)
    w.wang = person(w.bureau, "王五", birth="1986", political_status="自由职业者", kind="established")
    w.zhao = person(w.station, "赵六", sex="2", birth="1960-02-29", ethnicity="回族")
    w.new = person(w.organisation, "新来的", on=date(2022, 5, 1), sex="2", birth="1999-09-09")
    w.strange = person(w.strange_station, "外县人", sex="2", birth="1985-05-05")
    categorise(w.zhang, "grassroots", "social_work")
    categorise(w.li, "social_organisation")
    categorise(w.strange, "social_work")
    educate(w.zhang, "20", is_social_work=True)
    educate(w.li, "10", degree="3", is_social_work=False)
    qualify(w.zhang, "intermediate", valid_until="2022-12")
    qualify(w.li, "assistant", valid_until="2022-12-30")
    qualify(w.zhao, "", known_none=True)
    qualify(w.strange, "senior")
    serve(w.li, "community", "charity")
    transfer(w.zhang, w.other_station, date(2022, 3, 1), by=w.clerk, post_title="站长")
    change_fields(w.li, {"political_status": "中共党员"}, on=date(2022, 7, 1), source="confirmed", by=w.clerk)
    set_education(w.wang, {"level": "20"}, on=date(2022, 9, 1), by=w.clerk)
    set_qualification(w.zhang, {"level": "senior"}, on=date(2022, 10, 1), by=w.clerk)
    set_categories(w.li, ["social_organisation", "social_work"], on=date(2022, 10, 1), by=w.clerk)
    leave(w.zhao, date(2022, 11, 1), "退休", by=w.clerk)
    return w


def scopes(w: SimpleNamespace) -> Iterator[Scope]:
    for day in (date(2020, 1, 1), END_2021, END_2022, date(2022, 3, 1)):
        for user in (w.clerk, w.township_clerk, w.unit_contact, w.leader, w.stranger):
            yield Scope(day, user)
        yield Scope(day, w.clerk, area="629921001")
        yield Scope(day, w.clerk, area="629921")
        yield Scope(day, w.clerk, unit=w.station.pk)


def number(key: str, user: User, day: date = END_2022, **place: object) -> int:
    figure = FIGURES[key]
    assert isinstance(figure, Figure)
    return figure.number(Scope(day, user, **place))


@pytest.mark.parametrize("key", KEYS)
def test_a_number_is_the_rows_on_its_list(register: SimpleNamespace, key: str) -> None:
    figure = FIGURES[key]
    for scope in scopes(register):
        rows = list(figure.rows(scope).order_by(*figure.order))
        figure.prepare(rows, scope)
        assert figure.number(scope) == len(rows) == len({row.pk for row in rows})
        for row in rows:
            assert all(isinstance(column.of(row), str | int) for column in figure.columns)


@pytest.mark.parametrize("key", KEYS)
def test_the_parts_of_a_breakdown_add_up_or_say_why_not(register: SimpleNamespace, key: str) -> None:
    figure = FIGURES[key]
    for scope in (
        Scope(END_2021, register.clerk),
        Scope(END_2022, register.clerk),
        Scope(END_2022, register.township_clerk),
    ):
        whole = figure.number(scope)
        for breakdown in figure.breakdowns:
            parts = breakdown.parts(scope)
            counted = figure.counts(scope, parts)
            for part in parts if key == "people.on_register" else parts[:2]:
                assert counted[part.key] == figure.rows(scope).filter(part.where).count(), (breakdown.key, part.key)
            if breakdown.overlap:
                assert sum(counted.values()) >= whole
            else:
                assert sum(counted.values()) == whole, (breakdown.key, counted)


@pytest.mark.parametrize("key", KEYS)
def test_a_filter_lists_what_its_part_counts(register: SimpleNamespace, key: str) -> None:
    figure, scope = FIGURES[key], Scope(END_2022, register.clerk)
    for choice in figure.choices:
        value = choice.options(scope)[-1][0]
        rows = figure.rows(scope).filter(choice.where(value, scope))
        assert rows.count() == len(rows)
        assert not figure.rows(scope).filter(figure.choices[0].where("nonsense", scope))


@pytest.mark.parametrize("key", KEYS)
def test_a_stranger_is_in_no_figure(register: SimpleNamespace, key: str) -> None:
    figure = FIGURES[key]
    for scope in scopes(register):
        names = {getattr(row, "name", "") for row in figure.rows(scope)}
        assert ("外县人" in names or "邻山县邻山镇民政站" in names) <= (scope.user == register.stranger)
        if scope.user == register.stranger:
            assert names <= {"外县人", "邻山县邻山镇民政站"}


def test_the_county_at_two_year_ends(register: SimpleNamespace) -> None:
    clerk = register.clerk
    expected = {
        "people.on_register": (4, 4), "people.social_work_talents": (1, 2), "people.grassroots": (1, 1),
        "people.social_organisation_talents": (1, 1), "people.officials": (0, 0), "people.overlap": (1, 2),
        "people.qualified": (2, 2), "people.qualified_assistant": (1, 1), "people.qualified_intermediate": (1, 0),
        "people.qualified_senior": (0, 1), "people.registered_valid": (2, 0), "people.bachelor_or_above": (2, 3),
        "people.social_work_majors": (1, 1), "people.party_members": (1, 2), "people.women": (2, 2),
        "people.key_persons": (1, 1), "people.units_with_people": (3, 3), "people.joined_this_year": (4, 1),
        "people.left_this_year": (0, 1),
    }  # fmt: skip
    found = {key: (number(key, clerk, END_2021), number(key, clerk, END_2022)) for key in KEYS}
    assert found == expected


def test_a_township_and_a_unit_count_their_own(register: SimpleNamespace) -> None:
    assert number("people.on_register", register.township_clerk, END_2021) == 3
    assert number("people.on_register", register.township_clerk, END_2022) == 2
    assert number("people.on_register", register.unit_contact) == 2
    assert number("people.left_this_year", register.township_clerk) == 2
    assert number("people.on_register", register.clerk, area="629921002") == 1
    assert number("people.on_register", register.clerk, area="629922001") == 0
    assert number("people.on_register", register.clerk, unit=register.strange_station.pk) == 0


def test_the_year_balances(register: SimpleNamespace) -> None:
    for user in (register.clerk, register.township_clerk, register.unit_contact):
        came, left = number("people.joined_this_year", user), number("people.left_this_year", user)
        assert number("people.on_register", user, END_2021) + came - left == number("people.on_register", user)


def test_a_list_shows_people_as_they_were(register: SimpleNamespace) -> None:
    figure = FIGURES["people.on_register"]

    def line(name: str, day: date) -> dict[str, object]:
        rows = list(figure.rows(Scope(day, register.clerk)).filter(name=name))
        figure.prepare(rows, Scope(day, register.clerk))
        return {column.name: column.of(rows[0]) for column in figure.columns}

    before, after = line("张三", END_2021), line("张三", END_2022)
    assert (before["unit"], before["qualification"], before["age"]) == ("云川县青石镇民政站", "社会工作师", 41)
    assert (after["unit"], after["post_title"], after["qualification"]) == (
        "云川县北坡乡民政站",
        "站长",
        "高级社会工作师",
    )
    assert (line("李四", END_2021)["political_status"], line("李四", END_2022)["political_status"]) == (
        "群众",
        "中共党员",
    )
    assert "629921198" not in str(after["id"])


def test_a_page_of_people_costs_one_query_more(register: SimpleNamespace, django_assert_num_queries: object) -> None:
    figure, scope = FIGURES["people.on_register"], Scope(END_2022, register.clerk)
    with django_assert_num_queries(2):
        rows = list(figure.rows(scope).order_by(*figure.order)[:50])
        figure.prepare(rows, scope)
        assert [column.of(row) for row in rows for column in figure.columns]


def test_shares_are_of_the_register(register: SimpleNamespace) -> None:
    ratio = FIGURES["people.qualified_share"]
    assert isinstance(ratio, Ratio)
    scope = Scope(END_2022, register.clerk)
    assert ratio.of(ratio.part.number(scope), ratio.whole.number(scope)) == 500


@pytest.mark.parametrize(
    ("birth", "at_35", "to_35", "from_36"),
    [
        ("1987-12-31", True, True, False),
        ("1987-01-01", True, True, False),
        ("1986-12-31", False, False, True),
        ("1987", True, True, False),
        ("1986", False, False, True),
        ("1987-01", True, True, False),
        ("1986-12", False, False, True),
    ],
)
def test_age_at_the_year_end(register: SimpleNamespace, birth: str, at_35: bool, to_35: bool, from_36: bool) -> None:
    found = _ages(register, END_2022, birth)
    assert found == {"at_35": at_35, "to_35": to_35, "from_36": from_36, "unknown": False}


@pytest.mark.parametrize("birth", ["1987-06", "1986", ""])
def test_an_age_that_cannot_be_told_is_in_no_band(register: SimpleNamespace, birth: str) -> None:
    found = _ages(register, date(2022, 6, 15), birth)
    assert found["at_35"] is False
    assert found["unknown"] is (birth != "1987-06")


def _ages(w: SimpleNamespace, day: date, birth: str) -> dict[str, bool]:
    one = person(w.station, "岁数", birth="1970-01-01")
    type(one).objects.filter(pk=one.pk).update(birth=birth)
    rows = FIGURES["people.on_register"].rows(Scope(day, w.clerk)).filter(pk=one.pk)
    asked: dict[str, Q] = {
        "at_35": band(day, 35, 35),
        "to_35": band(day, None, 35),
        "from_36": band(day, 36, None),
        "unknown": unknown_age(day),
    }
    return {name: rows.filter(where).exists() for name, where in asked.items()}
