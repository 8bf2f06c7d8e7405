"""Who could sit: the kept verdicts of a sitting's eligibility rule, and what they would be a year later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rencai.exams.models import Mobilised, Sitting
from rencai.kernel.periods import same_day
from rencai.kernel.rules.published import RULES
from rencai.org.models import User
from rencai.people.figures.placed import search
from rencai.ui.figures import Scope
from rencai.verdicts.actions import run_rule
from rencai.verdicts.figures import placed
from rencai.verdicts.models import Run, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of candidates is narrowed to: a verdict ("" = all) and words."""

    status: str = ""
    words: str = ""


def rule_of(sitting: Sitting) -> str:
    """The key of the rule that says who may sit."""
    key = f"exams.{sitting.level}"
    if key not in RULES:
        raise KeyError(key)
    return key


def next_year(sitting: Sitting) -> date:
    """A day of the next year's sitting, as far as anybody can know it: the same day a year on."""
    return same_day(sitting.first_day, 1)


def runs_of(sitting: Sitting, user: Any) -> tuple[Run | None, Run | None]:
    """The newest kept runs for the sitting's day and for a year later."""
    runs = Run.objects.visible_to(user)
    rule = rule_of(sitting)
    return runs.latest(rule, sitting.first_day), runs.latest(rule, next_year(sitting))


def work_out(sitting: Sitting, *, today: date, by: User) -> tuple[Run, Run]:
    """Runs the rule for both days and keeps the verdicts. Raises ValidationError."""
    rule = rule_of(sitting)
    now = run_rule(rule, on=sitting.first_day, county=sitting.county, today=today, by=by)
    later = run_rule(rule, on=next_year(sitting), county=sitting.county, today=today, by=by)
    return now, later


def candidates(sitting: Sitting, run: Run, asked: Asked, user: Any, *, today: date) -> Any:
    """Verdicts of those who do not hold the level yet and have not been asked; by name."""
    done = Mobilised.objects.filter(sitting=sitting).values("person")
    rows: Any = Verdict.objects.visible_to(user).filter(run=run)
    rows = rows.exclude(person__in=sitting.holders(today)).exclude(person__in=done)
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.words:
        rows = search(rows, asked.words)
    return placed(rows, Scope(on=today, user=user)).select_related("person").order_by("person__pinyin", "pk")
