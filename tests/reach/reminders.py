"""Who reaches what of reminders and of the calendar that they follow."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from rencai.org.actions import set_day
from rencai.people.models import Person
from rencai.reminders.models import Line, Reminder
from tests.reach.outlet import page
from tests.reach.reach import Reach
from tests.reach.route import READ, SIGNED_IN, Route


def _made(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    one = Reminder.objects.create(user=world.clerk, day=date(2022, 9, 1), made_at=timezone.now())
    Line.objects.create(
        reminder=one, title="存疑信息待核对", count=1, unit="人", colour="amber", word="待核对", url="/"
    )
    day = set_day(county="629921", day=date(2022, 9, 30), working=False, reason="调休通知", by=world.clerk)
    return {"reminder": one.pk, "calendar_day": day.pk}


REACH = Reach(
    routes={"reminder-list": Route(READ, SIGNED_IN)},
    made=_made,
    parameters={"calendar": {"pk": "calendar_day"}},
    outlets={"reminders": page("reminder-list")},
)
