"""Finding the header of a sheet and what every row under it is, however an office has laid it out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from rencai.ui.sheets.book import Notice, Sheet
from rencai.ui.sheets.rowkinds import RowKinds, squeezed

__all__ = ["ColumnSpec", "Layout", "find_header", "normalised"]

_LOOK_AT_ROWS = 40
_HEADER_ROWS = 3
_SERIALS = frozenset({"序号", "编号", "序", "no", "no.", "行号"})
_BRACKETED = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_MARKS = "*★☆※●:;。.,、"
_KIND_NAMES = {
    "header": "重复的表头",
    "example": "示例行",
    "help": "填写说明",
    "section": "分段标题",
    "summary": "合计行",
    "signature": "填表人、备注等表尾行",
}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column the caller wants: found by its title or a synonym, whatever marks and spaces the file adds."""

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(slots=True)
class Layout:
    """Where things are on a sheet. Rows are Excel rows (from 1); column indexes count from 0, as in `Sheet.rows[i]`.

    `duplicates` are keys that several columns claim equally: `mapping` holds the first, and the caller should ask.
    `merged` names, for each data row under a merge of several rows, the columns it covers. `skipped` says of every
    row below the header that is neither data nor blank what it was taken for.
    """

    header_rows: list[int]
    title_rows: list[int]
    mapping: dict[str, int]
    headers: dict[str, str]
    unknown: list[tuple[int, str]] = field(default_factory=list)
    missing_required: list[str] = field(default_factory=list)
    duplicates: dict[str, list[int]] = field(default_factory=dict)
    serial: int | None = None
    data_rows: list[int] = field(default_factory=list)
    footer_rows: list[int] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    merged: dict[int, tuple[int, ...]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def find_header(sheet: Sheet, columns: Sequence[ColumnSpec]) -> Layout | None:
    """The layout of `sheet` for `columns`; None where no row looks like a header of them.

    A sheet with a header but without some required column has a layout that names it in `missing_required`.
    """
    book = _Titles(sheet, columns)
    best: tuple[int, int, int] | None = None
    for top in range(min(len(sheet.rows), _LOOK_AT_ROWS)):
        for bottom in range(top, min(top + _HEADER_ROWS, len(sheet.rows))):
            score = (book.score(top, bottom), top - bottom, -top)
            if best is None or score > best:
                best, window = score, (top, bottom)
    if best is None or not best[0]:
        return None
    top, bottom = window
    while top > 0 and bottom - top + 1 < _HEADER_ROWS and book.is_group_row(top - 1, top):
        top -= 1
    return _laid_out(sheet, columns, book, top, bottom)


def normalised(text: str) -> str:
    """A header text without case, width, white space, marks such as * and a trailing colon."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return plain.strip(_MARKS)


def _without_hints(text: str) -> str:
    return _BRACKETED.sub("", normalised(text)).strip(_MARKS)


class _Titles:
    """Header texts of a sheet against the wanted columns."""

    def __init__(self, sheet: Sheet, columns: Sequence[ColumnSpec]) -> None:
        self.sheet = sheet
        self.ranks: dict[str, tuple[str, int]] = {}
        for rank, texts in enumerate((_titles, _synonyms, _plain_titles, _plain_synonyms)):
            for column in columns:
                for text in texts(column):
                    self.ranks.setdefault(text, (column.key, rank))
        self.spans = {}
        for top, left, bottom, right in sheet.merged:
            if top - sheet.first_row < _LOOK_AT_ROWS + _HEADER_ROWS:
                self.spans[top - sheet.first_row, left - 1] = (bottom - sheet.first_row, right - 1)

    def text(self, row: int, index: int) -> str:
        cells = self.sheet.rows[row]
        cell = cells[index] if index < len(cells) else None
        return cell.strip() if isinstance(cell, str) else ""

    def leaf(self, top: int, bottom: int, index: int) -> str:
        """The lowest header text of a column."""
        return next((text for row in range(bottom, top - 1, -1) if (text := self.text(row, index))), "")

    def group(self, top: int, bottom: int, index: int) -> str:
        """The text of the group a column's leaf stands under, "" where it stands under none."""
        for row in range(bottom - 1, top - 1, -1):
            for left in range(index, -1, -1):
                text = self.text(row, left)
                if text:
                    _, right = self.spans.get((row, left), (row, left))
                    covers = right >= index and (left < index or self.text(bottom, index))
                    return text if covers else ""
        return ""

    def match(self, top: int, bottom: int, index: int) -> tuple[str, int] | None:
        """(key, rank) of a column; the group's and the leaf's text together are more exact than the leaf alone."""
        leaf = self.leaf(top, bottom, index)
        if not leaf:
            return None
        group = self.group(top, bottom, index)
        if group and (found := self.ranks.get(normalised(group + leaf))) and normalised(group) != normalised(leaf):
            return found[0], -1
        return self.ranks.get(normalised(leaf)) or self.ranks.get(_without_hints(leaf))

    def score(self, top: int, bottom: int) -> int:
        """How many wanted columns a window of rows names; 0 where too few to be a header."""
        width = len(self.sheet.rows[top])
        filled = sum(1 for index in range(width) if self.leaf(top, bottom, index))
        keys = {found[0] for index in range(width) if (found := self.match(top, bottom, index))}
        return len(keys) if len(keys) > 1 or (keys and filled == 1) else 0

    def is_group_row(self, row: int, below: int) -> bool:
        """Whether a row above the header belongs to it: merged into it, or a line of short group names."""
        texts = [(index, text) for index in range(len(self.sheet.rows[row])) if (text := self.text(row, index))]
        if any(self.spans.get((row, index), (row, 0))[0] >= below for index, _ in texts):
            return True
        short = all(len(text) <= 15 and ":" not in text and "：" not in text for _, text in texts)
        return len(texts) > 1 and short


def _titles(column: ColumnSpec) -> list[str]:
    return [normalised(column.title)]


def _synonyms(column: ColumnSpec) -> list[str]:
    return [normalised(text) for text in column.synonyms]


def _plain_titles(column: ColumnSpec) -> list[str]:
    return [_without_hints(column.title)]


def _plain_synonyms(column: ColumnSpec) -> list[str]:
    return [_without_hints(text) for text in column.synonyms]


def _laid_out(sheet: Sheet, columns: Sequence[ColumnSpec], book: _Titles, top: int, bottom: int) -> Layout:
    first = sheet.first_row
    layout = Layout(
        header_rows=list(range(top + first, bottom + first + 1)),
        title_rows=[row + first for row in range(top) if any(map(squeezed, sheet.rows[row]))],
        mapping={},
        headers={},
    )
    _map_columns(layout, book, top, bottom)
    layout.missing_required = [column.key for column in columns if column.required and column.key not in layout.mapping]
    required = tuple(
        layout.mapping[column.key] for column in columns if column.required and column.key in layout.mapping
    )
    _sort_rows(layout, sheet, required)
    _name_unheaded(layout, sheet, book, top, bottom)
    layout.merged = _merged_rows(sheet, set(layout.data_rows))
    layout.notices.extend(_notices(layout, sheet))
    return layout


def _map_columns(layout: Layout, book: _Titles, top: int, bottom: int) -> None:
    claims: dict[str, list[tuple[int, int]]] = {}
    texts = {}
    for index in range(len(book.sheet.rows[bottom])):
        texts[index] = book.leaf(top, bottom, index)
        found = book.match(top, bottom, index)
        if found:
            claims.setdefault(found[0], []).append((found[1], index))
        elif normalised(texts[index]) in _SERIALS and layout.serial is None:
            layout.serial = index
    for key, ranked in claims.items():
        best = min(rank for rank, _ in ranked)
        winners = [index for rank, index in ranked if rank == best]
        layout.mapping[key] = winners[0]
        layout.headers[key] = texts[winners[0]]
        if len(winners) > 1:
            layout.duplicates[key] = winners
    taken = {*layout.mapping.values(), layout.serial}
    layout.unknown = [(index, text) for index, text in texts.items() if text and index not in taken]


def _sort_rows(layout: Layout, sheet: Sheet, required: tuple[int, ...]) -> None:
    header_texts = {}
    rows = [sheet.rows[row - sheet.first_row] for row in layout.header_rows]
    for index in range(len(rows[0])):
        plain = {row[index] for row in rows if isinstance(row[index], str)}
        header_texts[index] = frozenset(str(text) for text in plain) | frozenset(map(squeezed, plain))
    wide = {top: right - left + 1 for top, left, _, right in sheet.merged if right > left}
    mapped = frozenset(layout.mapping.values())
    uncomputed = (*sheet.formulas_without_value, *sheet.errors)
    computed = frozenset(row for row, column in uncomputed if column - 1 in mapped)
    kinds = RowKinds(sheet, mapped, required, layout.serial, header_texts, wide, computed)
    for row, kind in kinds.tell(layout.header_rows[-1] + 1):
        if kind == "data":
            layout.data_rows.append(row)
        elif kind not in ("blank", "numbered_blank"):
            layout.skipped[row] = kind
    last = layout.data_rows[-1] if layout.data_rows else layout.header_rows[-1]
    ends = ("summary", "signature")
    layout.footer_rows = [row for row, kind in layout.skipped.items() if row > last and kind in ends]


def _name_unheaded(layout: Layout, sheet: Sheet, book: _Titles, top: int, bottom: int) -> None:
    bare = [index for index in range(len(sheet.rows[bottom])) if not book.leaf(top, bottom, index)]
    for index in bare:
        if any(sheet.rows[row - sheet.first_row][index] is not None for row in layout.data_rows):
            layout.unknown.append((index, ""))


def _merged_rows(sheet: Sheet, data_rows: set[int]) -> dict[int, tuple[int, ...]]:
    covered: dict[int, set[int]] = {}
    for top, left, bottom, right in sheet.merged:
        if bottom > top:
            for row in range(top, min(bottom, sheet.first_row + len(sheet.rows)) + 1):
                if row in data_rows:
                    covered.setdefault(row, set()).update(range(left - 1, right))
    return {row: tuple(sorted(columns)) for row, columns in sorted(covered.items())}


def _notices(layout: Layout, sheet: Sheet) -> list[Notice]:
    found = []
    where = f"“{sheet.name}”" if sheet.name else "文件"
    if layout.unknown:
        named = "、".join(text.replace("\n", "") or f"第 {index + 1} 列（无标题）" for index, text in layout.unknown)
        columns = tuple(index + 1 for index, _ in layout.unknown)
        found.append(
            Notice("unknown_columns", f"{where}有不认识的列，没有导入：{named}。", sheet.name, columns=columns)
        )
    for key, indexes in layout.duplicates.items():
        columns = tuple(index + 1 for index in indexes)
        named = "、".join(map(str, columns))
        text = layout.headers[key]
        found.append(
            Notice("duplicate_header", f"{where}有重复的列“{text}”（第 {named} 列）。", sheet.name, columns=columns)
        )
    for kind, name in _KIND_NAMES.items():
        rows = tuple(row for row, told in layout.skipped.items() if told == kind)
        if rows:
            named = "、".join(map(str, rows[:20])) + ("等" if len(rows) > 20 else "")
            found.append(Notice(f"skipped_{kind}", f"{where}第 {named} 行是{name}，不作为数据。", sheet.name, rows))
    return found
