"""A rule: dated editions of its steps over declared facts and dated parameters, run on one row or a million."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import narwhals as nw

from rencai.kernel.rules.parameters import Confidence, Parameters, Plain
from rencai.kernel.rules.steps import (
    Amount,
    AnyOf,
    BadRule,
    Branch,
    Fact,
    Facts,
    Given,
    Making,
    Part,
    Step,
    leaves,
    placeholders,
)
from rencai.kernel.rules.terms import Term, every, some

VERDICT, AMOUNT = "verdict", "amount"


class NoEdition(LookupError):
    """The rule did not exist on the day asked."""


@dataclass(frozen=True)
class Edition:
    """The wording in force from `since`: `make(facts, parameters)` yields its parts."""

    since: date
    make: Making
    cite: str
    confidence: Confidence
    until: date | None = None


@dataclass(frozen=True)
class Built:
    """An edition with its parameters filled in for one day, as columns to be added to a frame stage by stage."""

    edition: Edition
    parts: tuple[Part, ...]
    stages: tuple[Mapping[str, nw.Expr], ...] = field(compare=False)


@dataclass(frozen=True, eq=False)
class Rule:
    """What it is called, what it may know, and its editions, oldest first. `unit` is that of its amount."""

    key: str
    title: str
    facts: Mapping[str, Fact]
    parameters: Parameters
    editions: Sequence[Edition]
    unit: str = ""

    def edition(self, on: date) -> Edition:
        """The wording in force on the day. Raises NoEdition."""
        for edition in reversed(self.editions):
            if edition.since <= on and (edition.until is None or on < edition.until):
                return edition
        raise NoEdition(f"规则“{self.title}”在 {on.isoformat()} 没有文本。")

    def built(self, on: date, tried: Mapping[str, Plain] | None = None) -> Built:
        """The rule for a day; `tried` replaces parameters without saving anything.

        Raises BadRule, NoEdition, NoValue.
        """
        return _built(self, on, tuple(sorted((tried or {}).items())))

    def apply(self, frame: Any, on: date, tried: Mapping[str, Plain] | None = None) -> Any:
        """The frame (any that Narwhals knows, lazy or not) with a column for each part, and the verdict.

        `verdict`, steps and branches are yes, no or unknown; `amount` is a whole number or unknown.
        """
        found = nw.from_native(frame)
        for stage in self.built(on, tried).stages:
            found = found.with_columns(**stage)
        return found.to_native()

    def check(self) -> frozenset[str]:
        """Builds every edition; the parameters they read. Raises what building raises."""
        read: set[str] = set()
        for edition in self.editions:
            built = self.built(edition.since)
            read |= _parameters(built.parts)
        return frozenset(read)


@lru_cache(maxsize=512)
def _built(rule: Rule, on: date, tried: tuple[tuple[str, Plain], ...]) -> Built:
    edition = rule.edition(on)
    if unknown := [name for name, _ in tried if name not in rule.parameters]:
        raise BadRule(f"没有“{'、'.join(unknown)}”这个参数。")
    facts = Facts(rule.facts, on)
    parts = tuple(edition.make(facts, Given(rule.parameters, on, dict(tried))))
    _check(rule, parts)
    return Built(edition, parts, tuple(stage for stage in (facts.worked_out, *_stages(parts)) if stage))


def _stages(parts: Sequence[Part]) -> tuple[Mapping[str, nw.Expr], ...]:
    """What stands alone, then the branches, then what is decided by them, then the verdict and the amount.

    Later stages name the columns of earlier ones, so that no expression is worked out twice.
    """
    alone: dict[str, nw.Expr] = {}
    for leaf in leaves(parts):
        alone[column(leaf)] = leaf.amount.expr if isinstance(leaf, Amount) else leaf.holds.expr
        if isinstance(leaf, Step) and leaf.lacks is not None:
            alone[lacking_column(leaf)] = leaf.lacks.expr
    choices = [part for part in parts if isinstance(part, AnyOf)]
    ways = {column(branch): _named(branch.steps, every) for part in choices for branch in part.branches}
    chosen = {column(part): _named(part.branches, some) for part in choices}
    amounts = [part for part in parts if isinstance(part, Amount)]
    deciding = [part for part in parts if not isinstance(part, Amount)]
    last = {VERDICT: _named(deciding, every)} if deciding else {}
    if amounts:
        last[AMOUNT] = sum((nw.col(column(part)) for part in amounts[1:]), nw.col(column(amounts[0])))
    return alone, ways, chosen, last


def _named(parts: Sequence[Part | Branch], join: Callable[[Iterable[Term]], Term]) -> nw.Expr:
    """The columns of these parts joined."""
    return join(Term(nw.col(column(part))) for part in parts).expr


def column(part: Part | Branch) -> str:
    """The name of a part's column."""
    return f"rule_{part.key}"


def lacking_column(step: Step) -> str:
    """The name of the column that says how much is missing."""
    return f"lacks_{step.key}"


def _check(rule: Rule, parts: Sequence[Part]) -> None:
    """No two parts of one name, no sentence with a hole, no empty rule."""
    keys = [part.key for part in [*parts, *leaves([one for one in parts if isinstance(one, AnyOf)])]]
    keys += [branch.key for part in parts if isinstance(part, AnyOf) for branch in part.branches]
    if not parts or len(keys) != len(set(keys)):
        raise BadRule(f"规则“{rule.title}”没有步骤，或有两步同名。")
    for leaf in leaves(parts):
        for name in placeholders(leaf.says):
            if name not in rule.parameters:
                raise BadRule(f"规则“{rule.title}”的句子“{leaf.says}”里没有参数 {name}。")
        if isinstance(leaf, Step) and (leaf.lacks is None) != ("{n}" not in leaf.lacking):
            raise BadRule(f"规则“{rule.title}”的“{leaf.says}”：lacks 和带 {{n}} 的 lacking 要一起写。")


def _parameters(parts: Sequence[Part]) -> frozenset[str]:
    """What the parts read, in expressions and in sentences."""
    read: set[str] = set()
    for leaf in leaves(parts):
        term = leaf.amount if isinstance(leaf, Amount) else leaf.holds
        read |= term.parameters | set(placeholders(leaf.says))
        if isinstance(leaf, Step) and leaf.lacks is not None:
            read |= leaf.lacks.parameters
    return frozenset(read)
