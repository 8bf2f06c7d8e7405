"""Certificates: entered, adopted from the register, issued for passed entries, taken back; the register is told."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.certificates.models import (
    Certificate,
    CertificateOrigin,
    CertificateState,
    Registration,
    RegistrationKind,
)
from rencai.certificates.rules import number as rule_number
from rencai.exams.models import PASSED, Entry, LineKind, Outcome, Review, ReviewState
from rencai.kernel.partialdate import agrees, last_day
from rencai.org import audit
from rencai.org.models import User
from rencai.people.actions import set_qualification
from rencai.people.models import Person, Qualification, QualificationLevel, Source

_ORDER = [level.value for level in QualificationLevel]


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate as its paper tells: `obtained` is a partial date, `number` opaque, `line` "" where not told."""

    level: str
    obtained: str
    number: str = ""
    line: str = ""
    issued_on: date | None = None
    origin: str = CertificateOrigin.HAND
    entry: Entry | None = None


@transaction.atomic
def enter_certificate(person: Person, paper: Paper, *, on: date, by: User) -> Certificate:
    """A certificate on paper; the register says the level from `on` where it said a lower one or none.

    One of the local line is valid in the county only. Raises ValidationError for a second valid one of the level.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    certificate = Certificate(
        person=person, county=person.county, level=paper.level, number=paper.number.strip(), obtained=paper.obtained,
        line=paper.line, issued_on=paper.issued_on, origin=paper.origin, entry=paper.entry, entered_by=by,
        valid_area=_valid_area(person, paper.line), check_code=secrets.token_hex(16),
    )  # fmt: skip
    certificate.full_clean()
    certificate.save(force_insert=True)
    detail = {"级别": certificate.get_level_display(), "来源": certificate.get_origin_display(),
              "合格线": certificate.get_line_display()}  # fmt: skip
    audit.record("登记证书", by=by, on=certificate, county=person.county, detail=detail)
    tell_register(certificate, on=on, by=by)
    return certificate


@transaction.atomic
def issue_for_entries(entries: Iterable[Entry], *, on: date, by: User) -> int:
    """Certificates for passed entries that have none; how many. A second click finds nothing to do."""
    made = 0
    rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries], certificate__isnull=True)
    for entry in rows.select_related("person", "sitting").select_for_update(of=("self",)):
        held = Certificate.objects.filter(person=entry.person, level=entry.sitting.level, state=CertificateState.VALID)
        if held.exists():
            continue
        obtained = _obtained(entry).isoformat()
        paper = Paper(entry.sitting.level, obtained, line=_line(entry), origin=CertificateOrigin.EXAM, entry=entry)
        enter_certificate(entry.person, paper, on=on, by=by)
        made += 1
    return made


def _line(entry: Entry) -> str:
    return LineKind.LOCAL if entry.outcome == Outcome.LOCAL else LineKind.NATIONAL


def _valid_area(person: Person, line: str) -> str:
    """One passed on the local line is valid in the county only."""
    return person.county if line == LineKind.LOCAL else ""


def _passed(told: Qualification) -> Entry | None:
    """The entry that what a roster told comes from: passed, of the level and the day told, without a certificate."""
    rows = Entry.objects.filter(
        person=told.person_id, sitting__level=told.level, outcome__in=PASSED, certificate__isnull=True
    )
    found = [row for row in rows.select_related("sitting") if agrees(told.obtained, _obtained(row).isoformat())]
    return found[0] if len(found) == 1 else None


def _obtained(entry: Entry) -> date:
    """The last day of the examination; for the senior level, which nobody holds before, the day of the review."""
    passed = Review.objects.filter(proof__entry=entry, state=ReviewState.PASSED, decided_on__isnull=False)
    decided = passed.order_by("decided_on").values_list("decided_on", flat=True).last()
    return decided or entry.sitting.last_day


@transaction.atomic
def complete_paper(certificate: Certificate, *, number: str, issued_on: date | None, reason: str, by: User) -> None:
    """What the paper says when it comes, or rightly says; the register learns it. Blank leaves what stands.

    Raises ValidationError where something that stands is put right without a reason, for a number used before.
    """
    row = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    before = {"number": row.number, "issued_on": row.issued_on}
    after = {"number": number.strip() or row.number, "issued_on": issued_on or row.issued_on}
    changed = [name for name in after if after[name] != before[name]]
    corrected = [name for name in changed if before[name]]
    if corrected and not reason.strip():
        raise ValidationError({"reason": "改动已登记的内容须写明依据。"})
    if not changed:
        return
    row.number, row.issued_on = after["number"], after["issued_on"]
    row.full_clean()
    row.save(update_fields=changed)
    fields: dict[str, Any] = {name: Certificate._meta.get_field(name) for name in changed}
    detail = {str(fields[name].verbose_name): f"{before[name] or '未填'} → {after[name]}" for name in changed}
    audit.record("补正证书", by=by, on=row, county=row.county, detail=detail | {"依据": reason.strip()})
    tell_register(row, on=timezone.localdate(), by=by)


@transaction.atomic
def adopt(qualifications: Iterable[Qualification], *, with_periods: bool, by: User) -> tuple[int, int]:
    """Certificates out of what rosters told of people; how many were made, and how many had nothing to make one of.

    `with_periods` also enters the registration that the roster's 登记有效期至 speaks of, reckoned back by the rule's
    years: somebody has said yes to that, because the roster does not tell when it began.
    """
    made = skipped = 0
    for row in qualifications:
        known = Certificate.objects.filter(person=row.person_id, level=row.level, state=CertificateState.VALID)
        if not row.level or not row.obtained or known.exists():
            skipped += 1
            continue
        entry = _passed(row)
        line = _line(entry) if entry else ""
        certificate = Certificate(
            person=row.person, county=row.person.county, level=row.level, number=row.number, obtained=row.obtained,
            origin=CertificateOrigin.REGISTER, entry=entry, line=line, valid_area=_valid_area(row.person, line),
            check_code=secrets.token_hex(16), entered_by=by,
        )  # fmt: skip
        try:
            certificate.full_clean()
        except ValidationError:
            skipped += 1
            continue
        certificate.save(force_insert=True)
        made += 1
        if with_periods and len(row.valid_until) == 10:
            _reckon(certificate, date.fromisoformat(row.valid_until))
    if made:
        county = by.county
        audit.record("由花名册建立证书", by=by, county=county, detail={"证书": made, "含登记": with_periods})
    return made, skipped


@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, state: CertificateState, *, on: date, reason: str, document: str, by: User
) -> None:
    """Taken back or declared void, by document; the register falls back to the level below that is still held."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    if row.state != CertificateState.VALID:
        raise ValidationError("该证书已经撤回或无效。")
    if state == CertificateState.VALID or not reason.strip() or not document.strip():
        raise ValidationError({"reason": "请选择撤回或无效，并写明理由和依据文件。"})
    if on < last_day(row.obtained):
        raise ValidationError({"on": "日期不能早于取得日期。"})
    row.state, row.ended_on, row.ended_reason, row.ended_document = state, on, reason.strip(), document.strip()
    row.save(update_fields=["state", "ended_on", "ended_reason", "ended_document"])
    detail = {"级别": row.get_level_display(), "方式": row.get_state_display(), "依据": row.ended_document}
    audit.record("撤回证书", by=by, on=row, county=row.county, detail=detail)
    left = sorted(
        Certificate.objects.filter(person=row.person, state=CertificateState.VALID),
        key=lambda one: _ORDER.index(one.level),
    )
    held = Qualification.objects.filter(person=row.person, ends=None, level=row.level)
    if held.exists():
        values = _told(left[-1]) if left else {"known_none": True}
        set_qualification(row.person, values, on=on, by=by, source=Source.CONFIRMED)


def tell_register(certificate: Certificate, *, on: date, by: User) -> None:
    """The register's qualification from `on`, unless it knows a higher level already or the certificate ended."""
    if certificate.state != CertificateState.VALID:
        return
    now = Qualification.objects.filter(person=certificate.person, ends=None).order_by("starts").last()
    if now is not None and now.level and _ORDER.index(now.level) > _ORDER.index(certificate.level):
        return
    values = _told(certificate)
    if now is not None:
        # A period of long ago is entered today: the register knows it from when it last changed on.
        on = max(on, now.starts)
    if now is not None and now.level == certificate.level:
        # What a roster told and the paper does not say stays: a blank never erases.
        values = {key: value or getattr(now, key) for key, value in values.items()}
    set_qualification(certificate.person, values, on=on, by=by, source=Source.CONFIRMED)


def _told(certificate: Certificate) -> dict[str, Any]:
    lasted = max((period.last_held for period in certificate.registrations.all()), default=None)
    return {
        "level": certificate.level,
        "number": certificate.number,
        "obtained": certificate.obtained,
        "valid_until": lasted.isoformat() if lasted else "",
    }


def _reckon(certificate: Certificate, until: date) -> None:
    ends = until + timedelta(days=1)
    years = rule_number("registration_years", until)
    day = min(ends.day, 28) if ends.month == 2 else ends.day
    Registration.objects.create(
        certificate=certificate, kind=RegistrationKind.UNTOLD, starts=ends.replace(year=ends.year - years, day=day),
        ends=ends,
    )  # fmt: skip
