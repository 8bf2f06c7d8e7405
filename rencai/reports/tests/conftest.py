"""A small register and its figures, of which reports are made."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q

from rencai.org.audit import record
from rencai.org.models import User
from rencai.people.models import Employment, Person
from rencai.reports import actions
from rencai.reports.models import Report
from rencai.ui import figures
from rencai.ui.figures import Breakdown, Column, Figure, Part, Ratio, Scope, publish

YEAR_END = date(2022, 12, 31)
TEXT = """// 只给撰稿人看
{年}年，{单位}在册{test.people（测试人员）}，比上年{test.people|同比}。
# 结构
女性{test.women（女性测试人员）}，占{test.share}。[?test.women>0: 其中有女性。][?test.women=0: 没有女性。]
{test.people|表:sex}
## 名单
{test.women|名单}
{test.absent（尚无的数据）}正在登记。
"""


def registered(scope: Scope) -> Any:
    return Person.objects.visible_to(scope.user, scope.on).on_register(scope.on)


def _sexes(_scope: Scope) -> list[Part]:
    return [Part("1", "男", Q(sex="1")), Part("2", "女", Q(sex="2")), Part("unknown", "待核实", Q(sex=""))]


@pytest.fixture(autouse=True)
def figures_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three figures of the tests' own beside those of the product."""
    monkeypatch.setattr(figures, "FIGURES", figures.FIGURES)
    kept = dict(figures.FIGURES)
    columns = (Column("姓名", "name"),)
    people = publish(
        Figure(
            "test.people", "测试人员", "人", "统计日在册的人员，按人去重。", registered, columns,
            breakdowns=(Breakdown("sex", "按性别", _sexes),),
        )
    )  # fmt: skip
    women = publish(
        Figure("test.women", "女性测试人员", "人", "其中女性。", lambda s: registered(s).filter(sex="2"), columns)
    )
    publish(Ratio("test.share", "女性比例", "女性占在册人员。", women, people))
    yield
    figures.FIGURES.clear()
    figures.FIGURES.update(kept)


@pytest.fixture
def hire(world: SimpleNamespace) -> Any:
    """`hire("张三", sex="2", since=…)` puts somebody on the register of 云川县."""

    def hired(name: str, sex: str = "1", since: date = date(2020, 1, 1), unit: Any = None) -> Person:
        unit = unit or world.station
        person = Person.objects.create(
            county=str(unit.area_id)[:6], name=name, name_key=name, pinyin=name, initials=name,
            id_sealed="", id_masked="", id_index=f"{name}{since}"[:22], id_tail_index="", sex=sex,
        )  # fmt: skip
        Employment.objects.create(person=person, unit=unit, area_code=unit.area_id, starts=since)
        return person

    return hired


@pytest.fixture
def people(hire: Any, world: SimpleNamespace) -> list[Person]:
    """Eight men, six women; one of them came in 2022; one stranger in the neighbouring county."""
    hire("外县人", unit=world.strange_station)
    men = [hire(f"男{n}") for n in "甲乙丙丁戊己庚辛"]
    women = [hire(f"女{n}", sex="2") for n in "甲乙丙丁戊"]
    return [*men, *women, hire("女新", sex="2", since=date(2022, 5, 1))]


def written(world: SimpleNamespace, text: str = TEXT, by: User | None = None) -> Report:
    """A draft with this text."""
    report = actions.draft(unit=world.bureau, year=2022, day=YEAR_END, by=by or world.clerk)
    return actions.revise(report, {"text": text}, seen=report.revision, by=by or world.clerk)


def issued(world: SimpleNamespace, text: str = TEXT) -> Report:
    report = written(world, text)
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    return actions.issue(report, number="云民发〔2022〕15号", on=date(2023, 1, 4), by=world.leader)


def correct(person: Person, by: User, **values: Any) -> None:
    """A correction of the records as another app would make it, in the audit chain."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**values)
        record("更正人员信息", by=by, on=person, detail={"fields": sorted(values)})
