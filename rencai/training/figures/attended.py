"""The one ledger in its four units: batches held, attendances, persons, hours; by place at the time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Self

from django.db.models import Count, Q, Sum
from django.urls import reverse

from rencai.people.figures.breakdowns import choice
from rencai.people.figures.columns import page_of
from rencai.people.figures.placed import (
    TOWNSHIP,
    UNIT_KIND,
    WHO,
    by_choice,
    chosen_row,
    in_scope,
    page_of_person,
    search,
)
from rencai.people.figures.rows import place_of
from rencai.people.models import Person
from rencai.people.models.persons import PersonQuerySet
from rencai.people.search import search as search_people
from rencai.training.costs import Cost
from rencai.training.models import Batch, CourseKind, Enrolment, OrganiserLevel
from rencai.training.models.ledger import EnrolmentQuerySet
from rencai.ui.encoded import distinct, wanted_keys
from rencai.ui.figures import Breakdown, Choice, Column, Figure, Part, Rows, Scope, publish
from rencai.ui.templatetags.rencai import yuan

OF_THE_YEAR = "统计日所在年份、最后一天不晚于统计日的已结班班次"
_SEVERAL = "一人可参加几个班次，各部分之和可能大于总数。"


def attended(scope: Scope) -> EnrolmentQuerySet:
    """Who came to a finished batch of the year, from a unit of the scope at that time."""
    found: EnrolmentQuerySet = in_scope(Enrolment.objects, scope).attended().held_in_year_to(scope.on)
    return found


def _attendances(scope: Scope) -> Rows:
    return attended(scope).select_related("person", "unit", "batch__course")


def _batches(scope: Scope) -> Rows:
    rows = Batch.objects.visible_to(scope.user).held_in_year_to(scope.on).select_related("course")
    return rows.filter(pk__in=attended(scope).values("batch")) if place_of(scope) else rows


class Attending(PersonQuerySet):
    """People who came to something; `came` are their enrolments, None once anything else is asked of the people."""

    came: EnrolmentQuerySet | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.came = self.came
        return clone

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        found = super().filter(*args, **kwargs)
        found.came = None
        return found

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        found = super().exclude(*args, **kwargs)
        found.came = None
        return found

    def count(self) -> int:
        """Keys read in one pass and counted here: SQLite takes several times longer to tell a million apart."""
        query = self.query
        if self.came is None or query.is_sliced or query.is_empty() or query.combinator:
            return super().count()
        return distinct(wanted_keys(self.came.values("person")))


def _persons(scope: Scope) -> Rows:
    came = attended(scope)
    found = Attending(Person).filter(pk__in=came.values("person"))
    found.came = came
    return found


def _by_month(path: str) -> Breakdown:
    """The months of the scope's year, as days from and to: a database compares them faster than it takes them apart."""

    def parts(scope: Scope) -> Sequence[Part]:
        firsts = [date(scope.on.year, month, 1) for month in range(1, 13)] + [date(scope.on.year + 1, 1, 1)]
        return [
            Part(f"{first.month:02d}", f"{first.month}月", Q(**{f"{path}__gte": first, f"{path}__lt": following}))
            for first, following in pairwise(firsts)
        ]

    return Breakdown("month", "结束月份", parts)


def _of_courses(path: str) -> tuple[Breakdown, Breakdown]:
    return (
        by_choice("organiser_level", "主办层级", f"{path}__organiser_level", OrganiserLevel.choices),
        by_choice("course_kind", "类别", f"{path}__kind", CourseKind.choices),
    )


def _of_persons(breakdown: Breakdown) -> Breakdown:
    """People divided by what they came to."""

    def parts(scope: Scope) -> Sequence[Part]:
        return [
            Part(part.key, part.label, Q(pk__in=attended(scope).filter(part.where).values("person")))
            for part in breakdown.parts(scope)
        ]

    return Breakdown(breakdown.key, breakdown.title, parts, _SEVERAL)


def _count_in_batches(rows: Sequence[Any], scope: Scope) -> None:
    counted = attended(scope).filter(batch__in=[row.pk for row in rows]).order_by().values("batch")
    found = {row["batch"]: row for row in counted.annotate(came=Count("pk"), worth=Sum("hours"))}
    for row in rows:
        numbers = found.get(row.pk, {"came": 0, "worth": 0})
        row.came, row.worth = numbers["came"], numbers["worth"]


def _count_of_persons(rows: Sequence[Any], scope: Scope) -> None:
    went: dict[int, list[Any]] = defaultdict(list)
    for one in attended(scope).filter(person__in=[row.pk for row in rows]).select_related("unit").order_by("pk"):
        went[one.person_id].append(one)
    for row in rows:
        row.units = "、".join(dict.fromkeys(one.unit.name for one in went[row.pk]))
        row.times, row.worth = len(went[row.pk]), sum(one.hours for one in went[row.pk])


def _find_batches(rows: Rows, words: str) -> Rows:
    named = Q(course__title__icontains=words) | Q(code__icontains=words)
    return rows.filter(named | Q(place__icontains=words) | Q(course__organiser__icontains=words))


MONTH, MONTH_OF_BATCH = _by_month("batch__last_day"), _by_month("last_day")
_SENT_BY = (*_of_courses("batch__course"), TOWNSHIP, UNIT_KIND, MONTH)
BATCH: Choice = chosen_row(
    "batch", "班次", "batch",
    lambda scope: Batch.objects.visible_to(scope.user).held_in_year_to(scope.on).select_related("course"),
)  # fmt: skip
_SENT_COLUMNS = (
    *WHO,
    Column("班次", "batch", key="batch", sort="batch__last_day"),
    Column("结束日期", "batch__last_day", key="last_day", sort="batch__last_day"),
    Column("主办层级", "batch__course__get_organiser_level_display", key="organiser_level"),
    Column("类别", "batch__course__get_kind_display", key="course_kind"),
    Column("学时", "hours", sort="hours"),
)

batches = publish(
    Figure(
        key="training.batches",
        title="培训批次",
        unit="批次",
        means=f"{OF_THE_YEAR}，含上级主办的；限定乡镇或单位时，只计有该范围人员（按参训时所在单位）参加的班次。",
        rows=_batches,
        columns=(
            Column("培训班", "course__title", key="title", sort="course__title"),
            Column("班次编号", "code", sort="code"),
            Column("开始日期", "first_day", sort="first_day"),
            Column("结束日期", "last_day", sort="last_day"),
            Column("主办层级", "course__get_organiser_level_display", key="organiser_level"),
            Column("类别", "course__get_kind_display", key="course_kind"),
            Column("主办单位", "course__organiser", key="organiser"),
            Column("人次", "came"),
            Column("学时", "worth"),
            Column("地点", "place", shown=False),
            Column("支出（元）", lambda row: yuan(row.spent), key="spent", shown=False),
            Column("每人每学时（元）", lambda row: yuan(Cost(row, row.worth).each), key="each", shown=False),
        ),
        breakdowns=(*_of_courses("course"), MONTH_OF_BATCH),
        choices=tuple(map(choice, (*_of_courses("course"), MONTH_OF_BATCH))),
        search=_find_batches,
        prepare=_count_in_batches,
        link=lambda row, scope: reverse("batch", args=[row.pk]),
        order=("last_day", "pk"),
    )
)
attendances = publish(
    Figure(
        key="training.attendances",
        title="培训人次",
        unit="人次",
        means=f"{OF_THE_YEAR}中，至少参加一节（出勤、迟到或早退）的人，每人每个班次计一次；按参训时所在单位归属。",
        rows=_attendances,
        columns=_SENT_COLUMNS,
        breakdowns=_SENT_BY,
        choices=(BATCH, *map(choice, _SENT_BY)),
        search=search,
        link=page_of_person,
        order=("batch__last_day", "batch", "person__pinyin", "pk"),
    )
)
persons = publish(
    Figure(
        key="training.persons",
        title="培训人数",
        unit="人",
        means=f"{OF_THE_YEAR}中，至少参加一节的人，按人去重，一年参加几个班次的也只计一人；按参训时所在单位归属。",
        rows=_persons,
        columns=(
            Column("姓名", "name", sort="pinyin"),
            Column("参训时单位", "units"),
            Column("证件号码", "id_masked", key="id"),
            Column("人次", "times"),
            Column("学时", "worth"),
        ),
        breakdowns=tuple(map(_of_persons, _SENT_BY)),
        choices=tuple(choice(_of_persons(one)) for one in _SENT_BY),
        search=search_people,
        prepare=_count_of_persons,
        link=page_of,
        order=("county", "pinyin", "pk"),
    )
)
hours = publish(
    Figure(
        key="training.hours",
        title="培训学时",
        unit="学时",
        means=f"{OF_THE_YEAR}中，各人由签到记录得出的学时之和（人·学时），缺勤、请假的节次不计；按参训时所在单位归属。",
        rows=_attendances,
        columns=_SENT_COLUMNS,
        total="hours",
        breakdowns=_SENT_BY,
        choices=(BATCH, *map(choice, _SENT_BY)),
        search=search,
        link=page_of_person,
        order=("batch__last_day", "batch", "person__pinyin", "pk"),
    )
)
