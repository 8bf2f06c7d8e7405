"""Units that have people, counted in units."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from rencai.org.access import within
from rencai.org.models import Unit, UnitKind
from rencai.people.figures.placed import by_township
from rencai.people.figures.rows import place_of, registered
from rencai.people.models import Employment
from rencai.ui.figures import Breakdown, Column, Figure, Part, Rows, Scope, publish
from rencai.ui.models import on_day


def _main(scope: Scope) -> QuerySet[Any]:
    """The main employments of the scope on its day."""
    place = place_of(scope) or within(scope.user.county, "area_code")
    return Employment.objects.filter(on_day(scope.on), place, main=True).order_by()


def _rows(scope: Scope) -> QuerySet[Any]:
    known = registered(scope).values_known("unit_id")
    there: Any = _main(scope).values("unit") if known is None else known
    return Unit.objects.filter(pk__in=there).with_name_on(scope.on).select_related("area")


def _prepare(rows: Sequence[Any], scope: Scope) -> None:
    there = _main(scope).filter(unit__in=[row.pk for row in rows])
    counted = dict(there.values_list("unit").annotate(n=Count("person", distinct=True)))
    for row in rows:
        row.people = counted.get(row.pk, 0)


def _kinds(scope: Scope) -> Sequence[Part]:
    return [Part(str(kind), str(kind.label), Q(kind=kind)) for kind in UnitKind]


def _search(rows: Rows, text: str) -> Rows:
    return rows.filter(Q(name__contains=text) | Q(code__contains=text))


units_with_people = publish(
    Figure(
        key="people.units_with_people",
        title="有在册人员的单位数",
        unit="个",
        means="统计日至少有一名在册人员（当日主要任职在该单位）的单位，按单位去重。",
        rows=_rows,
        columns=(
            Column("单位代码", "code", sort="code"),
            Column("单位名称", "name_on"),
            Column("单位类型", "get_kind_display", key="kind", sort="kind"),
            Column("所在区划", "area__name"),
            Column("在册人数", "people"),
        ),
        breakdowns=(Breakdown("unit_kind", "单位类型", _kinds), by_township("area_id")),
        search=_search,
        prepare=_prepare,
        order=("code", "pk"),
    )
)
