"""The rules of the product by key, each with what reads its facts; a rule that can't be built stops the start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rencai.kernel.rules.parameters import BadParameters, Parameters
from rencai.kernel.rules.rule import Rule


@dataclass(frozen=True)
class Published:
    """`facts(rows, on)` reads the facts of a queryset's rows on a day; its column `id` is the row's key.

    `of_people` says whether the rows are people, so that the rule can be asked of everybody on a register.
    """

    rule: Rule
    facts: Callable[[Any, date], pl.DataFrame]
    of_people: bool = True

    def known(self, rows: Any, on: date, today: date) -> pl.DataFrame:
        """The facts that a rule asked for `on` can know: of a day to come, those of today."""
        return self.facts(rows, min(on, today))


RULES: dict[str, Published] = {}


def publish(
    parameters: Parameters,
    rules: Iterable[Rule],
    facts: Callable[[Any, date], pl.DataFrame],
    *,
    of_people: bool = True,
) -> None:
    """Makes rules known that share a parameter file.

    Raises BadRule or NoValue for a rule that can't be built, BadParameters for a parameter that no rule reads.
    """
    read: set[str] = set()
    for rule in rules:
        if rule.key in RULES:
            raise ValueError(f"rule {rule.key} is published twice")
        read |= rule.check()
        RULES[rule.key] = Published(rule, facts, of_people)
    if unread := sorted(parameters.keys() - read):
        raise BadParameters(f"没有规则用到的参数：{'、'.join(unread)}。")
