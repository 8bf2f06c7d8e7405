"""What a person's page tells of training: batches and programmes, with the hours that count."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from rencai.org.models import Role
from rencai.org.moments import ends
from rencai.people.models import Person
from rencai.people.panels import Panel, panel
from rencai.training.models import BatchState, Enrolment, Member


@panel
def training(user: Any, person: Person, day: date) -> Panel | None:
    """What the user may see of it up to the day: hours of finished batches, today also what is still to come."""
    sent = Enrolment.objects.visible_to(user).filter(person=person).select_related("batch__course", "unit")
    if day < timezone.localdate():
        sent = sent.filter(Q(batch__first_day__lte=day) | Q(nominated_at__lt=ends(day)))
    rows = list(sent.exclude(batch__state=BatchState.CANCELLED).order_by("-batch__first_day", "-pk"))
    counted = [row for row in rows if row.batch.state == BatchState.FINISHED and row.batch.last_day <= day]
    members = Member.objects.visible_to(user).filter(person=person, joined_on__lte=day).select_related("programme")
    context = {
        "rows": [(row, row in counted) for row in rows],
        "times": sum(bool(row.hours) for row in counted),
        "hours": sum(row.hours for row in counted),
        "members": members,
        "day": day,
        "own": user.role == Role.TALENT,
    }
    return Panel("培训经历", "training/panel.html", context)
