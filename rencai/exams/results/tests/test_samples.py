"""The sample of results goes in as its manifest says, once; lines, contradictions and states are kept apart."""

from types import SimpleNamespace
from typing import Any

import pytest

from rencai.exams.models import Entry, Outcome, PassLine, Score
from rencai.people.imports.kinds import KINDS
from rencai.people.imports.run import ImportResult, import_file, import_people
from rencai.people.roster.tests.rosters import ON, SAMPLES, statuses
from rencai.ui.sheets.tests.test_headers import MANIFEST

NAME = "exam-results-2022.xlsx"
EXPECTED: dict[str, Any] = MANIFEST[NAME]
MEANS = {"国家线合格": {Outcome.NATIONAL}, "地方线合格": {Outcome.LOCAL},
         "不合格": {Outcome.FAILED, Outcome.PARTIAL, Outcome.ABSENT}}  # fmt: skip


def imported(world: SimpleNamespace, **options: Any) -> ImportResult:
    return import_file(SAMPLES / NAME, kind=KINDS["exam-results"], unit=world.bureau, on=ON, by=None, **options)


@pytest.fixture
def register(world: SimpleNamespace) -> None:
    import_people(SAMPLES / "roster-2022.xlsx", unit=world.bureau, on=ON, by=None)


@pytest.mark.usefixtures("register")
def test_every_row_comes_out_as_the_manifest_says(world: SimpleNamespace) -> None:
    result = imported(world)
    counts = result.checked.counts
    for status, (low, high) in EXPECTED["rows_accept"].items():
        assert low <= counts[status] <= high, (status, counts)
    rows = statuses(result.checked)
    either = {(one["sheet"], one["row"]) for one in EXPECTED["row_either"]}
    for status, listed in EXPECTED["row_lists"].items():
        for row in listed:
            if ("成绩", row) not in either:
                assert rows.get(("成绩", row), "ok") == status, (status, row)


@pytest.mark.usefixtures("register")
def test_the_results_of_the_good_rows_are_those_of_the_manifest(world: SimpleNamespace) -> None:
    result = imported(world)
    doubtful = {row for (_, row), status in statuses(result.checked).items() if status in {"warned", "rejected"}}
    good = {line.ours["person"].pk for line in _lines(world) if line.row not in doubtful}
    entries = Entry.objects.filter(person__in=good)
    for words, number in EXPECTED["results_of_ok_rows"].items():
        assert entries.filter(outcome__in=MEANS[words]).count() == number, words
    assert {(line.kind, int(line.score)) for line in PassLine.objects.all()} == {("national", 60), ("local", 55)}


def _lines(world: SimpleNamespace) -> list[Any]:
    from rencai.people.imports.importer import Importer  # noqa: PLC0415 - only to look at the lines once more

    kind = KINDS["exam-results"]
    _, grids = kind.checked_file(SAMPLES / NAME, on=ON, name=NAME)
    plan: Any = kind.plan(grids, on=ON, importer=Importer(None, world.bureau))
    return [*plan.new, *(line for line, _ in plan.changed), *plan.same]


@pytest.mark.usefixtures("register")
def test_the_same_file_twice_changes_nothing(world: SimpleNamespace) -> None:
    first = imported(world)
    before = list(Score.objects.order_by("pk").values_list("pk", "state", "score"))
    second = imported(world)
    assert second.effect == {"new": 0, "changed": 0, "same": first.effect["new"]}
    assert list(Score.objects.order_by("pk").values_list("pk", "state", "score")) == before
