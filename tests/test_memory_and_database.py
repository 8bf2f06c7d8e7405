"""What is answered from memory is what the database answers: every figure, part and filter, also after changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from rencai.org.actions.units import rename_unit
from rencai.org.models import Unit, User
from rencai.people.actions.employments import leave, rehire, transfer
from rencai.people.actions.fields import change_fields
from rencai.people.actions.records import set_categories, set_qualification
from rencai.people.figures.register import on_register
from rencai.people.figures.rows import PeopleThen
from rencai.people.models import CategoryKind, Person, Source
from rencai.people.standing import store
from rencai.site.demo import places
from rencai.site.demo.load import load_organisation, load_people
from rencai.site.demo.people import population
from rencai.ui.figures import FIGURES, Figure, Scope, keys_of, page_of

pytestmark = pytest.mark.django_db
END_OF_YEAR = date(2022, 12, 31)
DAYS = [date(2021, 6, 30), END_OF_YEAR]
DIVIDED = ("people.on_register", "people.qualified", "people.left_this_year")
PEOPLE = {
    key: figure
    for key, figure in FIGURES.items()
    if isinstance(figure, Figure) and key.startswith("people.") and key != "people.units_with_people"
}


@pytest.fixture
def county() -> User:
    """The clerk of a demo county with some four hundred people who moved, left, and changed."""
    units, accounts = load_organisation()
    keys = {code: unit.pk for code, unit in units.items()}
    citizens = population(places.COUNTY, places.units(), keys)
    load_people(citizens[::7], places.COUNTY, accounts["clerk"])
    load_people(population(places.STRANGER, places.strange_units(), keys)[::10], places.STRANGER, accounts["clerk"])
    return User.objects.get(username="clerk")


def answers(figure: Figure, scope: Scope) -> dict[str, Any]:
    """Everything that is asked of a figure's rows."""
    rows = figure.rows(scope).order_by(*figure.order)
    found: dict[str, Any] = {
        "number": figure.number(scope),
        "keys": keys_of(rows),
        "page": [row.pk for row in page_of(rows, 3, 8)],
    }
    if figure.key not in DIVIDED:
        return found
    for breakdown in figure.breakdowns:
        found[breakdown.key] = figure.counts(scope, breakdown.parts(scope))
    for choice in figure.choices:
        for value, _ in [*choice.options(scope)[:3], *choice.options(scope)[-1:]]:
            found[f"{choice.key}={value}"] = rows.filter(choice.where(value, scope)).count()
    return found


def both(figure: Figure, scope: Scope) -> tuple[dict[str, Any], dict[str, Any]]:
    """From memory, and, inside a transaction, from the database."""
    remembered = answers(figure, scope)
    with transaction.atomic():
        return remembered, answers(figure, scope)


def test_every_figure_counts_the_same_in_memory_as_in_the_database(county: User) -> None:
    users = {user.username: user for user in User.objects.all()}
    scopes = [Scope(on=day, user=users[name]) for day in DAYS for name in ("clerk", "township", "contact", "neighbour")]
    scopes += [
        Scope(on=END_OF_YEAR, user=county, area="629921102"),
        Scope(END_OF_YEAR, county, unit=Unit.objects.earliest("pk").pk),
    ]
    for scope in scopes:
        for key, figure in PEOPLE.items():
            remembered, asked = both(figure, scope)
            assert remembered == asked, f"{key} {scope}"
    assert on_register.number(scopes[4]) > 300


def test_memory_really_answers_for_the_bureau_and_stays_silent_inside_a_transaction(county: User) -> None:
    rows: Any = on_register.rows(Scope(on=END_OF_YEAR, user=county))
    assert isinstance(rows, PeopleThen)
    assert rows.tally([]) == []
    assert rows.filter(pinyin__startswith="zhang").tally([]) is None
    with transaction.atomic():
        assert rows.tally([]) is None


def test_nobody_without_a_register_gets_anything_from_memory(county: User) -> None:
    for user in User.objects.filter(role__in=["system_admin", "security_admin", "audit_admin", "talent"]):
        assert on_register.number(Scope(on=END_OF_YEAR, user=user)) == 0


def _changes(by: User) -> list[tuple[str, Callable[[], Any]]]:
    today = timezone.localdate()
    there = list(Person.objects.filter(county=by.county, employments__ends__isnull=True).order_by("pk").distinct()[:8])
    unit = Unit.objects.filter(area__code__startswith="629921102", ends__isnull=True).first()
    assert unit is not None
    first, second, third, fourth, fifth = there[:5]
    return [
        ("moved", lambda: transfer(first, unit, today, by=by)),
        ("left", lambda: leave(second, today, "辞职", by=by)),
        ("came back", lambda: rehire(second, unit, today, by=by)),
        (
            "renamed to the end of the list",
            lambda: change_fields(third, {"name": "左左"}, on=today, source=Source.SELF, by=by),
        ),
        ("renamed to its start", lambda: change_fields(third, {"name": "阿安"}, on=today, source=Source.SELF, by=by)),
        ("categories", lambda: set_categories(fourth, list(CategoryKind.values), on=today, by=by)),
        ("qualified", lambda: set_qualification(fifth, {"level": "senior"}, on=today, by=by)),
        ("unit renamed", lambda: rename_unit(unit, "云川县新名称民政站", today, by=by)),
    ]


def test_a_change_is_in_the_numbers_at_once_and_reads_only_who_changed(
    county: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Any] = []
    whole = store.read
    monkeypatch.setattr(store, "read", lambda *asked: read.append(asked[2:]) or whole(*asked))
    scope = Scope(on=timezone.localdate(), user=county)
    shown = [on_register, PEOPLE["people.overlap"], PEOPLE["people.qualified_senior"]]
    for figure in shown:
        figure.number(scope)
    assert read == [()]
    for what, change in _changes(county):
        change()
        for figure in shown:
            for asked in (scope, replace(scope, area="629921102")):
                remembered, database = both(figure, asked)
                assert remembered == database, f"{what}: {figure.key}"
    assert [len(asked[0]) if asked else "everybody" for asked in read[1:]] == [1, 1, 1, 1, 1, 1, 1, "everybody"]


def test_the_largest_registers_are_read_before_anybody_asks(county: User, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    whole = store.read
    monkeypatch.setattr(store, "read", lambda *asked: read.append(asked) or whole(*asked))
    monkeypatch.setattr(store.connection, "close", lambda: None)  # the connection of the test, not of a thread
    store.warm(END_OF_YEAR)
    assert read == [(places.COUNTY, END_OF_YEAR), (places.STRANGER, END_OF_YEAR)]
    on_register.number(Scope(on=END_OF_YEAR, user=county))
    assert len(read) == 2


def test_a_far_page_of_the_list_shows_who_stands_there(county: User, client: Client) -> None:
    client.force_login(county)
    scope = Scope(on=END_OF_YEAR, user=county)
    last = -(-on_register.number(scope) // 50)
    page = client.get(f"/figures/people.on_register/?on=2022-12-31&page={last}").content.decode()
    with transaction.atomic():
        wanted = list(on_register.rows(scope).order_by(*on_register.order))[(last - 1) * 50 :]
    assert wanted
    for person in wanted:
        assert f"/people/{person.pk}/" in page
