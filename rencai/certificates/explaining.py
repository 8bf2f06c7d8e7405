"""The conditions of the registration that comes next for a certificate, clause by clause."""

from dataclasses import dataclass
from datetime import date

from rencai.certificates.education.account import Account, account_of
from rencai.certificates.facts import facts_of
from rencai.certificates.models import Application, Certificate, RegistrationKind
from rencai.certificates.rules import FIRST, RENEWAL
from rencai.kernel.rules.explaining import Explanation, explain
from rencai.kernel.rules.parameters import NoValue
from rencai.kernel.rules.rule import NoEdition

# The applicant's form states capacity and conduct: with it among the papers both count as stated.
_STATING = "登记申请表"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The kind of registration, its explanation, and for a renewal the account it rests on."""

    kind: RegistrationKind
    found: Explanation
    account: Account | None


def conditions_of(
    certificate: Certificate, on: date, *, stated: bool | None = None, application: Application | None = None
) -> Conditions | None:
    """What the rule says on a day of the registration that comes next, or of an application; None without a rule.

    `stated` is whether the applicant's form states capacity and conduct; not handed in yet is unknown. An application
    is held to its own kind, and the period that it opened itself does not count.
    """
    begun = certificate.registrations.filter(starts__lte=on).select_related("certificate")
    if application is not None:
        begun = begun.exclude(application=application)
    last = begun.order_by("ends").last()
    kind = RegistrationKind.RENEWAL if last else RegistrationKind.FIRST
    if application is not None:
        kind = RegistrationKind(application.kind)
    rule = RENEWAL if kind == RegistrationKind.RENEWAL else FIRST
    row = facts_of(certificate, on, stated=stated, before=application)
    try:
        account = account_of(last, on) if last and not last.taken_back(on) else None
        return Conditions(kind, explain(rule, row, on), account)
    except (NoEdition, NoValue):
        return None


def conditions_of_application(application: Application, on: date) -> Conditions | None:
    """The same of an application on a day, with what its papers state."""
    stated = True if _STATING in application.materials else None
    return conditions_of(application.certificate, on, stated=stated, application=application)
