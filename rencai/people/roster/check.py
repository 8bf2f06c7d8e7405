"""A whole roster file checked: which sheets hold people, what is wrong where, and the values that may be stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import repeat
from typing import Literal, NamedTuple

from rencai.kernel.idnumber import IdChecker
from rencai.people.roster.columns import KEYS, SPECS, TITLES, Values
from rencai.people.roster.crosschecks import check_rows
from rencai.people.roster.duplicates import check_duplicates
from rencai.people.roster.outcomes import STATUSES, Finding, Status
from rencai.people.roster.placement import check_placement
from rencai.people.roster.table import Table
from rencai.ui.sheets.book import Book, Notice, Sheet
from rencai.ui.sheets.headers import Layout, find_header

_SAID_HERE = frozenset({"hidden_sheet", "hidden_columns", "duplicate_header"})


class CheckedRow(NamedTuple):
    """One row of data; in a rejected row `values` are incomplete. `derived` names fields filled from the ID number."""

    sheet: str | None
    row: int
    status: Status
    values: Values
    derived: tuple[str, ...]


@dataclass(slots=True)
class Checked:
    """The result of a check. `present` are the keys of the columns that were read; other fields stay untouched."""

    file_status: Literal["ok", "rejected"]
    reason: str | None = None
    rows: list[CheckedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    present: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))


class _Found(NamedTuple):
    """A visible sheet with a roster header and the columns of it that are read."""

    sheet: Sheet
    layout: Layout
    mapping: dict[str, int]
    hidden: tuple[str, ...]
    missing: tuple[str, ...]


def check(
    book: Book, *, on: date, known_areas: frozenset[str], include_hidden: Collection[str] = frozenset()
) -> Checked:
    """Check a roster as of `on`. `known_areas` are six-digit codes; `include_hidden` are keys to read though hidden."""
    notices = [notice for notice in book.notices if notice.code not in _SAID_HERE]
    found = [_look_at(sheet, layout, include_hidden) for sheet, layout in _headed(book, notices)]
    for each in found:
        notices.extend(_layout_notices(each))
    usable = [each for each in found if not each.missing]
    if not usable:
        return Checked("rejected", _why_unusable(found), notices=notices)
    notices.extend(_incomplete(each) for each in found if each.missing)
    checker = IdChecker(on, known_areas)
    tables = [Table(each.sheet, each.layout, each.mapping) for each in usable]
    for table in tables:
        table.check_cells(checker)
        check_placement(table)
        check_rows(table, on)
    check_duplicates(tables)
    if not any(table.rows for table in tables):
        notices.append(Notice("no_rows", "表头下面没有人员，共导入0行。"))
    return _assembled(tables, notices)


def _headed(book: Book, notices: list[Notice]) -> list[tuple[Sheet, Layout]]:
    found = []
    for sheet in book.sheets:
        if sheet.hidden:
            notices.append(Notice("hidden_sheet", f"工作表“{sheet.name}”是隐藏的，没有导入。", sheet.name))
            continue
        layout = find_header(sheet, SPECS)
        if layout is not None:
            found.append((sheet, layout))
        elif any(cell is not None for row in sheet.rows for cell in row):
            message = f"工作表“{sheet.name}”没有花名册表头，没有导入。"
            notices.append(Notice("sheet_without_header", message, sheet.name))
    return found


def _look_at(sheet: Sheet, layout: Layout, include_hidden: Collection[str]) -> _Found:
    hidden = tuple(
        key for key, at in layout.mapping.items() if at + 1 in sheet.hidden_columns and key not in include_hidden
    )
    left_out = {*hidden, *layout.duplicates}
    mapping = {key: at for key, at in layout.mapping.items() if key not in left_out}
    missing = tuple(spec.key for spec in SPECS if spec.required and spec.key not in mapping)
    return _Found(sheet, layout, mapping, hidden, missing)


def _layout_notices(found: _Found) -> list[Notice]:
    notices = [notice for notice in found.layout.notices if notice.code not in _SAID_HERE]
    name, mapping = found.sheet.name, found.layout.mapping
    if found.hidden:
        named = "、".join(TITLES[key] for key in found.hidden)
        columns = tuple(mapping[key] + 1 for key in found.hidden)
        message = f"隐藏的列没有导入：{named}。需要导入的，请取消隐藏或在导入时勾选。"
        notices.append(Notice("hidden_columns", message, name, columns=columns))
    for key, indexes in found.layout.duplicates.items():
        columns = tuple(index + 1 for index in indexes)
        message = f"有{len(indexes)}列都是“{TITLES[key]}”，分不清用哪一列，都没有导入。请只保留一列。"
        notices.append(Notice("duplicate_header", message, name, columns=columns))
    return notices


def _why_unusable(found: Sequence[_Found]) -> str:
    if not found:
        return "没有找到花名册的表头。请使用导入模板，至少要有姓名、身份证号、工作单位三列。"
    best = min(found, key=lambda each: (len(each.missing), -len(each.mapping)))
    doubled = [TITLES[key] for key in best.missing if key in best.layout.duplicates]
    hidden = [TITLES[key] for key in best.missing if key in best.hidden]
    absent = [TITLES[key] for key in best.missing if key not in best.layout.mapping]
    reasons = []
    if absent:
        reasons.append(f"缺少必需的列：{'、'.join(absent)}。请补上该列后重新上传。")
    if doubled:
        reasons.append(f"有多列都是：{'、'.join(doubled)}。请只保留一列后重新上传。")
    if hidden:
        reasons.append(f"必需的列被隐藏：{'、'.join(hidden)}。请取消隐藏后重新上传。")
    return "".join(reasons)


def _incomplete(found: _Found) -> Notice:
    named = "、".join(TITLES[key] for key in found.missing)
    message = f"工作表“{found.sheet.name}”缺少必需的列（{named}），没有导入。"
    return Notice("sheet_incomplete", message, found.sheet.name)


def _assembled(tables: Sequence[Table], notices: list[Notice]) -> Checked:
    checked = Checked("ok", notices=notices, present=frozenset(key for table in tables for key in table.mapping))
    for table in tables:
        statuses = [STATUSES[rank] for rank in table.worst]
        values = map(_values, zip(*(table.columns[key] for key in KEYS), strict=True))
        rows = zip(repeat(table.sheet.name), table.numbers, statuses, values, _derived(table))
        checked.rows.extend(map(_row, rows))
        checked.findings.extend(table.findings())
        for status in STATUSES:
            checked.counts[status] += statuses.count(status)
    return checked


# A named tuple's own constructor counts its arguments in Python, which shows at 100,000 rows.
_values = partial(tuple.__new__, Values)
_row = partial(tuple.__new__, CheckedRow)


def _derived(table: Table) -> list[tuple[str, ...]]:
    fields: list[tuple[str, ...]] = [()] * len(table.rows)
    for row in table.derived_sex:
        fields[row] = ("sex",)
    for row in table.derived_birth:
        fields[row] = (*fields[row], "birth")
    return fields
