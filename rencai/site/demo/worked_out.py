"""The demo's kept runs of rules: who may sit which examination, as if worked out before the year's report."""

from datetime import date, datetime

from django.utils import timezone

from rencai.org.models import User
from rencai.verdicts.actions import run_rule
from rencai.verdicts.models import Run

_DAYS = (date(2022, 3, 1), date(2022, 12, 20))
_RULES = ("exams.assistant", "exams.intermediate")


def keep_verdicts(county: str, clerk: User) -> None:
    """Two rules on two days, so that there is something to compare."""
    for day in _DAYS:
        for key in _RULES:
            run = run_rule(key, on=day, county=county, today=day, by=clerk)
            moment = timezone.make_aware(datetime(day.year, day.month, day.day, 10, 0))  # noqa: DTZ001 - made aware here
            Run.objects.filter(pk=run.pk).update(made_at=moment)
