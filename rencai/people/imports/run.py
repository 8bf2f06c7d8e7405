"""A roster file from the disk into the register, for the command and the browser alike."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from rencai.org.models import Area, Level, Unit, User
from rencai.people.imports.apply import Applied, Warned, apply
from rencai.people.imports.collector import collector_resting
from rencai.people.imports.failpoints import failpoint
from rencai.people.imports.importer import Importer
from rencai.people.imports.kinds import ImportKind
from rencai.people.imports.plan import Plan, make_plan
from rencai.people.roster.check import Checked, check
from rencai.people.roster.report import report_json
from rencai.ui.sheets.book import Book
from rencai.ui.sheets.reading import FileRefused, read


@dataclass
class ImportResult:
    """What came of one file. `effect` says what was written, or for a dry run what would be."""

    checked: Checked
    book: Book | None = None
    effect: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    gone: list[int] = field(default_factory=list)
    plan: Plan | None = None
    written: bool = False

    def report(self) -> dict[str, Any]:
        """The JSON report, without anybody's key."""
        gone = {"gone": len(self.gone), "written": self.written}
        return report_json(self.checked) | {"effect": dict(self.effect)} | gone


def known_areas() -> frozenset[str]:
    """The six-digit codes an ID number may begin with."""
    return frozenset(Area.objects.filter(level=Level.COUNTY).values_list("code", flat=True))


def checked_file(
    path: Path, *, on: date, name: str | None = None, include_hidden: Collection[str] = ()
) -> tuple[Book | None, Checked]:
    """The file read and checked; a refused one comes out as rejected with its reason."""
    try:
        book = read(path, name=name)
    except FileRefused as refused:
        return None, Checked("rejected", refused.reason)
    failpoint("read")
    checked = check(book, on=on, known_areas=known_areas(), include_hidden=frozenset(include_hidden))
    failpoint("checked")
    return book, checked


@collector_resting()
def import_people(
    path: Path, *, unit: Unit, on: date, by: User | None, dry_run: bool = False, name: str | None = None
) -> ImportResult:
    """Import a roster that `unit` sent as of `on`; doubtful values are stored with a doubt on the person."""
    book, checked = checked_file(path, on=on, name=name)
    plan = make_plan(checked, on=on, importer=Importer(by, unit))
    failpoint("planned")
    if dry_run or checked.file_status == "rejected":
        return ImportResult(plan.checked, book, plan.effect, plan.gone, plan)
    with transaction.atomic():
        applied: Applied = apply(plan, checked, warned=Warned.FLAG)
        failpoint("before_commit")
    failpoint("committed")
    plan = applied.plan
    return ImportResult(plan.checked, book, applied.effect, plan.gone, plan, written=True)


@collector_resting()
def import_file(
    path: Path, *, kind: ImportKind, unit: Unit, on: date, by: User | None, dry_run: bool = False
) -> ImportResult:
    """Import a file of any kind; doubtful lines are stored with a doubt on the person."""
    book, checked = kind.checked_file(path, on=on, name=path.name)
    plan = kind.plan(checked, on=on, importer=Importer(by, unit), unit_choices=None)
    failpoint("planned")
    if dry_run or plan.checked.file_status == "rejected":
        return ImportResult(plan.checked, book, plan.effect, plan.gone)
    with transaction.atomic():
        applied = kind.apply(plan, checked, warned=Warned.FLAG)
        failpoint("before_commit")
    failpoint("committed")
    return ImportResult(applied.plan.checked, book, applied.effect, applied.plan.gone, written=True)
