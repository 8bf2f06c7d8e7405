"""Asking people to sit, and what they said."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.exams.actions.entries import places_on
from rencai.exams.models import Answer, Mobilised, Sitting
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Person


@transaction.atomic
def mobilise(
    sitting: Sitting, people: Iterable[Person], verdicts: Mapping[int, tuple[str, str]], *, on: date, by: User
) -> list[Mobilised]:
    """Notes that these people were asked; `verdicts` are (status, gap) in words by person as they stood that day.

    Who was asked before stays as they are. Raises ValidationError once the sitting is over, where it is not held, and
    for people who hold its level or a higher one.
    """
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if closed := sitting.closed(on):
        raise ValidationError(closed)
    people = [person for person in people if person.county == sitting.county]
    holders = set(sitting.holders(on).filter(person__in=people).values_list("person", flat=True))
    if holders:
        names = "、".join(person.name for person in people if person.pk in holders)
        raise ValidationError(f"已持有该级别或更高级别的职业资格，不用动员，请取消勾选：{names}。")
    known = set(Mobilised.objects.filter(sitting=sitting, person__in=people).values_list("person_id", flat=True))
    places = places_on([person.pk for person in people], on)
    fresh = [
        Mobilised(
            sitting=sitting,
            person=person,
            unit_id=places[person.pk][0],
            area_code=places[person.pk][1],
            status=verdicts.get(person.pk, ("待核实", ""))[0],
            gap=verdicts.get(person.pk, ("", ""))[1][:200],
            asked_on=on,
            asked_by=by,
        )
        for person in people
        if person.pk not in known and person.pk in places
    ]
    made = Mobilised.objects.bulk_create(fresh, batch_size=500)
    if made:
        detail = {"考试": str(sitting), "人数": len(made)}
        audit.record("动员报考", by=by, on=sitting, county=sitting.county, detail=detail)
    return made


@transaction.atomic
def answer(mobilised: Mobilised, said: Answer, *, reason: str = "", by: User) -> None:
    """What somebody answered. Raises ValidationError for a refusal without a reason."""
    row = Mobilised.objects.select_for_update().select_related("sitting").get(pk=mobilised.pk)
    if said == Answer.UNWILLING and not reason.strip():
        raise ValidationError({"reason": "不报考的请写明原因。"})
    row.answer, row.reason = said, reason.strip()
    row.save(update_fields=["answer", "reason"])
    detail = {"考试": str(row.sitting), "答复": Answer(said).label}
    audit.record("登记动员答复", by=by, on=row, county=row.sitting.county, detail=detail)
