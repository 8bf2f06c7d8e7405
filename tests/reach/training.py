"""Who reaches what of plans, batches, nominations and programmes."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from rencai.org.access import Ability as A
from rencai.people.models import Person
from rencai.people.tests import factory as people
from rencai.training import actions
from rencai.training.models import BatchState, EnrolmentState, MemberState
from rencai.training.tests import factory
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, to
from tests.reach.reach import Reach
from tests.reach.route import FORM, READ, WRITE, Route, of

DAY = date(2022, 10, 12)
ROUTES: dict[str, Route] = {
    **{
        name: of(READ, A.SEE_PEOPLE)
        for name in (
            "batch-list", "batch", "batch-print", "course", "plan-list", "plan", "programme-list", "programme",
        )
    },
    "training-summary": of(READ, A.SEE_REPORTS),
    **{
        name: of(FORM, A.MANAGE_TRAINING)
        for name in (
            "plan-add", "plan-edit", "plan-issue", "course-add", "course-edit", "course-batch-add", "batch-edit",
            "batch-cancel", "batch-sessions", "batch-session", "batch-teachers", "batch-places", "nomination-decline",
            "nomination-replace", "programme-add", "programme-edit", "programme-module-add", "programme-term-add",
            "term-pay", "programme-join", "member-results", "member-leave", "member-resume", "module-edit", "term-edit",
        )
    },
    **{
        name: of(WRITE, A.MANAGE_TRAINING)
        for name in (
            "batch-move-on", "batch-finish", "batch-session-remove", "batch-confirm", "module-remove", "term-remove",
        )
    },
    **{name: of(FORM, A.NOMINATE) for name in ("plan-need-add", "batch-nominate", "nomination-withdraw")},
    "need-take-back": of(WRITE, A.NOMINATE),
}  # fmt: skip


def made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """A plan with a need, a batch that takes nominations and one that the person was at, a programme of theirs."""
    where = person.employments.get()
    plan = factory.plan(needs_until=timezone.localdate())
    need = factory.need(plan, where.unit, world.clerk)
    soon = timezone.localdate() + timedelta(days=20)
    batch = factory.batch(day=soon, state=BatchState.OPEN)
    factory.places(batch, where.unit, 2)
    nomination = factory.enrol(batch, person, where.unit, EnrolmentState.NOMINATED)
    factory.held(world.clerk, [(person, where.unit)], DAY, spent=100_000)
    programme = factory.programme(first_day=date(2022, 1, 1), last_day=date(2023, 12, 31))
    by = {"by": world.clerk}
    module = actions.add_module(programme, title="个案工作", hours=40, **by)
    days = {"first_day": date(2022, 3, 1), "last_day": date(2022, 7, 1)}
    term = actions.add_term(programme, by=world.clerk, title="第一学期", fee=3_000_000, **days)
    member = actions.join(programme, person, on=date(2022, 3, 1), **by)
    actions.leave_programme(_second(world, programme), MemberState.LEFT, on=date(2022, 9, 1), outcome="调离", **by)
    names = {"plan": plan, "need": need, "course": batch.course, "batch": batch, "nomination": nomination,
             "programme": programme, "module": module, "term": term, "member": member}  # fmt: skip
    session = batch.sessions.first()
    assert session is not None
    others = {"other_batch": factory.batch(day=soon, state=BatchState.OPEN), "other_programme": factory.programme()}
    return {name: one.pk for name, one in (names | others).items()} | {"batch_session": session.pk}


def _second(world: SimpleNamespace, programme: Any) -> Any:
    """Somebody else of the cohort."""
    other = people.person(world.organisation, "柏川")
    return actions.join(programme, other, on=date(2022, 3, 1), by=world.clerk)


_NAME, _ID, _PHONE = frozenset({"name"}), frozenset({"id"}), frozenset({"phone"})
_POST = frozenset({"post"})

REACH = Reach(
    routes=ROUTES,
    made=made,
    parameters={
        "plan": {"pk": "plan"},
        "need": {"pk": "need"},
        "course": {"pk": "course"},
        "batch": {"pk": "batch", "session": "batch_session"},
        "nomination": {"pk": "nomination"},
        "programme": {"pk": "programme"},
        "module": {"pk": "module"},
        "term": {"pk": "term"},
        "member": {"pk": "member"},
    },
    outlets={
        "board of batches": page("batch-list"),
        "batch": page("batch", pk="batch"),
        "batch searched": page("batch", "?q=澹台", pk="batch"),
        "participants on paper": page("batch-print", pk="batch"),
        "who can be sent": page("batch-nominate", "?q=澹台", pk="other_batch"),
        "form of declining": page("nomination-decline", pk="nomination"),
        "form of withdrawing": page("nomination-withdraw", pk="nomination"),
        "form of replacing": page("nomination-replace", "?q=澹台", pk="nomination"),
        "sessions": page("batch-sessions", pk="batch"),
        "places": page("batch-places", pk="batch"),
        "course": page("course", pk="course"),
        "plans": page("plan-list"),
        "plan": page("plan", pk="plan"),
        "training of the year": page("training-summary", "?year=2022"),
        "programmes": page("programme-list"),
        "programme": page("programme", pk="programme"),
        "joining a programme": page("programme-join", "?q=澹台", pk="other_programme"),
        "results of a member": page("member-results", pk="member"),
        "form of leaving a programme": page("member-leave", pk="member"),
        "form of studying on": page("member-resume", pk="member"),
        "attendances of the year": page("figure", "?on=2022-12-31", key="training.attendances"),
        "persons of the year": page("figure", "?on=2022-12-31", key="training.persons"),
        "never sent": page("figure", "?on=2022-06-30", key="training.never_sent"),
        "members of programmes": page("figure", "?on=2022-12-31", key="training.programme_members"),
    },
    silent=frozenset(
        {
            "plan-add", "plan-edit", "plan-issue", "plan-need-add", "need-take-back", "course-add", "course-edit",
            "course-batch-add", "batch-edit", "batch-move-on", "batch-finish", "batch-cancel", "batch-session",
            "batch-session-remove", "batch-teachers", "batch-confirm", "programme-add", "programme-edit",
            "programme-module-add", "module-edit", "module-remove", "programme-term-add", "term-edit", "term-pay",
            "term-remove",
        }
    ),
    golden={
        **dict.fromkeys(("batch", "batch searched", "programme"), to(BUREAU, TOWNSHIP, UNIT, clear=_NAME)),
        "who can be sent": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME | _POST),
        "form of withdrawing": to(BUREAU[1:], TOWNSHIP, UNIT, clear=_NAME),
        **dict.fromkeys(
            (
                "form of declining", "form of replacing", "results of a member", "form of leaving a programme",
                "form of studying on",
            ),
            to(BUREAU[1:], clear=_NAME),
        ),
        **dict.fromkeys(
            ("attendances of the year", "persons of the year", "members of programmes"),
            to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=_ID),
        ),
        "never sent": to(BUREAU, TOWNSHIP, UNIT, clear=frozenset({"former name"}) | _POST, masked=_ID | _PHONE),
    },
)  # fmt: skip
