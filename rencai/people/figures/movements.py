"""Who came and who left in the calendar year: the number at its start plus came minus left is that of the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rencai.people.figures.breakdowns import BREAKDOWNS, CHOICES
from rencai.people.figures.columns import COLUMNS, page_of, prepare, prepare_on
from rencai.people.figures.register import BY_PINYIN
from rencai.people.figures.rows import employed_on, registered
from rencai.people.models import Person
from rencai.people.models.persons import PersonQuerySet
from rencai.people.search import search
from rencai.ui.figures import Breakdown, Choice, Figure, Scope, publish


def last_day_of_year_before(day: date) -> date:
    return date(day.year, 1, 1) - timedelta(days=1)


def _before(scope: Scope) -> Scope:
    return replace(scope, on=last_day_of_year_before(scope.on))


def _came(scope: Scope) -> PersonQuerySet:
    return registered(scope).exclude(pk__in=registered(_before(scope)).values("pk"))


def _left(scope: Scope) -> PersonQuerySet:
    there = employed_on(scope, _before(scope).on)
    return there.exclude(pk__in=registered(scope).values("pk"))


def _prepare_before(rows: Sequence[Person], scope: Scope) -> None:
    prepare_on(rows, _before(scope).on)


def _divided_before(breakdown: Breakdown) -> Breakdown:
    """Who left is divided by what they were before they left."""
    return replace(breakdown, parts=lambda scope: breakdown.parts(_before(scope)))


def _chosen_before(choice: Choice) -> Choice:
    return replace(choice, where=lambda value, scope: choice.where(value, _before(scope)))


joined_this_year = publish(
    Figure(
        key="people.joined_this_year",
        title="本年新增人数",
        unit="人",
        means="统计日在册而上年末不在册（含从范围外调入）的人员，按人去重；年内来了又走的不计入。",
        rows=_came,
        columns=COLUMNS,
        breakdowns=BREAKDOWNS,
        choices=CHOICES,
        search=search,
        prepare=prepare,
        link=page_of,
        order=BY_PINYIN,
    )
)
left_this_year = publish(
    Figure(
        key="people.left_this_year",
        title="本年减少人数",
        unit="人",
        means="上年末在册而统计日不在册（含调往范围外）的人员，按人去重，所列情况为上年末的情况。",
        rows=_left,
        columns=COLUMNS,
        breakdowns=[_divided_before(breakdown) for breakdown in BREAKDOWNS],
        choices=[_chosen_before(choice) for choice in CHOICES],
        search=search,
        prepare=_prepare_before,
        link=lambda row, scope: page_of(row, _before(scope)),
        order=BY_PINYIN,
    )
)
