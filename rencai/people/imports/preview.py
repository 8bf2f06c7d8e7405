"""What a person looks at before saying yes: bounded, with long numbers starred out."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from rencai.kernel.idnumber import mask_id
from rencai.people.imports.plan import Change, Plan
from rencai.people.imports.units import NewUnit
from rencai.people.roster.check import CheckedRow
from rencai.people.roster.columns import TITLES
from rencai.people.roster.outcomes import RANKS, Finding, in_words
from rencai.ui.sheets.book import Notice

SHOWN_AT_MOST: Final = 2000
_LONG_NUMBER = re.compile(r"[0-9０-９]{3}([0-9０-９]{3,})[0-9０-９Xx]{4}")


def preview_of(plan: Plan) -> dict[str, Any]:
    """Plain JSON values; every list holds at most SHOWN_AT_MOST, the rest stands in the marked copy."""
    findings = sorted(plan.checked.findings, key=lambda found: (-RANKS[found.status], found.row))
    return {
        "notices": [_notice(notice) for notice in plan.checked.notices],
        "units": [_unit(unit) for unit in plan.units.created.values()],
        "findings": _some(_finding(found) for found in findings),
        "new": _some(_row(row) for row in plan.new),
        "changed": _some(_change(change) for change in plan.changed),
        "gone": plan.gone[:SHOWN_AT_MOST],
    }


def starred(value: Any) -> str:
    """A cell as a preview may show it."""
    text = in_words(value) or ""
    return _LONG_NUMBER.sub(lambda match: match[0][:3] + "*" * len(match[1]) + match[0][-4:], text)[:200]


def _some(items: Iterable[Any]) -> list[Any]:
    return list(islice(items, SHOWN_AT_MOST))


def _notice(notice: Notice) -> str:
    return notice.message


def _unit(unit: NewUnit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "kind": unit.kind_label,
        "area": unit.area_name,
        "rows": unit.rows,
        "guessed": unit.guessed,
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "sheet": found.sheet,
        "row": found.row,
        "column": found.column,
        "status": found.status,
        "message": found.message,
        "raw": starred(found.raw),
        "value": "" if found.status == "rejected" else starred(found.value),
    }


def _row(row: CheckedRow) -> dict[str, Any]:
    values = row.values
    return {
        "row": row.row,
        "status": row.status,
        "name": values.name,
        "number": mask_id(values.id_number),
        "unit": values.unit_name,
    }


def _change(change: Change) -> dict[str, Any]:
    fields = [[TITLES[key], starred(old), starred(new)] for key, (old, new) in change.fields.items()]
    return _row(change.row) | {"person": change.person, "fields": fields}
