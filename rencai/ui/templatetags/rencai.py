"""The house tag library; built in to every template."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rencai.ui.rows import Row

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def asset(path: str) -> str:
    """The address of a static file, with its fingerprint, so that no browser's cache hides a new version."""
    found = finders.find(path)
    if not isinstance(found, str):
        return static(path)
    return f"{static(path)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]}"


@register.filter
def thousands(value: int) -> str:
    """1,234."""
    return f"{value:,}"


@register.inclusion_tag("ui/lamp.html")
def lamp(colour: str, word: str, reason: str = "") -> dict[str, str]:
    """A lamp: its colour (green, amber, red, grey) never stands without a word."""
    return {"colour": colour, "word": word, "reason": reason}


@register.simple_tag
def cells(row: Row) -> SafeString:
    """The cells of a listing's row, the first one the link; a template loop over 500 cells takes ten times as long."""
    first, *others = row.cells
    linked = format_html('<a class="row-link" href="{}">{}</a>', row.link, first) if row.link else first
    return format_html_join("", "<td>{}</td>", ((cell,) for cell in (linked, *others)))


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: object) -> SafeString:
    """The options of a select from (value, label), one of them chosen."""
    wanted = str(chosen or "")
    marked = ((value, SafeString(" selected") if value == wanted else "", label) for value, label in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
