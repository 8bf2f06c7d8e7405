"""When a certificate may be registered and what an entry counts for: the worked examples of both cases.yaml."""

from pathlib import Path

import pytest

from rencai.certificates import education, rules
from rencai.certificates.education import rules as education_rules
from rencai.kernel.rules.cases import Case, load

_KNOWN = {rule.key: rule for rule in (*rules.RULES, *education_rules.RULES)}
_FILES = [Path(module.__file__ or "").parent / "cases.yaml" for module in (rules, education)]
CASES = [case for path in _FILES for case in load(path, _KNOWN)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_worked_examples_hold(case: Case) -> None:
    assert case.differences() == []
