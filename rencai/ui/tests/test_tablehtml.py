"""The rows of a listing as HTML: nothing a record holds is ever read as markup."""

import re

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from rencai.ui.rows import Heading, Row
from rencai.ui.tablehtml import headings, hidden_inputs, numbered_rows, rows_with_links, tab_links

EVIL = "<script>alert('1')</script>\"&"
HARMLESS = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"


@pytest.fixture
def row() -> Row:
    return Row(7, '/people/7/?on=2022-12-31&q="', [EVIL, "青石镇", EVIL])


def test_whatever_a_cell_holds_is_shown_as_text(row: Row) -> None:
    for written in (rows_with_links([row]), rows_with_links([row], selectable=True), numbered_rows([row])):
        assert "<script" not in written
        assert written.count(f"{HARMLESS}</") == 2


def test_a_cell_that_was_declared_safe_is_text_all_the_same(row: Row) -> None:
    declared = Row(8, "", [SafeString(EVIL), EVIL])
    assert rows_with_links([declared]).count(HARMLESS) == 2


def test_the_first_cell_is_the_link_and_its_address_stays_inside_it(row: Row) -> None:
    written = rows_with_links([row])
    assert f'<td><a class="row-link" href="/people/7/?on=2022-12-31&amp;q=&quot;">{HARMLESS}</a></td>' in written
    assert "<a " not in rows_with_links([Row(7, "", ["青石镇"])])


def test_a_row_to_choose_has_a_named_box_of_the_batch_form(row: Row) -> None:
    box = re.search(r"<input[^>]*>", rows_with_links([row], selectable=True))
    assert box is not None
    for part in ('name="pk"', 'value="7"', 'form="batch"', f'aria-label="选择 {HARMLESS}"'):
        assert part in box[0]


def test_printed_rows_are_numbered_from_one(row: Row) -> None:
    assert re.findall(r'<td class="numeral">(\d+)</td>', numbered_rows([row, row, row])) == ["1", "2", "3"]


def test_a_sorted_column_says_its_direction_and_others_can_be_sorted() -> None:
    written = headings([Heading("姓名", "?sort=-name&q=<", "ascending"), Heading("年龄", "?sort=age"), Heading("单位")])
    first, second, third = re.findall(r"<th.*?</th>", written)
    assert 'aria-sort="ascending"' in first
    assert 'href="?sort=-name&amp;q=&lt;"' in first
    assert "↑" in first
    assert "aria-sort" not in second
    assert "↕" in second
    assert third == '<th scope="col">单位</th>'


def test_links_and_unseen_fields_hold_what_was_typed_as_text() -> None:
    assert tab_links([(EVIL, '?q="', True)]) == f'<a href="?q=&quot;" aria-current="page">{HARMLESS}</a>'
    assert hidden_inputs([("q", EVIL)]) == f'<input type="hidden" name="q" value="{HARMLESS}">'


def test_options_kept_for_one_choice_are_not_those_of_another() -> None:
    page = Template("{% options pairs chosen %}")
    pairs = [("1", EVIL), ("2", "青石镇")]
    first = page.render(Context({"pairs": pairs, "chosen": "1"}))
    second = page.render(Context({"pairs": pairs, "chosen": 2}))
    assert first == f'<option value="1" selected>{HARMLESS}</option><option value="2">青石镇</option>'
    assert second == f'<option value="1">{HARMLESS}</option><option value="2" selected>青石镇</option>'


def test_a_lamp_kept_for_one_word_is_not_that_of_another() -> None:
    page = Template("{% lamp colour word reason %}")
    texts = [page.render(Context({"colour": "red", "word": word, "reason": EVIL})) for word in ("退回", "驳回", "退回")]
    assert texts[0] == texts[2] != texts[1]
    assert all(HARMLESS in text for text in texts)
