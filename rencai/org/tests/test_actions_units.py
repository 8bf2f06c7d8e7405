"""Units over time."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from rencai.org import actions
from rencai.org.audit import faults
from rencai.org.models import Area, AuditEvent, Unit

OPENED, RENAMED, LATER = date(2016, 3, 1), date(2020, 1, 1), date(2021, 7, 1)


@pytest.fixture
def home(world: SimpleNamespace) -> Unit:
    return _add(world, "YC301", "青石镇敬老院")


def _add(world: SimpleNamespace, code: str, name: str, **more: Any) -> Unit:
    area = Area.objects.get(code=more.pop("area", "629921001"))
    return actions.add_unit(code=code, name=name, kind="nursing_home", area=area, starts=OPENED, by=world.clerk, **more)


def test_a_renamed_unit_keeps_its_old_name_in_the_past(world: SimpleNamespace, home: Unit) -> None:
    actions.rename_unit(home, "青石镇中心敬老院", RENAMED, by=world.clerk)

    def name_on(day: date) -> str:
        return Unit.objects.with_name_on(day).get(pk=home.pk).name_on

    assert (name_on(date(2019, 12, 31)), name_on(RENAMED)) == ("青石镇敬老院", "青石镇中心敬老院")
    assert home.name == "青石镇中心敬老院"
    assert list(Unit.objects.named("青石镇敬老院")) == [home]


@pytest.mark.parametrize("day", [OPENED, date(2015, 1, 1)])
def test_a_rename_lies_after_the_present_name_began(world: SimpleNamespace, home: Unit, day: date) -> None:
    with pytest.raises(ValidationError, match="更名日期须晚于"):
        actions.rename_unit(home, "新名", day, by=world.clerk)
    home.refresh_from_db()
    assert (home.name, home.names.count()) == ("青石镇敬老院", 1)


def test_a_merged_unit_ends_and_its_units_go_with_it(world: SimpleNamespace, home: Unit) -> None:
    other, child = _add(world, "YC302", "中心敬老院"), _add(world, "YC303", "分院", parent=home)
    actions.merge_unit(home, other, LATER, by=world.clerk)
    home.refresh_from_db()
    child.refresh_from_db()
    assert (home.ends, home.merged_into, child.parent) == (LATER, other, other)
    assert home.names.get().ends == LATER
    with pytest.raises(ValidationError, match="不能再变更"):
        actions.rename_unit(home, "新名", date(2022, 1, 1), by=world.clerk)


def test_a_unit_never_goes_into_itself_a_closed_one_or_another_county(world: SimpleNamespace, home: Unit) -> None:
    closed = _add(world, "YC304", "旧院")
    actions.close_unit(closed, LATER, by=world.clerk)
    for into in (home, closed, world.strange_bureau):
        with pytest.raises(ValidationError):
            actions.merge_unit(home, into, date(2022, 1, 1), by=world.clerk)
    assert Unit.objects.get(pk=home.pk).ends is None


def test_a_unit_into_whose_child_it_goes_leaves_no_circle(world: SimpleNamespace, home: Unit) -> None:
    child = _add(world, "YC303", "分院", parent=home)
    actions.merge_unit(home, child, LATER, by=world.clerk)
    child.refresh_from_db()
    assert child.parent is None


def test_units_above_never_form_a_circle(world: SimpleNamespace, home: Unit) -> None:
    child = _add(world, "YC303", "分院", parent=home)
    with pytest.raises(ValidationError, match="不能是本单位或其下级"):
        actions.edit_unit(home, kind=home.kind, area=home.area, parent=child, uscc="", by=world.clerk)


def test_a_unit_with_open_units_below_is_not_closed(world: SimpleNamespace, home: Unit) -> None:
    _add(world, "YC303", "分院", parent=home)
    with pytest.raises(ValidationError, match="下级单位"):
        actions.close_unit(home, LATER, by=world.clerk)


def test_a_wrong_social_credit_code_and_a_used_one_are_refused(world: SimpleNamespace) -> None:
    _add(world, "YC310", "甲中心", uscc="91110000600037341L")
    with pytest.raises(ValidationError, match="统一社会信用代码不正确"):
        _add(world, "YC311", "乙中心", uscc="91110000600037341M")
    with pytest.raises(ValidationError, match="已登记在另一单位"):
        _add(world, "YC312", "丙中心", uscc="91110000600037341L")
    assert not Unit.objects.filter(code__in=["YC311", "YC312"]).exists()


def test_every_change_of_a_unit_is_an_event_and_no_change_is_none(world: SimpleNamespace, home: Unit) -> None:
    same = {"kind": home.kind, "area": home.area, "parent": None, "uscc": ""}
    assert actions.edit_unit(home, **same, by=world.clerk) is False
    actions.edit_unit(home, **(same | {"kind": "institution"}), by=world.clerk)
    actions.rename_unit(home, "新院", RENAMED, by=world.clerk)
    actions.add_section(home, "护理部", by=world.clerk)
    actions.close_unit(home, LATER, by=world.clerk)
    said = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
    assert said == ["新增单位", "修改单位", "单位更名", "新增股室", "撤销单位"]
    assert not list(faults())
