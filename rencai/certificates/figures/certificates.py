"""Certificates held on a day, by how they stand with their registration."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from rencai.certificates import standing
from rencai.certificates.models import Certificate
from rencai.certificates.standing import TITLES, conditions, lamp_of, standing_on
from rencai.exams.models import LineKind
from rencai.org.access import within
from rencai.org.models import UnitKind
from rencai.people.figures.breakdowns import choice
from rencai.people.figures.placed import by_choice, by_township, search
from rencai.people.models import Employment, QualificationLevel
from rencai.ui.figures import Breakdown, Column, Figure, Part, Rows, Scope, publish


def placed(rows: Any, scope: Scope) -> Any:
    """Certificates with where their person is on the day (last was before it), narrowed to the scope."""
    there = Employment.objects.main().filter(person=OuterRef("person"), starts__lte=scope.on).order_by("-starts", "-pk")
    found = rows.annotate(
        area_code=Subquery(there.values("area_code")[:1]),
        unit_id_then=Subquery(there.values("unit_id")[:1]),
        unit_kind_then=Subquery(there.values("unit__kind")[:1]),
        unit_name_then=Subquery(there.values("unit__name")[:1]),
    )
    if scope.area:
        found = found.filter(within(scope.area, "area_code"))
    return found.filter(unit_id_then=scope.unit) if scope.unit else found


def rows_on(scope: Scope) -> Any:
    """Every certificate obtained by the day."""
    return placed(standing_on(Certificate.objects.visible_to(scope.user), scope.on), scope).select_related("person")


def _valid(scope: Scope) -> Any:
    return rows_on(scope).exclude(conditions(scope.on)[standing.VOID])


def _kinds(scope: Scope) -> Sequence[Part]:
    known = [Part(str(kind), str(kind.label), Q(unit_kind_then=kind)) for kind in UnitKind]
    return [*known, Part("unknown", "没有任职", Q(unit_kind_then__isnull=True))]


def _standings(scope: Scope) -> Sequence[Part]:
    return [Part(key, TITLES[key], where) for key, where in conditions(scope.on).items()]


def prepare(rows: Sequence[Any], scope: Scope) -> None:
    """Puts the lamp on each row."""
    for row in rows:
        row.lamp = lamp_of(row, scope.on)


STANDING = Breakdown("standing", "登记情况", _standings)
LEVEL = by_choice("level", "级别", "level", QualificationLevel.choices)
LINE = Breakdown(
    "line", "合格线",
    lambda scope: [
        *[Part(str(kind), str(kind.label), Q(line=kind)) for kind in LineKind], Part("untold", "未载明", Q(line=""))
    ],
)  # fmt: skip
TOWNSHIP = by_township("area_code")
UNIT_KIND = Breakdown("unit_kind", "单位类型", _kinds)
_ALL = (STANDING, LEVEL, LINE, TOWNSHIP, UNIT_KIND)
COLUMNS = (
    Column("姓名", "person__name", key="name", sort="person__pinyin"),
    Column("单位", "unit_name_then", key="unit"),
    Column("级别", "get_level_display", key="level", sort="level"),
    Column("批准日期", "obtained", sort="obtained"),
    Column("登记情况", lambda row: f"{row.lamp.word}：{row.lamp.reason}", key="standing", sort="runs_until"),
    Column("证件号码", "person__id_masked", key="id"),
    Column("证书管理号", "number", shown=False),
    Column("合格线", "get_line_display", key="line", shown=False),
    Column("来源", "get_origin_display", key="origin", shown=False),
)
held = publish(
    Figure(
        key="certificates.held",
        title="证书数",
        unit="件",
        means="统计日及以前取得、统计日没有撤回或宣布无效的职业资格证书，按证书计：一人持两级证书计两件。"
        "地方线证书也在其中，只在本地有效，可按“合格线”分开。",
        rows=_valid,
        columns=COLUMNS,
        breakdowns=_ALL,
        choices=tuple(map(choice, _ALL)),
        search=search,
        prepare=prepare,
        link=lambda row, scope: f"{reverse('certificate', args=[row.pk])}?on={scope.on.isoformat()}",
        order=("person__pinyin", "pk"),
    )
)


def _those(*keys: str) -> Callable[[Scope], Rows]:
    def rows(scope: Scope) -> Rows:
        where = Q(pk__in=[])
        for key in keys:
            where |= conditions(scope.on)[key]
        found: Rows = rows_on(scope).filter(where)
        return found

    return rows


def _standing_figure(key: str, title: str, means: str, *keys: str) -> Figure:
    return publish(replace(held, key=f"certificates.{key}", title=title, means=means, rows=_those(*keys)))


registered = _standing_figure(
    "registered", "登记有效证书数", "统计日登记在有效期内（含最后一日）、没有注销撤销的证书，按证书计。",
    standing.VALID, standing.ENDING,
)  # fmt: skip
ending = _standing_figure(
    "ending", "90日内登记到期证书数", "统计日登记有效、90日内到期且没有已准予的再登记的证书，按证书计。",
    standing.ENDING,
)  # fmt: skip
lapsed = _standing_figure(
    "lapsed", "登记逾期证书数",
    "统计日最近一次登记的有效期已过、没有再登记的证书，按证书计；证书本身不因此失效。", standing.LAPSED,
)  # fmt: skip
due_first = _standing_figure(
    "due_first", "待首次登记证书数", "统计日取得未满一年（首次登记期限内）、从未登记的证书，按证书计。", standing.DUE
)  # fmt: skip
late_first = _standing_figure(
    "late_first", "首次登记超期证书数", "统计日取得已满一年（超过首次登记期限）、从未登记的证书，按证书计。",
    standing.LATE,
)  # fmt: skip
