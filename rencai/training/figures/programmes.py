"""Figures of commissioned programmes: who studies on the day, who completed or left in the year."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from rencai.people.figures.breakdowns import choice
from rencai.people.figures.placed import TOWNSHIP, UNIT_KIND, WHO, chosen_row, in_scope, page_of_person, search
from rencai.training.models import Member, MemberState, Programme
from rencai.ui.figures import Column, Figure, Ratio, Rows, Scope, publish


def _members(scope: Scope) -> Any:
    return in_scope(Member.objects, scope).select_related("person", "unit", "programme")


def _studying(scope: Scope) -> Rows:
    rows: Rows = _members(scope).filter(Q(left_on=None) | Q(left_on__gt=scope.on), joined_on__lte=scope.on)
    return rows


def _ended(*states: MemberState) -> Callable[[Scope], Rows]:
    def rows(scope: Scope) -> Rows:
        year = (date(scope.on.year, 1, 1), scope.on)
        found: Rows = _members(scope).filter(state__in=states, left_on__range=year)
        return found

    return rows


PROGRAMME = chosen_row("programme", "项目", "programme", lambda scope: Programme.objects.visible_to(scope.user))


def _figure(key: str, title: str, means: str, rows: Callable[[Scope], Rows]) -> Figure:
    return publish(
        Figure(
            key=f"training.{key}",
            title=title,
            unit="人次",
            means=means,
            rows=rows,
            columns=(
                *WHO,
                Column("项目", "programme__title", key="programme", sort="programme__title"),
                Column("合作高校", "programme__school", key="school"),
                Column("入学日期", "joined_on", sort="joined_on"),
                Column("结业或退出日期", "left_on", sort="left_on"),
                Column("成效", "outcome"),
            ),
            breakdowns=(TOWNSHIP, UNIT_KIND),
            choices=(PROGRAMME, choice(TOWNSHIP), choice(UNIT_KIND)),
            search=search,
            link=page_of_person,
        )
    )


members = _figure(
    "programme_members",
    "委托培养在读学员",
    "统计日在读（已入学，当日尚未结业或退出）的委托培养学员，按人和项目计；按入学时所在单位归属。",
    _studying,
)
completed = _figure(
    "programme_completed",
    "委托培养结业学员",
    "统计日所在年份、统计日及以前结业的委托培养学员，按人和项目计；按入学时所在单位归属。",
    _ended(MemberState.COMPLETED),
)
ended = _figure(
    "programme_ended",
    "委托培养结业和退出学员",
    "统计日所在年份、统计日及以前结业或退出的委托培养学员，按人和项目计；按入学时所在单位归属。",
    _ended(MemberState.COMPLETED, MemberState.LEFT),
)
completion_rate = publish(
    Ratio(
        "training.programme_completion_rate",
        "委托培养结业率",
        "当年委托培养结业学员占结业和退出学员的比例。",
        completed,
        ended,
    )
)
