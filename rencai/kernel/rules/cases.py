"""Worked examples that a clerk can read and extend: facts in words, and what must come of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rencai.kernel.rules.explaining import explain
from rencai.kernel.rules.rule import Rule

_ALLOWED = {"case", "rule", "day", "area", "facts", "verdict", "amount", "ways", "clauses", "gaps"}


class BadCase(ValueError):
    """A worked example that can't be read; the message says which and why."""


@dataclass(frozen=True)
class Case:
    """One example: the facts as the rule knows them and what is expected, by name of the question."""

    name: str
    rule: Rule
    on: date
    row: Mapping[str, Any]
    expected: Mapping[str, Any]

    def differences(self) -> list[str]:
        """What came out otherwise, in words; nothing when the example holds."""
        found = explain(self.rule, self.row, self.on)
        clauses = [*found.clauses, *[clause for way in found.ways for clause in way.clauses]]
        said: dict[str, Any] = {
            "verdict": str(found.status),
            "amount": found.amount,
            "gaps": list(found.gaps),
            "ways": {way.key: str(way.status) for way in found.ways},
            "clauses": {clause.key: str(clause.status) for clause in clauses},
        }
        wrong = []
        for question, wanted in self.expected.items():
            answer = said[question]
            if isinstance(wanted, dict):
                answer = {key: answer.get(key, "没有这一步") for key in wanted}
            if answer != wanted:
                wrong.append(f"{self.name}：{question} 应为 {wanted}，算出 {answer}。")
        return wrong


def load(path: Path, rules: Mapping[str, Rule]) -> Iterator[Case]:
    """The examples of a file. Raises BadCase."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        name = str(entry.get("case", "（没有名字）"))
        if unknown := entry.keys() - _ALLOWED:
            raise BadCase(f"{path.name}“{name}”：不认识 {'、'.join(sorted(unknown))}。")
        if entry.get("rule") not in rules:
            raise BadCase(f"{path.name}“{name}”：没有规则 {entry.get('rule')}。")
        rule = rules[entry["rule"]]
        row: dict[str, Any] = {"area": str(entry.get("area", ""))}
        for key, text in (entry.get("facts") or {}).items():
            if key not in rule.facts:
                raise BadCase(f"{path.name}“{name}”：规则“{rule.title}”没有事实 {key}。")
            try:
                row[key] = rule.facts[key].read(text)
            except ValueError as error:
                raise BadCase(f"{path.name}“{name}”：{error}") from error
        expected = {key: entry[key] for key in ("verdict", "amount", "ways", "clauses", "gaps") if key in entry}
        if not expected:
            raise BadCase(f"{path.name}“{name}”：没有写应得的结果。")
        yield Case(name, rule, entry["day"], row, expected)
