"""Who may sit which examination: the worked examples of cases.yaml."""

from pathlib import Path

import pytest

from rencai.exams.rules import PARAMETERS, RULES
from rencai.kernel.rules.cases import Case, load

CASES = list(load(Path(__file__).parent.parent / "cases.yaml", {rule.key: rule for rule in RULES}))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_worked_example_holds(case: Case) -> None:
    assert case.differences() == []


def test_every_parameter_is_read_by_a_rule() -> None:
    read = frozenset[str]().union(*[rule.check() for rule in RULES])
    assert set(PARAMETERS) == read
