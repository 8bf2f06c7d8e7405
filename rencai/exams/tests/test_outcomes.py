"""What follows from scores: the worked examples, and what holds of any scores."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rencai.exams.models import SUBJECTS, LineKind, Outcome, ScoreState, Subject
from rencai.exams.outcomes import Lines, Mark, settle
from rencai.people.models import QualificationLevel

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "outcomes.yaml").read_text(encoding="utf-8"))
NAMES = {str(subject.label): subject for subject in Subject}
STATES = {str(state.label): state for state in ScoreState}
KINDS = {"国家线": LineKind.NATIONAL, "地方线": LineKind.LOCAL}
_INTERMEDIATE = SUBJECTS[QualificationLevel.INTERMEDIATE]


def mark(text: Any) -> Mark:
    return Mark(STATES[text]) if text in STATES else Mark(ScoreState.SCORED, Decimal(str(text)))


def lines(local: int | None = 55) -> Lines:
    whole = dict.fromkeys(Subject, Decimal(60))
    return Lines(whole, dict.fromkeys(Subject, Decimal(local)) if local else {})


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_worked_examples_hold(case: dict[str, Any]) -> None:
    found = settle(
        SUBJECTS[case["level"]],
        {NAMES[name]: mark(text) for name, text in case["scores"].items()},
        lines(None if case.get("local") == "无" else 55),
        earlier={NAMES[name]: KINDS[kind] for name, kind in case.get("earlier", {}).items()},
        void=frozenset(NAMES[name] for name in case.get("void", [])),
    )
    assert found.outcome.label == case["outcome"]
    assert [subject.label for subject in found.rolled] == case.get("rolled", [])


scores = st.dictionaries(
    st.sampled_from(_INTERMEDIATE), st.integers(0, 100).map(lambda score: Mark(ScoreState.SCORED, Decimal(score)))
)


@given(scores)
def test_a_national_pass_has_every_subject_at_the_national_line(marks: dict[Subject, Mark]) -> None:
    found = settle(_INTERMEDIATE, marks, lines())
    national = set(marks) == set(_INTERMEDIATE) and all((one.score or 0) >= 60 for one in marks.values())
    assert (found.outcome == Outcome.NATIONAL) == national


@given(scores, st.sampled_from(_INTERMEDIATE))
def test_a_better_score_never_makes_the_outcome_worse(marks: dict[Subject, Mark], subject: Subject) -> None:
    order = [Outcome.FAILED, Outcome.PARTIAL, Outcome.LOCAL, Outcome.NATIONAL]
    whole = dict.fromkeys(_INTERMEDIATE, Mark(ScoreState.SCORED, Decimal(0))) | marks
    before = settle(_INTERMEDIATE, whole, lines()).outcome
    after = settle(_INTERMEDIATE, whole | {subject: Mark(ScoreState.SCORED, Decimal(100))}, lines()).outcome
    assert order.index(after) >= order.index(before)
