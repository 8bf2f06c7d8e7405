"""A participant objects to what the ledger says; the bureau answers by a correction or with its reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.training.ledger.actions.hours import locked
from rencai.training.models import Batch, Enrolment, Objection, ObjectionState, Session


@transaction.atomic
def object_to(enrolment: Enrolment, session: Session, *, text: str, by: User) -> Objection:
    """Raise an objection, once at a time for a session. Raises ValidationError."""
    batch = locked(enrolment.batch)
    if session.batch_id != batch.pk:
        raise ValidationError("这一节不属于该班次。")
    if Objection.objects.open().filter(enrolment=enrolment, session=session).exists():
        raise ValidationError("这一节您已提出异议，正在等待答复。")
    made = Objection.objects.create(enrolment=enrolment, session=session, text=text, raised_by=by)
    audit.record("提出签到异议", by=by, on=made, county=batch.county, detail={"节次": str(session)})
    return made


@transaction.atomic
def refuse(objection: Objection, *, answer: str, by: User) -> None:
    """The entry stays as it is, for the reason given. Raises ValidationError."""
    if not answer.strip():
        raise ValidationError({"answer": "请写明理由。"})
    # In line with corrections, which answer objections too.
    Batch.objects.select_for_update().get(enrolments=objection.enrolment_id)
    if not settle(objection.enrolment, objection.session, ObjectionState.REFUSED, answer, by=by):
        raise ValidationError("这条异议已经答复过。")


def settle(enrolment: Enrolment, session: Session, state: ObjectionState, answer: str, *, by: User) -> bool:
    """Answer the open objection of a participant to a session, if there is one; must run inside atomic()."""
    # Asked and written in one statement, so that of two who answer at once only one is written down.
    mine = Objection.objects.open().filter(enrolment=enrolment, session=session)
    found = mine.first()
    told = {"state": state, "answer": answer, "answered_by": by, "answered_at": timezone.now()}
    if found is None or not mine.update(**told):
        return False
    audit.record("答复签到异议", by=by, on=found, county=enrolment.batch.county, detail={"结果": state.label})
    return True
