"""Writes as HTML what a listing repeats: some five hundred cells, for which template nodes take ten times as long."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

from rencai.ui.rows import Heading, Row

_BOX = (
    '<td><input class="form-check-input" type="checkbox" name="pk" value="%s" form="batch" aria-label="选择 %s"></td>'
)


_SORTED_BY = (
    '<th scope="col"%s><a class="sort" href="%s" hx-get="%s" hx-target="#rows" hx-swap="outerHTML" hx-push-url="true">'
    '%s<span aria-hidden="true"> %s</span></a></th>'
)
_ARROWS = {"ascending": "↑", "descending": "↓"}


class _Escaped(dict[str, str]):
    """Texts as HTML; each is escaped once, however often it stands on the page."""

    def __missing__(self, text: str) -> str:
        self[text] = found = escape(text)
        return found


def headings(found: Sequence[Heading]) -> SafeString:
    """The heads of a listing's columns; those that sort it are links that say in which direction."""
    return SafeString("\n".join([_heading(one) for one in found]))


def cells(row: Row) -> SafeString:
    """The cells of one row, the first one the link where there is one."""
    return SafeString(_cells(row, _Escaped()))


def rows_with_links(rows: Sequence[Row], selectable: bool = False) -> SafeString:
    """The rows of a table; `selectable` ones open with a box of the form "batch"."""
    known = _Escaped()
    lead = [_BOX % (known[str(row.pk)], known[row.cells[0]]) if selectable else "" for row in rows]
    return SafeString(
        "\n".join([f"<tr data-row>{box}{_cells(row, known)}</tr>" for box, row in zip(lead, rows, strict=True)])
    )


def numbered_rows(rows: Sequence[Row]) -> SafeString:
    """The rows of a printed table, each behind its number."""
    known = _Escaped()
    numbered = enumerate(rows, 1)
    return SafeString("\n".join([f'<tr><td class="numeral">{n}</td>{_cells(row, known)}</tr>' for n, row in numbered]))


def tab_links(tabs: Iterable[tuple[str, str, bool]]) -> SafeString:
    """Links from (title, address, whether it is the page shown)."""
    current = {True: ' aria-current="page"', False: ""}
    return SafeString(
        "".join([f'<a href="{escape(url)}"{current[here]}>{escape(title)}</a>' for title, url, here in tabs])
    )


def hidden_inputs(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """What a form carries along unseen, from (name, value)."""
    return SafeString(
        "".join([f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in pairs])
    )


def _heading(heading: Heading) -> str:
    title = escape(heading.title)
    if not heading.sort:
        return f'<th scope="col">{title}</th>'
    address = escape(heading.sort)
    direction = f' aria-sort="{heading.direction}"' if heading.direction else ""
    return _SORTED_BY % (direction, address, address, title, _ARROWS.get(heading.direction, "↕"))


def _cells(row: Row, known: _Escaped) -> str:
    first, *others = map(known.__getitem__, row.cells)
    if row.link:
        first = f'<a class="row-link" href="{escape(row.link)}">{first}</a>'
    return f"<td>{'</td><td>'.join([first, *others])}</td>"
