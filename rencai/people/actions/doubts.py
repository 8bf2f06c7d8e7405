"""Settling a doubt: somebody has looked at the value that a check doubted."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.access import Ability
from rencai.org.models import User
from rencai.people.models import Doubt


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
