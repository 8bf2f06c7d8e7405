"""Units: added, edited, renamed, merged, closed; the past stays as it was."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org.audit import labels, record
from rencai.org.models import Area, Section, Unit, UnitName, User


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    area: Area,
    starts: date,
    parent: Unit | None = None,
    uscc: str = "",
    by: User | None,
) -> Unit:
    """A new unit with its first name. Raises ValidationError by field."""
    unit = Unit(code=code, name=name, kind=kind, area=area, starts=starts, parent=parent, uscc=uscc)
    _check_parent(unit)
    unit.full_clean()
    unit.save(force_insert=True)
    UnitName.objects.create(unit=unit, name=name, starts=starts)
    record("新增单位", by=by, on=unit, county=area.county, detail={"单位代码": code, "名称": name})
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, kind: str, area: Area, parent: Unit | None, uscc: str, by: User | None) -> bool:
    """Correct what a unit is; its name changes only through `rename_unit`. False when nothing differed."""
    wanted = {"kind": kind, "area": area, "parent": parent, "uscc": uscc}
    changed = [field for field, value in wanted.items() if getattr(unit, field) != value]
    if not changed:
        return False
    for field in changed:
        setattr(unit, field, wanted[field])
    _check_parent(unit)
    unit.full_clean()
    unit.save(update_fields=changed)
    record("修改单位", by=by, on=unit, county=area.county, detail={"字段": labels(Unit, changed)})
    return True


@transaction.atomic
def rename_unit(unit: Unit, name: str, on: date, *, by: User | None) -> UnitName:
    """Closes the present name and opens `name` on day `on`."""
    _check_open(unit)
    present = unit.names.open().get()
    if name == present.name:
        raise ValidationError({"name": "新名称与现名称相同。"})
    if on <= present.starts:
        raise ValidationError({"on": f"更名日期须晚于现名称的启用日期 {present.starts}。"})
    present.ends = on
    present.save(update_fields=["ends"])
    new = UnitName.objects.create(unit=unit, name=name, starts=on)
    unit.name = name
    unit.full_clean()
    unit.save(update_fields=["name"])
    record(
        "单位更名", by=by, on=unit, county=unit.area.county,
        detail={"原名称": present.name, "新名称": name, "日期": str(on)},
    )  # fmt: skip
    return new


@transaction.atomic
def merge_unit(unit: Unit, into: Unit, on: date, *, by: User | None) -> None:
    """From day `on` the unit is part of `into`, and so are the units below it; people are moved by their own action."""
    if into.pk == unit.pk:
        raise ValidationError({"into": "单位不能并入自身。"})
    if into.area.county != unit.area.county:
        raise ValidationError({"into": "只能并入本县区的单位。"})
    if into.ends is not None or into.starts > on:
        raise ValidationError({"into": "并入的单位在该日期须已设立且未撤销。"})
    _close(unit, on)
    unit.merged_into = into
    unit.save(update_fields=["merged_into"])
    below = list(Unit.objects.filter(parent=unit).exclude(pk=into.pk))
    for child in below:
        child.parent = into
        child.save(update_fields=["parent"])
    if into.parent_id == unit.pk:
        into.parent = unit.parent
        into.save(update_fields=["parent"])
    record(
        "单位合并", by=by, on=unit, county=unit.area.county,
        detail={"并入": into.code, "日期": str(on), "改隶单位数": len(below)},
    )  # fmt: skip


@transaction.atomic
def close_unit(unit: Unit, on: date, *, by: User | None) -> None:
    """The unit ends on day `on`; it stays in the past."""
    if Unit.objects.open().filter(parent=unit).exists():
        raise ValidationError({"on": "该单位下还有未撤销的下级单位，请先撤销或合并下级单位。"})
    _close(unit, on)
    record("撤销单位", by=by, on=unit, county=unit.area.county, detail={"日期": str(on)})


@transaction.atomic
def add_section(unit: Unit, name: str, *, by: User | None) -> Section:
    """A section at the end of the unit's list."""
    section = Section(unit=unit, name=name, order=unit.sections.count())
    section.full_clean()
    section.save(force_insert=True)
    record("新增股室", by=by, on=unit, county=unit.area.county, detail={"股室": name})
    return section


def _close(unit: Unit, on: date) -> None:
    _check_open(unit)
    present = unit.names.open().get()
    if on <= present.starts:
        raise ValidationError({"on": f"日期须晚于现名称的启用日期 {present.starts}。"})
    present.ends = unit.ends = on
    present.save(update_fields=["ends"])
    unit.save(update_fields=["ends"])


def _check_open(unit: Unit) -> None:
    if unit.ends is not None:
        raise ValidationError(f"该单位已于 {unit.ends} 撤销或并入其他单位，不能再变更。")


def _check_parent(unit: Unit) -> None:
    """The line of units above stays in the county and never comes back to the unit itself."""
    above = unit.parent
    if above is not None and above.area.county != unit.area.county:
        raise ValidationError({"parent": "上级单位须在本县区。"})
    while above is not None:
        if unit.pk is not None and above.pk == unit.pk:
            raise ValidationError({"parent": "上级单位不能是本单位或其下级单位。"})
        above = above.parent
