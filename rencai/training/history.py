"""When people were last trained: who was never sent comes first."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery

from rencai.people.models import Employment
from rencai.training.models import BatchState, Enrolment


def last_trained(people: Any, today: date) -> Any:
    """The people with `trained_on` (the last day of the last batch they attended; None = never) and `unit_name`."""
    rows = Enrolment.objects.attended().filter(
        person=OuterRef("pk"), batch__state=BatchState.FINISHED, batch__last_day__lte=today
    )
    here = Employment.objects.main().on(today).filter(person=OuterRef("pk"))
    found = people.annotate(
        trained_on=Subquery(rows.order_by("-batch__last_day").values("batch__last_day")[:1]),
        unit_name=Subquery(here.values("unit__name")[:1]),
    )
    return found.order_by(F("trained_on").asc(nulls_first=True), "pinyin", "pk")
