"""The sample of continuing education goes in as its manifest says, once; names with rare characters stay whole."""

from types import SimpleNamespace
from typing import Any

import pytest

from rencai.certificates.models import EducationEntry
from rencai.people.imports.kinds import KINDS
from rencai.people.imports.run import ImportResult, import_file, import_people
from rencai.people.roster.tests.rosters import ON, SAMPLES, statuses
from rencai.ui.sheets.tests.test_headers import MANIFEST

NAME = "continuing-education.csv"
EXPECTED: dict[str, Any] = MANIFEST[NAME]


def imported(world: SimpleNamespace) -> ImportResult:
    return import_file(SAMPLES / NAME, kind=KINDS["ce"], unit=world.bureau, on=ON, by=None)


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
    either = {one["row"] for one in EXPECTED["row_either"]}
    for status, listed in EXPECTED["row_lists"].items():
        for row in listed:
            if row not in either:
                assert rows.get((None, row), "ok") == status, (status, row)
    for cell in EXPECTED["cells"]:
        allowed = cell["status"] if isinstance(cell["status"], list) else [cell["status"]]
        assert rows.get((None, cell["row"]), "ok") in {*allowed, "fixed"} or cell["row"] in either, cell


@pytest.mark.usefixtures("register")
def test_what_is_stored_is_what_the_file_said(world: SimpleNamespace) -> None:
    result = imported(world)
    counts = result.checked.counts
    assert EducationEntry.objects.count() == sum(counts.values()) - counts["rejected"]
    first = EducationEntry.objects.get(proof_number="JX202200001")
    assert (first.person.name, first.hours, first.mode, first.mode_as_written) == ("罗𠮷安", "4", "distance", "")
    taught = EducationEntry.objects.get(proof_number="JX202200004")
    assert (taught.mode, taught.mode_as_written) == ("training", "面授培训")


@pytest.mark.usefixtures("register")
def test_the_same_file_twice_changes_nothing(world: SimpleNamespace) -> None:
    first = imported(world)
    before = list(EducationEntry.objects.order_by("pk").values_list())
    second = imported(world)
    assert second.effect == {"new": 0, "changed": 0, "same": first.effect["new"]}
    assert list(EducationEntry.objects.order_by("pk").values_list()) == before
