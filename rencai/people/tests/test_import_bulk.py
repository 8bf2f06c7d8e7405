"""People written in bulk are what the model itself would have written: sealed in their own rows, findable, complete."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from rencai.kernel.sealing import SealBroken
from rencai.people import bulk, writing
from rencai.people.bulk import NewEducation, NewEmployment, NewPerson, NewQualification, insert
from rencai.people.models import Category, Education, Employment, Person, Qualification, ServiceField
from rencai.people.roster.tests.rosters import id_number
from rencai.people.search import filling, search

DAY = date(2020, 1, 1)


def new(order: int, unit: int, name: str = "单小芳", **more: object) -> NewPerson:
    job = NewEmployment(unit, "629921", "社工", DAY)
    return NewPerson("629921", name, id_number(order=order), [job], phone=f"1990000{order:04d}", **more)


@pytest.mark.parametrize("model", [Person, Employment, Education, Category, Qualification, ServiceField])
def test_every_column_of_the_tables_is_written(model: type, db: None) -> None:
    columns = {field.column for field in model._meta.concrete_fields}
    left_to_the_database = {"user_id"} if model is Person else {"id"}
    written = {"people_person": writing.PERSON, **writing.DATED}
    assert columns - set(written[model._meta.db_table]) == left_to_the_database


def test_each_number_opens_only_in_its_own_row(world: SimpleNamespace) -> None:
    with transaction.atomic():
        keys = insert([new(1, world.bureau.pk), new(2, world.bureau.pk)])
    first, second = (Person.objects.get(pk=key) for key in keys)
    assert (first.open("id"), second.open("phone")) == (id_number(order=1), "19900000002")
    second.id_sealed = first.id_sealed
    with pytest.raises(SealBroken):
        second.open("id")


def test_they_are_found_by_name_pinyin_and_number(world: SimpleNamespace) -> None:
    with transaction.atomic():
        [key] = insert([new(1, world.bureau.pk)])
    for text in ("单小", "shanxiaofang", "sxf", id_number(order=1)[-4:], id_number(order=1)):
        assert list(search(Person.objects.all(), text).values_list("pk", flat=True)) == [key], text


def test_the_last_employment_is_the_latest_and_the_best_education_the_highest(world: SimpleNamespace) -> None:
    person = new(1, world.bureau.pk)
    person.employments.insert(0, NewEmployment(world.station.pk, "629921001", "", date(2018, 1, 1), DAY))
    person.educations = [NewEducation("30", DAY), NewEducation("20", DAY)]
    person.qualifications = [NewQualification("", DAY, known_none=True)]
    with transaction.atomic():
        insert([person])
    assert list(Employment.objects.values_list("unit_id", "latest")) == [
        (world.station.pk, False),
        (world.bureau.pk, True),
    ]
    assert dict(Education.objects.values_list("level", "highest")) == {"30": False, "20": True}
    assert Qualification.objects.get().known_none


def test_keys_go_on_where_single_inserts_left_off_and_the_other_way_round(world: SimpleNamespace) -> None:
    with transaction.atomic():
        keys = insert([new(n, world.bureau.pk) for n in range(1, 4)])
    alone = Person(county="629921", name="张三", name_key="张三", pinyin="zs", initials="zs", id_index="x")
    alone.save()
    assert alone.pk > max(keys)
    with transaction.atomic():
        assert min(insert([new(9, world.bureau.pk)])) > alone.pk


def test_outside_a_transaction_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError):
        insert([new(1, 1)])


def test_many_in_one_table_are_all_written_in_their_rows(world: SimpleNamespace) -> None:
    started = [date(2001 + n % 20, 1, 1) for n in range(203)]
    people = [new(n, world.bureau.pk, educations=[NewEducation("20", day)]) for n, day in enumerate(started)]
    with transaction.atomic():
        keys = insert(people)
    assert list(Education.objects.order_by("person").values_list("person", "starts")) == list(
        zip(keys, started, strict=True)
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only FTS5 is told")
def test_a_filling_that_breaks_off_leaves_the_search_index_as_it_was(world: SimpleNamespace) -> None:
    def settings() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT k, v FROM people_search_config")
            return dict(cursor.fetchall())

    before = settings()
    with pytest.raises(IntegrityError), transaction.atomic(), filling():
        insert([new(1, world.bureau.pk), new(1, world.bureau.pk)])
    assert settings() == before
    with transaction.atomic(), filling():
        [key] = insert([new(2, world.bureau.pk)])
    assert settings() == before | {"hashsize": 1 << 20, "automerge": 4}
    assert [person.pk for person in search(Person.objects.all(), "sxf")] == [key]
