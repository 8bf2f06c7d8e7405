"""The findings of a check laid onto the user's own file."""

from collections.abc import Iterator
from pathlib import Path

from rencai.people.roster.check import Checked
from rencai.people.roster.columns import SPECS, TITLES
from rencai.people.roster.outcomes import Finding
from rencai.ui.sheets.book import Book
from rencai.ui.sheets.headers import Layout, find_header
from rencai.ui.sheets.marked import Mark, mark

_KEYS = {title: key for key, title in TITLES.items()}


def write_marked(path: Path, out: Path, book: Book, checked: Checked, *, name: str | None = None) -> None:
    """Write the marked copy of the file at `path`. Raises FileRefused."""
    layouts = {sheet.name: layout for sheet in book.sheets if (layout := find_header(sheet, SPECS)) is not None}
    rows = {name: layout.header_rows[-1] for name, layout in layouts.items()}
    mark(path, out, _marks(checked, layouts), header_rows=rows, name=name)


def _marks(checked: Checked, layouts: dict[str | None, Layout]) -> Iterator[Mark]:
    for found in checked.findings:
        at = _column(found, layouts)
        # A fixed cell that is not in the file's columns, or holds several values, is named but not rewritten.
        fixed = found.value if found.status == "fixed" and at is not None and isinstance(found.value, str) else None
        yield Mark(found.sheet, found.row, at, found.status, found.message, fixed)


def _column(found: Finding, layouts: dict[str | None, Layout]) -> int | None:
    layout = layouts.get(found.sheet)
    return layout.mapping.get(_KEYS.get(found.column or "", "")) if layout else None
