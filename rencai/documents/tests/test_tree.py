"""The tree refuses what no document can carry, counts its headings and can be masked."""

import pytest

from rencai.documents import walk
from rencai.documents.tests import samples
from rencai.documents.tree import (
    Column,
    FigureValue,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
    UnprintableText,
)


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud842", "\ufffe", "\uffff"])
def test_a_control_character_is_refused_in_chinese_with_its_place(bad: str) -> None:
    with pytest.raises(UnprintableText) as problem:
        Text(f"张三{bad}李四")
    assert f"U+{ord(bad):04X}" in str(problem.value)
    assert "第3个字符" in str(problem.value)
    assert "请在原处删除" in str(problem.value)


@pytest.mark.parametrize("field", ["title", "number", "issuer", "addressee", "signature", "note", "trace", "signer"])
def test_every_element_of_the_document_is_checked_for_control_characters(field: str) -> None:
    with pytest.raises(UnprintableText):
        samples.report(**{field: "坏\x01字"})


def test_a_tab_a_line_break_and_a_rare_character_are_text() -> None:
    assert Text("甲\t乙\n𠮷").text == "甲\t乙\n𠮷"


def test_a_table_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        Table((Column("甲"), Column("乙")), ((samples.words("1"), samples.words("2")), (samples.words("1"),)))


def test_a_fact_id_longer_than_word_allows_is_refused() -> None:
    with pytest.raises(ValueError, match="fact_id"):
        FigureValue("1", "x" * 65, "人数")


def test_an_anchor_that_is_no_html_id_is_refused() -> None:
    with pytest.raises(ValueError, match="anchor"):
        Paragraph((), anchor='x" onclick="')


def test_headings_are_numbered_by_level_and_start_again_under_a_new_heading() -> None:
    body = [Heading(level, samples.words("题")) for level in (1, 2, 2, 3, 4, 4, 3, 1, 2)]
    labels = [label for label, _ in walk.numbered(body)]
    assert labels == ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）"]


def test_numerals_beyond_ten_read_as_chinese() -> None:
    numbers = (1, 9, 10, 11, 19, 20, 21, 30, 99)
    told = "一 九 十 十一 十九 二十 二十一 三十 九十九"
    assert " ".join(map(walk.chinese_numeral, numbers)) == told


def test_masking_leaves_no_original_number_anywhere_in_the_tree() -> None:
    hidden = walk.masked(samples.report(), lambda figure: figure.fact_id.startswith("people."))
    assert "1286" not in repr(hidden)
    assert [figure.text for figure in walk.figures(hidden)[:3]] == ["**", "**", "1"]
    assert walk.figures(hidden)[0].masked


def test_the_marks_of_a_draft_can_be_listed() -> None:
    assert [(mark.kind, mark.text) for mark in walk.marks(samples.report())] == [("typed_number", "约300人")]


def test_a_document_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        OfficialDocument(" ", ())
