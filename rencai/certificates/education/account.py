"""The account of a registration period: each entry counted or rejected by its clause, for one person or everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rencai.certificates.education.rules import ENTRY
from rencai.certificates.models import EducationEntry, EducationMode, Registration
from rencai.certificates.rules import needed_half_hours
from rencai.kernel.rules.explaining import Clause, Status, explain, frame_schema
from rencai.kernel.rules.rule import AMOUNT, VERDICT
from rencai.kernel.rules.terms import day_number
from rencai.ui.templatetags.rencai import half_hours

_SCHEMA = {"registration": pl.Int64, "id": pl.Int64, **frame_schema(ENTRY.facts)}
_LISTED = (Status.MET, Status.UNKNOWN, Status.UNMET)
ONCE = "取得学历学位只一次性计入一次，已计入另一项"


@dataclass(frozen=True, slots=True)
class Counted:
    """One entry in an account: what it counts for in halves of an hour, and the clause that decided."""

    entry: EducationEntry
    status: Status
    half_hours: int
    clause: Clause | None
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a period asks for and has, in halves of an hour."""

    registration: Registration
    needed: int
    counted: int
    lines: tuple[Counted, ...]

    @property
    def missing(self) -> int:
        return max(self.needed - self.counted, 0)

    @property
    def listed(self) -> list[Counted]:
        """The entries of the period: what counts first, then what is open, then the rest; the newest first in each."""
        newest = sorted(self._within(True), key=lambda line: line.entry.last_day, reverse=True)
        return sorted(newest, key=lambda line: _LISTED.index(line.status))

    @property
    def elsewhere(self) -> list[Counted]:
        """The entries of other periods, which are not carried over; the newest first."""
        return sorted(self._within(False), key=lambda line: line.entry.last_day, reverse=True)

    def _within(self, wanted: bool) -> list[Counted]:
        first, last = self.registration.starts, self.registration.valid_until
        return [line for line in self.lines if (first <= line.entry.last_day <= last) == wanted]

    @property
    def counted_said(self) -> str:
        return half_hours(self.counted)

    @property
    def needed_said(self) -> str:
        return half_hours(self.needed)

    @property
    def said(self) -> str:
        """The state in words: 已足额, or what is missing until the end."""
        return "已足额" if not self.missing else f"到期差 {half_hours(self.missing)} 小时"


def account_of(registration: Registration, on: date) -> Account:
    """The account of one period as of a day: what was entered by then. Raises NoValue for a level without hours."""
    entries = list(entries_by(on).filter(person=registration.certificate.person_id).order_by("last_day", "pk"))
    lines: list[Counted] = []
    degree_counted = False
    for entry in entries:
        found = explain(ENTRY, _facts(entry, registration), on)
        clause = next((one for one in found.clauses if one.status != Status.MET), None)
        status, halves, reason = found.status, found.amount or 0, clause.says if clause else ""
        if status == Status.MET and _is_degree(entry):
            if degree_counted:
                status, halves, reason = Status.UNMET, 0, ONCE
            degree_counted = True
        lines.append(Counted(entry, status, halves if status == Status.MET else 0, clause, reason))
    total = sum(line.half_hours for line in lines)
    return Account(registration, needed_half_hours(registration.certificate.level, on), total, tuple(lines))


def counted_half_hours(registrations: Iterable[Registration], on: date) -> dict[int, int]:
    """Halves counted in each of many periods, as `account_of` counts them, worked out in one frame."""
    periods = list(registrations)
    by_person: dict[int, list[Registration]] = {}
    for period in periods:
        by_person.setdefault(period.certificate.person_id, []).append(period)
    rows: list[dict[str, Any]] = []
    people = list(by_person)
    for start in range(0, len(people), 5000):
        some = people[start : start + 5000]
        for entry in entries_by(on).filter(person__in=some).order_by("last_day", "pk").iterator(2000):
            for period in by_person[entry.person_id]:
                rows.append({"registration": period.pk, "id": entry.pk, **_facts(entry, period)})
    found = dict.fromkeys((period.pk for period in periods), 0)
    found.update(_summed(pl.DataFrame(rows, schema=_SCHEMA), on) if rows else {})
    return found


def entries_by(on: date) -> Any:
    """Entries known on the day and not withdrawn by then."""
    rows = EducationEntry.objects.filter(entered_on__lte=on)
    return rows.exclude(withdrawn_on__lte=on)


def _summed(facts: pl.DataFrame, on: date) -> Mapping[int, int]:
    counted = ENTRY.apply(facts, on).filter(pl.col(VERDICT))
    degree = (pl.col("mode") == EducationMode.DEGREE.value) & pl.col("degree_obtained")
    # Of several degrees in a period only the first counts: the rest are entries that were rejected.
    repeated = degree & (degree.cast(pl.Int64).cum_sum().over("registration") > 1)
    summed = counted.filter(~repeated).group_by("registration").agg(pl.col(AMOUNT).sum())
    return dict(zip(summed["registration"].to_list(), summed[AMOUNT].to_list(), strict=True))


def _facts(entry: EducationEntry, period: Registration) -> dict[str, Any]:
    return {
        "last_day": day_number(entry.last_day),
        "period_starts": day_number(period.starts),
        "period_last": day_number(period.valid_until),
        "half_hours": entry.half_hours,
        # A proof number on record is a proof; none written down is unknown, not none.
        "proven": True if entry.proof_number or entry.enrolment_id else None,
        "mode": entry.mode,
        "degree_obtained": entry.degree_obtained,
        "area": entry.county,
    }


def _is_degree(entry: EducationEntry) -> bool:
    return entry.mode == EducationMode.DEGREE and entry.degree_obtained
