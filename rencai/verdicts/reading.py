"""A rule's columns for many people read back in words: the way taken, what is missing, which paper would settle it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rencai.kernel.rules.explaining import Status, explain
from rencai.kernel.rules.parameters import Plain
from rencai.kernel.rules.rule import AMOUNT, VERDICT, Rule

Words = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of one person; texts as `explain` says them for one."""

    person: int
    status: str
    way: str = ""
    gap: str = ""
    settle: str = ""
    amount: int | None = None


def read_back(rule: Rule, facts: pl.DataFrame, on: date, tried: Mapping[str, Plain] | None = None) -> Iterator[Said]:
    """Every row of the facts, in their order. Raises what building the rule raises.

    What is said follows from the answers to the clauses, how much is lacking where one is not met, and which facts are
    unknown: a county of a million has a few hundred different sets of those, so each is put into words once.
    """
    found = rule.apply(facts, on, tried)
    height = facts.height
    amounts = found[AMOUNT].to_list() if AMOUNT in found.columns else [None] * height
    statuses = found[VERDICT].to_list() if VERDICT in found.columns else [True] * height
    names = [*rule.facts, "area"]
    words: dict[tuple[Any, ...], Words] = {}
    keys = _patterns(rule, found).iter_rows()
    rows = facts.select(names).iter_rows()
    for person, key, row, status, amount in zip(facts["id"].to_list(), keys, rows, statuses, amounts, strict=True):
        said = words.get(key)
        if said is None:
            said = words[key] = _words(rule, dict(zip(names, row, strict=True)), on, tried)
        yield Said(person, str(Status.of(status)), *said, amount)


def _patterns(rule: Rule, found: pl.DataFrame) -> pl.DataFrame:
    """The columns on which the words depend."""
    answers = [pl.col(name) for name in found.columns if name.startswith("rule_")]
    lacking = [
        pl.when(pl.col(f"rule_{name.removeprefix('lacks_')}").eq(False)).then(pl.col(name)).alias(name)
        for name in found.columns
        if name.startswith("lacks_")
    ]
    unknown = [pl.col(name).is_null().alias(f"unknown_{name}") for name in rule.facts]
    by_area = any(value.area for parameter in rule.parameters.values() for value in parameter.values)
    area = [pl.col("area")] if by_area else []
    return found.select(*answers, *lacking, *unknown, *area)


def _words(rule: Rule, row: Mapping[str, Any], on: date, tried: Mapping[str, Plain] | None) -> Words:
    """The way that is open, what is missing, and which papers would settle what is unknown."""
    found = explain(rule, row, on, tried)
    taken = next((way.says for way in found.ways if way.status == Status.MET), "")
    papers: list[str] = []
    if found.status == Status.UNKNOWN:
        open_ways = [way for way in found.ways if way.status == Status.UNKNOWN]
        clauses = [*found.clauses, *[clause for way in open_ways for clause in way.clauses]]
        papers = [paper for clause in clauses for paper in clause.settle]
    return _cut(taken, 200), _cut("；".join(found.gaps), 300), _cut("、".join(dict.fromkeys(papers)), 300)


def counted(said: Sequence[Said]) -> dict[str, int]:
    """How many came out as what."""
    return {str(status): sum(one.status == status for one in said) for status in Status}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
