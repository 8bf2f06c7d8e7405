"""What the eligibility rules may know of people on a day, read from the register."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from rencai.exams.rules import FACTS
from rencai.kernel.partialdate import last_day
from rencai.kernel.rules.explaining import frame_schema
from rencai.kernel.rules.terms import day_number
from rencai.people.models import Education, Employment, Qualification, QualificationLevel, Source
from rencai.people.models.persons import PersonQuerySet
from rencai.people.standing.facts import Own

# A date that somebody only wrote down of himself settles nothing; it takes a paper or the unit's word.
EVIDENCE = frozenset({Source.EVIDENCED.value, Source.CONFIRMED.value, Source.MATCHED.value})
CERTIFICATES = {
    QualificationLevel.ASSISTANT.value: "assistant_since",
    QualificationLevel.INTERMEDIATE.value: "intermediate_since",
}
# Degrees are given from the bachelor's on: whoever finished less has none, also where nobody wrote so.
BELOW_DEGREES = frozenset({"30", "40", "60", "70", "80"})
NO_DEGREE = "0"
SCHEMA = {"id": pl.Int64, **frame_schema(FACTS)}


def facts(people: PersonQuerySet, on: date) -> pl.DataFrame:
    """One row a person: `id`, `area` and the facts of the rules; what no record says is unknown."""
    since = Own("social_work_since").expression(on)
    rows: dict[int, dict[str, Any]] = {
        pk: {"id": pk, "service_since": _evidenced(text, sources)}
        for pk, text, sources in people.annotate(service=since).values_list("pk", "service", "sources")
    }
    keys = people.order_by().values("pk")
    _put(rows, Employment.objects.on(on).filter(person__in=keys, main=True), {"area": "area_code"})
    educated = Education.objects.on(on).filter(person__in=keys, highest=True).order_by("starts", "pk")
    _put(rows, educated, {"education": "level", "degree": "degree", "social_work_major": "is_social_work"})
    for row in rows.values():
        if row.get("degree") is None and row.get("education") in BELOW_DEGREES:
            row["degree"] = NO_DEGREE
    held = Qualification.objects.on(on).filter(person__in=keys, level__in=CERTIFICATES)
    for pk, level, obtained in held.values_list("person", "level", "obtained"):
        if pk in rows and obtained:
            rows[pk][CERTIFICATES[level]] = day_number(last_day(obtained))
    return pl.DataFrame([rows[pk] for pk in sorted(rows)], schema=SCHEMA)


def _evidenced(text: str, sources: Mapping[str, Any]) -> int | None:
    """A day known to the month counts from its last: nobody gains by what is not known."""
    source = (sources.get("social_work_since") or [""])[0]
    return day_number(last_day(text)) if text and source in EVIDENCE else None


def _put(rows: dict[int, dict[str, Any]], records: Any, names: Mapping[str, str]) -> None:
    """The fields of records onto the rows of their persons; of several the last, "" as unknown."""
    found: Iterable[tuple[Any, ...]] = records.values_list("person", *names.values())
    for pk, *values in found:
        if pk in rows:
            known = zip(names, values, strict=True)
            rows[pk].update({name: None if value == "" else value for name, value in known})
