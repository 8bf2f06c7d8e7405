"""A rule as it is written on a day, and the history of its values, ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rencai.kernel.rules.parameters import Parameter, Value
from rencai.kernel.rules.published import RULES
from rencai.kernel.rules.rule import Rule
from rencai.kernel.rules.steps import Amount, AnyOf, Step, placeholders


@dataclass(frozen=True)
class Sentence:
    """One sentence with its values filled in; `depth` 1 stands under a way."""

    says: str
    cite: str
    depth: int = 0


@dataclass(frozen=True)
class History:
    """A parameter with its values, the newest first, and the one in force on the day for everybody."""

    parameter: Parameter
    values: Sequence[tuple[Value, bool]]


def rules() -> list[Rule]:
    return [published.rule for published in RULES.values()]


def sentences(rule: Rule, on: date) -> list[Sentence]:
    """The wording of the day; a value that differs by place is said as such. Raises NoEdition."""
    written: list[Sentence] = []
    for part in rule.built(on).parts:
        if isinstance(part, AnyOf):
            written.append(Sentence(part.says + "：", ""))
            for branch in part.branches:
                written.append(Sentence(_filled(rule, branch.says, on), branch.cite, 1))
        elif isinstance(part, Step | Amount):
            written.append(Sentence(_filled(rule, part.says, on), part.cite))
    return written


def histories(rule: Rule, on: date) -> list[History]:
    """The parameters that the rule reads."""
    return [_history(parameter, on) for parameter in parameters_of(rule).values()]


def parameters_of(rule: Rule) -> dict[str, Parameter]:
    """The parameters that the rule reads, in the order of their file."""
    read = rule.check()
    return {name: parameter for name, parameter in rule.parameters.items() if name in read}


def _history(parameter: Parameter, on: date) -> History:
    running = set(parameter.on(on)) if any(value.holds(on) for value in parameter.values) else set()
    return History(parameter, [(value, value in running) for value in reversed(parameter.values)])


def changes(rule: Rule) -> list[tuple[date, str]]:
    """On which day what changed, by which document, the newest first."""
    found = [(edition.since, f"条文：{edition.cite}") for edition in rule.editions]
    for parameter in parameters_of(rule).values():
        found += [
            (value.since, f"{parameter.title}：{value.value}{parameter.unit}（{value.cite}）")
            for value in parameter.values[1:]
        ]
    return sorted(found, reverse=True)


def until(rule: Rule, on: date) -> date | None:
    """The last day of the wording in force on `on`; None while no later one is known."""
    later = [edition.since for edition in rule.editions if edition.since > on]
    return min(later) - timedelta(days=1) if later else None


def _filled(rule: Rule, says: str, on: date) -> str:
    shown = {}
    for name in placeholders(says):
        values = rule.parameters[name].on(on)
        shown[name] = values[0].value if len(values) == 1 and not values[0].area else "（按地区）"
    return says.format(**shown)
