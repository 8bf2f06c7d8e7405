"""Settling a doubt: somebody has looked at the value that a check doubted."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.access import Ability
from rencai.org.models import User
from rencai.people.models import Doubt, Person


@transaction.atomic
def settle_doubt(doubt: Doubt, *, by: User) -> bool:
    """Whether this call settled it: what somebody else has settled keeps their name. Raises PermissionDenied."""
    if not by.may(Ability.EDIT_PEOPLE):
        raise PermissionDenied("您的角色不能核对人员信息。")
    # Asked and written in one statement, so that of two who press the button at once only one is written down.
    mine = Doubt.objects.unsettled().filter(pk=doubt.pk).update(settled_at=timezone.now(), settled_by=by)
    if mine:
        person = doubt.person
        audit.record(
            "核对存疑信息", by=by, on=person, county=person.county, detail={"字段": [doubt.column or doubt.code]}
        )
    doubt.refresh_from_db()
    return bool(mine)


def settle_changed(person: Person, columns: Collection[str], *, by: User) -> None:
    """Whoever changes a doubtful value by hand has looked at it: the doubts on these columns, by their titles, end.

    Must run in the transaction of the change.
    """
    doubts = Doubt.objects.unsettled().filter(person=person, column__in=columns)
    settled = list(dict.fromkeys(doubts.values_list("column", flat=True)))
    if settled:
        doubts.update(settled_at=timezone.now(), settled_by=by)
        detail = {"字段": settled, "方式": "修改内容"}
        audit.record("核对存疑信息", by=by, on=person, county=person.county, detail=detail)
