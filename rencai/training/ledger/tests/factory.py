"""Batches with sessions and participants for tests, written row by row."""

from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.utils import timezone

from rencai.org.models import Unit
from rencai.people.models import Person
from rencai.training.models import Batch, BatchState, Course, Enrolment, EnrolmentState, Session

DAY = date(2026, 10, 12)
MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14, 30), time(18))
_codes = count(1)


def batch(*, county: str = "629921", day: date = DAY, state: str = BatchState.CONFIRMED, **values: Any) -> Batch:
    """A batch of one day with a morning of 4 and an afternoon of 3 学时."""
    course = Course.objects.create(
        county=county, title="社会工作方法实务班", kind="social_work", organiser_level="bureau", organiser="县民政局"
    )
    made = Batch.objects.create(
        county=county, course=course, code=f"PX-{next(_codes)}", first_day=day, last_day=day, state=state, **values
    )
    for (starts, ends), hours in zip((MORNING, AFTERNOON), (4, 3), strict=True):
        Session.objects.create(batch=made, day=day, starts_at=starts, ends_at=ends, hours=hours)
    return made


def enrol(batch: Batch, person: Person, unit: Unit, state: str = EnrolmentState.CONFIRMED) -> Enrolment:
    return Enrolment.objects.create(batch=batch, person=person, unit=unit, area_code=unit.area_id, state=state)


def at(hour: int, minute: int, day: date = DAY) -> datetime:
    """That moment in the county."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
