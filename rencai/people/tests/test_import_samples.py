"""Every sample roster goes into the register as its manifest says, once."""

from types import SimpleNamespace
from typing import Any

import pytest

from rencai.people.imports.run import ImportResult, import_people
from rencai.people.imports.stored import stored_values
from rencai.people.models import Doubt, Person
from rencai.people.roster.columns import TITLES
from rencai.people.roster.tests.rosters import ON, SAMPLES, manifest

FILES = manifest()
KEY_OF = {title: key for key, title in TITLES.items()}


def imported(name: str, world: SimpleNamespace, **options: Any) -> ImportResult:
    return import_people(SAMPLES / name, unit=world.bureau, on=ON, by=None, **options)


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_stored_as_far_as_its_rows_are_right(name: str, world: SimpleNamespace) -> None:
    result = imported(name, world)
    expected = FILES[name]
    counts = result.checked.counts
    assert result.report()["file_status"] in _as_list(expected["file_status"])
    if result.checked.file_status == "ok":
        bounds = expected.get("rows_accept") or {status: [n, n] for status, n in expected["rows"].items()}
        assert all(low <= counts[status] <= high for status, (low, high) in bounds.items()), counts
    stored = counts["ok"] + counts["fixed"] + counts["warned"]
    assert result.effect == {"new": stored, "changed": 0, "same": 0}
    assert Person.objects.count() == stored
    low, high = expected.get("stored_people", [stored, stored])
    assert low <= stored <= high


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name]["file_status"] != "rejected"])
def test_the_stored_values_are_the_canonical_ones(name: str, world: SimpleNamespace) -> None:
    result = imported(name, world)
    by_number = {held.values.id_number: held.values for held in stored_values(_keys(), ON)}
    rows = {(row.sheet, row.row): row for row in result.checked.rows}
    for cell in FILES[name]["cells"]:
        row = rows.get((cell["sheet"], cell["row"]))
        if row is None or row.status == "rejected" or cell["column"] is None or cell["canonical"] is None:
            continue
        value = getattr(by_number[row.values.id_number], KEY_OF[cell["column"]])
        assert _shown(value) in _as_list(cell["canonical"]), cell


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name]["file_status"] != "rejected"])
def test_the_same_file_twice_changes_nothing(name: str, world: SimpleNamespace) -> None:
    first = imported(name, world)
    before = [*stored_values(_keys(), ON)]
    doubts = Doubt.objects.count()
    second = imported(name, world)
    assert second.effect == {"new": 0, "changed": 0, "same": first.effect["new"]}
    assert second.checked.counts == first.checked.counts
    assert [*stored_values(_keys(), ON)] == before
    assert Doubt.objects.count() == doubts


def test_what_was_doubted_is_stored_with_a_doubt_that_somebody_must_settle(world: SimpleNamespace) -> None:
    result = imported("roster-2022.xlsx", world)
    warned = {row.values.id_number for row in result.checked.rows if row.status == "warned"}
    doubted = Person.objects.filter(pk__in=Doubt.objects.unsettled().values("person"))
    assert {person.open("id") for person in doubted} == warned


def test_a_trial_run_says_what_would_be_and_writes_nothing(world: SimpleNamespace) -> None:
    trial = imported("roster-2022.xlsx", world, dry_run=True)
    assert Person.objects.count() == 0
    assert trial.effect == imported("roster-2022.xlsx", world).effect


def test_the_hidden_key_person_column_stays_unknown(world: SimpleNamespace) -> None:
    imported("roster-2022.xlsx", world)
    assert not Person.objects.exclude(key_person=None).exists()


def test_unknown_units_are_named_and_created_with_kind_and_township(world: SimpleNamespace) -> None:
    result = imported("roster-2022.xlsx", world)
    notice = next(notice for notice in result.checked.notices if notice.code == "unknown_units")
    assert "尚未登记" in notice.message
    assert all(held.values.unit_name for held in stored_values(_keys(), ON))


def _keys() -> list[int]:
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else value


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
