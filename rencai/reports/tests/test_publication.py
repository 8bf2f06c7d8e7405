"""The edition for the public: what is masked, what the gate stops, that nothing of it can be worked out."""

from types import SimpleNamespace
from typing import Any

import pytest

from rencai.documents import docx, html, pdf
from rencai.reports import actions, publishing
from rencai.reports.actions import Refused
from rencai.reports.building import build, words
from rencai.reports.masking import proposed
from rencai.reports.tests.conftest import issued, written
from rencai.reports.tests.test_build import controls
from rencai.reports.tests.test_issue import ON


def hidden(report: Any, *chosen: str) -> set[str]:
    ids = {f"R{report.pk}:{one}" for one in chosen}
    return {one.split(":", 1)[1] for one in proposed(report, ids)}


def test_the_masked_edition_holds_no_original(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world)
    document = publishing.edition(report, proposed(report, {f"R{report.pk}:test.women"}))
    text = words(document)
    assert "女性**人，占**。" in text
    for files in (text, html.write(document), str(controls(docx.write(document)))):
        assert "女甲" not in files
        assert "42.9" not in files
    assert controls(docx.write(document))[f"R{report.pk}:test.women"] == "**"
    assert pdf.write(document).data.startswith(b"%PDF")


def test_names_are_always_masked_and_large_numbers_stay(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world, "在册{test.people}。名单：{test.people|名单}。")
    assert words(publishing.edition(report, proposed(report))).splitlines()[-3] == "在册14人。名单：**。"


def test_a_small_number_is_masked_with_its_share_its_change_and_its_part(
    world: SimpleNamespace, people: list[Any], hire: Any
) -> None:
    for person in people:
        if person.name in {"女甲", "女乙", "女丙"}:
            person.sex = "1"
            person.save()
    report = issued(world, "{test.people}，女性{test.women}，{test.women|同比}，{test.share}。\n{test.people|表:sex}")
    assert hidden(report) >= {"test.women", "test.women:change", "test.share", "test.people:by:sex:2"}
    # Else the women were the whole less the men.
    assert "test.people:by:sex:1" in hidden(report)
    assert "test.people" not in hidden(report)


def test_a_typed_number_never_gets_into_the_edition(world: SimpleNamespace, people: list[Any]) -> None:
    report = written(world, "女性{test.women}，获奖6人。2022年。")
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    signed = actions.issue(report, on=ON, accept_typed=True, by=world.leader)
    assert "获奖**人。2022年。" in words(publishing.edition(signed, set()))
    assert "获奖6人" in words(build(signed))


@pytest.mark.parametrize("leak", ["联系电话19900001234", "身份证号629921199001011236"])
def test_the_gate_stops_personal_numbers(world: SimpleNamespace, people: list[Any], leak: str) -> None:
    report = written(world, f"特此报告。{leak[:4]}《{leak[4:]}》")
    actions.submit(report, by=world.clerk)
    report.refresh_from_db()
    signed = actions.issue(report, on=ON, accept_typed=True, by=world.leader)
    with pytest.raises(Refused, match="发布检查没有通过"):
        publishing.ask(signed, chosen=set(), by=world.section_head)


def test_a_health_word_needs_the_second_persons_confirmation(world: SimpleNamespace, people: list[Any]) -> None:
    report = issued(world, "在册{test.people}，关爱重度残疾人。")
    made = publishing.ask(report, chosen=set(), by=world.section_head)
    with pytest.raises(Refused, match="确认可以公开"):
        publishing.decide(made, approve=True, by=world.leader)
    publishing.decide(made, approve=True, confirmed=True, by=world.leader)
    made.refresh_from_db()
    assert made.decided_by == world.leader
    with pytest.raises(Refused, match="已经复核过"):
        publishing.decide(made, approve=False, by=world.leader)


def test_a_draft_has_no_edition_for_the_public(world: SimpleNamespace, people: list[Any]) -> None:
    with pytest.raises(Refused, match="请先签发"):
        publishing.edition(written(world), set())
