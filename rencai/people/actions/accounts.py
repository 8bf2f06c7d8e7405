"""Tying a talent's account to the record that is theirs, and untying it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from rencai.org import audit
from rencai.org.access import Ability, area_scope
from rencai.org.models import Role, User
from rencai.people.models import Person

TYING = Ability.MANAGE_UNITS
"""Section heads and clerks: whoever looks after the county's organisation also says whose account is whose."""


def free_accounts(by: User) -> QuerySet[User]:
    """Active talents' accounts of units in the scope of `by` that no record is tied to."""
    if not by.may(TYING):
        return User.objects.none()
    scope = area_scope(by, area="unit__area__code", unit="unit_id")
    return User.objects.filter(scope, role=Role.TALENT, is_active=True, person=None).select_related("unit")


@transaction.atomic
def tie_account(person: Person, account: User, *, by: User) -> None:
    """From now on the account sees this record and no other. Raises PermissionDenied, ValidationError."""
    row = _locked(person, by)
    if row.user_id is not None:
        raise ValidationError("该人员已绑定本人账号，请先解除原来的绑定。")
    if not free_accounts(by).filter(pk=account.pk, unit__area__code__startswith=row.county).exists():
        raise ValidationError({"account": "该账号已绑定其他人员、已停用，或不是本县区的本人账号，请重新选择。"})
    row.user = account
    row.save(update_fields=["user", "changed_at"])
    audit.record("绑定本人账号", by=by, on=row, county=row.county, detail={"登录名": account.username})
    person.refresh_from_db(fields=["user", "changed_at"])


@transaction.atomic
def untie_account(person: Person, reason: str, *, by: User) -> None:
    """The account sees no record any more. Raises PermissionDenied, ValidationError."""
    row = _locked(person, by)
    if row.user is None:
        raise ValidationError("该人员没有绑定本人账号，可能已被其他人解除。")
    detail = {"登录名": row.user.username, "理由": reason}
    row.user = None
    row.save(update_fields=["user", "changed_at"])
    audit.record("解除本人账号", by=by, on=row, county=row.county, detail=detail)
    person.refresh_from_db(fields=["user", "changed_at"])


def _locked(person: Person, by: User) -> Person:
    if not by.may(TYING) or not by.may(Ability.EDIT_PEOPLE):
        raise PermissionDenied("您的角色不能绑定本人账号。")
    return Person.objects.select_for_update().get(pk=person.pk)
