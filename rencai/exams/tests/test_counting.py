"""Parts added up from groups are what the database counts for each, and figures of the same rows read them once."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, F, Q
from django.test.utils import CaptureQueriesContext

from rencai.exams import figures
from rencai.exams.models import Entry, Mobilised
from rencai.exams.tests import factory
from rencai.people.tests import factory as people
from rencai.ui.encoded import Unanswerable
from rencai.ui.figures import Part, Scope
from rencai.ui.grouped import Groups

FIELDS = ("sitting", "area_code", "outcome")


@pytest.fixture
def year(world: SimpleNamespace) -> SimpleNamespace:
    """Five entries of two sittings, of two townships, with four outcomes."""
    first, higher = factory.sitting(), factory.sitting(level="intermediate")
    marks = [(first, (70, 65)), (first, (60, 59)), (first, (10, 9)), (higher, (60, 60, 60)), (higher, (60, 60, 59))]
    for n, (sitting, scores) in enumerate(marks):
        unit = world.station if n % 2 else world.other_station
        factory.entry(sitting, people.person(unit, f"甲{n}"), *scores)
    return world


@pytest.mark.parametrize(
    "where",
    [
        Q(), Q(outcome="partial"), ~Q(outcome="partial"), Q(sitting__level="assistant") & ~Q(outcome__in=["failed"]),
        Q(sitting__first_day__lte=date(2022, 6, 18)) | Q(area_code__gte="629921002"), Q(sitting__results_on=None),
        Q(area_code__gte="629921001", area_code__lt="629921002", sitting__county="629921"), Q(outcome__in=[]),
    ],
)  # fmt: skip
def test_a_part_of_groups_is_what_the_database_counts(year: SimpleNamespace, where: Q) -> None:
    rows = Entry.objects.all()
    assert Groups(rows, FIELDS).tally([Q(), where]) == [5, rows.filter(where).count()]
    total = sum(rows.filter(where).values_list("sitting__year", flat=True))
    assert Groups(rows, FIELDS, "sitting__year").tally([where]) == [total]
    assert Groups(rows.none(), FIELDS).tally([where]) == [0]


@pytest.mark.parametrize(
    "where",
    [
        Q(person__name="甲1"),
        Q(unit=1),
        Q(outcome__iregex="x"),
        Q(sitting__level__iregex="a"),
        Q(pk__in=[1]),
        Q(sitting__first_day__year=2022),
        ~Q(Exists(Entry.objects.none())),
    ],
)
def test_what_groups_cannot_tell_is_asked_of_the_database_and_nothing_is_read_for_it(
    year: SimpleNamespace, where: Q
) -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(Unanswerable):
        Groups(Entry.objects.all(), FIELDS).tally([Q(), where])
    assert not asked.captured_queries
    scope = Scope(date(2022, 12, 31), year.clerk)
    found = figures.entered.counts(scope, [Part("all", "", Q()), Part("some", "", where)])
    assert found == {"all": 5, "some": Entry.objects.filter(where).count()}


def test_a_comparison_of_two_fields_is_asked_of_the_database(year: SimpleNamespace) -> None:
    found = figures.entered.counts(Scope(date(2022, 12, 31), year.clerk), [Part("same", "", Q(outcome=F("remark")))])
    assert found == {"same": 0}


def test_rows_made_distinct_cut_or_put_together_are_not_grouped(year: SimpleNamespace) -> None:
    rows = Entry.objects.order_by("pk")
    for some in (rows.distinct(), rows[:2], rows.union(rows)):
        with pytest.raises(Unanswerable):
            Groups(some, FIELDS).tally([Q()])


def test_figures_that_narrow_the_same_rows_read_them_once(year: SimpleNamespace) -> None:
    scope, read, parts = Scope(date(2022, 12, 31), year.clerk), {}, [Part("all", "", Q())]
    several = (figures.entered, figures.sat, figures.passed_part, figures.passed, figures.passed_assistant)
    with CaptureQueriesContext(connection) as asked:
        numbers = [one.counts(scope, parts, read=read)["all"] for one in several]
    assert numbers == [5, 5, 2, 2, 1] == [one.number(scope) for one in several]
    assert len([one for one in asked.captured_queries if "exams_entry" in one["sql"]]) == 1
    # Another day's rows are other rows, whoever keeps what was read.
    assert figures.entered.counts(Scope(date(2021, 12, 31), year.clerk), parts, read=read) == {"all": 0}
    assert figures.entered.counts(Scope(date(2022, 12, 31), year.stranger), parts, read=read) == {"all": 0}


def test_rows_chosen_out_of_a_figure_are_counted_and_not_all_of_it(year: SimpleNamespace) -> None:
    scope: Any = Scope(date(2022, 12, 31), year.clerk)
    chosen = figures.sat.rows(scope).filter(sitting__level="intermediate")
    parts = figures.sat.breakdown("outcome").parts(scope)
    assert {key: n for key, n in figures.sat.counts(scope, parts, chosen).items() if n} == {"national": 1, "partial": 1}
    assert figures.mobilised.counts(scope, parts[:0]) == {}
    assert not Mobilised.objects.exists()
