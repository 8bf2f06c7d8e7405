"""One sheet of a roster while it is checked: columns of values, the worst status of each row, what was found."""

from collections.abc import Mapping
from typing import Any

from rencai.kernel.idnumber import IdChecker
from rencai.people.roster.cells import check_all, checker_for
from rencai.people.roster.columns import COLUMNS, KEYS, TITLES
from rencai.people.roster.identity import Facts, Identities, check_identities
from rencai.people.roster.outcomes import RANKS, Finding, Outcome
from rencai.ui.sheets.book import Sheet
from rencai.ui.sheets.headers import Layout

_REQUIRED = frozenset(column.key for column in COLUMNS if column.required)
_LOGICAL = frozenset({True, False})
_CHECKED = [(column, checker_for(column)) for column in COLUMNS if column.key != "id_number"]


class Table:
    """Rows by index from 0; `numbers` are the rows as Excel shows them, `columns` one list of values per key."""

    def __init__(self, sheet: Sheet, layout: Layout, mapping: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.layout = layout
        self.mapping = mapping
        self.numbers = layout.data_rows
        first = sheet.first_row
        self.rows = [sheet.rows[number - first] for number in self.numbers]
        self._cells = list(zip(*self.rows, strict=True))
        self.columns: dict[str, list[Any]] = {}
        self.facts: list[Facts | None] = []
        self.derived_sex: set[int] = set()
        self.derived_birth: set[int] = set()
        self.worst = bytearray(len(self.rows))
        self._found: dict[tuple[int, str | None], Finding] = {}

    def check_cells(self, checker: IdChecker) -> None:
        """Every cell by itself."""
        blanks = [None] * len(self.rows)
        for column, check in _CHECKED:
            if column.key not in self.mapping:
                self.columns[column.key] = blanks
                continue
            raws = self.raws(column.key)
            self.columns[column.key], problems = check_all(raws, column, check)
            if problems:
                self._flag_column(column.key, raws, problems)
        found = check_identities(checker, self.raws("id_number"), self.columns["document_type"])
        self._take_identities(found)

    def raws(self, key: str) -> list[Any]:
        """The cells of a column as the file has them, logical values as Excel shows them."""
        cells = list(self._cells[self.mapping[key]]) if self.rows else []
        if not _LOGICAL.isdisjoint(cells):
            # True equals 1 as a dictionary key, yet they are not the same on paper.
            return [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
        return cells

    def raw(self, row: int, key: str) -> Any:
        return self.rows[row][self.mapping[key]] if key in self.mapping else None

    def _flag_column(self, key: str, raws: list[Any], problems: Mapping[Any, Outcome]) -> None:
        """As `flag` for each cell, before anything else was noted of this column."""
        sheet, title, worst, found = self.sheet.name, TITLES[key], self.worst, self._found
        ranks = {raw: RANKS[outcome.status] for raw, outcome in problems.items()}
        for row, raw in enumerate(raws):
            rank = ranks.get(raw, 0)
            if rank:
                if rank > worst[row]:  # noqa: PLR1730 - max() costs a call for each of many cells
                    worst[row] = rank
                found[row, key] = Finding(sheet, self.numbers[row], title, *problems[raw][:3], raw, problems[raw].value)

    def _take_identities(self, found: Identities) -> None:
        self.columns["id_number"] = found.numbers
        self.columns["document_type"] = found.documents
        self.facts = found.facts
        for row, outcome in found.problems.items():
            self.flag(row, "id_number", outcome)

    def flag(self, row: int, key: str | None, outcome: Outcome, *, raw: Any = None, instead: bool = False) -> None:
        """Note something about a cell or (key None) a row; two notes on one place become one, the graver leading."""
        rank = RANKS[outcome.status]
        self.worst[row] = max(self.worst[row], rank)
        if raw is None and key is not None:
            raw = self.raw(row, key)
        title = TITLES[key] if key else None
        place = (row, key)
        before = None if instead else self._found.get(place)
        status, code, message, value = outcome
        if before is not None:
            message = before.message + message if RANKS[before.status] >= rank else message + before.message
            if RANKS[before.status] >= rank:
                status, code, value = before.status, before.code, before.value
        self._found[place] = Finding(self.sheet.name, self.numbers[row], title, status, code, message, raw, value)

    def findings(self) -> list[Finding]:
        """All findings, by row and then column as the roster orders them."""
        order = {key: at for at, key in enumerate(KEYS)}
        places = sorted(self._found, key=lambda place: (place[0], order[place[1]] if place[1] else -1))
        return [self._found[place] for place in places]

    def found_with(self, code: str) -> list[int]:
        """The rows of all findings of one code."""
        return [place[0] for place, finding in self._found.items() if finding.code == code]

    def required(self, key: str) -> bool:
        return key in _REQUIRED
