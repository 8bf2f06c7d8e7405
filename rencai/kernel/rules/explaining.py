"""A rule read back for one row: each clause with its facts, its values, its citation and whether it is met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from threading import Lock
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from rencai.kernel.rules.parameters import Confidence, NoValue, Plain, Value, weakest
from rencai.kernel.rules.rule import AMOUNT, VERDICT, Rule, column, lacking_column
from rencai.kernel.rules.steps import Amount, AnyOf, Branch, Fact, Step, in_units, placeholders
from rencai.kernel.rules.terms import Term


class Status(StrEnum):
    """Whether a clause is met."""

    MET = "符合"
    UNMET = "不符合"
    UNKNOWN = "待核实"

    @classmethod
    def of(cls, value: bool | None) -> "Status":
        return cls.UNKNOWN if value is None else cls.MET if value else cls.UNMET


@dataclass(frozen=True)
class Clause:
    """One sentence of the rule for one row.

    `facts` are (title, value in words); `settle` the papers that would settle what is unknown; `gap` what is missing
    in words. `amount` is set for a part of the amount.
    """

    key: str
    says: str
    status: Status
    facts: tuple[tuple[str, str], ...]
    cite: str
    confidence: Confidence
    gap: str = ""
    settle: tuple[str, ...] = ()
    amount: int | None = None


@dataclass(frozen=True)
class Way:
    """One branch of several and whether it is open."""

    key: str
    says: str
    status: Status
    cite: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Explanation:
    """A verdict with everything it rests on."""

    rule: Rule
    on: date
    status: Status
    amount: int | None
    clauses: tuple[Clause, ...]
    ways: tuple[Way, ...]
    cite: str
    confidence: Confidence

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, in words: of the steps all must meet, and of the way that lacks least."""
        found = [clause.gap for clause in self.clauses if clause.gap]
        shut = [way for way in self.ways if way.status == Status.UNMET]
        if self.ways and len(shut) == len(self.ways):
            found += [clause.gap for clause in min(shut, key=_distance).clauses if clause.gap]
        return tuple(found)


def _distance(way: Way) -> tuple[int, int]:
    """How far a way is from being open: what can't be made up for weighs more than what takes its time."""
    unmet = [clause for clause in way.clauses if clause.status != Status.MET]
    return sum(not clause.gap for clause in unmet), len(unmet)


def explain(rule: Rule, row: Mapping[str, Any], on: date, tried: Mapping[str, Plain] | None = None) -> Explanation:
    """The rule for one row of facts; a fact not given is unknown. Raises what building the rule raises."""
    built = rule.built(on, tried)
    known = {name: row.get(name) for name in rule.facts} | {"area": row.get("area")}
    answers = _plan(rule, on, tuple(sorted((tried or {}).items()))).answers(known)
    reader = _Reader(rule, on, known, answers, dict(tried or {}), built.edition.cite, built.edition.confidence)
    clauses = tuple(reader.clause(part) for part in built.parts if isinstance(part, Step | Amount))
    ways = tuple(
        reader.way(branch) for part in built.parts if isinstance(part, AnyOf) for branch in part.branches
    )  # fmt: skip
    everything = [*clauses, *[clause for way in ways for clause in way.clauses]]
    return Explanation(
        rule, on, Status.of(answers.get(VERDICT, True)), answers.get(AMOUNT), clauses, ways, built.edition.cite,
        weakest([built.edition.confidence, *[clause.confidence for clause in everything]]),
    )  # fmt: skip


class _Plan:
    """A rule over whatever row is asked next: translating its expressions takes ten times as long as running them."""

    def __init__(self, rule: Rule, on: date, tried: Mapping[str, Plain]) -> None:
        self._schema = frame_schema(rule.facts)
        self._row = pl.DataFrame(schema=self._schema)
        # The engine reads the row in a thread of its own, so one question is asked at a time.
        self._lock = Lock()
        self._frame: pl.LazyFrame = rule.apply(register_io_source(self._source, schema=self._schema), on, tried)

    def _source(
        self, columns: list[str] | None, _where: Any, _rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        yield self._row if columns is None else self._row.select(columns)

    def answers(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of the rule for one row of facts."""
        row = pl.DataFrame({name: [value] for name, value in known.items()}, schema=self._schema)
        with self._lock:
            self._row = row
            return self._frame.collect(optimizations=pl.QueryOptFlags.none()).row(0, named=True)


@lru_cache(maxsize=512)
def _plan(rule: Rule, on: date, tried: tuple[tuple[str, Plain], ...]) -> _Plan:
    return _Plan(rule, on, dict(tried))


_POLARS = {"yes": pl.Boolean, "count": pl.Int64, "day": pl.Int64, "text": pl.String}


def frame_schema(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The columns of a frame of facts, the area of the row among them."""
    return {name: _POLARS[fact.kind] for name, fact in facts.items()} | {"area": pl.String}


@dataclass(frozen=True)
class _Reader:
    """Turns the columns of one row back into sentences."""

    rule: Rule
    on: date
    row: Mapping[str, Any]
    answers: Mapping[str, Any]
    tried: Mapping[str, Plain]
    cite: str
    confidence: Confidence

    def way(self, branch: Branch) -> Way:
        status = Status.of(self.answers[column(branch)])
        clauses = tuple(self.clause(step) for step in branch.steps)
        return Way(branch.key, self._filled(branch.says), status, branch.cite or self.cite, clauses)

    def clause(self, part: Step | Amount) -> Clause:
        term = part.amount if isinstance(part, Amount) else part.holds
        answer = self.answers[column(part)]
        values = self._values(term, part.says)
        named = sorted(term.facts - {"area"})
        unknown = [self.rule.facts[name] for name in named if self.row[name] is None]
        amount = answer if isinstance(part, Amount) else None
        return Clause(
            key=part.key,
            says=self._filled(part.says),
            status=Status.of(None if answer is None else True if isinstance(part, Amount) else answer),
            facts=tuple((self.rule.facts[name].title, self.rule.facts[name].shown(self.row[name])) for name in named),
            cite="；".join(dict.fromkeys([part.cite or self.cite, *[value.cite for value in values]])),
            confidence=weakest([self.confidence, *[value.confidence for value in values]]),
            gap=self._gap(part, answer),
            settle=tuple(fact.settled_by for fact in unknown if fact.settled_by) if answer is None else (),
            amount=amount,
        )

    def _gap(self, part: Step | Amount, answer: Any) -> str:
        if isinstance(part, Amount) or part.lacks is None or answer is not False:
            return ""
        missing = self.answers[lacking_column(part)]
        return "" if missing is None else part.lacking.format(n=in_units(missing, part.parts))

    def _values(self, term: Term, says: str) -> list[Value]:
        """The values of the parameters that the part reads, for the row's area."""
        found = []
        for name in sorted(term.parameters | set(placeholders(says))):
            try:
                found.append(self.rule.parameters[name].at(self.on, self.row.get("area") or ""))
            except NoValue:
                continue
        return found

    def _filled(self, says: str) -> str:
        """The sentence with the values of the day, or of the try, in its holes."""
        shown = {}
        for name in placeholders(says):
            try:
                value = self.tried.get(name, self.rule.parameters[name].at(self.on, self.row.get("area") or "").value)
            except NoValue:
                value = "（本地未规定）"
            shown[name] = value
        return says.format(**shown)
