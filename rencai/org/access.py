"""Who may do what and who sees which records: every permission of the product is defined here, once."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from rencai.ui.access import View, asks


class Role(models.TextChoices):
    """A user has exactly one."""

    LEADER = "leader", "局领导"
    SECTION_HEAD = "section_head", "股室负责人"
    CLERK = "clerk", "经办人"
    TOWNSHIP_CLERK = "township_clerk", "乡镇民政站"
    UNIT_CONTACT = "unit_contact", "单位联络员"
    TALENT = "talent", "本人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class Ability(StrEnum):
    """One thing a role can be allowed to do."""

    SEE_PEOPLE = "see_people"
    SEE_OWN_RECORD = "see_own_record"
    EDIT_PEOPLE = "edit_people"
    IMPORT_PEOPLE = "import_people"
    REVEAL = "reveal"
    EXPORT = "export"
    APPROVE_EXPORT = "approve_export"
    SEE_FIGURES = "see_figures"
    RUN_RULES = "run_rules"
    NOMINATE = "nominate"
    MANAGE_TRAINING = "manage_training"
    MANAGE_EXAMS = "manage_exams"
    MANAGE_CERTIFICATES = "manage_certificates"
    DECIDE_REGISTRATION = "decide_registration"
    SEE_REPORTS = "see_reports"
    WRITE_REPORT = "write_report"
    ISSUE_REPORT = "issue_report"
    PUBLISH_REPORT = "publish_report"
    MANAGE_UNITS = "manage_units"
    MANAGE_USERS = "manage_users"
    MANAGE_SYSTEM = "manage_system"
    READ_AUDIT = "read_audit"


_READING = {Ability.SEE_PEOPLE, Ability.SEE_FIGURES, Ability.SEE_REPORTS, Ability.REVEAL, Ability.EXPORT}
_WORKING = (
    _READING
    | {Ability.EDIT_PEOPLE, Ability.IMPORT_PEOPLE, Ability.WRITE_REPORT, Ability.MANAGE_UNITS, Ability.RUN_RULES}
    | {Ability.NOMINATE, Ability.MANAGE_TRAINING, Ability.MANAGE_EXAMS, Ability.MANAGE_CERTIFICATES}
)

ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.LEADER: frozenset(
        _READING
        | {Ability.APPROVE_EXPORT, Ability.WRITE_REPORT, Ability.ISSUE_REPORT, Ability.PUBLISH_REPORT}
        | {Ability.RUN_RULES, Ability.DECIDE_REGISTRATION}
    ),
    Role.SECTION_HEAD: frozenset(
        _WORKING | {Ability.APPROVE_EXPORT, Ability.PUBLISH_REPORT, Ability.DECIDE_REGISTRATION}
    ),
    Role.CLERK: frozenset(_WORKING),
    Role.TOWNSHIP_CLERK: frozenset(
        {Ability.SEE_PEOPLE, Ability.SEE_FIGURES, Ability.REVEAL, Ability.EXPORT, Ability.EDIT_PEOPLE}
        | {Ability.IMPORT_PEOPLE, Ability.NOMINATE}
    ),
    Role.UNIT_CONTACT: frozenset(
        {Ability.SEE_PEOPLE, Ability.SEE_FIGURES, Ability.EXPORT, Ability.EDIT_PEOPLE, Ability.IMPORT_PEOPLE}
        | {Ability.NOMINATE}
    ),
    Role.TALENT: frozenset({Ability.SEE_OWN_RECORD}),
    Role.SYSTEM_ADMIN: frozenset({Ability.MANAGE_SYSTEM}),
    Role.SECURITY_ADMIN: frozenset({Ability.MANAGE_USERS}),
    Role.AUDIT_ADMIN: frozenset({Ability.READ_AUDIT}),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
NOTHING = Q(pk__in=[])


def within(code: str, path: str) -> Q:
    """Area codes at `path` inside the area `code`, as a range that an index answers."""
    if not (code.isascii() and code.isdigit()):
        return NOTHING
    return Q(**{f"{path}__gte": code, f"{path}__lt": str(int(code) + 1)})


def area_scope(user: Any, *, area: str, unit: str) -> Q:
    """The records `user` sees, by where they lie; `area` and `unit` are the paths to an area code and a unit id.

    Bureau roles see their county, a township its own area, a unit contact the own unit; everybody else nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.role in {Role.LEADER, Role.SECTION_HEAD, Role.CLERK} and user.county:
        return within(user.county, area)
    if user.role == Role.TOWNSHIP_CLERK and user.area_id:
        return within(user.area_id, area)
    if user.role == Role.UNIT_CONTACT and user.unit_id:
        return Q(**{unit: user.unit_id})
    return NOTHING


def among(path: str, seen: models.QuerySet[Any]) -> Exists:
    """The condition that what stands at `path` is one of `seen`, for rows that belong to something else.

    It's looked up for each row asked for: with `path__in` the database first lists all that may be seen, a million
    keys for the sake of ten rows.
    """
    return Exists(seen.filter(pk=OuterRef(path)))


def requires(*abilities: Ability) -> Callable[[View], View]:
    """A view for users who have any one of `abilities`; others get 403. The abilities stay readable on the view."""
    return asks(*abilities)
