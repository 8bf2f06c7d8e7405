"""What the registration rules may know of certificates on a day."""

from datetime import date
from typing import Any

import polars as pl

from rencai.certificates.education.account import counted_half_hours
from rencai.certificates.models import Application, Certificate, CertificateState, Registration
from rencai.certificates.rules import FIRST_FACTS, RENEWAL_FACTS
from rencai.kernel.partialdate import last_day
from rencai.kernel.rules.explaining import frame_schema
from rencai.kernel.rules.terms import day_number

SCHEMA = {"id": pl.Int64, **frame_schema(FIRST_FACTS | RENEWAL_FACTS)}


def facts(certificates: Any, on: date, before: Application | None = None) -> pl.DataFrame:
    """One row a certificate: whether it is valid, its last period, the hours in it; what no paper says is unknown.

    `before` is an application whose own period does not count: it was decided without it.
    """
    rows = []
    periods = _last_periods(certificates, on, before)
    counted = counted_half_hours([one for one in periods.values() if not one.taken_back(on)], on)
    for certificate in certificates.order_by("pk"):
        period = periods.get(certificate.pk)
        rows.append(
            {
                "id": certificate.pk,
                "area": certificate.county,
                "valid": _valid(certificate, on),
                "obtained": day_number(last_day(certificate.obtained)) if certificate.obtained else None,
                "unregistered": period is None,
                "level": certificate.level,
                "valid_until": day_number(_until(period, on)) if period else None,
                "half_hours": counted.get(period.pk) if period else None,
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA)


def facts_of(
    certificate: Certificate, on: date, *, stated: bool | None = None, before: Application | None = None
) -> dict[str, Any]:
    """The same for one; `stated` is whether the applicant's form states capacity and conduct."""
    row = facts(Certificate.objects.filter(pk=certificate.pk), on, before).row(0, named=True)
    return row | {"capable": stated, "upright": stated}


def _valid(certificate: Certificate, on: date) -> bool:
    ended = certificate.state != CertificateState.VALID and certificate.ended_on is not None
    return not (ended and certificate.ended_on <= on)  # type: ignore[operator]


def _last_periods(certificates: Any, on: date, before: Application | None) -> dict[int, Registration]:
    """The last period of each that had begun by the day, be it taken back."""
    rows = Registration.objects.filter(certificate__in=certificates.order_by().values("pk"), starts__lte=on)
    if before is not None:
        rows = rows.exclude(application=before)
    found: dict[int, Registration] = {}
    for row in rows.select_related("certificate").order_by("starts"):
        found[row.certificate_id] = row
    return found


def _until(period: Registration, on: date) -> date:
    return period.last_held if period.taken_back(on) else period.valid_until
