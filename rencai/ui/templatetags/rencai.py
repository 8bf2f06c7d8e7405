"""The house tag library; built in to every template.

What depends on nothing but a tag's arguments is rendered once for each of them and kept: a page has dozens of options,
boxes, lamps and bars that hardly ever change. Nothing personal goes through those tags.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rencai.kernel import money
from rencai.kernel.rules.explaining import Status
from rencai.kernel.rules.steps import in_units
from rencai.ui import tablehtml
from rencai.ui.breakdowns import Table
from rencai.ui.figures import Column
from rencai.ui.narrowing import Chosen, Pairs

_STATUSES = {Status.MET: "green", Status.UNMET: "red", Status.UNKNOWN: "amber"}
register = template.Library()
register.simple_tag(tablehtml.headings)
register.simple_tag(tablehtml.cells)
register.simple_tag(tablehtml.rows_with_links)
register.simple_tag(tablehtml.numbered_rows)
register.simple_tag(tablehtml.tab_links)
register.simple_tag(tablehtml.hidden_inputs)


@register.simple_tag
@lru_cache(maxsize=64)
def asset(path: str) -> str:
    """The address of a static file, with its fingerprint, so that no browser's cache hides a new version."""
    found = finders.find(path)
    if not isinstance(found, str):
        return static(path)
    return f"{static(path)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]}"


@register.simple_tag(takes_context=True)
def turned(context: template.RequestContext, number: int, called: str) -> str:
    """The address of page `number` of the list; all else that was asked stays, other lists of the page as well."""
    asked = context["request"].GET.copy()
    asked[called or "page"] = str(number)
    return f"?{asked.urlencode()}{f'#{called}' if called else ''}"


@register.filter
def yuan(value: int | None) -> str:
    """An amount of 分 in 元; nobody having told it is not nothing."""
    return "未填" if value is None else money.yuan(value)


@register.filter
def thousands(value: int) -> str:
    """1,234."""
    return f"{value:,}"


@register.filter
def half_hours(halves: int | None) -> str:
    """Halves of an hour as 12 or 12.5; 不详 where unknown."""
    return "不详" if halves is None else in_units(halves, 2)


@register.simple_tag
@lru_cache(maxsize=512)
def lamp(colour: str, word: str, reason: str = "") -> SafeString:
    """A lamp: its colour (green, amber, red, grey) never stands without a word."""
    return render_to_string("ui/lamp.html", {"colour": colour, "word": word, "reason": reason})


@register.simple_tag
def status_lamp(status: str, reason: str = "") -> SafeString:
    """Whether a clause of a rule is met, as a lamp."""
    return lamp(_STATUSES[Status(status)], str(status), reason)


@register.simple_tag
@lru_cache(maxsize=256)
def navigation(groups: tuple[object, ...]) -> SafeString:
    """The lists of the main navigation, which stand on every page twice."""
    return render_to_string("ui/navigation.html", {"groups": groups})


@register.simple_tag
@lru_cache(maxsize=256)
def chart(table: Table) -> SafeString:
    """A breakdown as bars that open, and the same as a table."""
    return render_to_string("ui/chart.html", {"table": table})


@register.simple_tag
def filter_fields(chosen: Sequence[Chosen]) -> SafeString:
    """A select for each filter of a listing."""
    fields = [_filter_field(one.choice.key, one.choice.title, one.options, one.value) for one in chosen]
    return SafeString("".join(fields))


@lru_cache(maxsize=512)
def _filter_field(key: str, title: str, pairs: Pairs, chosen: str) -> SafeString:
    context = {"key": key, "title": title, "options": pairs, "chosen": chosen}
    return render_to_string("ui/listing/filter_field.html", context)


@register.simple_tag
def column_boxes(choosable: Iterable[tuple[Column, bool]]) -> SafeString:
    """A box for each column of a listing, ticked where the column is shown."""
    return _column_boxes(tuple((column.name, column.title, shown) for column, shown in choosable))


@lru_cache(maxsize=256)
def _column_boxes(columns: tuple[tuple[str, str, bool], ...]) -> SafeString:
    return render_to_string("ui/listing/column_boxes.html", {"columns": columns})


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: object) -> SafeString:
    """The options of a select from (value, label), one of them chosen."""
    return _options(tuple(pairs), str(chosen or ""))


@lru_cache(maxsize=512)
def _options(pairs: Pairs, chosen: str) -> SafeString:
    marked = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
