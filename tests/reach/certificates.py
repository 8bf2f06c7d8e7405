"""Who reaches what of certificates, registration and continuing education."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from rencai.certificates import actions
from rencai.certificates.education.actions import draw_sample, enter_education
from rencai.certificates.models import (
    Application,
    ApplicationState,
    Certificate,
    Matched,
    Reconciliation,
    Registration,
    RegistrationKind,
    Side,
)
from rencai.org.access import Ability as A
from rencai.people.models import Person
from tests.reach.outlet import BUREAU, TOWNSHIP, UNIT, page, proven, to
from tests.reach.reach import Reach
from tests.reach.route import FORM, PUBLIC, READ, Route, of

_NAME, _ID = frozenset({"name"}), frozenset({"id"})
_APPLICATION = ("application-accept", "application-return", "application-again", "application-withdraw")
_DECIDING = ("application-grant", "application-refuse")


def _made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """A certificate with a period, an open application and a decided one, hours, an audit, a comparison."""
    on = date(2022, 9, 1)
    # Not through the action that tells the register, whose own qualification other tests look for.
    first = Certificate.objects.create(
        person=person,
        county=person.county,
        level="senior",
        number="GJ-OTHER",
        obtained="2022-06-19",
        origin="hand",
        check_code="c" * 32,
    )
    period = Registration.objects.create(
        certificate=first, kind=RegistrationKind.FIRST, starts=date(2022, 9, 2), ends=date(2031, 9, 2)
    )
    done = Application.objects.create(
        certificate=first,
        kind=RegistrationKind.FIRST,
        state=ApplicationState.REFUSED,
        submitted_on=on,
        decided_on=on,
        reason="材料不实",
    )
    waiting = actions.apply_for(first, RegistrationKind.RENEWAL, on=on, materials=["身份证"], by=world.clerk)
    entry = enter_education(
        person,
        on=on,
        by=world.clerk,
        mode="training",
        title="个案",
        first_day=date(2022, 8, 1),
        last_day=date(2022, 8, 1),
        half_hours=12,
        proof_number="JX-1",
    )
    sample = draw_sample(
        county=person.county, title="抽查", on=date(2022, 12, 1), seed="7", size=1, cure_until=None, by=world.clerk
    )
    made = Reconciliation.objects.create(
        county=person.county, on=on, file_name="r.xlsx", sha256="", made_by=world.clerk
    )
    row = Matched.objects.create(
        reconciliation=made,
        side=Side.BOTH,
        certificate=first,
        person=person,
        name=person.name,
        differences={"证书管理号": ["1", "2"]},
    )
    return {"certificate": first.pk, "decided": done.pk, "application": waiting.pk, "period": period.pk,
            "education": entry.pk, "sample": sample.pk, "drawn": sample.drawn.get().pk, "reconciliation": made.pk,
            "matched": row.pk, "holder": person.pk, "check_code": first.check_code}  # fmt: skip


REACH = Reach(
    routes={
        **{
            name: of(READ, A.SEE_PEOPLE)
            for name in ("certificate-list", "certificate", "application-list", "application", "account-list",
                         "account-page", "learning", "yearly-list")
        },
        "application-notice": of(READ, A.SEE_PEOPLE, also=404),
        "funnel": of(READ, A.SEE_FIGURES),
        "own-account": of(READ, A.SEE_OWN_RECORD, also=404),
        "certificate-check": Route(FORM, PUBLIC),
        **{
            name: of(FORM, A.MANAGE_CERTIFICATES)
            for name in (*_APPLICATION, "holder-certificate", "certificate-end", "certificate-complete",
                         "certificates-proposed",
                         "certificates-adopt", "authorities", "certificate-apply", "certificate-period",
                         "reconciliation-list",
                         "matched-settle", "learning-add", "education-withdraw", "education-proposed",
                         "sample-list", "drawn-finding")
        },
        **{name: of(READ, A.MANAGE_CERTIFICATES) for name in ("reconciliation", "sample")},
        **{name: of(FORM, A.DECIDE_REGISTRATION) for name in (*_DECIDING, "period-end")},
    },
    made=_made,
    parameters={
        "certificate": {"pk": "certificate"},
        "application": {"pk": "application"},
        "period": {"pk": "period"},
        "holder": {"pk": "holder"},
        "learning": {"pk": "holder"},
        "drawn": {"pk": "drawn"},
        "matched": {"pk": "matched"},
        "account": {"pk": "period"},
        "education": {"pk": "education"},
        "sample": {"pk": "sample"},
        "reconciliation": {"pk": "reconciliation"},
    },
    outlets={
        "certificates": page("certificate-list", "?on=2022-12-31"),
        "certificate": page("certificate", pk="certificate"),
        "applications": page("application-list"),
        "application": page("application", pk="application"),
        "notice of a decision": page("application-notice", pk="decided"),
        "funnel": page("funnel"),
        "own certificates and hours": page("own-account"),
        "public check by code": page("certificate-check", "?code=x"),
        "form of a certificate": page("holder-certificate", pk="holder"),
        "form of completing a certificate": page("certificate-complete", pk="certificate"),
        "form of ending a certificate": page("certificate-end", pk="certificate"),
        "passed without certificate": page("certificates-proposed"),
        "told without certificate": page("certificates-adopt"),
        "form of applying": page("certificate-apply", pk="certificate"),
        "form of a period": page("certificate-period", pk="certificate"),
        "form of ending a period": page("period-end", pk="period"),
        "form of accepting": page("application-accept", pk="application"),
        "form of returning": page("application-return", pk="application"),
        "form of handing in again": page("application-again", pk="application"),
        "form of taking back": page("application-withdraw", pk="application"),
        "form of granting": page("application-grant", pk="application"),
        "form of refusing": page("application-refuse", pk="application"),
        "accounts": page("account-list", "?on=2022-12-31"),
        "account": page("account-page", pk="period"),
        "what somebody learned": page("learning", pk="holder"),
        "form of what was learned": page("learning-add", pk="holder"),
        "form of withdrawing an entry": page("education-withdraw", pk="education"),
        "hours to be counted": page("education-proposed"),
        "yearly track": page("yearly-list"),
        "audit of accounts": page("sample", pk="sample"),
        "form of a finding": page("drawn-finding", pk="drawn"),
        "comparison": page("reconciliation", pk="reconciliation"),
        "form of settling": proven("matched-settle", pk="matched"),
    },
    silent=frozenset({"authorities", "reconciliation-list", "sample-list"}),
    golden={
        "certificates": to(BUREAU, TOWNSHIP, UNIT, clear=_NAME, masked=_ID),
        **dict.fromkeys(
            ("certificate", "applications", "application", "accounts", "account", "what somebody learned"),
            to(BUREAU, TOWNSHIP, UNIT, clear=_NAME),
        ),
        **dict.fromkeys(
            ("form of ending a period", "form of granting", "form of refusing"), to(BUREAU[:2], clear=_NAME)
        ),
        **dict.fromkeys(
            ("form of a certificate", "form of completing a certificate", "form of ending a certificate",
             "form of applying", "form of a period",
             "form of accepting", "form of returning", "form of handing in again", "form of taking back",
             "form of what was learned", "form of withdrawing an entry", "hours to be counted", "audit of accounts",
             "form of a finding", "comparison", "form of settling"),
            to(BUREAU[1:], clear=_NAME),
        ),
    },
)  # fmt: skip
