"""Entries of continuing education, and sampling audits of accounts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.certificates.education.sampling import draw
from rencai.certificates.models import (
    Certificate,
    Drawn,
    EducationEntry,
    EducationMode,
    EntryOrigin,
    Finding,
    Registration,
    Sample,
)
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Person
from rencai.training.models import Enrolment

MOST_HALF_HOURS_A_DAY = 20


@transaction.atomic
def enter_education(
    person: Person, *, on: date, by: User | None, origin: str = EntryOrigin.HAND, **values: Any
) -> EducationEntry:
    """Something learned, with its proof. Raises ValidationError: for a proof entered before, hours beyond the days."""
    entry = EducationEntry(person=person, county=person.county, origin=origin, entered_on=on, entered_by=by, **values)
    entry.full_clean()
    if entry.last_day > on:
        raise ValidationError({"last_day": "结束日期不能晚于登记之日。"})
    days = (entry.last_day - entry.first_day).days + 1
    if entry.half_hours > days * MOST_HALF_HOURS_A_DAY and not entry.degree_obtained:
        raise ValidationError({"half_hours": f"{days}天内不可能有{entry.hours}学时，请核对。"})
    entry.save(force_insert=True)
    detail = {"方式": entry.get_mode_display(), "来源": entry.get_origin_display(), "学时": str(entry.hours)}
    audit.record("登记继续教育", by=by, on=entry, county=person.county, detail=detail)
    return entry


@transaction.atomic
def withdraw_education(entry: EducationEntry, *, on: date, reason: str, by: User) -> None:
    """The entry no longer stands from `on`; it stays on record with the reason. Raises ValidationError."""
    row = EducationEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.withdrawn_on is not None:
        raise ValidationError("该记录已经作废。")
    if len(reason.strip()) < 2:
        raise ValidationError({"reason": "请写明作废理由。"})
    row.withdrawn_on, row.withdrawn_reason = on, reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    audit.record("作废继续教育", by=by, on=row, county=row.county, detail={"理由": row.withdrawn_reason})


@transaction.atomic
def confirm_attended(enrolments: Iterable[Enrolment], *, on: date, by: User) -> int:
    """Hours of finished batches become entries of the accounts; how many. A second click finds nothing to do.

    Where the ledger was put right since, the entry that stood is withdrawn and one of the right hours, if any are
    left, takes its place. One that somebody withdrew stays withdrawn.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in enrolments])
    known: dict[int | None, EducationEntry] = {}
    for entry in EducationEntry.objects.filter(enrolment__in=rows.values("pk")).order_by("pk"):
        known[entry.enrolment_id] = entry
    fresh: list[EducationEntry] = []
    corrected = 0
    for row in rows.select_related("person", "batch__course"):
        before = known.get(row.pk)
        if before is not None:
            if before.withdrawn_on is not None or before.half_hours == 2 * row.hours:
                continue
            before.withdrawn_on = on
            before.withdrawn_reason = f"签到更正：由{before.hours}学时改为{row.hours}学时"
            before.save(update_fields=["withdrawn_on", "withdrawn_reason"])
            corrected += 1
        if row.hours:
            fresh.append(_of_batch(row, on, by))
    EducationEntry.objects.bulk_create(fresh, batch_size=500)
    settled = corrected + sum(entry.enrolment_id not in known for entry in fresh)
    if settled:
        detail = {"条数": settled, "更正": corrected}
        audit.record("培训学时计入继续教育", by=by, county=by.county, detail=detail)
    return settled


def _of_batch(row: Enrolment, on: date, by: User) -> EducationEntry:
    batch = row.batch
    return EducationEntry(
        person=row.person, county=row.person.county, mode=EducationMode.TRAINING, title=batch.course.title,
        organiser=batch.course.organiser, first_day=batch.first_day, last_day=batch.last_day,
        half_hours=2 * row.hours, enrolment=row, origin=EntryOrigin.BATCH, entered_by=by, entered_on=on,
    )  # fmt: skip


@transaction.atomic
def draw_sample(
    *, county: str, title: str, on: date, seed: str, size: int, cure_until: date | None, by: User
) -> Sample:
    """Draws accounts of registrations that hold on the day. Raises ValidationError."""
    if not seed.strip():
        raise ValidationError({"seed": "请填写随机种子（如当天开奖号码），写明后任何人都能重抽。"})
    running = Registration.objects.holding(on).filter(certificate__county=county)
    population = sorted(set(running.values_list("certificate", flat=True)))
    if not population:
        raise ValidationError({"on": "该日没有登记有效的证书，无从抽取。"})
    if not 1 <= size <= len(population):
        raise ValidationError({"size": f"抽取数应在1至{len(population)}之间。"})
    sample = Sample(
        county=county, title=title.strip(), on=on, seed=seed.strip(), size=size, population=population,
        cure_until=cure_until, drawn_by=by,
    )  # fmt: skip
    sample.full_clean()
    sample.save(force_insert=True)
    Drawn.objects.bulk_create(
        Drawn(sample=sample, certificate_id=key) for key in draw(sample.seed, population, size)
    )  # fmt: skip
    detail = {"总体": len(population), "抽取": size, "种子": sample.seed}
    audit.record("抽查继续教育", by=by, on=sample, county=county, detail=detail)
    return sample


@transaction.atomic
def settle_drawn(drawn: Drawn, finding: Finding, *, note: str, on: date, by: User) -> None:
    """What the look at a drawn account found. Raises ValidationError where a doubt is not explained."""
    row = Drawn.objects.select_for_update(of=("self",)).select_related("sample").get(pk=drawn.pk)
    if finding in {Finding.CURE, Finding.WRONG} and not note.strip():
        raise ValidationError({"note": "需补正、不属实的请写明情况。"})
    row.finding, row.note, row.found_by, row.found_on = finding, note.strip(), by, on
    row.save(update_fields=["finding", "note", "found_by", "found_on"])
    detail = {"结论": Finding(finding).label}
    audit.record("登记抽查结论", by=by, on=row, county=row.sample.county, detail=detail)


def accounts_of(person: Person, on: date) -> list[Registration]:
    """The periods of a person's certificates that hold on the day, the newest first."""
    rows = Registration.objects.holding(on).filter(certificate__in=Certificate.objects.filter(person=person))
    return list(rows.select_related("certificate").order_by("-starts"))
