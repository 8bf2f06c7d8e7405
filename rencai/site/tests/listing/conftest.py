"""A figure over the units of the small world, published for one test."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q

from rencai.org.models import Unit, UnitKind
from rencai.ui.figures import FIGURES, Breakdown, Choice, Column, Figure, Part, Ratio, Rows, Scope, publish

KEY = "tests.units"
KINDS = [UnitKind.BUREAU, UnitKind.STATION, UnitKind.SOCIAL_ORGANISATION]


def unit_rows(scope: Scope) -> Rows:
    rows = Unit.objects.visible_to(scope.user).on(scope.on).filter(area__code__startswith=scope.area)
    return rows.filter(pk=scope.unit) if scope.unit else rows


def kinds(scope: Scope) -> Sequence[Part]:
    return [Part(kind, str(kind.label), Q(kind=kind)) for kind in KINDS]


def overlapping(scope: Scope) -> Sequence[Part]:
    return [
        Part("named", "名称含“云川”", Q(name__contains="云川")),
        Part("station", "民政站", Q(kind=UnitKind.STATION)),
    ]


def units_figure(**changes: Any) -> Figure:
    shape: dict[str, Any] = {
        "key": KEY,
        "title": "测试单位数",
        "unit": "个",
        "means": "统计日存在的单位，按单位计。",
        "rows": unit_rows,
        "columns": (
            Column("单位名称", "name", sort="name"),
            Column("类型", "get_kind_display", key="kind"),
            Column("代码", "code", sort="code"),
            Column("信用代码", "uscc", shown=False),
        ),
        "breakdowns": (
            Breakdown("kinds", "单位类型", kinds),
            Breakdown("marks", "特征", overlapping, overlap="一个单位可同时具有几个特征。"),
        ),
        "choices": (Choice("type", "类型", lambda scope: UnitKind.choices, lambda value, scope: Q(kind=value)),),
        "search": lambda rows, text: rows.filter(name__contains=text),
        "order": ("code", "pk"),
    }
    return Figure(**(shape | changes))


@pytest.fixture
def units(world: SimpleNamespace) -> Iterator[Figure]:
    """The published figure; its page is /figures/tests.units/."""
    yield publish(units_figure())
    FIGURES.pop(KEY)


@pytest.fixture
def station_share(units: Figure) -> Iterator[Ratio]:
    stations = units_figure(key="tests.stations", rows=lambda scope: unit_rows(scope).filter(kind=UnitKind.STATION))
    yield publish(Ratio("tests.share", "民政站占比", "民政站占单位的比例。", stations, units))
    FIGURES.pop("tests.share")


@pytest.fixture
def many(world: SimpleNamespace) -> list[Unit]:
    """120 villages beside the four units of the county."""
    return Unit.objects.bulk_create(
        Unit(code=f"V{n:03}", name=f"测试村{n:03}", kind="village", area_id="629921001", starts=world.bureau.starts)
        for n in range(120)
    )
