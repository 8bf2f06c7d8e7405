"""Writing a planned import into the register: all of it in one transaction, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.actions import add_unit
from rencai.org.models import Area, AuditHead, Unit
from rencai.people.imports.amendments import amend
from rencai.people.imports.failpoints import failpoint
from rencai.people.imports.newcomers import insert_newcomers
from rencai.people.imports.plan import Change, Plan, make_plan, regrade
from rencai.people.models import Doubt, Person
from rencai.people.roster.check import Checked
from rencai.people.roster.columns import TITLES
from rencai.people.roster.outcomes import Finding
from rencai.people.search import filling
from rencai.ui.planner import survey_after

_AT_ONCE = 5000
Place = tuple[str | None, int]


class Warned(Enum):
    """What becomes of rows with doubtful cells."""

    FLAG = "stored, with a doubt on the person that somebody must settle"
    ACCEPTED = "stored: somebody has looked at them"
    LEFT_OUT = "not stored"


class RegisterMoved(Exception):
    """What would be written is not what somebody has confirmed: the register has changed since."""


@dataclass
class Applied:
    """What was written; `late_refusals` are rows that the register's own rules refused at the last moment.

    `left_out` are doubtful rows that nobody has said yes to.
    """

    plan: Plan
    new: int
    changed: int
    units: int
    late_refusals: int = 0
    left_out: int = 0

    @property
    def effect(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "same": len(self.plan.same)}


def apply(
    plan: Plan,
    source: Checked,
    *,
    warned: Warned,
    choices: Mapping[str, str] | None = None,
    expected: Mapping[str, int] | None = None,
) -> Applied:
    """Write `plan`; made anew from `source` if the register has moved since. Audited with counts only.

    Must run inside the caller's `atomic()`, where whatever else belongs to the import is written too. Raises
    RegisterMoved where the plan's effect is not the `expected` one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("导入必须在事务中进行。")
    # One writer at a time, on either engine: what the plan was made from can't move any more.
    AuditHead.objects.select_for_update().get(pk=1)
    if audit.revision() != plan.revision:
        plan = make_plan(source, on=plan.on, importer=plan.importer, unit_choices=choices)
    if expected is not None and any(expected.get(key) != count for key, count in plan.effect.items()):
        raise RegisterMoved
    left_out = _leave_out_warned(plan) if warned is Warned.LEFT_OUT else 0
    units = _create_units(plan)
    failpoint("units")
    refused = _amend_all(plan, units)
    failpoint("changed")
    keys = _insert_all(plan, units)
    failpoint("inserted")
    if warned is Warned.FLAG:
        _raise_doubts(plan, keys)
    applied = Applied(plan, len(plan.new), len(plan.changed), len(units) - len(plan.units.known), refused, left_out)
    _record(applied)
    survey_after(len(plan.new))
    failpoint("recorded")
    return applied


def _leave_out_warned(plan: Plan) -> int:
    """Take the doubtful rows out of the plan; how many they were."""
    before = len(plan.new) + len(plan.changed)
    plan.new = [row for row in plan.new if row.status != "warned"]
    plan.changed = [change for change in plan.changed if change.row.status != "warned"]
    return before - len(plan.new) - len(plan.changed)


def _create_units(plan: Plan) -> dict[str, Unit]:
    """Every unit of the file by its name there; those the county has not are created."""
    known = Unit.objects.in_bulk(plan.units.known.values())
    units = {name: known[pk] for name, pk in plan.units.known.items()}
    codes = _free_codes(plan.importer.county)
    wanted = {row.values.unit_name for row in [*plan.new, *(change.row for change in plan.changed)]}
    for name, new in plan.units.created.items():
        if name not in wanted:
            continue
        units[name] = add_unit(
            code=next(codes),
            name=name,
            kind=new.kind,
            area=Area.objects.get(pk=new.area_code),
            starts=plan.on,
            by=plan.importer.by,
        )
    return units


def _free_codes(county: str) -> Iterator[str]:
    prefix = f"D{county}"
    last = max(
        (code for code in Unit.objects.filter(code__startswith=prefix).values_list("code", flat=True)), default=""
    )
    number = int(last.removeprefix(prefix) or 0)
    while True:
        number += 1
        yield f"{prefix}{number:05d}"


def _amend_all(plan: Plan, units: dict[str, Unit]) -> int:
    done: list[Change] = []
    refused: dict[Place, Finding] = {}
    for change in plan.changed:
        row = change.row
        try:
            with transaction.atomic():
                person = Person.objects.get(pk=change.person)
                amend(person, change.fields, unit=units[row.values.unit_name], on=plan.on, by=plan.importer.by)
        except ValidationError as error:
            reason = "".join(error.messages) + "该行没有导入。"
            place = Finding(row.sheet, row.row, TITLES["name"], "rejected", "register_refused", reason, None, None)
            refused[row.sheet, row.row] = place
            continue
        done.append(change)
    plan.changed = done
    regrade(plan.checked, dict.fromkeys(refused, "rejected"), list(refused.values()))
    return len(refused)


def _insert_all(plan: Plan, units: dict[str, Unit]) -> list[int]:
    keys: list[int] = []
    with filling():
        for start in range(0, len(plan.new), _AT_ONCE):
            values = [row.values for row in plan.new[start : start + _AT_ONCE]]
            keys.extend(insert_newcomers(values, units, county=plan.importer.county, on=plan.on))
            if start == 0:
                failpoint("inserting")
    return keys


def _raise_doubts(plan: Plan, keys: Sequence[int]) -> None:
    """Every doubtful cell that was stored becomes a doubt on its person, unless somebody settled this very value."""
    doubtful = [found for found in plan.checked.findings if found.status == "warned"]
    if not doubtful:
        return
    people: dict[Place, int] = {(row.sheet, row.row): key for row, key in zip(plan.new, keys, strict=True)}
    people |= {(change.row.sheet, change.row.row): change.person for change in plan.changed}
    settled = _settled_values(plan.changed)
    doubts = [
        Doubt(person_id=key, column=found.column or "", code=found.code, message=found.message)
        for found in doubtful
        if (key := people.get((found.sheet, found.row))) and (key, found.column, found.code) not in settled
    ]
    Doubt.objects.bulk_create(doubts, ignore_conflicts=True, batch_size=500)


def _settled_values(changes: Sequence[Change]) -> set[tuple[int, str, str]]:
    """(person, column, code) of settled doubts on columns that stay as they are."""
    moving = {(change.person, TITLES[key]) for change in changes for key in change.fields}
    some = [change.person for change in changes]
    found: set[tuple[int, str, str]] = set()
    for start in range(0, len(some), _AT_ONCE):
        ours = Doubt.objects.filter(person__in=some[start : start + _AT_ONCE]).exclude(settled_at=None)
        found.update(ours.values_list("person_id", "column", "code"))
    return {one for one in found if one[:2] not in moving}


def _record(applied: Applied) -> None:
    plan = applied.plan
    changes = bool(applied.new or applied.changed or applied.units)
    detail = {
        "统计日": plan.on.isoformat(),
        "新增": applied.new,
        "变更": applied.changed,
        "相同": len(plan.same),
        "退回": plan.checked.counts["rejected"],
        "新建单位": applied.units,
    }
    importer = plan.importer
    audit.record("导入花名册", by=importer.by, on=importer.unit, county=importer.county, detail=detail, changes=changes)
