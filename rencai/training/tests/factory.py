"""Plans, courses, batches with their ledgers and programmes for tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rencai.org.models import Unit, User
from rencai.people.models import Person
from rencai.training.ledger import actions as ledger
from rencai.training.ledger.tests.factory import at, batch, enrol
from rencai.training.models import (
    Batch,
    BatchState,
    Course,
    Enrolment,
    Need,
    Places,
    Plan,
    Presence,
    Programme,
    Session,
)

__all__ = ["attend", "batch", "course", "enrol", "held", "need", "places", "plan", "programme"]


def course(county: str = "629921", **values: Any) -> Course:
    usual = {"title": "民政业务培训班", "kind": "professional", "organiser_level": "bureau", "organiser": "县民政局"}
    return Course.objects.create(county=county, **{**usual, **values})


def places(one: Batch, unit: Unit, number: int) -> Places:
    return Places.objects.create(batch=one, unit=unit, number=number)


def attend(
    enrolment: Enrolment, sessions: Sequence[Session], by: User, presence: Presence = Presence.PRESENT, reason: str = ""
) -> None:
    """Entries of the ledger, from which the hours follow."""
    marks = [ledger.Mark(enrolment.pk, session.pk, presence) for session in sessions]
    ledger.record_sheet(enrolment.batch, marks, now=at(19, 0, enrolment.batch.last_day), by=by, reason=reason)
    enrolment.refresh_from_db()


def held(by: User, people: Sequence[tuple[Person, Unit]], day: date, **values: Any) -> Batch:
    """A finished batch of that day (7 学时 in two sessions) at which all these people were."""
    about = {key: values.pop(key) for key in ("title", "kind", "organiser_level") if key in values}
    one = batch(county=by.county, day=day, **values)
    Course.objects.filter(pk=one.course_id).update(**about)
    for person, unit in people:
        attend(enrol(one, person, unit), one.sessions.all(), by)
    Batch.objects.filter(pk=one.pk).update(state=BatchState.FINISHED)
    return Batch.objects.select_related("course").get(pk=one.pk)


def plan(year: int = 2026, county: str = "629921", **values: Any) -> Plan:
    return Plan.objects.create(county=county, year=year, title=f"{year}年民政系统培训计划", **values)


def need(one: Plan, unit: Unit, by: User, topic: str = "入户探访", persons: int = 3) -> Need:
    return Need.objects.create(
        plan=one, unit=unit, area_code=unit.area_id, topic=topic, kind="social_work", persons=persons, sent_by=by
    )


def programme(county: str = "629921", **values: Any) -> Programme:
    usual: dict[str, Any] = {
        "title": "社会工作在职培养", "school": "云岭大学", "agreement": "云民合〔2025〕3号",
        "first_day": date(2025, 9, 1), "last_day": date(2026, 7, 10), "fee": 12_000_000,
    }  # fmt: skip
    return Programme.objects.create(county=county, **{**usual, **values})
