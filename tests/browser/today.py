"""Lets the demo county's batch of today have a session at this hour; tells the browser tests what they need of it.

Run with the environment of the server; writes JSON: the session, the batch, one participant's name and last characters.
"""

import json
from datetime import timedelta

from rencai.site import startup


def main() -> None:
    startup.load()
    from django.utils import timezone  # noqa: PLC0415

    from rencai.training.models import Batch, Enrolment  # noqa: PLC0415

    now = timezone.localtime()
    batch = Batch.objects.get(code=f"PX{now.year}-23")
    session = batch.sessions.order_by("pk")[0]
    session.day, session.starts_at = now.date(), (now - timedelta(minutes=1)).time()
    session.ends_at = now.time().replace(hour=23, minute=59, second=59)
    session.save()
    person = Enrolment.objects.filter(batch=batch).taking_part().order_by("pk")[0].person
    keys = {"session": session.pk, "batch": batch.pk, "day": session.day.isoformat()}
    print(json.dumps(keys | {"name": person.name, "tail": person.open("id")[-4:]}))


if __name__ == "__main__":
    main()
