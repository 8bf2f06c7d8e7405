"""Who reaches what of the attendance ledger."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rencai.org.access import Ability as A
from rencai.people.models import Person
from rencai.training.ledger import actions
from rencai.training.models import Batch, BatchState, Course, Enrolment, EnrolmentState, Presence, Session
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, to
from tests.reach.reach import Reach
from tests.reach.route import FORM, PUBLIC, READ, WRITE, Route, of

ROUTES: dict[str, Route] = {
    "ledger": of(READ, A.SEE_PEOPLE),
    "ledger-terms": of(FORM, A.MANAGE_TRAINING),
    "ledger-walk-in": of(FORM, A.MANAGE_TRAINING),
    "sheet-enter": of(FORM, A.MANAGE_TRAINING),
    "sheet": of(READ, A.MANAGE_TRAINING),
    "sheet-file": of(READ, A.MANAGE_TRAINING),
    "evaluation-results": of(READ, A.MANAGE_TRAINING, A.SEE_REPORTS),
    "evaluation-screen": of(READ, A.MANAGE_TRAINING),
    "completions": of(READ, A.MANAGE_TRAINING, A.SEE_REPORTS),
    "completions-issue": of(WRITE, A.MANAGE_TRAINING),
    "completion-revoke": of(FORM, A.MANAGE_TRAINING),
    "completion-file": of(READ, A.MANAGE_TRAINING, A.SEE_OWN_RECORD),
    "screen": of(READ, A.MANAGE_TRAINING),
    "session-hours": of(FORM, A.MANAGE_TRAINING),
    "session-rest-absent": of(WRITE, A.MANAGE_TRAINING),
    "attendance-correct": of(FORM, A.MANAGE_TRAINING),
    "objections": of(READ, A.MANAGE_TRAINING),
    "objection": of(FORM, A.MANAGE_TRAINING),
    "own-training": of(READ, A.SEE_OWN_RECORD),
    "own-objection": of(FORM, A.SEE_OWN_RECORD),
    "scan": Route(READ, PUBLIC),
    "sign-in": Route(FORM, PUBLIC),
    "evaluation": Route(FORM, PUBLIC),
    "completion-check": Route(READ, PUBLIC),
}


def made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """A batch of yesterday with the person's ledger, an objection to it, and the certificate that came of it."""
    day = timezone.localdate() - timedelta(days=1)
    course = Course.objects.create(
        county="629921", title="签到测试班", kind="social_work", organiser_level="bureau", organiser="县民政局"
    )
    batch = Batch.objects.create(
        county="629921", course=course, code="QD-1", first_day=day, last_day=day, state=BatchState.CONFIRMED
    )
    session = Session.objects.create(batch=batch, day=day, starts_at=time(8, 30), ends_at=time(12), hours=4)
    where = person.employments.get()
    enrolment = Enrolment.objects.create(
        batch=batch, person=person, unit=where.unit, area_code=where.area_code, state=EnrolmentState.CONFIRMED
    )
    mark = actions.Mark(enrolment.pk, session.pk, Presence.LATE, at=time(9, 0))
    actions.record_sheet(batch, [mark], now=timezone.now(), by=world.clerk)
    objection = actions.object_to(enrolment, session, text="八点半就到了", by=world.talent)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.FINISHED)
    (completion,) = actions.issue_completions(batch, today=timezone.localdate(), by=world.clerk)
    names = {"held": batch, "held_session": session, "enrolment": enrolment, "objection": objection}
    keys: dict[str, Any] = {name: one.pk for name, one in names.items()}
    return {**keys, "held_day": day.isoformat(), "completion": completion.pk, "code": completion.code}


def check(client: Client, things: SimpleNamespace) -> Any:
    """What the QR code of the certificate leads to."""
    return client.get(reverse("completion-check"), {"code": things.code})


PARAMETERS = {
    **{word: {"pk": "held", "day": "held_day"} for word in ("ledger", "sheet", "evaluation", "completions")},
    "completion": {"pk": "completion"},
    **{word: {"pk": "held_session"} for word in ("screen", "session", "sign")},
    "attendance": {"pk": "enrolment", "session": "held_session"},
    "objection": {"pk": "objection"},
    "own": {"pk": "enrolment", "session": "held_session"},
    "scan": {"purpose": "sign-in", "key": "held_session", "code": "0" * 32},
}
_NAME = frozenset({"name"})

REACH = Reach(
    routes=ROUTES,
    made=made,
    parameters=PARAMETERS,
    outlets={
        "ledger": page("ledger", pk="held"),
        "sheet being entered": page("sheet-enter", pk="held", day="held_day"),
        "sign-in sheet": page("sheet", pk="held", day="held_day"),
        "sign-in sheet as a file": page("sheet-file", pk="held", day="held_day"),
        "screen of the room": page("screen", pk="held_session"),
        "screen for opinions": page("evaluation-screen", pk="held"),
        "opinions": page("evaluation-results", pk="held"),
        "certificates of attendance": page("completions", pk="held"),
        "form of taking a certificate back": page("completion-revoke", pk="completion"),
        "certificate of attendance": page("completion-file", pk="completion"),
        "form of a correction": page("attendance-correct", pk="enrolment", session="held_session"),
        "objections": page("objections"),
        "objection": page("objection", pk="objection"),
        "own training": page("own-training"),
        "form of an objection": page("own-objection", pk="enrolment", session="held_session"),
        "stale scan": page("scan", purpose="sign-in", key="held_session", code="0" * 32),
        "signing in without a scan": page("sign-in", pk="held_session"),
        "opinion form": page("evaluation", pk="held"),
        "check without a code": page("completion-check"),
        "check of the certificate": check,
    },
    silent=frozenset({"ledger-terms", "ledger-walk-in", "completions-issue", "session-rest-absent", "session-hours"}),
    golden={
        "ledger": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME),
        **dict.fromkeys(
            (
                "sheet being entered", "sign-in sheet", "sign-in sheet as a file", "form of a correction",
                "objections", "objection",
            ),
            to(BUREAU[1:], clear=_NAME),
        ),
        "certificates of attendance": to(BUREAU, clear=_NAME),
    },
)  # fmt: skip
