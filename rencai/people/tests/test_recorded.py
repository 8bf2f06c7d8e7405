"""People as rows of a roster: one row each, in the words and with the records that hold on the day."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rencai.kernel.sealing import SealBroken
from rencai.org.models import UnitName
from rencai.people.imports.stored import stored_values
from rencai.people.models import Employment, Person
from rencai.people.recorded import recorded, words
from rencai.people.roster.columns import KEYS
from rencai.people.tests.factory import categorise, educate, id_number, person, qualify, serve

ON = date(2022, 12, 31)


def rows(on: date = ON, *, clear: bool = True) -> list[dict[str, Any]]:
    """Everybody's row in words, "" for nothing."""
    said = words(on)
    found = recorded(Person.objects.all(), on, clear=clear)
    return [
        {key: said[key](cell) if key in said else cell or "" for key, cell in zip(KEYS, cells, strict=True)}
        for _, cells in found
    ]


def test_a_row_says_everything_in_words(world: SimpleNamespace) -> None:
    number = id_number()
    one = person(world.bureau, number=number, sex="2", phone="19900000001", key_person=False, post_title="社工")
    educate(one, "20", degree="4", major="社会工作", school="某大学")
    categorise(one, "social_work", "official")
    serve(one, "charity", "welfare")
    qualify(one, "assistant", number="2020123", obtained="2020-10")
    (row,) = rows()
    assert row | {"unit_kind": "", "township": ""} == {
        "name": "张三", "document_type": "居民身份证", "id_number": number, "sex": "女", "birth": "",
        "ethnicity": "", "political_status": "", "phone": "19900000001", "unit_name": world.bureau.name,
        "unit_kind": "", "township": "", "post_title": "社工", "categories": ("机关干部", "社会工作专业人才"),
        "work_since": "", "social_work_since": "", "service_fields": ("社会福利", "慈善事业"),
        "education_level": "本科", "degree": "学士", "major": "社会工作", "school": "某大学",
        "qualification_level": "助理社会工作师", "certificate_number": "2020123", "obtained": "2020-10",
        "valid_until": "", "key_person": False, "remark": "",
    }  # fmt: skip


def test_of_several_records_the_highest_certificate_and_the_latest_schooling_count(world: SimpleNamespace) -> None:
    one = person(world.bureau)
    for level, on in (
        ("assistant", date(2022, 5, 1)),
        ("senior", date(2021, 5, 1)),
        ("intermediate", date(2022, 6, 1)),
    ):
        qualify(one, level, on=on, number=level)
    qualify(one, "senior", on=date(2021, 7, 1), number="later")
    educate(one, "20", on=date(2022, 1, 1), school="后来")
    educate(one, "10", on=date(2021, 1, 1), school="先前")
    person(world.bureau, "李四", number=id_number())
    first, second = rows()
    assert (first["certificate_number"], first["school"], second["name"]) == ("later", "后来", "李四")


def test_known_to_have_none_is_not_unknown(world: SimpleNamespace) -> None:
    qualify(person(world.bureau), "", known_none=True)
    person(world.bureau, "李四", number=id_number())
    assert [row["qualification_level"] for row in rows()] == ["无", ""]


def test_records_and_the_units_name_are_those_of_the_day(world: SimpleNamespace) -> None:
    one = person(world.bureau, on=date(2015, 1, 1))
    Employment.objects.filter(person=one).update(ends=date(2022, 1, 1))
    Employment.objects.create(
        person=one, unit=world.bureau, area_code=world.bureau.area_id, starts=date(2022, 1, 1), post_title="主任"
    )
    UnitName.objects.filter(unit=world.bureau).delete()
    UnitName.objects.create(unit=world.bureau, name="旧名", starts=date(2010, 1, 1), ends=date(2020, 1, 1))
    educate(one, "20", on=date(2021, 6, 1))
    (before,), (after,), (not_yet,) = (rows(date(year, 6, 30)) for year in (2019, 2022, 2014))
    assert (before["unit_name"], before["post_title"], before["education_level"]) == ("旧名", "", "")
    assert (after["unit_name"], after["post_title"], after["education_level"]) == (world.bureau.name, "主任", "本科")
    assert (not_yet["unit_name"], not_yet["unit_kind"], not_yet["township"]) == ("", "", "")


def test_the_number_stays_closed_unless_asked_for_and_one_from_another_row_is_refused(world: SimpleNamespace) -> None:
    one, other = person(world.bureau), person(world.bureau, "李四", number=id_number())
    assert [row["id_number"] for row in rows(clear=False)] == ["", ""]
    Person.objects.filter(pk=one.pk).update(id_sealed=other.id_sealed)
    with pytest.raises(SealBroken):
        rows()


def test_imports_compare_with_the_same_values_that_rosters_show(world: SimpleNamespace) -> None:
    one = person(world.bureau, key_person=True, birth="1990-05")
    qualify(one, "assistant", on=date(2022, 5, 1))
    qualify(one, "", on=date(2022, 6, 1), known_none=True)
    categorise(one, "grassroots")
    person(world.bureau, "李四", number=id_number())
    keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    assert [held.values._asdict() for held in stored_values(keys, ON)] == rows()


def test_however_many_people_it_is_one_statement(world: SimpleNamespace) -> None:
    for n in range(12):
        categorise(person(world.bureau, f"人{n}", number=id_number()), "official")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(list(recorded(Person.objects.all(), ON))) == 12
    assert len([each for each in seen if "people_person" in each["sql"]]) <= 1
    assert list(recorded(Person.objects.none(), ON)) == []
