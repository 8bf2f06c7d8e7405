"""Rosters for the tests: synthetic rows, books made of them, and the sample files with what is expected of them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from rencai.kernel.idnumber import check_digit
from rencai.people.roster.check import Checked, check
from rencai.people.roster.columns import COLUMNS, TITLES
from rencai.people.roster.outcomes import RANKS, Finding
from rencai.ui.sheets.book import Book, Sheet

SAMPLES = Path(__file__).parents[4] / "tests" / "samples"
ON = date(2022, 12, 31)
AREAS = frozenset({"629921"})
TITLE_TO_KEY = {column.title: column.key for column in COLUMNS}


def manifest() -> dict[str, Any]:
    """The sample files of people, by name, with what is expected of each."""
    files = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {name: expected for name, expected in files.items() if expected["kind"] == "people"}


def id_number(birth: str = "19900101", order: int = 1, area: str = "629921") -> str:
    """A right number of somebody who does not exist; an odd order is a man."""
    first = f"{area}{birth}{order:03d}"
    return first + check_digit(first)


def person(order: int = 1, **cells: Any) -> dict[str, Any]:
    """A row with all that is required, by key."""
    return {"name": "张三", "id_number": id_number(order=order), "unit_name": "云川县民政局"} | cells


def book_of(*people: dict[str, Any], name: str | None = "花名册", **about: Any) -> Book:
    """A book of one sheet: a header in row 1, one row for each person from row 2 on."""
    keys = [key for key in TITLES if any(key in each for each in people)] or ["name", "id_number", "unit_name"]
    rows = [tuple(TITLES[key] for key in keys), *(tuple(each.get(key) for key in keys) for each in people)]
    return Book("xlsx", None, [Sheet(name, rows=rows, **about)])


def checked(*people: dict[str, Any], **about: Any) -> Checked:
    return check(book_of(*people, **about), on=ON, known_areas=AREAS)


def finding(result: Checked, key: str | None, row: int = 2) -> Finding | None:
    """What was found at a cell, or with key None at a row."""
    title = TITLES[key] if key else None
    return next((each for each in result.findings if (each.row, each.column) == (row, title)), None)


def statuses(result: Checked) -> dict[tuple[str | None, int], str]:
    """The worst status of each row with a finding, by sheet and row."""
    found: dict[tuple[str | None, int], str] = {}
    for one in result.findings:
        key = (one.sheet, one.row)
        found[key] = max(found.get(key, "ok"), one.status, key=lambda status: RANKS[status])
    return found
