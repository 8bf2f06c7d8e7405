"""What a file of results would do: entries and scores that are new or otherwise, and what contradicts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from rencai.exams.lines import lines_of
from rencai.exams.models import SUBJECTS as OF_LEVEL
from rencai.exams.models import Outcome, ScoreState, Sitting, Subject
from rencai.exams.outcomes import Lines, Mark, settle
from rencai.exams.results.columns import RESULTS, SUBJECTS
from rencai.kernel.rules.parameters import NoValue
from rencai.org import audit
from rencai.people.imports.grid import Grids, Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.matching import match
from rencai.people.imports.simple import SimplePlan
from rencai.people.roster.outcomes import rejected, warned
from rencai.ui.sheets.book import Notice

CALENDAR: dict[int, dict[str, date]] = yaml.safe_load(
    (Path(__file__).parent.parent / "calendar.yaml").read_text(encoding="utf-8")
)
_MEANS = {Outcome.NATIONAL: ("国家线合格", "合格"), Outcome.LOCAL: ("地方线合格", "合格")}


def plan(grids: Grids, *, on: date, importer: Importer, unit_choices: Any = None) -> SimplePlan:
    """Compare the lines with what is recorded of the year of `on`."""
    return plan_again(grids, on, importer)


def plan_again(grids: Grids, on: date, importer: Importer) -> SimplePlan:
    found = SimplePlan(grids, on, importer, audit.revision())
    if grids.reason is not None:
        return found
    lines = grids.lines.get("成绩", [])
    sittings = {one.level: one for one in _sittings(importer, on.year)}
    levels = {line.values["level"] for line in lines if line.values.get("level")}
    if levels - sittings.keys() and on.year not in CALENDAR:
        grids.reason = f"还没有登记{on.year}年的考试，也没有这一年的考试日期。请先在“考试”里登记。"
        return found
    match([line for line in lines if "person" not in line.ours], importer)
    deciding = {level: _lines(level, sittings.get(level), lines, grids, on.year) for level in levels}
    for line in lines:
        _check(line, deciding)
    _refuse_repeated(lines)
    _compare(found, [line for line in lines if not line.refused], sittings)
    return found


def _sittings(importer: Importer, year: int) -> list[Sitting]:
    return list(Sitting.objects.filter(county=importer.county, year=year, make_up=False).prefetch_related("lines"))


def _lines(level: str, sitting: Sitting | None, lines: Sequence[Line], grids: Grids, year: int) -> Lines | None:
    """The lines that decide: those registered, else those of the file; what differs is said."""
    told = {kind: _most([line.values.get(kind) for line in lines if line.values.get("level") == level])
            for kind in ("national", "local")}  # fmt: skip
    subjects = OF_LEVEL[level]
    try:
        known = lines_of(sitting) if sitting is not None else None
    except NoValue:
        known = None
    if known is None:
        national = told["national"] or Decimal(60)
        local = dict.fromkeys(subjects, told["local"]) if told["local"] else {}
        return Lines(dict.fromkeys(subjects, national), local)
    if not known.local and told["local"]:
        known = Lines(known.national, dict.fromkeys(subjects, told["local"]))
    if told["national"] and any(score != told["national"] for score in known.national.values()):
        grids.notices.append(
            Notice("line_differs", f"文件中的国家合格线{told['national']}与登记的不同，按登记的核定。")
        )
    if told["local"] and any(score != told["local"] for score in known.local.values()):
        grids.notices.append(Notice("line_differs", f"文件中的地方合格线{told['local']}与登记的不同，按登记的核定。"))
    return known


def _most(values: Sequence[Decimal | None]) -> Decimal | None:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def marks_of(line: Line) -> dict[Subject, Mark]:
    """The marks of the level's subjects; others in the row are not looked at."""
    wanted = OF_LEVEL[line.values["level"]]
    found = {subject: line.values.get(key) for key, subject in SUBJECTS.items()}
    return {subject: mark for subject, mark in found.items() if subject in wanted and mark is not None}


def _check(line: Line, deciding: dict[str, Lines | None]) -> None:
    if line.refused:
        return
    level = line.values["level"]
    marks = marks_of(line)
    missing = [subject.label for subject in OF_LEVEL[level] if subject not in marks]
    if missing:
        key = next(key for key, subject in SUBJECTS.items() if subject.label == missing[0])
        line.flag(key, warned("score_missing", f"没有{'、'.join(missing)}的成绩，其余先登记，结果待补。"))
    stated = line.values.get("result") or ""
    if stated and stated not in RESULTS:
        line.flag("result", warned("dictionary_unknown", f"结果“{stated[:10]}”看不懂，只按成绩核定。"))
        return
    lines = deciding.get(level)
    if lines is None or missing or not stated:
        return
    outcome = settle(OF_LEVEL[level], marks, lines).outcome
    if stated not in _MEANS.get(outcome, ("不合格",)):
        message = f"来文写“{stated}”，按成绩为“{outcome.label}”；两者都保留，成绩不改。"
        line.flag("result", warned("result_contradicts", message, stated))


def _refuse_repeated(lines: Sequence[Line]) -> None:
    """One person twice for one level: the same again is left out, otherwise nobody can tell which is right."""
    groups: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        if not line.refused:
            groups.setdefault((line.ours["person"].pk, line.values["level"]), []).append(line)
    for some in groups.values():
        if len({tuple(sorted(marks_of(line).items())) for line in some}) > 1:
            for line in some:
                line.flag(None, rejected("twice_different", "同一人同一级别有两行不同的成绩，都没有导入。请核对。"))
        for line in some[1:]:
            line.flag(None, rejected("twice", "同一人同一级别已在前面的行中。"))


def _compare(found: SimplePlan, lines: Sequence[Line], sittings: dict[str, Sitting]) -> None:
    held: dict[tuple[int, str], dict[str, Any]] = {}
    for sitting in sittings.values():
        for entry in sitting.entries.prefetch_related("scores"):
            held[entry.person_id, sitting.level] = {
                score.subject: Mark(ScoreState(score.state), score.score) for score in entry.scores.all()
            }
    for line in lines:
        before = held.get((line.ours["person"].pk, line.values["level"]))
        now = marks_of(line)
        if before is None:
            found.new.append(line)
        elif all(before.get(subject) == mark for subject, mark in now.items()):
            found.same.append(line)
        else:
            fields = [
                (subject.label, str(before[subject]) if subject in before else "", str(mark))
                for subject, mark in now.items()
                if before.get(subject) != mark
            ]
            found.changed.append((line, fields))


def document_of(importer: Importer, on: date) -> str:
    """What a line that came with a file is put down to."""
    return f"{on.year}年度成绩表所列（{importer.unit.name}报送）"
