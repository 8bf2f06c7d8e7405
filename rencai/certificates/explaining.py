"""The conditions of the registration that comes next for a certificate, clause by clause."""

from dataclasses import dataclass
from datetime import date

from rencai.certificates.education.account import Account, account_of
from rencai.certificates.facts import facts_of
from rencai.certificates.models import Certificate, RegistrationKind
from rencai.certificates.rules import FIRST, RENEWAL
from rencai.kernel.rules.explaining import Explanation, explain
from rencai.kernel.rules.parameters import NoValue
from rencai.kernel.rules.rule import NoEdition


@dataclass(frozen=True, slots=True)
class Conditions:
    """The kind of registration, its explanation, and for a renewal the account it rests on."""

    kind: RegistrationKind
    found: Explanation
    account: Account | None


def conditions_of(certificate: Certificate, on: date, *, stated: bool | None = None) -> Conditions | None:
    """What the rule says on a day; None where there was no rule yet.

    `stated` is whether the applicant's form states capacity and conduct; not handed in yet is unknown.
    """
    periods = certificate.registrations.filter(starts__lte=on, ended_on=None).select_related("certificate")
    last = periods.order_by("ends").last()
    row = facts_of(certificate, on, stated=stated)
    rule = RENEWAL if last else FIRST
    kind = RegistrationKind.RENEWAL if last else RegistrationKind.FIRST
    try:
        account = account_of(last, on) if last else None
        return Conditions(kind, explain(rule, row, on), account)
    except (NoEdition, NoValue):
        return None
