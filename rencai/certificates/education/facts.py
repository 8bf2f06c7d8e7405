"""What the yearly rule may know of people in institutions: hours of the calendar year by kind of subject."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Q, Sum

from rencai.certificates.education.account import entries_by
from rencai.certificates.education.rules import ENTRY_FACTS, PARAMETERS, YEAR_FACTS
from rencai.certificates.models import SubjectKind
from rencai.kernel.rules.explaining import frame_schema
from rencai.kernel.rules.parameters import NoValue
from rencai.org.models import UnitKind
from rencai.people.models import Employment

INSTITUTIONS = (UnitKind.INSTITUTION, UnitKind.NURSING_HOME)
SCHEMA = {"id": pl.Int64, **frame_schema(YEAR_FACTS | ENTRY_FACTS)}


def facts(people: Any, on: date) -> pl.DataFrame:
    """One row a person. Whether a post is a technical one the register does not say: unknown.

    Hours of entries whose kind of subject nobody told make those of professional subjects unknown unless they suffice.
    """
    keys = list(people.order_by("pk").values_list("pk", flat=True))
    posts = Employment.objects.main().on(on).filter(person__in=keys).values_list("person", "unit__kind", "area_code")
    places = {person: (kind, area) for person, kind, area in posts}
    year = entries_by(on).filter(person__in=keys, last_day__gte=date(on.year, 1, 1), last_day__lte=on).order_by()
    summed = {
        row["person"]: row
        for row in year.values("person").annotate(
            whole=Sum("half_hours"),
            professional=Sum("half_hours", filter=Q(subject_kind=SubjectKind.PROFESSIONAL), default=0),
            untold=Sum("half_hours", filter=Q(subject_kind=""), default=0),
        )
    }
    rows, enough = [], _enough(on)
    for key in keys:
        kind, area = places.get(key, ("", ""))
        hours = summed.get(key, {"whole": 0, "professional": 0, "untold": 0})
        rows.append(
            {
                "id": key,
                "area": area,
                "institution": kind in INSTITUTIONS if kind else None,
                "technical": None,
                "half_hours": hours["whole"],
                "professional_half_hours": hours["professional"] if _settled(hours, enough) else None,
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA)


def _enough(on: date) -> int:
    """Halves of professional hours that suffice whatever the rest is; above all where no rule says so."""
    try:
        whole, thirds = (int(PARAMETERS[name].at(on).value) for name in ("yearly_hours", "yearly_professional_thirds"))
    except NoValue:
        return sys.maxsize
    return -(-2 * whole * thirds // 3)


def _settled(hours: Mapping[str, int], enough: int) -> bool:
    return not hours["untold"] or hours["professional"] >= enough
