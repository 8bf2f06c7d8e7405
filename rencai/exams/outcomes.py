"""What follows from scores: one function from marks, lines and subjects still valid from before to the outcome.

A subject is passed at the national line, at the local one only, or not. Everything passed at the national line is a
national pass; one subject at the local line only makes it a local pass, which is never counted as a national one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rencai.exams.models import LineKind, Outcome, ScoreState, Subject

Passed = Mapping[Subject, LineKind]


@dataclass(frozen=True, slots=True)
class Mark:
    """One subject of one entry: a score where it was scored, else why not."""

    state: ScoreState
    score: Decimal | None = None

    def __str__(self) -> str:
        """The mark in words: 62, 62.5, 缺考."""
        return str(self.state.label) if self.score is None else f"{self.score.normalize():f}"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a sitting by subject; a subject without a local line can only be passed nationally."""

    national: Mapping[Subject, Decimal]
    local: Mapping[Subject, Decimal] = field(default_factory=dict)

    def passed(self, subject: Subject, score: Decimal) -> LineKind | None:
        """By which line the score passes; None for neither."""
        if score >= self.national[subject]:
            return LineKind.NATIONAL
        local = self.local.get(subject)
        return LineKind.LOCAL if local is not None and score >= local else None


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome, what was passed here, and which subjects of earlier years it rests on."""

    outcome: Outcome
    passed: Passed
    rolled: tuple[Subject, ...] = ()


def passed_here(marks: Mapping[Subject, Mark], lines: Lines, void: frozenset[Subject] = frozenset()) -> Passed:
    """The subjects passed by the scores of this entry alone; void ones are not."""
    found = {}
    for subject, mark in marks.items():
        if mark.state == ScoreState.SCORED and mark.score is not None and subject not in void:
            line = lines.passed(subject, mark.score)
            if line is not None:
                found[subject] = line
    return found


def settle(
    subjects: Sequence[Subject],
    marks: Mapping[Subject, Mark],
    lines: Lines,
    *,
    earlier: Passed | None = None,
    void: frozenset[Subject] = frozenset(),
) -> Settled:
    """The outcome of an entry in a level with these subjects.

    `earlier` are subjects still valid from years before. An exemption (免考) counts as a subject passed before: at the
    line of `earlier` where that is known, else at the national line as the list that states it means it. What is not
    known yet (no mark and nothing from before) leaves the outcome open; an absence is no score and no pass.
    """
    before = dict(earlier or {})
    for subject, mark in marks.items():
        if mark.state == ScoreState.EXEMPT:
            before.setdefault(subject, LineKind.NATIONAL)
    here = passed_here(marks, lines, void)
    if void and void >= set(marks):
        return Settled(Outcome.VOID, {})
    counted = {subject: _better(here.get(subject), before.get(subject)) for subject in subjects}
    rolled = tuple(subject for subject in subjects if subject in before and counted[subject] != here.get(subject))
    if all(counted.values()):
        local = any(line == LineKind.LOCAL for line in counted.values())
        return Settled(Outcome.LOCAL if local else Outcome.NATIONAL, here, rolled)
    if any(subject not in marks and not before.get(subject) for subject in subjects):
        return Settled(Outcome.PENDING, here, rolled)
    return Settled(_without_pass(marks, here, void), here, rolled)


def _without_pass(marks: Mapping[Subject, Mark], here: Passed, void: frozenset[Subject]) -> Outcome:
    sat = [mark for mark in marks.values() if mark.state != ScoreState.EXEMPT]
    if sat and all(mark.state == ScoreState.ABSENT for mark in sat):
        return Outcome.ABSENT
    return Outcome.PARTIAL if here else Outcome.FAILED


def _better(one: LineKind | None, two: LineKind | None) -> LineKind | None:
    """A national pass before a local one before none."""
    lines = {one, two}
    for line in (LineKind.NATIONAL, LineKind.LOCAL):
        if line in lines:
            return line
    return None
