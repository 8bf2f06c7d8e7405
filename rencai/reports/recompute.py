"""Counts an issued report again as of its own day and says, record by record, what was corrected since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from rencai.org.access import Ability
from rencai.org.models import AuditEvent, User
from rencai.reports.building import live_facts
from rencai.reports.facts import Fact, LiveFacts, MissingFigure
from rencai.reports.models import FrozenFigure, Report
from rencai.ui.figures import FIGURES, keys_of

LISTED = 200


@dataclass(frozen=True)
class Moved:
    """One record that came into a figure or left it: who it is, and what was recorded about it since."""

    label: str
    since: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A fact then and now. `now` is None with a `note` where it can't be counted any more."""

    figure: FrozenFigure
    now: Fact | None
    came: Sequence[Moved] = ()
    left: Sequence[Moved] = ()
    came_count: int = 0
    left_count: int = 0
    note: str = ""

    @property
    def differs(self) -> bool:
        if self.now is None:
            return True
        return self.now.number != self.figure.number or bool(self.came_count or self.left_count)


@dataclass(frozen=True)
class Recomputed:
    """Every frozen fact against the records of today, as of the report's day."""

    differences: Sequence[Difference] = field(default_factory=list)

    @property
    def same(self) -> list[Difference]:
        return [one for one in self.differences if not one.differs]

    @property
    def moved(self) -> list[Difference]:
        return [one for one in self.differences if one.differs]


def recompute(report: Report, *, user: User) -> Recomputed:
    """The facts of an issued report counted again; people are named only to a `user` who may see them."""
    live = live_facts(report)
    return Recomputed([_compared(report, row, live, user) for row in report.figures.all() if not _is_note(row)])


def _is_note(row: FrozenFigure) -> bool:
    """The row that stands for a table as a whole; its number is the figure's own."""
    return row.modifier.startswith("by:") and row.modifier.count(":") == 1


def _compared(report: Report, row: FrozenFigure, live: LiveFacts, user: User) -> Difference:
    try:
        now = _asked_again(row, live)
    except MissingFigure:
        return Difference(row, None, note="这个数据项或分组已经取消，不能重算；签发时的数保持不变。")
    note = "" if now.version == row.version else f"口径已由第{row.version}版改为第{now.version}版，差异可能来自口径。"
    if now.rows is None or not row.row_model:
        return Difference(row, now, note=note)
    then, today = row.keys(), set(keys_of(now.rows().order_by()))
    came, left = sorted(today - then), sorted(then - today)
    model: type[Model] = apps.get_model(row.row_model)
    return Difference(
        row,
        now,
        _named(report, model, came, user),
        _named(report, model, left, user),
        len(came),
        len(left),
        note,
    )


def _asked_again(row: FrozenFigure, live: LiveFacts) -> Fact:
    if not row.modifier.startswith("by:"):
        return live.fact(row.key, row.modifier)
    if row.key not in FIGURES:
        raise MissingFigure(row.key)
    if (row.key, row.modifier) not in live.used:
        live.table(row.key, row.modifier.split(":")[1])
    if (row.key, row.modifier) not in live.used:
        raise MissingFigure(row.modifier)
    return live.used[row.key, row.modifier]


def _named(report: Report, model: type[Model], keys: list[int], user: User) -> list[Moved]:
    """The first records of the list, in words; deleted ones and those the user may not see by their number only."""
    shown = keys[:LISTED]
    manager: Any = model._default_manager
    visible = manager.all()
    if not user.may(Ability.SEE_PEOPLE):
        visible = visible.none()
    elif hasattr(visible, "visible_to"):
        visible = visible.visible_to(user)
    rows = {row.pk: row for row in visible.filter(pk__in=shown)}
    events = _events(report, model, shown)
    return [
        Moved(str(rows[key]) if key in rows else f"{model._meta.verbose_name}（编号{key}）", events.get(key, ()))
        for key in shown
    ]


def _events(report: Report, model: type[Model], keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What was recorded about these records after the report was issued: 经办人 6月3日 修正离职日期."""
    found: dict[int, list[str]] = {}
    events = AuditEvent.objects.filter(
        kind=model._meta.label_lower, target__in=[str(key) for key in keys], at__gt=report.issued_at
    ).order_by("seq")
    for event in events:
        day = timezone.localtime(event.at)
        found.setdefault(int(event.target), []).append(f"{day:%Y-%m-%d} {event.actor} {event.action}")
    return {key: tuple(lines) for key, lines in found.items()}
