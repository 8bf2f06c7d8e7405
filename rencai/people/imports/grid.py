"""Simple tables out of a file: rows of checked cells, for sorts of file that are no rosters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rencai.people.roster.cells import checker_for
from rencai.people.roster.check import Checked
from rencai.people.roster.columns import Column
from rencai.people.roster.outcomes import RANKS, Checker, Finding, Outcome, Status
from rencai.ui.sheets.book import Book, Notice, Sheet
from rencai.ui.sheets.headers import ColumnSpec, Layout, find_header
from rencai.ui.sheets.marked import Mark, mark
from rencai.ui.sheets.reading import FileRefused, read
from rencai.ui.sheets.template import TemplateColumn, write_template


@dataclass(slots=True)
class Line:
    """One row of data: `raw` as the file has it, `values` as they may be stored, the worst status so far.

    `ours` are the keys of what the row is about, filled when it is matched with what is stored.
    """

    table: "TableSpec"
    sheet: str | None
    row: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    status: Status = "ok"
    findings: dict[str | None, Finding] = field(default_factory=dict)
    ours: dict[str, Any] = field(default_factory=dict)

    def flag(self, key: str | None, outcome: Outcome) -> None:
        """Note something about a cell or (None) the row; of two notes on one place the graver leads."""
        if RANKS[outcome.status] > RANKS[self.status]:
            self.status = outcome.status
        title = self.table.titles[key] if key else None
        found = Finding(
            self.sheet, self.row, title, outcome.status, outcome.code, outcome.message, self.raw.get(key or ""),
            outcome.value,
        )  # fmt: skip
        before = self.findings.get(key)
        if before is None or RANKS[found.status] > RANKS[before.status]:
            self.findings[key] = found

    @property
    def refused(self) -> bool:
        return self.status == "rejected"


@dataclass(frozen=True)
class TableSpec:
    """A table of a file: its columns, the checkers of those that no `Kind` knows, and whether the file needs it."""

    name: str
    columns: Sequence[Column]
    special: Mapping[str, Checker] = field(default_factory=dict)
    needed: bool = True

    @property
    def titles(self) -> dict[str, str]:
        return {column.key: column.title for column in self.columns}

    @property
    def specs(self) -> list[ColumnSpec]:
        return [column.spec for column in self.columns]

    @property
    def checkers(self) -> dict[str, Checker]:
        return {column.key: self.special.get(column.key) or checker_for(column) for column in self.columns}


@dataclass(slots=True)
class Grids:
    """The tables of a file with their lines, what the file as a whole is told, or why it was refused."""

    book: Book | None
    lines: dict[str, list[Line]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    reason: str | None = None

    @property
    def all(self) -> Iterator[Line]:
        for lines in self.lines.values():
            yield from lines

    def checked(self) -> Checked:
        """The result as reports and pages know it."""
        if self.reason is not None:
            return Checked("rejected", self.reason, notices=self.notices)
        result = Checked("ok", notices=self.notices)
        for line in self.all:
            result.counts[line.status] += 1
            result.findings.extend(line.findings.values())
        return result


def read_grids(path: Path, tables: Sequence[TableSpec], *, name: str | None = None) -> Grids:
    """Reads the file and checks every cell of the tables it has; a file without a needed one is refused."""
    try:
        book = read(path, name=name)
    except FileRefused as refused:
        return Grids(None, reason=refused.reason)
    grids = Grids(book)
    for sheet in book.sheets:
        if sheet.hidden:
            grids.notices.append(Notice("hidden_sheet", f"工作表“{sheet.name}”是隐藏的，没有导入。", sheet.name))
            continue
        found = _best(sheet, tables)
        if found is not None:
            table, layout = found
            grids.lines.setdefault(table.name, []).extend(_lines(sheet, layout, table))
            grids.notices.extend(layout.notices)
    missing = [table for table in tables if table.needed and table.name not in grids.lines]
    if missing:
        titles = "、".join(column.title for column in missing[0].columns if column.required)
        grids.reason = f"没有找到“{missing[0].name}”的表头，至少要有这些列：{titles}。请使用填报表。"
    elif not any(grids.all):
        grids.notices.append(Notice("no_rows", "表头下面没有内容，共导入0行。"))
    return grids


def _best(sheet: Sheet, tables: Sequence[TableSpec]) -> tuple[TableSpec, Layout] | None:
    """The table that the sheet is: all its required columns stand there, and most of the others."""
    fitting = []
    for table in tables:
        layout = find_header(sheet, table.specs)
        if layout is None or any(layout.duplicates.get(column.key) for column in table.columns if column.required):
            continue
        if all(column.key in layout.mapping for column in table.columns if column.required):
            fitting.append((len(layout.mapping), table, layout))
    return max(fitting, key=lambda one: one[0])[1:] if fitting else None


def _lines(sheet: Sheet, layout: Layout, table: TableSpec) -> Iterator[Line]:
    checkers = table.checkers
    mapping = {key: at for key, at in layout.mapping.items() if at + 1 not in sheet.hidden_columns}
    for number in layout.data_rows:
        cells = sheet.rows[number - sheet.first_row]
        raw = {key: _as_shown(cells[at]) for key, at in mapping.items()}
        line = Line(table, sheet.name, number, raw)
        for key, check in checkers.items():
            outcome = check(raw.get(key)) if key in mapping else Outcome("ok", "", "", None)
            line.values[key] = outcome.value
            if outcome.status != "ok":
                line.flag(key, outcome)
        if number in layout.merged:
            line.flag(None, Outcome("warned", "merged", "该行有跨行合并的单元格，只有第一行有内容，请核对。", None))
        yield line


def _as_shown(cell: Any) -> Any:
    """Logical values as Excel shows them."""
    return str(cell).upper() if isinstance(cell, bool) else cell


def mark_file(tables: Sequence[TableSpec]) -> Callable[..., None]:
    """The `mark` of a sort of file made of these tables."""

    def write(path: Path, out: Path, book: Book, checked: Checked, *, name: str | None = None) -> None:
        layouts: dict[str | None, tuple[TableSpec, Layout]] = {}
        for sheet in book.sheets:
            found = None if sheet.hidden else _best(sheet, tables)
            if found is not None:
                layouts[sheet.name] = found
        rows = {name: layout.header_rows[-1] for name, (_, layout) in layouts.items()}
        mark(path, out, list(_marks(checked, layouts)), header_rows=rows, name=name)

    return write


def _marks(checked: Checked, layouts: Mapping[str | None, tuple[TableSpec, Layout]]) -> Iterator[Mark]:
    for found in checked.findings:
        table, layout = layouts.get(found.sheet, (None, None))
        keys = {title: key for key, title in table.titles.items()} if table else {}
        at = layout.mapping.get(keys.get(found.column or "", "")) if layout else None
        fixed = found.value if found.status == "fixed" and at is not None and isinstance(found.value, str) else None
        yield Mark(found.sheet, found.row, at, found.status, found.message, fixed)


def blank_form(columns: Sequence[Column], examples: Mapping[str, str]) -> Callable[[Any], None]:
    """The blank form of a table, with one example that is ignored."""

    def write(target: Any) -> None:
        write_template(
            target,
            [
                TemplateColumn(
                    column.title, required=column.required, help=column.help, example=examples.get(column.key, ""),
                    choices=column.dictionary.values if column.dictionary else (), kind="text", width=16,
                    open_choice=True,
                )
                for column in columns
            ],
        )  # fmt: skip

    return write
