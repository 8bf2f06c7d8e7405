"""The user's own file handed back with its troubled cells coloured and a column of reasons."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from rencai.ui.sheets.book import LIMITS, FileRefused, Limits
from rencai.ui.sheets.process import converse
from rencai.ui.sheets.reading import read
from rencai.ui.sheets.redrawn import redraw

ERROR_COLUMN = "错误原因"


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding: `row` as in Excel, `column_index` from 0 (None: the whole row), `status` rejected, warned or fixed.

    `fixed_to` is the text a fixed cell is shown with; the original goes into its comment.
    """

    sheet: str | None
    row: int
    column_index: int | None
    status: str
    message: str
    fixed_to: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What `mark` wrote: `kept_formats` is False where the copy had to be drawn anew (csv, xls, very large files)."""

    path: Path
    kept_formats: bool


def mark(
    path_in: Path,
    path_out: Path,
    marks: Iterable[Mark],
    error_column_title: str = ERROR_COLUMN,
    *,
    header_rows: Mapping[str | None, int] | None = None,
    limits: Limits = LIMITS,
    name: str | None = None,
) -> Marked:
    """Write the marked copy as .xlsx; `header_rows` gives each sheet's last header row, where the new title goes.

    Formats, widths, dropdowns and other sheets stay as they are. Without `header_rows` the title stands above the
    first marked row. Raises FileRefused as `read` does.
    """
    found = list(marks)
    titles = dict(header_rows or {})
    for finding in found:
        titles[finding.sheet] = min(titles.get(finding.sheet, finding.row), max(finding.row - 1, 1))
    request = {
        "path": str(path_in.resolve()),
        "out": str(path_out.resolve()),
        "name": name or path_in.name,
        "marks": [astuple(finding) for finding in found],
        "title": error_column_title,
        "header_rows": [[sheet, row] for sheet, row in titles.items()],
        "limits": asdict(limits),
    }
    with contextlib.closing(converse("rencai.ui.sheets.marking", request, limits)) as frames:
        answer = next(frames, None)
    if answer is None:
        raise FileRefused("带标注的文件没有生成。请重试。", "unreadable")
    if not answer["marked"]:
        redraw(read(path_in, limits=limits, name=name), path_out, found, error_column_title, titles)
    return Marked(path_out, bool(answer["marked"]))
