"""Whose figures of which day: reads the scope out of a request; what places there are is told from above."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils import timezone

from rencai.ui.figures import Scope
from rencai.ui.notices import note

Pairs = Sequence[tuple[str, str]]


class Places(Protocol):
    """What the generic pages must know of the organisation. Answers hold only what `user` may see."""

    def areas(self, user: Any) -> Pairs:
        """(code, name) of the areas a scope can be narrowed to."""

    def units(self, user: Any, area: str) -> Pairs:
        """(id, name) of the units of an area."""

    def area_name(self, user: Any, area: str) -> str:
        """ "" for an area there is not, or not for this user."""

    def unit_name(self, user: Any, unit: int) -> str:
        """ "" for a unit there is not, or not for this user."""

    def sees(self, user: Any) -> str:
        """Equal for users who see the same rows: cached numbers are shared among them."""

    def revision(self) -> int:
        """Moves with every recorded change."""


class Nowhere:
    """Before an organisation is registered: no places, each user alone, nothing kept across changes."""

    def areas(self, user: Any) -> Pairs:
        return ()

    def units(self, user: Any, area: str) -> Pairs:
        return ()

    def area_name(self, user: Any, area: str) -> str:
        return ""

    def unit_name(self, user: Any, unit: int) -> str:
        return ""

    def sees(self, user: Any) -> str:
        return str(user.pk)

    def revision(self) -> int:
        return 0


_registered: list[Places] = [Nowhere()]


def register(places: Places) -> None:
    """Told once, when the organisation's app is ready."""
    _registered.append(places)


def places() -> Places:
    """The organisation as registered."""
    return _registered[-1]


def scope_of(request: HttpRequest) -> Scope:
    """The scope in the query (on, area, unit). What can't be used is left out and said on the page."""
    return Scope(
        on=day_of(request, "on", "统计日期") or timezone.localdate(),
        user=request.user,
        area=_area(request),
        unit=_unit(request),
    )


def day_of(request: HttpRequest, name: str, title: str, *, ahead: bool = False) -> date | None:
    """The day in the query parameter `name`; None and a sentence on the page when it is none, or lies ahead.

    `ahead` is for what can be asked of a day to come.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        note(request, f"{title}“{text[:20]}”不是有效日期，已忽略。请按 2022-12-31 的格式填写。")
        return None
    if day > timezone.localdate() and not ahead:
        note(request, f"{title} {day.isoformat()} 晚于今天，已忽略。")
        return None
    return day


def statistics_day(year: int) -> date:
    """The last day of the year, or today while the year still runs: figures of days to come don't exist."""
    return min(date(year, 12, 31), timezone.localdate())


def _area(request: HttpRequest) -> str:
    code = request.GET.get("area", "").strip()
    if not code:
        return ""
    if len(code) <= 12 and code.isascii() and code.isdigit() and places().area_name(request.user, code):
        return code
    note(request, "所选乡镇不存在，或不在您的工作范围内，已忽略。")
    return ""


def _unit(request: HttpRequest) -> int | None:
    text = request.GET.get("unit", "").strip()
    if not text:
        return None
    if len(text) <= 15 and text.isascii() and text.isdigit() and places().unit_name(request.user, int(text)):
        return int(text)
    note(request, "所选单位不存在，或不在您的工作范围内，已忽略。")
    return None
