"""What a rule is made of: facts it may know, steps of a sentence and an expression, and branches of steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

import narwhals as nw

from rencai.kernel.rules.parameters import Parameters, Plain, Value
from rencai.kernel.rules.terms import Term, day_number, day_of, literal

KINDS = ("yes", "count", "day", "text")


def in_units(count: int, parts: int) -> str:
    """So many parts of a unit as people write units: 25 halves are 12.5."""
    return f"{(Decimal(count) / parts).normalize():f}"


class BadRule(ValueError):
    """A rule that can't be built: it names what there is not, or says a sentence with a hole."""


@dataclass(frozen=True)
class Fact:
    """What may be known about a row. `kind` is yes, count, day (a number yyyymmdd) or text; `choices` name the texts.

    A count is a whole number of `parts` of its unit: halves of an hour have 2. `settled_by` says which paper would
    settle it where it is unknown.
    """

    title: str
    kind: str
    unit: str = ""
    choices: Mapping[str, str] | None = None
    settled_by: str = ""
    parts: int = 1

    def shown(self, value: Any) -> str:
        """The value for people; 不详 where unknown."""
        if value is None:
            return "不详"
        if self.kind == "yes":
            return "是" if value else "否"
        if self.kind == "day":
            return day_of(int(value)).isoformat()
        if self.kind == "count":
            return f"{in_units(value, self.parts)}{self.unit}"
        return (self.choices or {}).get(value, f"{value}{self.unit}")

    def read(self, text: Any) -> Plain | None:
        """The value from what a clerk writes in a worked example. Raises ValueError."""
        if text in (None, "", "不详"):
            return None
        if self.kind == "yes" and text in (True, False, "是", "否"):
            return text in (True, "是")
        if self.kind == "day":
            return day_number(text if isinstance(text, date) else date.fromisoformat(str(text)))
        if self.kind == "count" and isinstance(text, int) and not isinstance(text, bool):
            return text
        if self.kind == "text":
            named = {label: value for value, label in (self.choices or {}).items()}
            if self.choices is None or text in self.choices or text in named:
                return str(named.get(text, text))
        raise ValueError(f"{self.title}：看不懂“{text}”。")


class Facts:
    """`facts.name` as a term; a name the rule did not declare raises when the rule is built. `on` is the day asked."""

    def __init__(self, known: Mapping[str, Fact], on: date) -> None:
        self._known = known
        self.worked_out: dict[str, nw.Expr] = {}
        self.on = literal(on)

    def __getattr__(self, name: str) -> Term:
        if name not in self._known:
            raise BadRule(f"没有“{name}”这个事实；可用：{'、'.join(self._known)}。")
        return Term(nw.col(name), frozenset([name]))

    def let(self, name: str, term: Term) -> Term:
        """The same term, worked out once in a column of its own for all steps that name it."""
        if name in self._known or name in self.worked_out:
            raise BadRule(f"“{name}”已经有了，请换一个名字。")
        self.worked_out[name] = term.expr
        return Term(nw.col(name), term.facts, term.parameters)


class Given:
    """`parameters.name` as a term: the value in force on the day, by the area of the row where areas differ."""

    def __init__(self, known: Parameters, on: date, tried: Mapping[str, Plain]) -> None:
        self._known, self._on, self._tried = known, on, tried

    def __getattr__(self, name: str) -> Term:
        if name not in self._known:
            raise BadRule(f"没有“{name}”这个参数；可用：{'、'.join(self._known)}。")
        if name in self._tried:
            return replace(literal(self._tried[name]), parameters=frozenset([name]))
        values = self._known[name].on(self._on)
        if any(value.area for value in values):
            return Term(_by_area(values), frozenset(["area"]), frozenset([name]))
        return replace(literal(values[-1].value), parameters=frozenset([name]))


def _by_area(values: Sequence[Value]) -> nw.Expr:
    """The narrowest area that holds the row decides; a row of no such area has no value."""
    found = nw.lit(None) if values[-1].area else nw.lit(values[-1].value)
    for value in reversed(values):
        if value.area:
            found = nw.when(nw.col("area").str.starts_with(value.area)).then(nw.lit(value.value)).otherwise(found)
    return found


@dataclass(frozen=True)
class Step:
    """A sentence with {parameters} and whether it holds.

    `lacks` is how much is missing where it doesn't, in `parts` of the unit that `lacking` says with {n}:
    差{n}年社会工作年限.
    """

    key: str
    says: str
    holds: Term
    cite: str = ""
    lacks: Term | None = None
    lacking: str = ""
    parts: int = 1


@dataclass(frozen=True)
class Branch:
    """Steps that together are one way to meet a rule."""

    key: str
    says: str
    steps: tuple[Step, ...]
    cite: str = ""


@dataclass(frozen=True)
class AnyOf:
    """One branch is enough."""

    key: str
    says: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Amount:
    """A sentence and a whole number that the rule adds to its amount, in the rule's unit (money in 分)."""

    key: str
    says: str
    amount: Term
    cite: str = ""


Part = Step | AnyOf | Amount
Making = Callable[[Any, Any], Iterator[Part]]


def placeholders(says: str) -> list[str]:
    """The names in braces. Raises BadRule for a sentence that can't be filled."""
    try:
        return [name for _, name, spec, turn in Formatter().parse(says) if name is not None and not spec and not turn]
    except ValueError as error:
        raise BadRule(f"句子“{says}”的花括号不成对。") from error


def leaves(parts: Sequence[Part]) -> Iterator[Step | Amount]:
    """Every step and amount, those of branches too."""
    for part in parts:
        if isinstance(part, AnyOf):
            for branch in part.branches:
                yield from branch.steps
        else:
            yield part
