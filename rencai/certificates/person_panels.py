"""What a person's page tells of certificates, registration and hours."""

from datetime import date
from typing import Any

from rencai.certificates.education.account import account_of
from rencai.certificates.education.actions import accounts_of
from rencai.certificates.models import Certificate
from rencai.certificates.standing import lamp_of, standing_on
from rencai.org.access import Ability
from rencai.people.models import Person
from rencai.people.panels import Panel, panel


@panel
def certificates(user: Any, person: Person, day: date) -> Panel | None:
    """Every certificate of the day with its lamp, the accounts that run, and where to enter more."""
    rows = standing_on(Certificate.objects.visible_to(user).filter(person=person), day).order_by("-obtained")
    context = {
        "rows": [(row, lamp_of(row, day)) for row in rows],
        "accounts": [account_of(period, day) for period in accounts_of(person, day)],
        "person": person,
        "own": user.role == "talent",
        "may_manage": user.may(Ability.MANAGE_CERTIFICATES),
    }
    return Panel("证书、登记和继续教育", "certificates/panel.html", context)
