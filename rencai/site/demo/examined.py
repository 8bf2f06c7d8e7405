"""The demo county's examinations: who was asked, who entered, the scores; who holds a certificate has passed for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from rencai.exams.models import (
    SUBJECTS,
    Answer,
    Entry,
    LineKind,
    Mobilised,
    PassLine,
    Score,
    ScoreState,
    Sitting,
    Subject,
)
from rencai.org.audit import record
from rencai.org.models import User
from rencai.people.models import Employment, Qualification, QualificationLevel

_L = QualificationLevel
NATIONAL, LOCAL = 60, 55
# Days of the examination and of its results; the years are those of the register.
DAYS = {
    2020: (date(2020, 10, 31), date(2020, 11, 1), date(2021, 1, 14)),
    2021: (date(2021, 10, 16), date(2021, 10, 17), date(2021, 12, 17)),
    2022: (date(2022, 6, 18), date(2022, 6, 19), date(2022, 9, 7)),
}
_FAILED_FOR_EACH_PASSED = 3
_ENTERED_FOR_EACH_ONLY_ASKED = 2
# How those stood who were asked and did not enter: verdict, gap, answer, reason.
_ONLY_ASKED = (
    ("符合", "", Answer.UNWILLING, "今年工作安排不开"),
    ("符合", "", Answer.ASKED, ""),
    ("待核实", "从事社会工作年限没有佐证", Answer.WILLING, ""),
    ("待核实", "学历没有佐证", Answer.ASKED, ""),
    ("不符合", "差 1 年社会工作年限", Answer.UNWILLING, "明年再报"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody worked in a period."""

    unit: int
    area: str
    starts: date
    ends: date | None


@dataclass(slots=True)
class _Written:
    """Rows of one kind each, to be written together."""

    entries: list[Entry] = field(default_factory=list)
    scores: dict[tuple[int, int], dict[Subject, int | ScoreState]] = field(default_factory=dict)
    mobilised: list[Mobilised] = field(default_factory=list)


class Examinations:
    """Everything about the examinations of one county."""

    def __init__(self, county: str, clerk: User) -> None:
        self._county = county
        self._clerk = clerk
        self._chance = Random(f"exams {county}")  # noqa: S311 - a reproducible fiction, not a secret
        self._places = _places(county)
        self._sittings = {(sitting.year, sitting.level): sitting for sitting in self._made_sittings()}
        self._written = _Written()

    def load(self) -> list[Entry]:
        """Writes everything; the entries in the order of their sittings, not settled yet."""
        only_asked: list[tuple[Sitting, int]] = []
        for (year, level), sitting in sorted(self._sittings.items()):
            if level == _L.SENIOR:
                self._seniors(sitting)
                continue
            passed = self._passed(sitting)
            for person in passed:
                self._enter(sitting, person, self._passing(sitting, person, year))
            tried = len(passed) * _FAILED_FOR_EACH_PASSED
            others = self._others(sitting, passed, tried + tried // _ENTERED_FOR_EACH_ONLY_ASKED)
            for person in others[:tried]:
                self._enter(sitting, person, self._failing(sitting))
            only_asked += [(sitting, person) for person in others[tried:]]
        # Last: who passed in a later year may have entered here as well.
        for sitting, person in only_asked:
            self._only_ask(sitting, person)
        return self._write()

    def _made_sittings(self) -> Iterator[Sitting]:
        for year, (first, last, results) in DAYS.items():
            for level in _L:
                sitting = Sitting.objects.create(
                    county=self._county, year=year, level=level, first_day=first, last_day=last, results_on=results,
                    registration_from=date(year, 4, 7), registration_until=date(year, 4, 25),
                    document=f"{year}年度考务工作通知（演示）",
                )  # fmt: skip
                if level != _L.SENIOR:
                    notice = f"云州人社函〔{results.year}〕12号（演示）"
                    PassLine.objects.create(sitting=sitting, kind=LineKind.LOCAL, score=Decimal(LOCAL), document=notice)
                yield sitting

    def _passed(self, sitting: Sitting) -> list[int]:
        """Who got the level's certificate by this sitting, as the register has it."""
        held = Qualification.objects.filter(
            person__county=self._county, level=sitting.level, obtained=sitting.last_day.isoformat()
        )
        return sorted(person for person in set(held.values_list("person", flat=True)) if self._at(person, sitting))

    def _others(self, sitting: Sitting, passed: Sequence[int], number: int) -> list[int]:
        """People of the register who tried and did not pass."""
        holders = set(
            Qualification.objects.filter(person__county=self._county, level__gt="").values_list("person", flat=True)
        )
        lower = set(
            Qualification.objects.on(sitting.last_day)
            .filter(person__county=self._county, level=_L.ASSISTANT)
            .values_list("person", flat=True)
        )
        wanted = lower if sitting.level == _L.INTERMEDIATE else set(self._places) - holders
        found = [person for person in sorted(wanted - set(passed)) if self._at(person, sitting)]
        return self._chance.sample(found, min(number, len(found)))

    def _seniors(self, sitting: Sitting) -> None:
        """A few who hold the intermediate certificate try; one passes in the last year."""
        held = Qualification.objects.on(sitting.last_day).filter(person__county=self._county, level=_L.INTERMEDIATE)
        people = [person for person in sorted(held.values_list("person", flat=True)) if self._at(person, sitting)]
        for n, person in enumerate(self._chance.sample(people, min(4, len(people)))):
            score = 66 if sitting.year == max(DAYS) and n == 0 else self._chance.randrange(38, 58)
            self._enter(sitting, person, {Subject.PRACTICE: score})

    def _passing(self, sitting: Sitting, person: int, year: int) -> dict[Subject, int | ScoreState]:
        """Scores that pass: most by the national line, some by the local one, some with a subject from last year."""
        subjects = SUBJECTS[sitting.level]
        before = self._sittings.get((year - 1, sitting.level))
        if before and sitting.level == _L.INTERMEDIATE and self._chance.random() < 0.4 and self._at(person, before):
            kept = self._chance.choice(subjects)
            earlier: dict[Subject, int | ScoreState] = {one: self._chance.randrange(38, 59) for one in subjects}
            self._enter(before, person, earlier | {kept: self._chance.randrange(60, 78)})
            return {one: self._chance.randrange(60, 86) for one in subjects if one != kept} | {kept: ScoreState.EXEMPT}
        scores: dict[Subject, int | ScoreState] = {one: self._chance.randrange(60, 88) for one in subjects}
        if self._chance.random() < 0.15:
            scores[self._chance.choice(subjects)] = self._chance.randrange(LOCAL, NATIONAL)
        return scores

    def _failing(self, sitting: Sitting) -> dict[Subject, int | ScoreState]:
        subjects = SUBJECTS[sitting.level]
        throw = self._chance.random()
        if throw < 0.18:
            return dict.fromkeys(subjects, ScoreState.ABSENT)
        scores: dict[Subject, int | ScoreState] = {one: self._chance.randrange(31, 76) for one in subjects}
        return scores | {self._chance.choice(subjects): self._chance.randrange(28, LOCAL)}

    def _enter(self, sitting: Sitting, person: int, scores: Mapping[Subject, int | ScoreState]) -> None:
        place = self._at(person, sitting)
        if place is None or (sitting.pk, person) in self._written.scores:
            return
        number = f"{sitting.year % 100}{self._county}{len(self._written.entries) + 1:05d}"
        placed = {"sitting": sitting, "person_id": person, "unit_id": place.unit, "area_code": place.area}
        self._written.entries.append(
            Entry(**placed, admission_number=number, entered_on=date(sitting.year, 4, 20))
        )  # fmt: skip
        self._written.scores[sitting.pk, person] = dict(scores)
        self._written.mobilised.append(
            Mobilised(
                **placed, answer=Answer.WILLING, status="符合", asked_on=date(sitting.year, 3, 20),
                asked_by=self._clerk,
            )
        )  # fmt: skip

    def _only_ask(self, sitting: Sitting, person: int) -> None:
        place = self._at(person, sitting)
        if place is None or (sitting.pk, person) in self._written.scores:
            return
        status, gap, answer, reason = self._chance.choice(_ONLY_ASKED)
        self._written.mobilised.append(
            Mobilised(
                sitting=sitting, person_id=person, unit_id=place.unit, area_code=place.area, answer=answer,
                status=status, gap=gap, reason=reason, asked_on=date(sitting.year, 3, 20), asked_by=self._clerk,
            )
        )  # fmt: skip

    def _at(self, person: int, sitting: Sitting) -> _Place | None:
        for place in self._places.get(person, ()):
            if place.starts <= sitting.first_day and (place.ends is None or sitting.first_day < place.ends):
                return place
        return None

    def _write(self) -> list[Entry]:
        entries = Entry.objects.bulk_create(self._written.entries)
        Score.objects.bulk_create(
            Score(
                entry=entry, subject=subject,
                state=ScoreState.SCORED if isinstance(what, int) and not isinstance(what, ScoreState) else what,
                score=Decimal(what) if isinstance(what, int) else None,
            )
            for entry in entries
            for subject, what in self._written.scores[entry.sitting_id, entry.person_id].items()
        )  # fmt: skip
        Mobilised.objects.bulk_create(self._written.mobilised)
        detail = {"考试": len(self._sittings), "报考": len(entries)}
        record("载入演示考试", by=self._clerk, county=self._county, detail=detail)
        return sorted(entries, key=lambda entry: (entry.sitting.year, entry.pk))


def _places(county: str) -> dict[int, list[_Place]]:
    found: dict[int, list[_Place]] = {}
    rows = Employment.objects.filter(person__county=county, main=True).order_by("starts", "pk")
    for person, unit, area, starts, ends in rows.values_list("person", "unit", "area_code", "starts", "ends"):
        found.setdefault(person, []).append(_Place(unit, area, starts, ends))
    return found
