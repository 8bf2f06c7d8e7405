"""What a report states: each fact is a figure asked in one way, for the report's scope, with the words that show it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rencai.documents.tree import FACT_ID_LIMIT
from rencai.kernel.periods import same_day
from rencai.org.access import Role
from rencai.org.audit import revision
from rencai.ui import numbers
from rencai.ui.figures import FIGURES, Breakdown, Figure, Part, Ratio, Rows, Scope

SMALL = 5  # fewer people than this could be told apart
NAMES_SHOWN = 50


class MissingFigure(KeyError):
    """The register cannot answer this yet; `title` says what was asked for."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


@dataclass(frozen=True)
class BureauReader:
    """Through whose eyes a report counts: a bureau role of the county, so that a number never depends on who looks."""

    county: str
    role: str = Role.CLERK
    is_authenticated: bool = True
    is_active: bool = True
    unit_id: None = None
    area_id: None = None

    @property
    def pk(self) -> str:
        """Of no user; different for every county, since numbers are kept by it."""
        return f"bureau {self.county}"

    def may(self, ability: str) -> bool:
        return ability.startswith("see_")


@dataclass(frozen=True)
class Fact:
    """One stated number. `number` is tenths of a percent for a ratio, None where unknown; `text` is what is printed.

    `modifier` is "", "last", "change", "names", "by:<breakdown>" (the whole table) or "by:<breakdown>:<part>".
    `small` says that publishing it could single out a person. `rows` are what was counted, where something was.
    """

    fact_id: str
    key: str
    modifier: str
    title: str
    unit: str
    number: int | None
    text: str
    means: str
    on: date
    version: int
    small: bool = False
    label: str = ""
    rows: Callable[[], Rows] | None = field(default=None, compare=False, repr=False)

    @property
    def tenths(self) -> int | None:
        """The number as conditions compare it."""
        return None if self.number is None else self.number if self.unit == "%" else self.number * 10


@dataclass(frozen=True)
class FactTable:
    """A figure divided: the whole, its parts, and why they may overlap ("" = never)."""

    whole: Fact
    title: str
    parts: tuple[Fact, ...]
    overlap: str


def fact_id(report: int, key: str, modifier: str) -> str:
    """Names a fact in every edition; the same for a draft and once issued."""
    plain = f"R{report}:{key}" + (f":{modifier}" if modifier else "")
    if len(plain) <= FACT_ID_LIMIT:
        return plain
    return f"R{report}:{hashlib.sha256(plain.encode()).hexdigest()[:24]}"


def percent(number: int | None) -> str:
    return "暂缺" if number is None else f"{number // 10}.{number % 10}%"


def changed(now: int | None, last: int | None, unit: str) -> str:
    """增加12人, 减少3人, 持平; of a share 提高1.2个百分点."""
    if now is None or last is None:
        return "无法比较"
    step = abs(now - last)
    if not step:
        return "持平"
    if unit == "%":
        return f"{'提高' if now > last else '下降'}{step // 10}.{step % 10}个百分点"
    return f"{'增加' if now > last else '减少'}{step}{unit}"


class LiveFacts:
    """Facts computed from the records now, each once; `used` are those asked for, in order."""

    def __init__(self, report: int, day: date, county: str) -> None:
        self.report, self.day, self.county = report, day, county
        self.revision = revision()
        self.used: dict[tuple[str, str], Fact] = {}

    def scope(self, on: date) -> Scope:
        return Scope(on=on, user=BureauReader(self.county))

    def fact(self, key: str, modifier: str = "") -> Fact:
        """Raises MissingFigure where no such figure is published."""
        if (key, modifier) not in self.used:
            figure = FIGURES.get(key)
            if figure is None:
                raise MissingFigure(key)
            make = {"": self._value, "last": self._value, "change": self._change, "names": self._names}[modifier]
            self.used[key, modifier] = make(figure, modifier)
        return self.used[key, modifier]

    def _bare(self, figure: Figure | Ratio, modifier: str, on: date, **values: Any) -> Fact:
        return Fact(
            fact_id(self.report, figure.key, modifier),
            figure.key,
            modifier,
            figure.title,
            figure.unit,
            means=figure.means,
            on=on,
            version=figure.version,
            **values,
        )

    def _value(self, figure: Figure | Ratio, modifier: str) -> Fact:
        on = same_day(self.day, -1) if modifier == "last" else self.day
        if isinstance(figure, Ratio):
            part, whole = (self._count(one, on) for one in (figure.part, figure.whole))
            number, small = figure.of(part, whole), 0 < part < SMALL
            return self._bare(figure, modifier, on, number=number, text=percent(number), small=small)
        number = self._count(figure, on)
        return self._bare(
            figure,
            modifier,
            on,
            number=number,
            text=str(number),
            small=0 < number < SMALL,
            rows=lambda: figure.rows(self.scope(on)),
        )

    def _count(self, figure: Figure, on: date) -> int:
        return numbers.number(figure, self.scope(on), self.revision)

    def _change(self, figure: Figure | Ratio, modifier: str) -> Fact:
        now, last = self.fact(figure.key), self.fact(figure.key, "last")
        number = None if now.number is None or last.number is None else now.number - last.number
        text = changed(now.number, last.number, figure.unit)
        return self._bare(figure, modifier, self.day, number=number, text=text, small=now.small or last.small)

    def _names(self, figure: Figure | Ratio, modifier: str) -> Fact:
        if isinstance(figure, Ratio) or not figure.columns:
            raise MissingFigure(f"{figure.title}（没有名单）")
        rows = figure.rows(self.scope(self.day)).order_by(*figure.order)
        number, shown = rows.count(), list(rows[:NAMES_SHOWN])
        if figure.prepare:
            figure.prepare(shown, self.scope(self.day))
        text = "、".join(str(figure.columns[0].of(row)) for row in shown) or "无"
        text += f"等{number}{figure.unit}" if number > NAMES_SHOWN else ""
        return self._bare(
            figure,
            modifier,
            self.day,
            number=number,
            text=text,
            small=True,
            rows=lambda: figure.rows(self.scope(self.day)),
        )

    def table(self, key: str, name: str) -> FactTable:
        """The figure by the breakdown of that key or title. Raises MissingFigure."""
        figure = FIGURES.get(key)
        if figure is None:
            raise MissingFigure(key)
        breakdown = find_breakdown(figure, name)
        assert isinstance(figure, Figure)  # noqa: S101 - a ratio has no breakdown to be found
        whole, scope = self.fact(key), self.scope(self.day)
        parts = breakdown.parts(scope)
        kept_as = (figure.key, figure.version, "parts in a report", breakdown.key)
        counts = numbers.kept(kept_as, scope, self.revision, lambda: figure.counts(scope, parts))
        made = [self._part(figure, whole, breakdown, part, counts[part.key]) for part in parts]
        note = replace(
            whole,
            fact_id=fact_id(self.report, key, f"by:{breakdown.key}"),
            modifier=f"by:{breakdown.key}",
            label=breakdown.title,
            text=breakdown.overlap,
            rows=None,
        )
        for one in (note, *made):
            self.used[key, one.modifier] = one
        return FactTable(whole, breakdown.title, tuple(made), breakdown.overlap)

    def _part(self, figure: Figure, whole: Fact, breakdown: Breakdown, part: Part, number: int) -> Fact:
        modifier = f"by:{breakdown.key}:{part.key}"
        return replace(
            whole,
            fact_id=fact_id(self.report, figure.key, modifier),
            modifier=modifier,
            title=f"{figure.title}·{part.label}",
            number=number,
            text=str(number),
            small=0 < number < SMALL,
            label=part.label,
            rows=lambda: figure.rows(self.scope(self.day)).filter(part.where),
        )


def find_breakdown(figure: Figure | Ratio, name: str) -> Breakdown:
    """By key or by title. Raises MissingFigure naming those there are."""
    known = () if isinstance(figure, Ratio) else figure.breakdowns
    for breakdown in known:
        if name in {breakdown.key, breakdown.title}:
            return breakdown
    ways = "、".join(f"{one.key}（{one.title}）" for one in known) or "无"
    raise MissingFigure(f"{figure.title}没有“{name}”这种分组，可用：{ways}")
