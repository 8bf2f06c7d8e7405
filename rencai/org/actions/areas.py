"""Areas: townships and villages of a county, entered one by one or from a list."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org.audit import record
from rencai.org.models import Area, Level, User


@transaction.atomic
def add_area(*, code: str, name: str, by: User | None, fictional: bool = False) -> Area:
    """A township (9 digits) or village (12 digits) below an area that is there already."""
    area = _new_area(code, name, fictional)
    if not Area.objects.filter(code=_above(area)).exists():
        raise ValidationError({"code": f"上级区划 {_above(area)} 还没有登记，请先登记上级。"})
    area.full_clean()
    area.save(force_insert=True)
    record("新增行政区划", by=by, on=area, county=area.county, detail={"代码": code, "名称": name})
    return area


@transaction.atomic
def import_areas(rows: Iterable[tuple[str, str]], *, county: str, by: User | None) -> tuple[int, int, int]:
    """Write (code, name) rows of one county; returns how many were new, renamed and the same. The rows are checked."""
    known = {area.code: area for area in Area.objects.within(county)}
    new, renamed, same = [], [], 0
    for code, name in rows:
        area = known.get(code)
        if area is None:
            new.append(_new_area(code, name, False))
        elif area.name != name:
            area.name = name
            renamed.append(area)
        else:
            same += 1
    Area.objects.bulk_create(new)
    Area.objects.bulk_update(renamed, ["name"], batch_size=200)
    if new or renamed:
        record("导入行政区划", by=by, county=county, detail={"新增": len(new), "更名": len(renamed), "相同": same})
    return len(new), len(renamed), same


def _new_area(code: str, name: str, fictional: bool) -> Area:
    if not (code.isascii() and code.isdigit() and len(code) in {Level.TOWNSHIP, Level.VILLAGE}):
        raise ValidationError({"code": "代码应为9位（乡级）或12位（村级）数字。"})
    return Area(code=code, name=name, level=len(code), fictional=fictional)


def _above(area: Area) -> str:
    return area.code[: Level.COUNTY] if area.level == Level.TOWNSHIP else area.code[: Level.TOWNSHIP]
