"""Building the document of a report from its text and the records."""

import io
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from rencai.documents import docx, html
from rencai.documents.tree import Table
from rencai.reports import actions
from rencai.reports.building import build, compose, words
from rencai.reports.tests.conftest import YEAR_END, written
from rencai.ui.figures import FIGURES, Figure, Scope

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def controls(data: bytes) -> dict[str, str]:
    """Text by fact id, from the content controls of a .docx."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return {
        found.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): "".join(found.itertext(f"{W}t"))
        for found in root.iter(f"{W}sdt")
    }


def test_the_text_is_filled_from_the_records(world: SimpleNamespace, people: list[Any]) -> None:
    said = words(build(written(world)))
    assert "2022年，云川县民政局在册14人，比上年增加1人。" in said
    assert "女性6人，占42.9%。其中有女性。" in said
    assert "没有女性" not in said
    assert "女甲、女乙、女丙、女丁、女戊、女新" in said


def test_a_number_in_the_docx_is_the_number_of_the_figure(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world)
    found = controls(docx.write(build(report)))
    built = compose(report)
    for fact_id in (f"R{report.pk}:test.people", f"R{report.pk}:test.women"):
        fact = built.facts[fact_id]
        figure = FIGURES[fact.key]
        assert isinstance(figure, Figure)
        assert found[fact_id] == str(figure.number(Scope(report.day, world.leader))) == fact.text


def test_a_breakdown_becomes_a_table_whose_parts_add_up(world: SimpleNamespace, people: list[Any]) -> None:
    (table,) = [block for block in build(written(world)).body if isinstance(block, Table)]
    assert [tuple(cell[0].text for cell in row) for row in table.rows] == [
        ("男", "8"), ("女", "6"), ("合计", "14"),
    ]  # fmt: skip


def test_a_figure_that_does_not_exist_yet_is_said_not_invented(world: SimpleNamespace, people: list[Any]) -> None:
    built = compose(written(world))
    assert "本节数据项尚未建立：尚无的数据。" in words(built.document)
    assert [one.line for one in built.marked("no_data")] == [8]


def test_an_unknown_breakdown_names_those_there_are(world: SimpleNamespace, people: list[Any]) -> None:
    (mark,) = compose(written(world, "{test.people|表:shoe_size}")).marked("no_data")
    assert "sex（按性别）" in mark.mark.why


def test_a_digit_typed_by_hand_is_marked_and_a_date_is_not(world: SimpleNamespace, people: list[Any]) -> None:
    text = "2022年根据组发〔2022〕3号文件，{test.people}中有3人获奖。"
    (one,) = compose(written(world, text)).marks
    assert (one.mark.text, one.mark.kind) == ("3", "typed_number")
    assert '<mark class="typed-number"' in html.write(build(world.bureau.reports.get()), draft=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("测试人员共15人。", "contradiction"),
        ("测试人员十五名。", "contradiction"),
        ("测试人员共14人。", "typed_number"),
        ("上年测试人员13人。", "typed_number"),
        ("上年测试人员14人。", "contradiction"),
        ("测试人员比上年增加2人。", "contradiction"),
        ("女性比例为42.9%。", "typed_number"),
        ("女性比例为40%。", "contradiction"),
        ("全县女性测试人员中有2人。", "contradiction"),
        ("测试人员不断成长，获奖15人。", "typed_number"),
    ],
)
def test_a_typed_number_that_contradicts_a_figure_is_told(
    world: SimpleNamespace, people: list[Any], text: str, kind: str
) -> None:
    (one,) = compose(written(world, "{test.people}。\n" + text)).marks
    assert one.mark.kind == kind, one.mark.why


def test_the_same_paragraph_keeps_its_anchor_when_others_change(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world, "甲段。\n乙段。")
    before = build(report).body[1].anchor
    report.text = "新段。\n甲段。\n乙段。"
    assert build(report).body[2].anchor == before


def test_the_annual_template_reads_without_a_fault(world: SimpleNamespace, people: list[Any]) -> None:
    report = world_report(world)
    built = compose(report)
    assert not built.faults
    assert not built.marked("typed_number")
    assert "一、" in words(built.document)
    assert "六、2023年工作安排" in words(built.document)


def world_report(world: SimpleNamespace) -> Any:
    return actions.draft(unit=world.bureau, year=2022, day=YEAR_END, by=world.clerk)
