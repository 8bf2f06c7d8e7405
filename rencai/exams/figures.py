"""Figures of the examinations: who was asked, who entered, who sat, who passed by which line."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from rencai.exams.models import (
    PASSED,
    SAT,
    Answer,
    Entry,
    Mobilised,
    Outcome,
    ScoreState,
    Sitting,
)
from rencai.exams.outcomes import Mark
from rencai.people.figures.placed import (
    TOWNSHIP,
    UNIT_KIND,
    WHO,
    by_choice,
    choice,
    chosen_row,
    in_scope,
    page_of_person,
    search,
)
from rencai.people.models import QualificationLevel
from rencai.ui.figures import Column, Figure, Ratio, Scope, narrowed, publish

_L = QualificationLevel


def marks_in_words(entry: Entry) -> str:
    """综合能力 62、实务 缺考: every mark that is known."""
    rows = sorted(entry.scores.all(), key=lambda score: str(score.subject))
    return "、".join(f"{row.get_subject_display()} {Mark(ScoreState(row.state), row.score)!s}" for row in rows)


def _entries(scope: Scope) -> Any:
    """Of the sittings of the year, as far as they were held or entered by the day."""
    rows = in_scope(Entry.objects, scope).of_year(scope.on)
    return rows.select_related("person", "unit", "sitting").prefetch_related("scores")


def _mobilised(scope: Scope) -> Any:
    rows = in_scope(Mobilised.objects, scope).of_sittings_in(scope.on.year).filter(asked_on__lte=scope.on)
    return rows.select_related("person", "unit", "sitting")


def _with(outcomes: tuple[Outcome, ...], level: str = "") -> Callable[[Scope], Q]:
    """Those with one of these outcomes, whose results were out on the day."""

    def where(scope: Scope) -> Q:
        found = Q(outcome__in=outcomes, sitting__results_on__lte=scope.on)
        return found & Q(sitting__level=level) if level else found

    return where


LEVEL = by_choice("level", "级别", "sitting__level", _L.choices)
OUTCOME = by_choice("outcome", "结果", "outcome", Outcome.choices)
ANSWER = by_choice("answer", "答复", "answer", Answer.choices)
STATUS = by_choice("status", "报考条件", "status", [(word, word) for word in ("符合", "不符合", "待核实")])
SITTING = chosen_row("sitting", "考试", "sitting", lambda scope: Sitting.objects.visible_to(scope.user))
ENTRY_COLUMNS = (
    *WHO,
    Column("级别", "sitting__get_level_display", key="level", sort="sitting__level"),
    Column("准考证号", "admission_number", shown=False),
    Column("成绩", marks_in_words, key="marks"),
    Column("结果", "get_outcome_display", key="outcome", sort="outcome"),
    Column("往年有效科目", "rolled", shown=False),
)
_YEAR = "当年（统计日所在年份）考试、"

mobilised = publish(
    Figure(
        key="exams.mobilised",
        title="动员报考人次",
        unit="人次",
        means="当年考试中、统计日及以前登记动员的人，按人和级别计。",
        rows=_mobilised,
        columns=(
            *WHO,
            Column("级别", "sitting__get_level_display", key="level", sort="sitting__level"),
            Column("报考条件", "status", sort="status"),
            Column("差什么", "gap"),
            Column("答复", "get_answer_display", key="answer", sort="answer"),
            Column("说明", "reason", shown=False),
        ),
        breakdowns=(LEVEL, STATUS, ANSWER, TOWNSHIP, UNIT_KIND),
        choices=(SITTING, *map(choice, (LEVEL, STATUS, ANSWER, TOWNSHIP, UNIT_KIND))),
        search=search,
        link=page_of_person,
        grouped=("sitting", "area_code", "status"),
        version=2,
    )
)
entered = publish(
    Figure(
        key="exams.entered",
        title="报考人次",
        unit="人次",
        means=f"{_YEAR}统计日及以前登记报考的人，按人和级别计；没有报名日期的，自考试日起计。延到次年举行的补考计入次年。",
        rows=_entries,
        columns=ENTRY_COLUMNS,
        breakdowns=(LEVEL, OUTCOME, TOWNSHIP, UNIT_KIND),
        choices=(SITTING, *map(choice, (LEVEL, OUTCOME, TOWNSHIP, UNIT_KIND))),
        search=search,
        link=lambda row, scope: reverse("exam-entry", args=[row.pk]),
        grouped=("sitting", "area_code", "outcome"),
        version=2,
    )
)


def _outcome_figure(key: str, title: str, unit: str, means: str, where: Callable[[Scope], Q]) -> Figure:
    return publish(narrowed(entered, where, key=f"exams.{key}", title=title, unit=unit, means=means))


eligible_mobilised = publish(
    narrowed(
        mobilised,
        lambda scope: Q(status="符合"),
        key="exams.mobilised_eligible",
        title="动员时符合条件人次",
        means="动员报考的人中，动员时核对报考条件为“符合”的；待核实的不计入。",
    )
)
sat = _outcome_figure(
    "sat",
    "参加考试人次",
    "人次",
    f"{_YEAR}统计日成绩已公布的报考人中，至少参加一科的（含成绩无效的）；全部缺考的不计入。",
    _with(SAT),
)
passed_part = _outcome_figure(
    "passed_part",
    "部分科目通过人次",
    "人次",
    f"{_YEAR}统计日成绩已公布，通过部分科目而未全部通过的。",
    _with((Outcome.PARTIAL,)),
)
passed = _outcome_figure(
    "passed", "考试合格人数", "人",
    f"{_YEAR}统计日成绩已公布，全部科目合格的人（含往年有效科目），国家线和地方线都计入；一人一年只报一个级别，按报考计。",
    _with(PASSED),
)  # fmt: skip
passed_national = _outcome_figure(
    "passed_national",
    "国家线合格人数",
    "人",
    f"{_YEAR}统计日成绩已公布，全部科目达到国家线的人。",
    _with((Outcome.NATIONAL,)),
)
passed_local = _outcome_figure(
    "passed_local", "地方线合格人数", "人",
    f"{_YEAR}统计日成绩已公布，靠单独划定的地方线合格的人；证书只在本地有效，不计入国家线合格。",
    _with((Outcome.LOCAL,)),
)  # fmt: skip
passed_assistant, passed_intermediate, passed_senior = (
    _outcome_figure(
        f"passed_{level}", f"{level.label}考试合格人数", "人",
        f"{_YEAR}统计日成绩已公布，{level.label}考试全部科目合格的人，国家线和地方线都计入。", _with(PASSED, level),
    )
    for level in (_L.ASSISTANT, _L.INTERMEDIATE, _L.SENIOR)
)  # fmt: skip
pass_rate = publish(Ratio("exams.pass_rate", "考试合格率", "考试合格人数占参加考试人次的比例。", passed, sat))
