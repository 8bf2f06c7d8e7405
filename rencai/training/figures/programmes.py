"""Members of commissioned programmes."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.urls import reverse

from rencai.people.figures.placed import TOWNSHIP, UNIT_KIND, WHO, choice, in_scope, search
from rencai.training.models import Member, MemberState
from rencai.ui.figures import Column, Figure, Scope, publish


def _members(scope: Scope) -> Any:
    """Those studying on the day."""
    rows = in_scope(Member.objects, scope).filter(joined_on__lte=scope.on)
    return rows.filter(Q(left_on=None) | Q(left_on__gt=scope.on)).select_related("person", "unit", "programme")


def _completed(scope: Scope) -> Any:
    rows = in_scope(Member.objects, scope).filter(
        state=MemberState.COMPLETED, left_on__year=scope.on.year, left_on__lte=scope.on
    )
    return rows.select_related("person", "unit", "programme")


members = publish(
    Figure(
        key="training.programme_members",
        title="委托培养在读人数",
        unit="人",
        means="统计日在委托高校在职培养项目中在读的学员，按项目和人计。",
        rows=_members,
        columns=(
            *WHO,
            Column("项目", "programme__title", key="programme"),
            Column("高校", "programme__school", key="school"),
            Column("入学日期", "joined_on", sort="joined_on"),
            Column("成效", "outcome", shown=False),
        ),
        breakdowns=(TOWNSHIP, UNIT_KIND),
        choices=tuple(map(choice, (TOWNSHIP, UNIT_KIND))),
        search=search,
        link=lambda row, scope: reverse("programme", args=[row.programme_id]),
    )
)
completed = publish(
    replace(
        members,
        key="training.programme_completed",
        title="委托培养结业人数",
        means="当年（统计日所在年份）、统计日及以前结业的委托培养学员，按项目和人计。",
        rows=_completed,
    )
)
