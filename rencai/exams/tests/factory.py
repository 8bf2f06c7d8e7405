"""Sittings, entries and scores for tests, written row by row."""

from datetime import date
from decimal import Decimal
from typing import Any

from rencai.exams.actions import enter, record_scores
from rencai.exams.models import SUBJECTS, Entry, LineKind, PassLine, ScoreState, Sitting, Subject
from rencai.exams.outcomes import Mark
from rencai.people.models import Person


def sitting(year: int = 2022, level: str = "assistant", *, county: str = "629921", **values: Any) -> Sitting:
    """Held in June, with the results in September."""
    days = {"first_day": date(year, 6, 18), "last_day": date(year, 6, 19), "results_on": date(year, 9, 7)}
    return Sitting.objects.create(county=county, year=year, level=level, **{**days, **values})


def local_line(of: Sitting, score: int = 55) -> PassLine:
    return PassLine.objects.create(
        sitting=of, kind=LineKind.LOCAL, score=Decimal(score), document="云州人社函〔2022〕1号"
    )


def marks(of: Sitting, *scores: Any) -> dict[Subject, Mark]:
    """Scores or words (缺考) in the order of the level's subjects; None leaves a subject out."""
    words = {str(state.label): state for state in ScoreState}
    return {
        subject: Mark(words[what]) if what in words else Mark(ScoreState.SCORED, Decimal(str(what)))
        for subject, what in zip(SUBJECTS[of.level], scores, strict=False)
        if what is not None
    }


def entry(of: Sitting, person: Person, *scores: Any) -> Entry:
    """Somebody who entered, with the scores given."""
    enter(of, [person], on=None, by=None)
    made = Entry.objects.get(sitting=of, person=person)
    if scores:
        record_scores(made, marks(of, *scores), by=None)
        made.refresh_from_db()
    return made
