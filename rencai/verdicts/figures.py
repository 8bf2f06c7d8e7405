"""Verdicts as figures: a kept run of a rule is counted like any other rows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from rencai.org.access import within
from rencai.org.models import UnitKind
from rencai.org.moments import ends
from rencai.people.figures.breakdowns import choice
from rencai.people.figures.placed import by_choice, by_township, chosen_row, search
from rencai.people.models import Employment
from rencai.ui.figures import Breakdown, Column, Figure, Part, Scope, publish
from rencai.verdicts.models import Run, Status, Verdict


def placed(rows: Any, scope: Scope) -> Any:
    """Verdicts with the place of the person's main post on the run's day, narrowed to the scope."""
    there = Employment.objects.main().filter(person=OuterRef("person"), starts__lte=OuterRef("run__on"))
    there = there.order_by("-starts", "-pk")
    found = rows.annotate(
        area_code=Subquery(there.values("area_code")[:1]),
        unit_id_then=Subquery(there.values("unit_id")[:1]),
        unit_kind_then=Subquery(there.values("unit__kind")[:1]),
        unit_name_then=Subquery(there.values("unit__name")[:1]),
    )
    if scope.area:
        found = found.filter(within(scope.area, "area_code"))
    return found.filter(unit_id_then=scope.unit) if scope.unit else found


def _rows(scope: Scope) -> Any:
    rows = Verdict.objects.visible_to(scope.user).filter(run__made_at__lt=ends(scope.on))
    return placed(rows, scope).select_related("person", "run")


def _kinds(scope: Scope) -> Sequence[Part]:
    known = [Part(str(kind), str(kind.label), Q(unit_kind_then=kind)) for kind in UnitKind]
    return [*known, Part("unknown", "没有任职", Q(unit_kind_then__isnull=True))]


STATUS = by_choice("status", "结论", "status", Status.choices)
TOWNSHIP = by_township("area_code")
UNIT_KIND = Breakdown("unit_kind", "单位类型", _kinds)
RUN = chosen_row("run", "测算", "run", lambda scope: Run.objects.visible_to(scope.user).made_by_day(scope.on)[:200])
COLUMNS = (
    Column("姓名", "person__name", key="name", sort="person__pinyin"),
    Column("单位", "unit_name_then", key="unit"),
    Column("证件号码", "person__id_masked", key="id"),
    Column("结论", "status", sort="status"),
    Column("差什么", "gap", sort="gap"),
    Column("途径", "way"),
    Column("可凭何种材料核实", "settle"),
    Column("数额", lambda row: "" if row.amount is None else row.amount, key="amount", shown=False),
    Column("规则", "run__title", key="rule", shown=False),
    Column("测算日", "run__on", key="on", shown=False),
)


def explained_at(row: Any, _scope: Scope) -> str:
    """The rule explained for the person on the run's day."""
    return f"{reverse('rule-person', args=[row.run.rule, row.person_id])}?on={row.run.on.isoformat()}"


verdicts = publish(
    Figure(
        key="verdicts.all",
        title="规则测算结论",
        unit="人次",
        means="统计日及以前保存的各次规则测算的逐人结论，同一人在几次测算中各计一次；没有测算过的不在其中，不等于零。",
        rows=_rows,
        columns=COLUMNS,
        breakdowns=(STATUS, TOWNSHIP, UNIT_KIND),
        choices=(RUN, *map(choice, (STATUS, TOWNSHIP, UNIT_KIND))),
        search=search,
        link=explained_at,
        abilities=("see_people",),
    )
)
