"""Which figures of an issued report a publication hides, so that nobody can be singled out or worked out."""

from collections import defaultdict
from collections.abc import Set

from rencai.reports.facts import SMALL, Fact
from rencai.reports.frozen import frozen_facts
from rencai.reports.inference import Printed, Vector, groups, minus
from rencai.reports.models import Report
from rencai.ui.figures import FIGURES, Ratio

OVER_THE_YEARS = frozenset({"", "last", "change"})


def proposed(report: Report, chosen: Set[str] = frozenset()) -> set[str]:
    """The fact ids to hide: small ones, name lists, `chosen`, and of the rest as many as it takes that none of
    these can be worked out by adding and subtracting."""
    facts = [fact for fact in frozen_facts(report) if not _is_note(fact)]
    secret = {fact.fact_id for fact in facts if fact.small or fact.fact_id in chosen}
    secret |= _spread(facts, secret)
    hidden = secret | _in_tables(facts, secret)
    return hidden | _telling(_vectors(report, facts), {fact.fact_id: fact for fact in facts}, secret, hidden)


def _is_note(fact: Fact) -> bool:
    """What stands for a table as a whole; its number is that of the figure."""
    return fact.modifier.startswith("by:") and fact.modifier.count(":") == 1


def _spread(facts: list[Fact], secret: set[str]) -> set[str]:
    """A hidden number takes along its change over the year, its last year's value and the shares made of it."""
    keys = {fact.key for fact in facts if fact.fact_id in secret and fact.modifier in OVER_THE_YEARS}
    for key, figure in FIGURES.items():
        if isinstance(figure, Ratio) and {figure.part.key, figure.whole.key} & keys:
            keys.add(key)
    return {fact.fact_id for fact in facts if fact.key in keys and fact.modifier in OVER_THE_YEARS}


def _in_tables(facts: list[Fact], secret: set[str]) -> set[str]:
    """Hidden parts of a table are known together: the next smallest join them until that tells nothing of one."""
    tables: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.modifier.startswith("by:"):
            tables[fact.key, fact.modifier.split(":")[1]].append(fact)
    more: set[str] = set()
    for parts in tables.values():
        hidden = [fact for fact in parts if fact.fact_id in secret and fact.number]
        rest = sorted((fact for fact in parts if fact.fact_id not in secret and fact.number), key=_number)
        while hidden and rest and (len(hidden) < 2 or sum(map(_number, hidden)) < 2 * SMALL):
            hidden.append(rest.pop(0))
        more |= {fact.fact_id for fact in hidden}
    return more


def _vectors(report: Report, facts: list[Fact]) -> dict[str, Vector]:
    """By fact id, for every fact that counts records; a change is this year's less last year's."""
    rows = report.figures.exclude(row_model="").exclude(modifier="names")
    vectors = groups({row.fact_id: {(row.row_model, key) for key in row.keys()} for row in rows})  # noqa: SIM118
    by_way = {(fact.key, fact.modifier): fact.fact_id for fact in facts}
    for fact in facts:
        now, last = by_way.get((fact.key, "")), by_way.get((fact.key, "last"))
        if fact.modifier == "change" and now in vectors and last in vectors:
            vectors[fact.fact_id] = minus(vectors[now], vectors[last])
    return vectors


def _telling(vectors: dict[str, Vector], facts: dict[str, Fact], secret: set[str], hidden: set[str]) -> set[str]:
    """Of the facts that together give a secret away, each time the smallest, until none is given away."""
    found: set[str] = set()
    while True:
        shown = {name: vector for name, vector in vectors.items() if name not in hidden | found}
        printed = Printed(shown)
        tellers = set().union(*(printed.tell(vectors[name]) for name in secret if any(vectors.get(name, ()))))
        if not tellers:
            return found
        found.add(min(tellers, key=lambda name: (abs(_number(facts[name])), name)))


def _number(fact: Fact) -> int:
    return fact.number or 0
