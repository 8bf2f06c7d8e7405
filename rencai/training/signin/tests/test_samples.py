"""The sign-in sample goes in as its manifest says, once; what is doubtful or wrong is said in the user's words."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Sum

from rencai.people.imports.kinds import KINDS
from rencai.people.imports.run import ImportResult, import_file, import_people
from rencai.people.roster.tests.rosters import ON, SAMPLES, statuses
from rencai.training.models import Attendance, Batch, Enrolment
from rencai.ui.sheets.tests.test_headers import MANIFEST

NAME = "training-signin-2022.xlsx"
EXPECTED: dict[str, Any] = MANIFEST[NAME]


def imported(world: SimpleNamespace, **options: Any) -> ImportResult:
    return import_file(SAMPLES / NAME, kind=KINDS["training-signin"], unit=world.bureau, on=ON, by=None, **options)


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
    for cell in EXPECTED["cells"]:
        allowed = cell["status"] if isinstance(cell["status"], list) else [cell["status"]]
        if cell["column"] is not None:
            assert rows.get((cell["sheet"], cell["row"]), "ok") in {*allowed, "rejected"}, cell
    for status, listed in EXPECTED["row_lists"].items():
        either = {(one["sheet"], one["row"]) for one in EXPECTED.get("row_either", [])}
        for sheet, row in listed:
            if (sheet, row) not in either:
                assert rows.get((sheet, row), "ok") == status, (status, sheet, row)


@pytest.mark.usefixtures("register")
def test_the_totals_are_those_of_the_ledger(world: SimpleNamespace) -> None:
    imported(world)
    attended = Enrolment.objects.attended()
    found = {
        "人次": attended.count(),
        "人数": attended.values("person").distinct().count(),
        "学时": attended.aggregate(n=Sum("hours"))["n"],
        "批次": attended.values("batch").distinct().count(),
    }
    for unit, of_unit in found.items():
        told = EXPECTED["totals"][unit]
        low, high = told if isinstance(told, list) else (told, told)
        assert low <= of_unit <= high, (unit, found)
    assert Batch.objects.filter(state="finished").count() == 12


@pytest.mark.usefixtures("register")
def test_the_same_file_twice_changes_nothing(world: SimpleNamespace) -> None:
    first = imported(world)
    before = list(Attendance.objects.order_by("pk").values_list("pk", "presence", "hours"))
    second = imported(world)
    assert (second.effect["new"], second.effect["changed"]) == (0, 0)
    assert second.effect["same"] == first.effect["new"]
    assert list(Attendance.objects.order_by("pk").values_list("pk", "presence", "hours")) == before


@pytest.mark.usefixtures("register")
def test_a_trial_run_writes_nothing(world: SimpleNamespace) -> None:
    trial = imported(world, dry_run=True)
    assert not Batch.objects.exists()
    assert trial.effect == imported(world).effect


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "name", ["docx-renamed.xlsx", "password-protected.xlsx", "truncated.xlsx", "no-id-column.xlsx"]
)
def test_a_file_that_is_none_is_refused_with_its_reason(world: SimpleNamespace, name: str) -> None:
    kind = KINDS["training-signin"]
    result = import_file(SAMPLES / "bad" / name, kind=kind, unit=world.bureau, on=date(2022, 12, 31), by=None)
    assert result.checked.file_status == "rejected"
    assert result.checked.reason
