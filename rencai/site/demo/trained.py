"""The demo county's training: plans and needs, batches with their ledgers, what participants thought of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from rencai.org.audit import record
from rencai.org.models import Unit, User
from rencai.people.models import Employment
from rencai.site.demo.courses import YEARS, PlannedBatch, around, held
from rencai.training.actions import half_days
from rencai.training.models import (
    COUNTED,
    Attendance,
    Batch,
    BatchState,
    Correction,
    Course,
    CourseKind,
    Enrolment,
    EnrolmentState,
    Evaluation,
    Need,
    OrganiserLevel,
    Places,
    Plan,
    PlanState,
    Presence,
    Session,
    SignInSource,
    Teacher,
)

_HOURS = 4
_PRESENCES = {
    Presence.PRESENT: 90, Presence.LATE: 4, Presence.LEFT_EARLY: 2, Presence.EXCUSED: 2, Presence.ABSENT: 2,
}  # fmt: skip
_TEACHERS = (
    ("苏云岭", "云岭大学社会工作系", "社会工作方法"), ("何景川", "云州民政职业学院", "社会救助政策"),
    ("沈禾", "云川县民政局", "业务规程"),
)  # fmt: skip
_TOPICS = (
    ("个案工作方法", CourseKind.SOCIAL_WORK), ("入户探访与记录", CourseKind.SOCIAL_WORK),
    ("低保和特困政策", CourseKind.PROFESSIONAL), ("失能老人照护", CourseKind.PROFESSIONAL),
)  # fmt: skip
_COMMENTS = ("案例很实用", "时间安排紧了一些", "希望多一些实地观摩", "讲得清楚", "", "", "")


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where somebody worked in a period."""

    person: int
    unit: Unit
    starts: date
    ends: date | None

    def on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


def load_training(county: str, clerk: User, *, today: date) -> list[Batch]:
    """Everything about training; returns the batches, oldest first."""
    chance = Random(f"training {county}")  # noqa: S311 - a reproducible fiction, not a secret
    plans = {year: _plan(county, year, clerk, chance) for year in dict.fromkeys((*YEARS, today.year))}
    seats = _seats(county)
    made = [
        _batch(planned, county, plans, seats, clerk, chance, today) for planned in (*held(), *around(today))
    ]  # fmt: skip
    detail = {"班次": len(made), "参训": Enrolment.objects.filter(batch__county=county).count()}
    record("载入演示培训", by=clerk, county=county, detail=detail)
    return made


def _plan(county: str, year: int, clerk: User, chance: Random) -> Plan:
    plan = Plan.objects.create(
        county=county, year=year, title=f"{year}年民政系统培训计划", document=f"云民发〔{year}〕9号",
        needs_until=date(year, 2, 20), state=PlanState.ISSUED, issued_on=date(year, 3, 1), made_by=clerk,
    )  # fmt: skip
    units = list(Unit.objects.filter(area__code__startswith=county, starts__lte=date(year, 1, 1), ends=None))
    Need.objects.bulk_create(
        Need(
            plan=plan, unit=unit, area_code=unit.area_id, topic=topic, kind=kind, persons=chance.randrange(1, 6),
            sent_by=clerk,
        )
        for unit in chance.sample(units, 24)
        for topic, kind in chance.sample(_TOPICS, 2)
    )  # fmt: skip
    return plan


def _seats(county: str) -> dict[str, list[_Seat]]:
    """Main employments by kind of unit, in a fixed order."""
    found: dict[str, list[_Seat]] = defaultdict(list)
    rows = Employment.objects.filter(person__county=county, main=True).select_related("unit").order_by("pk")
    for row in rows:
        found[row.unit.kind].append(_Seat(row.person_id, row.unit, row.starts, row.ends))
    return found


def _batch(
    planned: PlannedBatch, county: str, plans: dict[int, Plan], seats: dict[str, list[_Seat]], clerk: User,
    chance: Random, today: date,
) -> Batch:  # fmt: skip
    course = _course(planned, county, plans)
    own = planned.course.level in {OrganiserLevel.COUNTY, OrganiserLevel.BUREAU}
    budget = planned.course.seats * planned.course.days * 12_000 if own else None
    over = planned.state == BatchState.FINISHED
    batch = Batch.objects.create(
        county=county, course=course, code=planned.code, first_day=planned.days[0], last_day=planned.days[-1],
        place=planned.course.place, capacity=planned.course.seats, budget=budget,
        spent=budget * chance.randrange(82, 100) // 100 if budget and over else None,
        nominate_until=planned.first - timedelta(days=13), state=planned.state,
        finished_at=_moment(planned.days[-1] + timedelta(days=3)) if over else None,
    )  # fmt: skip
    sessions = Session.objects.bulk_create(one for day in planned.days for one in half_days(day, _HOURS, batch))
    Teacher.objects.bulk_create(
        Teacher(batch=batch, name=name, organisation=organisation, topic=topic)
        for name, organisation, topic in chance.sample(_TEACHERS, 2)
    )
    there = [seat for kind in planned.course.kinds for seat in seats[kind] if seat.on(planned.first)]
    chosen = {seat.person: seat for seat in chance.sample(there, min(planned.course.seats, len(there)))}
    enrolments = _enrol(batch, list(chosen.values()), clerk, chance, today)
    if planned.days[0] < today and planned.state in {BatchState.FINISHED, BatchState.CONFIRMED}:
        _sign_in(batch, enrolments, sessions, clerk, chance)
    return batch


def _course(planned: PlannedBatch, county: str, plans: dict[int, Plan]) -> Course:
    course = planned.course
    own = course.level in {OrganiserLevel.COUNTY, OrganiserLevel.BUREAU}
    return Course.objects.create(
        county=county, plan=plans.get(planned.first.year) if own else None, title=course.title, kind=course.kind,
        organiser_level=course.level, organiser=course.organiser,
        document="" if own else f"{course.organiser}通知〔{planned.first.year}〕{planned.first.month}号",
    )  # fmt: skip


def _enrol(batch: Batch, seats: Sequence[_Seat], clerk: User, chance: Random, today: date) -> list[Enrolment]:
    """Who was sent; a batch still open has some places left and some waiting for a word."""
    places: dict[int, int] = defaultdict(int)
    for seat in seats:
        places[seat.unit.pk] += 1
    Places.objects.bulk_create(Places(batch=batch, unit_id=unit, number=number) for unit, number in places.items())
    if batch.state == BatchState.PLANNED:
        return []
    if batch.state == BatchState.OPEN:
        seats = seats[: len(seats) // 2]
    states = {BatchState.OPEN: EnrolmentState.NOMINATED}
    rows = [
        Enrolment(
            batch=batch, person_id=seat.person, unit=seat.unit, area_code=seat.unit.area_id,
            state=_state(states.get(BatchState(batch.state), EnrolmentState.CONFIRMED), chance),
            nominated_by=clerk, nominated_at=_before(batch, 16, today),
            decided_by=None if batch.state == BatchState.OPEN else clerk,
            decided_at=None if batch.state == BatchState.OPEN else _before(batch, 10, today),
        )
        for seat in seats
    ]  # fmt: skip
    return Enrolment.objects.bulk_create(rows)


def _state(usual: EnrolmentState, chance: Random) -> EnrolmentState:
    throw = chance.random()
    if usual == EnrolmentState.CONFIRMED and throw < 0.06:
        return EnrolmentState.WITHDRAWN if throw < 0.03 else EnrolmentState.WALK_IN
    return usual


def _sign_in(
    batch: Batch, enrolments: Sequence[Enrolment], sessions: Sequence[Session], clerk: User, chance: Random
) -> None:
    """The ledger of a batch that was held, with the hours that follow, a few corrections and the answers after it."""
    kinds, weights = list(_PRESENCES), list(_PRESENCES.values())
    rows: list[Attendance] = []
    for enrolment in enrolments:
        if enrolment.state == EnrolmentState.WITHDRAWN:
            continue
        for session in sessions:
            presence = chance.choices(kinds, weights)[0]
            hours = session.hours if presence in COUNTED else 0
            enrolment.hours += hours
            rows.append(
                Attendance(
                    enrolment=enrolment, session=session, presence=presence, hours=hours, source=SignInSource.SHEET,
                    at=_late(session) if presence == Presence.LATE else None, recorded_by=clerk,
                )
            )  # fmt: skip
    Enrolment.objects.bulk_update(enrolments, ["hours"], batch_size=500)
    entries = Attendance.objects.bulk_create(rows)
    late = [entry for entry in entries if entry.presence == Presence.LATE][:1]
    Correction.objects.bulk_create(
        Correction(attendance=entry, before=Presence.ABSENT, after=entry.presence, reason="签到表补签核实", by=clerk)
        for entry in late
    )
    if batch.state == BatchState.FINISHED:
        _evaluate(batch, [enrolment for enrolment in enrolments if enrolment.hours], chance)


def _evaluate(batch: Batch, came: Sequence[Enrolment], chance: Random) -> None:
    answered = chance.sample(list(came), len(came) * 2 // 3)
    for enrolment in answered:
        enrolment.evaluated = True
    Enrolment.objects.bulk_update(answered, ["evaluated"], batch_size=500)
    Evaluation.objects.bulk_create(_answers(batch, len(answered), chance))


def _answers(batch: Batch, number: int, chance: Random) -> Iterator[Evaluation]:
    for _ in range(number):
        content, teaching, organisation, use = (chance.choices((5, 4, 3, 2), (50, 35, 12, 3))[0] for _ in range(4))
        yield Evaluation(
            batch=batch, content=content, teaching=teaching, organisation=organisation, use=use,
            comment=chance.choice(_COMMENTS),
        )  # fmt: skip


def _late(session: Session) -> time:
    return (datetime.combine(session.day, session.starts_at) + timedelta(minutes=20)).time()


def _before(batch: Batch, days: int, today: date) -> datetime:
    """So many days before the batch, and yesterday at the latest: nothing has happened yet that is still to come."""
    return _moment(min(batch.first_day - timedelta(days=days), today - timedelta(days=1)))


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 0)))
