"""Plans of simple tables: new, changed and same lines, previewed and written all or nothing."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from rencai.kernel.idnumber import IdChecker, mask_id
from rencai.org import audit
from rencai.org.models import AuditHead
from rencai.people.imports.apply import RegisterMoved, Warned
from rencai.people.imports.grid import Grids, Line, TableSpec, read_grids
from rencai.people.imports.importer import Importer
from rencai.people.imports.matching import id_checker
from rencai.people.imports.preview import SHOWN_AT_MOST, starred
from rencai.people.imports.run import known_areas
from rencai.people.models import Doubt
from rencai.people.roster.check import Checked
from rencai.people.roster.outcomes import RANKS
from rencai.ui.planner import survey_after
from rencai.ui.sheets.book import Book


@dataclass
class SimplePlan:
    """What the lines of a file would do; `changed` are (line, [(title, old, new)])."""

    grids: Grids
    on: date
    importer: Importer
    revision: int
    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, list[tuple[str, str, str]]]] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    @property
    def checked(self) -> Checked:
        return self.grids.checked()

    @property
    def effect(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "same": len(self.same)}


@dataclass
class SimpleApplied:
    """What was written."""

    plan: SimplePlan
    new: int
    changed: int
    late_refusals: int = 0
    left_out: int = 0

    @property
    def effect(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "same": len(self.plan.same)}


Tables = Callable[[Any], Sequence[TableSpec]]
Planning = Callable[[Grids, date, Importer], SimplePlan]
Writing = Callable[[SimplePlan, Iterable[Line]], None]


def reading(tables: Tables, *, id_required: bool = True) -> Callable[..., tuple[Book | None, Grids]]:
    """The `checked_file` of a sort of file; `tables` is given the checker of document numbers."""

    def checked_file(
        path: Path, *, on: date, name: str | None = None, include_hidden: Collection[str] = ()
    ) -> tuple[Book | None, Grids]:
        check = id_checker(IdChecker(on, known_areas()), required=id_required)
        grids = read_grids(path, tables(check), name=name)
        return grids.book, grids

    return checked_file


def applying(title: str, plan_again: Planning, write: Writing) -> Callable[..., SimpleApplied]:
    """The `apply` of a sort of file: `write(plan, lines)` writes the lines inside the caller's transaction."""

    def apply(
        plan: SimplePlan, source: Any, *, warned: Warned, choices: Any = None, expected: Any = None
    ) -> SimpleApplied:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("导入必须在事务中进行。")
        AuditHead.objects.select_for_update().get(pk=1)
        if audit.revision() != plan.revision:
            plan = plan_again(source.grids, plan.on, plan.importer)
        if expected is not None and any(expected.get(key) != count for key, count in plan.effect.items()):
            raise RegisterMoved
        left_out = 0
        if warned is Warned.LEFT_OUT:
            before = len(plan.new) + len(plan.changed)
            plan.new = [line for line in plan.new if line.status != "warned"]
            plan.changed = [(line, fields) for line, fields in plan.changed if line.status != "warned"]
            left_out = before - len(plan.new) - len(plan.changed)
        lines = [*plan.new, *(line for line, _ in plan.changed)]
        write(plan, lines)
        survey_after(len(lines))
        if warned is Warned.FLAG:
            _raise_doubts(lines, title)
        applied = SimpleApplied(plan, len(plan.new), len(plan.changed), left_out=left_out)
        detail = {"统计日": plan.on.isoformat(), "新增": applied.new, "变更": applied.changed, "相同": len(plan.same),
                  "退回": plan.checked.counts["rejected"]}  # fmt: skip
        by, unit, county = plan.importer.by, plan.importer.unit, plan.importer.county
        audit.record(f"导入{title}", by=by, on=unit, county=county, detail=detail, changes=bool(lines))
        return applied

    return apply


def preview_of(plan: SimplePlan) -> dict[str, Any]:
    """Plain JSON values; every list holds at most SHOWN_AT_MOST."""
    checked = plan.checked
    findings = sorted(checked.findings, key=lambda found: (-RANKS[found.status], found.row))
    return {
        "notices": [notice.message for notice in checked.notices],
        "units": [],
        "findings": [
            {
                "sheet": found.sheet, "row": found.row, "column": found.column, "status": found.status,
                "message": found.message, "raw": starred(found.raw),
                "value": "" if found.status == "rejected" else starred(found.value),
            }
            for found in islice(findings, SHOWN_AT_MOST)
        ],
        "new": [_row(line) for line in islice(plan.new, SHOWN_AT_MOST)],
        "changed": [
            _row(line) | {"fields": [[title, starred(old), starred(new)] for title, old, new in fields]}
            for line, fields in islice(plan.changed, SHOWN_AT_MOST)
        ],
        "gone": [],
    }  # fmt: skip


def _row(line: Line) -> dict[str, Any]:
    person = line.ours.get("person")
    return {
        "row": line.row,
        "status": line.status,
        "name": line.values.get("name") or line.values.get("title") or "",
        "number": person.id_masked if person else mask_id(line.values.get("id_number") or ""),
        "unit": line.values.get("unit_name") or line.values.get("code") or "",
    }


def _raise_doubts(lines: Iterable[Line], title: str) -> None:
    """A doubtful line that was stored becomes a doubt on its person, unless one like it was settled before."""
    doubts = []
    settled = set(
        Doubt.objects.exclude(settled_at=None).filter(column__startswith=title).values_list("person", "column", "code")
    )
    for line in lines:
        person = line.ours.get("person")
        for found in line.findings.values():
            if person is None or found.status != "warned":
                continue
            column = f"{title}·{found.column or '整行'}"[:30]
            if (person.pk, column, found.code) not in settled:
                doubts.append(Doubt(person=person, column=column, code=found.code, message=found.message))
    Doubt.objects.bulk_create(doubts, ignore_conflicts=True, batch_size=500)
