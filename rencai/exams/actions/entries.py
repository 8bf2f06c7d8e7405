"""Who entered a sitting, at which unit they were then, and who took it back before the day."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.exams.models import Entry, Sitting
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Employment, Person


@transaction.atomic
def enter(
    sitting: Sitting,
    people: Iterable[Person],
    *,
    on: date | None,
    by: User | None,
    numbers: dict[int, str] | None = None,
) -> list[Entry]:
    """Entries of these people, at the unit each was at on the sitting's first day (see `places_on`).

    Who has entered already stays as they are; `numbers` are admission numbers by person. Raises ValidationError for
    somebody of another county or without any post.
    """
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    people = list(people)
    known = set(Entry.objects.filter(sitting=sitting, person__in=people).values_list("person_id", flat=True))
    places = places_on([person.pk for person in people], sitting.first_day)
    fresh = []
    for person in people:
        if person.county != sitting.county:
            raise ValidationError(f"{person.name}不在本县人才信息库中，不能登记报考。")
        if person.pk in known:
            continue
        if person.pk not in places:
            raise ValidationError(f"{person.name}没有任职记录，请先核对档案。")
        unit, area = places[person.pk]
        number = (numbers or {}).get(person.pk, "")
        fresh.append(
            Entry(sitting=sitting, person=person, unit_id=unit, area_code=area, entered_on=on, admission_number=number)
        )
        known.add(person.pk)
    made = Entry.objects.bulk_create(fresh, batch_size=500)
    if made:
        detail = {"考试": str(sitting), "人数": len(made)}
        audit.record("登记报考", by=by, on=sitting, county=sitting.county, detail=detail)
    return made


def may_withdraw(entry: Entry, today: date) -> bool:
    """Whether an entry can still be taken back: nothing was held, scored or decided."""
    return today < entry.sitting.first_day and not entry.scores.exists() and not entry.misconducts.exists()


@transaction.atomic
def withdraw(entry: Entry, *, today: date, reason: str, by: User) -> None:
    """Somebody takes the entry back before the examination. Raises ValidationError once it was held or scored."""
    row = Entry.objects.select_for_update().select_related("sitting").get(pk=entry.pk)
    if not may_withdraw(row, today):
        raise ValidationError("考试已举行或已有成绩，不能撤回报考；没有参加的请登记缺考。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明撤回原因。"})
    county = row.sitting.county
    audit.record("撤回报考", by=by, on=row, county=county, detail={"考试": str(row.sitting), "原因": reason})
    row.delete()


def places_on(people: Iterable[int], day: date) -> dict[int, tuple[int, str]]:
    """(unit, area code) of each person's main post on the day, else of the last before it, else of the first known.

    The register may have been opened after the day.
    """
    rows = Employment.objects.main().filter(person__in=list(people)).order_by("starts", "pk")
    found: dict[int, tuple[int, str]] = {}
    for person, unit, area, starts in rows.values_list("person_id", "unit_id", "area_code", "starts"):
        if person not in found or starts <= day:
            found[person] = (unit, area)
    return found
