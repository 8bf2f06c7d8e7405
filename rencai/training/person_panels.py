"""What a person's page tells of training."""

from datetime import date
from typing import Any

from rencai.people.models import Person
from rencai.people.panels import Panel, panel
from rencai.training.models import Enrolment, Member

SHOWN = 30


@panel
def training(user: Any, person: Person, day: date) -> Panel | None:
    """The batches and programmes up to the day that the user may see; the newest first."""
    rows = Enrolment.objects.visible_to(user).filter(person=person, batch__first_day__lte=day)
    members = Member.objects.visible_to(user).filter(person=person, joined_on__lte=day).select_related("programme")
    found = list(rows.select_related("batch__course").order_by("-batch__first_day")[:SHOWN])
    if not found and not members:
        return None
    context = {"rows": found, "members": members, "own": user.role == "talent"}
    return Panel("培训经历", "training/panel.html", context)
