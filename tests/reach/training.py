"""Who reaches what of plans, batches, nominations and programmes."""

from datetime import date, time
from types import SimpleNamespace
from typing import Any

from rencai.org.access import Ability as A
from rencai.people.models import Person
from rencai.training import actions
from rencai.training.models import (
    Attendance,
    Batch,
    BatchState,
    Course,
    CourseKind,
    Enrolment,
    EnrolmentState,
    OrganiserLevel,
    Plan,
    Presence,
    Session,
    SignInSource,
)
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, to
from tests.reach.reach import Reach
from tests.reach.route import FORM, READ, WRITE, of

_NAME, _ID = frozenset({"name"}), frozenset({"id"})
_DAY = date(2022, 8, 16)


def _made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """A plan with a need, a batch open for nominations, one that was held, a programme with a member."""
    county, place = person.county, person.employments.get()
    plan = Plan.objects.create(county=county, year=2021, title="2021年培训计划")
    need = actions.send_need(
        plan, world.organisation, topic="个案", kind=CourseKind.SOCIAL_WORK, persons=2, today=_DAY, by=world.clerk
    )
    course = Course.objects.create(
        county=county,
        plan=plan,
        title="实务班",
        kind="social_work",
        organiser="县民政局",
        organiser_level=OrganiserLevel.BUREAU,
    )
    batch = Batch.objects.create(
        county=county,
        course=course,
        code="PX-1",
        first_day=date(2030, 1, 7),
        last_day=date(2030, 1, 7),
        state=BatchState.OPEN,
    )
    session = Session.objects.create(batch=batch, day=date(2030, 1, 7), starts_at=time(8), ends_at=time(12), hours=4)
    held = Batch.objects.create(
        county=county, course=course, code="PX-2", first_day=_DAY, last_day=_DAY, state=BatchState.FINISHED
    )
    sitting = Session.objects.create(batch=held, day=_DAY, starts_at=time(8), ends_at=time(12), hours=4)
    placed = {"person": person, "unit_id": place.unit_id, "area_code": place.area_code}
    nominated = Enrolment.objects.create(batch=batch, state=EnrolmentState.NOMINATED, **placed)
    came = Enrolment.objects.create(batch=held, state=EnrolmentState.CONFIRMED, hours=4, **placed)
    Attendance.objects.create(
        enrolment=came, session=sitting, presence=Presence.PRESENT, hours=4, source=SignInSource.SHEET
    )
    programme = actions.add_programme(
        county=county,
        title="在职培养",
        school="云岭大学",
        agreement="协议1号",
        first_day=date(2022, 3, 1),
        last_day=date(2031, 6, 30),
        by=world.clerk,
    )
    term = actions.add_term(
        programme, title="第一学期", first_day=date(2022, 3, 1), last_day=date(2022, 7, 1), fee=100, by=world.clerk
    )
    member = actions.join(programme, person, on=date(2022, 3, 1), by=world.clerk)
    return {"plan": plan.pk, "need": need.pk, "course": course.pk, "batch": batch.pk, "session_of_batch": session.pk,
            "nominated": nominated.pk, "programme": programme.pk, "term": term.pk, "member": member.pk}  # fmt: skip


_FORMS = ("batch-edit", "batch-half-days", "batch-session", "batch-teachers", "batch-cancel", "batch-places",
          "course-add", "course-batch", "plan-add", "plan-issue", "programme-add", "programme-module", "programme-term",
          "programme-pay")  # fmt: skip
REACH = Reach(
    routes={
        **{name: of(FORM, A.MANAGE_TRAINING) for name in _FORMS},
        **{
            name: of(WRITE, A.MANAGE_TRAINING)
            for name in ("batch-session-remove", "batch-move", "batch-finish", "batch-confirm")
        },
        **{
            name: of(READ, A.SEE_PEOPLE)
            for name in ("batch-list", "batch", "batch-people", "plan-list", "plan", "programme-list", "programme")
        },
        "batch-nominate": of(FORM, A.NOMINATE),
        "enrolment-decline": of(FORM, A.MANAGE_TRAINING),
        "enrolment-withdraw": of(FORM, A.NOMINATE),
        "plan-need": of(FORM, A.NOMINATE),
        "need-remove": of(WRITE, A.NOMINATE),
        "programme-join": of(FORM, A.MANAGE_TRAINING),
        "member-result": of(FORM, A.MANAGE_TRAINING),
        "member-leave": of(FORM, A.MANAGE_TRAINING),
    },
    made=_made,
    parameters={
        "batch": {"pk": "batch", "sitting": "session_of_batch"},
        "course": {"pk": "course"},
        "enrolment": {"pk": "nominated"},
        "plan": {"pk": "plan"},
        "need": {"pk": "need"},
        "programme": {"pk": "programme", "term": "term"},
        "member": {"pk": "member"},
    },
    outlets={
        "batches": page("batch-list"),
        "batch": page("batch", pk="batch"),
        "list of participants": page("batch-people", pk="batch"),
        "whom to nominate": page("batch-nominate", "?q=澹台", pk="batch"),
        "form of declining": page("enrolment-decline", pk="nominated"),
        "form of withdrawing": page("enrolment-withdraw", pk="nominated"),
        "programmes": page("programme-list"),
        "programme": page("programme", pk="programme"),
        "who may join": page("programme-join", "?q=澹台", pk="programme"),
        "form of a module's result": page("member-result", pk="member"),
        "form of leaving a programme": page("member-leave", pk="member"),
        "plan": page("plan", pk="plan"),
        "attendances of the year": page("figure", "?on=2022-12-31", key="training.attendances"),
        "members of programmes": page("figure", "?on=2022-12-31", key="training.programme_members"),
    },
    silent=frozenset(
        {*_FORMS, "batch-session-remove", "batch-move", "batch-finish", "batch-confirm", "plan-list", "plan-need",
         "need-remove"}
    ),
    golden={
        **dict.fromkeys(("batch", "programme"), to(BUREAU, TOWNSHIP, UNIT, clear=_NAME)),
        "form of withdrawing": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
        "who may join": to(BUREAU[1:], clear=_NAME, masked=_ID),
        **dict.fromkeys(
            ("form of declining", "form of a module's result", "form of leaving a programme"),
            to(BUREAU[1:], clear=_NAME),
        ),
        **dict.fromkeys(
            ("attendances of the year", "members of programmes"), to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=_ID)
        ),
    },
)  # fmt: skip
