"""批次: batches that were held."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from rencai.org.access import Role
from rencai.people.figures.placed import choice
from rencai.training.costs import per_hour
from rencai.training.figures.divided import OF_THE_YEAR, kind, level, month
from rencai.training.figures.ledger import attended
from rencai.training.models import Batch
from rencai.ui.figures import Column, Figure, Rows, Scope, publish
from rencai.ui.templatetags.rencai import yuan

_LEVEL, _KIND, _MONTH = level(""), kind(""), month("")


def _held(scope: Scope) -> Any:
    """Of the county; of a narrower scope those that somebody from there came to."""
    rows = Batch.objects.visible_to(scope.user).held_in_year_to(scope.on)
    narrow = scope.unit or scope.area or scope.user.role in {Role.TOWNSHIP_CLERK, Role.UNIT_CONTACT}
    if narrow and scope.area != getattr(scope.user, "county", ""):
        rows = rows.filter(pk__in=attended(scope).order_by().values("batch"))
    return rows.select_related("course")


def _prepare(rows: Any, scope: Scope) -> None:
    counted = attended(scope).filter(batch__in=[row.pk for row in rows]).order_by().values("batch")
    found = {one["batch"]: one for one in counted.annotate(people=Count("person"), hours_of_all=Sum("hours"))}
    for row in rows:
        row.people = found.get(row.pk, {}).get("people", 0)
        row.hours_of_all = found.get(row.pk, {}).get("hours_of_all", 0)


def _search(rows: Rows, words: str) -> Rows:
    return rows.filter(Q(course__title__contains=words) | Q(code__contains=words))


batches = publish(
    Figure(
        key="training.batches",
        title="培训批次",
        unit="批次",
        means=f"{OF_THE_YEAR}，按班次计；限定乡镇或单位时，只计有那里的人参加的。",
        rows=_held,
        columns=(
            Column("班次编号", "code", sort="code"),
            Column("培训班", "course__title", key="course"),
            Column("主办层级", "course__get_organiser_level_display", key="level"),
            Column("类别", "course__get_kind_display", key="kind"),
            Column("结束日期", "last_day", sort="last_day"),
            Column("人次", "people"),
            Column("人·学时", "hours_of_all"),
            Column("支出（元）", lambda row: yuan(row.spent), key="spent", shown=False),
            Column("每人每学时（元）", lambda row: yuan(per_hour(row)), key="per_hour", shown=False),
        ),
        breakdowns=(_LEVEL, _KIND, _MONTH),
        choices=tuple(map(choice, (_LEVEL, _KIND))),
        search=_search,
        prepare=_prepare,
        link=lambda row, scope: reverse("batch", args=[row.pk]),
        order=("-last_day", "pk"),
    )
)
