"""Scores and what follows from them: every change leaves its trace and settles this entry and later ones anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.exams.lines import lines_of, number
from rencai.exams.models import (
    SUBJECTS,
    Entry,
    Extension,
    LineKind,
    Misconduct,
    Score,
    ScoreChange,
    ScoreState,
    Sitting,
    Subject,
)
from rencai.exams.outcomes import Lines, Mark, passed_here, settle
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import QualificationLevel

Marks = Mapping[Subject, Mark]
# The articles by which every subject of the sitting is void; by the others only the one named.
ALL_VOID = frozenset({"7", "8", "10"})


@transaction.atomic
def record_scores(entry: Entry, marks: Marks, *, by: User | None, reason: str = "", stated: str = "") -> list[str]:
    """The marks of an entry by subject; a subject left out keeps what it has. Returns the names of what changed.

    Putting a recorded mark right needs a reason, which is kept with what it was. Raises ValidationError.
    """
    row = Entry.objects.select_for_update().select_related("sitting").get(pk=entry.pk)
    _check(row.sitting, marks, timezone.localdate())
    held = {Subject(score.subject): score for score in row.scores.all()}
    changed = [subject for subject, mark in marks.items() if subject not in held or _mark(held[subject]) != mark]
    corrected = [subject for subject in changed if subject in held]
    if corrected and not reason.strip():
        raise ValidationError({"reason": "更正已登记的成绩须写明依据。"})
    for subject in corrected:
        before, after = str(_mark(held[subject])), str(marks[subject])
        ScoreChange.objects.create(entry=row, subject=subject, before=before, after=after, reason=reason, by=by)
    for subject in changed:
        mark = marks[subject]
        Score.objects.update_or_create(
            entry=row, subject=subject, defaults={"state": mark.state, "score": mark.score}
        )  # fmt: skip
    if stated and row.stated_result != stated:
        row.stated_result = stated
        row.save(update_fields=["stated_result"])
    if changed:
        names = [subject.label for subject in changed]
        detail = {"考试": str(row.sitting), "科目": names, "更正": len(corrected), "依据": reason}
        audit.record("登记成绩", by=by, on=row, county=row.sitting.county, detail=detail)
        resettle([row])
    return [subject.label for subject in changed]


def settle_sitting(sitting: Sitting, *, by: User | None) -> int:
    """Settles every entry of a sitting anew, as a line or a decision has changed; how many outcomes moved."""
    entries = list(Entry.objects.filter(sitting=sitting).select_related("sitting"))
    moved = resettle(entries)
    if moved:
        audit.record("重新核定考试结果", by=by, on=sitting, county=sitting.county, detail={"变动": moved})
    return moved


def resettle(entries: Iterable[Entry]) -> int:
    """Settles these entries and every later one of the same person and level; how many outcomes moved.

    Must run inside the caller's transaction.
    """
    entries = list(entries)
    people = {(entry.person_id, entry.sitting.level, entry.sitting.county) for entry in entries}
    moved = 0
    lines: dict[int, Lines] = {}
    extensions = _extensions({entry.sitting.county for entry in entries})
    for history in _histories(people).values():
        moved += _settle_in_order(history, lines, extensions)
    return moved


def _histories(people: set[tuple[int, str, str]]) -> dict[tuple[int, str], list[Entry]]:
    """Every entry of these people by person and level, oldest sitting first."""
    rows = (
        Entry.objects.filter(person__in={person for person, _, _ in people})
        .select_related("sitting")
        .prefetch_related("scores", "misconducts")
        .order_by("sitting__year", "sitting__first_day", "pk")
    )
    wanted = {(person, level) for person, level, _ in people}
    found: dict[tuple[int, str], list[Entry]] = {}
    for row in rows:
        if (row.person_id, row.sitting.level) in wanted:
            found.setdefault((row.person_id, row.sitting.level), []).append(row)
    return found


def _settle_in_order(
    history: list[Entry], lines: dict[int, Lines], extensions: Mapping[tuple[str, str, int], int]
) -> int:
    moved = 0
    passed: list[tuple[int, Mapping[Subject, LineKind]]] = []
    for entry in history:
        sitting = entry.sitting
        if sitting.pk not in lines:
            lines[sitting.pk] = lines_of(sitting)
        marks = {Subject(score.subject): _mark(score) for score in entry.scores.all()}
        void = _void(entry)
        earlier = _still_valid(passed, sitting, extensions)
        found = settle(sitting.subjects, marks, lines[sitting.pk], earlier=earlier, void=void)
        passed.append((sitting.year, passed_here(marks, lines[sitting.pk], void)))
        rolled = "、".join(subject.label for subject in found.rolled)
        if (entry.outcome, entry.rolled) != (found.outcome, rolled):
            moved += entry.outcome != found.outcome
            entry.outcome, entry.rolled = found.outcome, rolled
            entry.save(update_fields=["outcome", "rolled"])
    return moved


def _still_valid(
    passed: list[tuple[int, Mapping[Subject, LineKind]]],
    sitting: Sitting,
    extensions: Mapping[tuple[str, str, int], int],
) -> dict[Subject, LineKind]:
    """Subjects of earlier years that still count in the sitting's year; of several the better line."""
    if sitting.level != QualificationLevel.INTERMEDIATE:
        return {}
    window = number("rolling_years_intermediate", sitting.first_day)
    found: dict[Subject, LineKind] = {}
    for year, subjects in passed:
        until = max(year + window - 1, extensions.get((sitting.county, sitting.level, year), 0))
        if until < sitting.year:
            continue
        for subject, line in subjects.items():
            if found.get(subject) != LineKind.NATIONAL:
                found[subject] = line
    return found


def _extensions(counties: set[str]) -> dict[tuple[str, str, int], int]:
    rows = Extension.objects.filter(county__in=counties)
    return {(row.county, row.level, row.year): row.until_year for row in rows}


def _void(entry: Entry) -> frozenset[Subject]:
    """The subjects that decisions on misconduct, not revoked, have made void."""
    found: set[Subject] = set()
    standing: list[Misconduct] = [one for one in entry.misconducts.all() if one.revoked_on is None]
    for one in standing:
        whole = one.article in ALL_VOID or not one.subject
        found |= set(SUBJECTS[entry.sitting.level]) if whole else {Subject(one.subject)}
    return frozenset(found)


def _check(sitting: Sitting, marks: Marks, today: date) -> None:
    for subject, mark in marks.items():
        # Which subjects need not be sat is known before the day.
        if sitting.first_day > today and mark.state != ScoreState.EXEMPT:
            raise ValidationError(f"{sitting}于{sitting.first_day:%Y-%m-%d}开考，还不能登记成绩。")
        if subject not in sitting.subjects:
            raise ValidationError(f"{sitting.get_level_display()}不考“{subject.label}”。")
        if (mark.state == ScoreState.SCORED) != (mark.score is not None):
            raise ValidationError({subject: "有成绩的须填分数，缺考、违纪、免考的不填。"})
        if mark.score is not None and not Decimal(0) <= mark.score <= Decimal(100):
            raise ValidationError({subject: "分数应在0至100之间。"})


def _mark(score: Score) -> Mark:
    return Mark(ScoreState(score.state), score.score)
