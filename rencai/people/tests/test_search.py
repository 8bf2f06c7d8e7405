"""People are found by name, pinyin, initials, ID tail and unit."""

from types import SimpleNamespace

import pytest
from django.db import connection

from rencai.people.models import Person
from rencai.people.search import reindex, search
from rencai.people.tests.factory import id_number, person

NAMES = ["张三", "张三丰", "单雄信", "仇小英", "区大同", "欧阳小明", "𠮷小田", "王䶮", "阿依古丽·买买提", "吕绿"]


@pytest.fixture
def register(world: SimpleNamespace) -> SimpleNamespace:
    for name in NAMES:
        person(world.station, name)
    world.wanted = person(world.organisation, "李四", number=id_number("1988-02-03", 14))
    return world


def found(text: str) -> list[str]:
    return sorted(search(Person.objects.all(), text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三", ["张三", "张三丰"]),
        ("张三丰", ["张三丰"]),
        ("三丰", ["张三丰"]),
        ("三张", []),
        ("张丰", []),
        ("zhangsan", ["张三", "张三丰"]),
        ("zhang san", ["张三", "张三丰"]),
        ("ZHANG  SAN", ["张三", "张三丰"]),
        ("zs", ["张三", "张三丰"]),
        ("zsf", ["张三丰"]),
        ("shanxiongxin", ["单雄信"]),
        ("danxiongxin", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("qiuxiaoying", ["仇小英"]),
        ("chouxiaoying", ["仇小英"]),
        ("oudatong", ["区大同"]),
        ("qudatong", ["区大同"]),
        ("xiaoming", ["欧阳小明"]),
        ("oyxm", ["欧阳小明"]),
        ("𠮷", ["𠮷小田"]),
        ("𠮷小", ["𠮷小田"]),
        ("王䶮", ["王䶮"]),
        ("阿依古丽买买提", ["阿依古丽·买买提"]),
        ("阿依古丽•买买提", ["阿依古丽·买买提"]),
        ("lvlv", ["吕绿"]),
        ("lǚ", ["吕绿"]),
        ("张san", ["张三", "张三丰"]),
        ("益民", ["李四"]),
        ("益民 李", ["李四"]),
        ("益民 张", []),
        ("民政站 zsf", ["张三丰"]),
    ],
)
def test_a_clerk_finds_people_the_way_they_are_called(register: SimpleNamespace, text: str, names: list[str]) -> None:
    assert found(text) == sorted(names)


def test_the_last_four_characters_of_the_number_find_the_person(register: SimpleNamespace) -> None:
    number = id_number("1988-02-03", 14)
    assert found(number[-4:]) == ["李四"]
    assert found(f"李 {number[-4:]}") == ["李四"]
    assert found(number) == ["李四"]
    assert found("9999") == []


def test_a_tail_that_ends_in_x_is_found_in_either_case(register: SimpleNamespace) -> None:
    number = next(n for n in (id_number("1970-01-01", order) for order in range(100)) if n.endswith("X"))
    person(register.station, "赵六", number=number)
    assert found(number[-4:].lower()) == found(number[-4:]) == ["赵六"]


@pytest.mark.parametrize(
    "text",
    ['"', "'", '张三" OR "李', "n5f20*", "tokens:张", "NEAR(张 三)", "张*", "^张", "-张", "%", "_",
     "(", "a\x00b", "🙂", "*"],
)  # fmt: skip
def test_nothing_typed_reaches_the_query_language(register: SimpleNamespace, text: str) -> None:
    assert set(found(text)) <= {"张三", "张三丰"}


def test_an_empty_search_leaves_the_list_as_it_is(register: SimpleNamespace) -> None:
    assert len(found("  ")) == len(NAMES) + 1


def test_a_renamed_person_is_found_only_by_the_present_name(register: SimpleNamespace) -> None:
    Person.objects.filter(name="李四").update(name="李思思", pinyin="lisisi", initials="lss")
    reindex([register.wanted.pk])
    assert found("李四") == []
    assert found("lss") == ["李思思"]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_the_search_goes_through_the_index(register: SimpleNamespace) -> None:
    plan = search(Person.objects.filter(county="629921"), "zhangsan").explain()
    assert "SCAN people_person" not in plan, plan
    assert connection.vendor == "sqlite"
