"""What a second roster does to people who are on the register already."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.org.audit import faults
from rencai.org.models import AuditEvent, Unit
from rencai.people.actions import leave, settle_doubt
from rencai.people.imports.run import ImportResult, import_people
from rencai.people.imports.stored import stored_values
from rencai.people.models import Doubt, Employment, PastValue, Person
from rencai.people.roster.columns import TITLES, Values
from rencai.people.roster.tests.rosters import id_number, person
from rencai.ui.sheets.writing import TableColumn, write_csv

FIRST, LATER = date(2022, 6, 30), date(2022, 12, 31)


@pytest.fixture
def send(tmp_path: Path, world: SimpleNamespace) -> Any:
    """`send(row, row, on=, by=, unit=)` imports a roster of these rows."""

    def sent(*rows: dict[str, Any], on: date = LATER, by: Any = None, unit: Unit | None = None) -> ImportResult:
        keys = [key for key in TITLES if any(key in row for row in rows)]
        path = tmp_path / "roster.csv"
        columns = [TableColumn(TITLES[key]) for key in keys]
        write_csv(path, columns, ([row.get(key) for key in keys] for row in rows))
        return import_people(path, unit=unit or world.bureau, on=on, by=by)

    return sent


def held(on: date = LATER, order: int = 1) -> Values:
    index = Person(pk=0)
    index.seal_id(id_number(order=order))
    key = Person.objects.get(id_index=index.id_index).pk
    return next(stored_values([key], on)).values


FULL = {
    "sex": "男", "birth": "1990-01-01", "ethnicity": "汉族", "phone": "19900000001", "post_title": "民政助理员",
    "categories": "机关干部、社会工作专业人才", "education_level": "大专", "major": "社会工作", "school": "云川学院",
    "qualification_level": "助理社会工作师", "certificate_number": "20160262992100000101", "obtained": "2016-10",
    "work_since": "2010-07", "service_fields": "社会救助", "remark": "原备注",
}  # fmt: skip


def test_a_blank_cell_or_a_missing_column_keeps_what_is_stored(send: Any) -> None:
    send(person(**FULL), on=FIRST)
    before = held()
    assert send(person(phone=None, school="", major="  ")).effect == {"new": 0, "changed": 0, "same": 1}
    assert held() == before


def test_the_clearing_word_clears_and_keeps_the_past(send: Any) -> None:
    send(person(**FULL), on=FIRST)
    assert send(person(phone="清空", school="清空", service_fields="清空")).effect["changed"] == 1
    assert (held().phone, held().school, held().service_fields) == ("", "", ())
    assert (held(FIRST).school, held(FIRST).service_fields) == ("云川学院", ("社会救助",))
    assert PastValue.objects.filter(field="phone", starts=FIRST, ends=LATER).exists()


def test_a_coarser_date_does_not_replace_a_finer_equal_one(send: Any) -> None:
    send(person(birth="1990-01-01", work_since="2010-07-15"), on=FIRST)
    assert send(person(birth="1990-01", work_since="2010年7月")).effect["same"] == 1
    assert send(person(work_since="2010-08")).effect["changed"] == 1
    assert held().work_since == "2010-08"


def test_each_changed_field_is_named_with_its_old_and_its_new_value(send: Any) -> None:
    send(person(**FULL), on=FIRST)
    result = send(person(education_level="本科", degree="学士", phone="19900000002", key_person="是"))
    [change] = result.plan.changed
    assert change.fields == {
        "phone": ("19900000001", "19900000002"),
        "education_level": ("大专", "本科"),
        "degree": ("", "学士"),
        "key_person": ("", True),
    }
    assert (held().education_level, held().major, held(FIRST).education_level) == ("本科", "社会工作", "大专")


def test_another_unit_is_a_transfer_that_keeps_the_old_employment(send: Any, world: SimpleNamespace) -> None:
    send(person(**FULL), on=FIRST)
    send(person(unit_name=world.station.name, post_title="站长"))
    assert (held(FIRST).unit_name, held().unit_name, held().post_title) == (
        world.bureau.name,
        world.station.name,
        "站长",
    )
    assert list(Employment.objects.values_list("starts", "ends")) == [(FIRST, LATER), (LATER, None)]


def test_a_transfer_keeps_a_title_that_is_the_same_in_both_units(send: Any, world: SimpleNamespace) -> None:
    send(person(**FULL), on=FIRST)
    moved = person(**FULL, unit_name=world.station.name)
    assert send(moved).effect == {"new": 0, "changed": 1, "same": 0}
    assert held().post_title == FULL["post_title"]
    assert send(moved).effect == {"new": 0, "changed": 0, "same": 1}


def test_a_unit_put_right_on_the_same_day_leaves_one_employment(send: Any, world: SimpleNamespace) -> None:
    send(person(post_title="社工"))
    assert send(person(unit_name=world.station.name, post_title="社工")).effect["changed"] == 1
    assert (Employment.objects.count(), held().unit_name) == (1, world.station.name)


def test_somebody_who_had_left_is_back_on_the_register(send: Any, world: SimpleNamespace) -> None:
    send(person(), on=FIRST)
    leave(Person.objects.get(), date(2022, 9, 1), "辞职", by=world.clerk)
    assert send(person(post_title="社工")).effect == {"new": 0, "changed": 1, "same": 0}
    assert held().unit_name == world.bureau.name
    assert held(date(2022, 10, 1)).unit_name == ""


def test_people_the_file_leaves_out_are_listed_and_stay(send: Any) -> None:
    send(person(order=1), person(order=3, name="李四"), on=FIRST)
    result = send(person(order=1))
    assert [Person.objects.get(pk=key).name for key in result.gone] == ["李四"]
    assert Person.objects.on_register(LATER).count() == 2


def test_an_older_roster_overwrites_nothing_that_came_later(send: Any) -> None:
    send(person(phone="19900000001"), on=LATER)
    result = send(person(phone="19900000002"), on=FIRST)
    assert (result.effect["changed"], result.checked.counts["rejected"]) == (0, 1)
    assert held().phone == "19900000001"


def test_one_number_under_another_name_is_refused_without_saying_the_stored_name(send: Any) -> None:
    send(person(name="张三"), on=FIRST)
    result = send(person(name="李四"))
    assert (result.checked.counts["rejected"], result.checked.findings[-1].code) == (1, "name_conflict")
    assert "张三" not in result.checked.findings[-1].message


def test_a_namesake_of_the_same_birth_is_doubted_and_never_taken_for_the_other(send: Any) -> None:
    send(person(order=1), on=FIRST)
    result = send(person(order=3))
    assert result.effect == {"new": 1, "changed": 0, "same": 0}
    assert result.checked.counts["warned"] == 1
    assert Person.objects.filter(doubts__code="same_name_and_birth").count() == 1


def test_a_township_can_neither_reach_another_nor_learn_who_is_there(send: Any, world: SimpleNamespace) -> None:
    send(person(unit_name=world.other_station.name), on=FIRST)
    result = send(
        person(unit_name=world.station.name), person(order=3, name="李四", unit_name=world.other_station.name),
        by=world.township_clerk, unit=world.station,
    )  # fmt: skip
    assert result.effect == {"new": 0, "changed": 0, "same": 0}
    assert {found.code for found in result.checked.findings} == {"registered_elsewhere", "unit_refused"}
    assert held().unit_name == world.other_station.name
    assert result.gone == []


def test_a_unit_contact_imports_own_people_only_and_creates_no_unit(send: Any, world: SimpleNamespace) -> None:
    result = send(
        person(unit_name=world.organisation.name), person(order=3, name="李四", unit_name="云川县新建社会工作站"),
        by=world.unit_contact, unit=world.organisation,
    )  # fmt: skip
    assert (result.effect["new"], result.checked.counts["rejected"]) == (1, 1)
    assert not Unit.objects.filter(name="云川县新建社会工作站").exists()


def test_another_countys_people_are_no_business_of_this_one(send: Any, world: SimpleNamespace) -> None:
    send(person(unit_name=world.strange_bureau.name), unit=world.strange_bureau, on=FIRST)
    result = send(person(), by=world.clerk)
    assert result.effect["new"] == 1
    assert Person.objects.count() == 2


def test_a_former_unit_name_is_understood(send: Any, world: SimpleNamespace) -> None:
    world.station.names.create(name="云川县青石乡民政站", starts=date(2015, 1, 1), ends=date(2020, 1, 1))
    send(person(unit_name="云川县青石乡民政站"))
    assert held().unit_name == world.station.name
    assert not Unit.objects.filter(name="云川县青石乡民政站").exists()


def test_an_import_is_one_event_with_counts_and_no_values(send: Any) -> None:
    send(person(**FULL))
    event = AuditEvent.objects.get(action="导入花名册")
    assert event.detail == {"统计日": "2022-12-31", "新增": 1, "变更": 0, "相同": 0, "退回": 0, "新建单位": 0}
    send(person(phone="19900000002"))
    assert list(faults()) == []
    assert not any("1990000" in str(event.detail) for event in AuditEvent.objects.all())


def test_a_settled_value_is_not_doubted_again_but_another_one_is(send: Any, world: SimpleNamespace) -> None:
    send(person(birth="1991-01-01", remark="一"), on=FIRST)
    (doubt,) = Doubt.objects.unsettled()
    assert settle_doubt(doubt, by=world.clerk)
    send(person(birth="1991-01-01", remark="二"))
    assert not Doubt.objects.unsettled().exists()
    send(person(birth="1992-02-02", remark="二"))
    again = Doubt.objects.unsettled().get()
    assert (again.column, again.code) == (doubt.column, doubt.code)
    assert Doubt.objects.count() == 2
