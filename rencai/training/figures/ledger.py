"""人次 and 学时 out of the one ledger."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from rencai.people.figures.placed import TOWNSHIP, UNIT_KIND, WHO, choice, chosen_row, in_scope, search
from rencai.training.figures.divided import OF_THE_YEAR, kind, level, month
from rencai.training.models import Batch, Enrolment
from rencai.ui.figures import Column, Figure, Scope, publish

_LEVEL, _KIND, _MONTH = level("batch__"), kind("batch__"), month("batch__")
_BATCH = chosen_row(
    "batch", "班次", "batch",
    lambda scope: Batch.objects.visible_to(scope.user).held_in_year_to(scope.on).select_related("course"),
)  # fmt: skip


def attended(scope: Scope) -> Any:
    """Who came to a batch that counts for the day: one row a person and batch."""
    rows = in_scope(Enrolment.objects, scope).attended().held_in_year_to(scope.on)
    return rows.select_related("person", "unit", "batch__course")


attendances = publish(
    Figure(
        key="training.attendances",
        title="培训人次",
        unit="人次",
        means=f"{OF_THE_YEAR}中，至少有一节计学时的参训人员，按人和班次计：一人参加两个班次计两人次。",
        rows=attended,
        columns=(
            *WHO,
            Column("培训班", "batch__course__title", key="course"),
            Column("班次编号", "batch__code", key="code", sort="batch__code"),
            Column("结束日期", "batch__last_day", key="last_day", sort="batch__last_day"),
            Column("学时", "hours", sort="hours"),
        ),
        breakdowns=(_LEVEL, _KIND, _MONTH, TOWNSHIP, UNIT_KIND),
        choices=(_BATCH, *map(choice, (_LEVEL, _KIND, TOWNSHIP, UNIT_KIND))),
        search=search,
        link=lambda row, scope: reverse("batch", args=[row.batch_id]),
        order=("-batch__last_day", "pk"),
    )
)
hours = publish(
    replace(
        attendances,
        key="training.hours",
        title="培训学时",
        unit="学时",
        means=f"{OF_THE_YEAR}中，由签到台账得出的学时之和（人·学时）：出勤、迟到、早退计该节学时，缺勤、请假不计。",
        total="hours",
    )
)
