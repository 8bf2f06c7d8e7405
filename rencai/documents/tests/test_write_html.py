"""The screen edition: escaped text, figures that open, marks that explain."""

import itertools
import re
from typing import Any

from lxml import html as parser

from rencai.documents import html, walk
from rencai.documents.tests import samples
from rencai.documents.tests.samples import report


def page(**options: Any) -> parser.HtmlElement:
    return parser.fromstring(html.write(report(), **options))


def find(tree: parser.HtmlElement, tag: str = "*", *classes: str) -> list[parser.HtmlElement]:
    return [one for one in tree.iter(tag) if isinstance(one.tag, str) and set(classes) <= one.classes]


def test_every_figure_links_to_what_is_behind_it() -> None:
    figures = find(page(href=lambda fact: f"/figures/{fact}?a=1&b=2"), "a", "figure")
    assert len(figures) == len(walk.figures(report()))
    assert figures[0].get("href") == "/figures/people.social_workers:2022?a=1&b=2"
    assert figures[0].get("data-fact") == "people.social_workers:2022"
    assert figures[0].text == "1286"


def test_a_figure_that_may_not_be_opened_is_no_link() -> None:
    assert not find(page(href=lambda _fact: None), "a")
    assert find(page(), "span", "figure")


def test_a_masked_figure_shows_only_the_mask_and_no_link() -> None:
    hidden = walk.masked(report(), lambda figure: figure.text == "1286")
    written = html.write(hidden, href=lambda fact: f"/{fact}")
    assert "1286" not in written
    masked = find(parser.fromstring(written), "*", "figure", "masked")
    assert [(one.tag, one.text) for one in masked] == [("span", "**")]


def test_what_data_says_stays_text() -> None:
    written = html.write(report(), draft=True)
    assert "<script" not in written
    assert samples.INJECTIONS in parser.fromstring(written).text_content()


def test_markup_in_every_other_place_is_escaped_too() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    written = html.write(report(title=evil, addressee=evil, signature=evil, trace=evil, note=evil, signer=evil))
    assert "<img" not in written
    assert not parser.fromstring(written).xpath("//@onerror")


def test_a_paragraph_can_be_pointed_at_by_its_anchor() -> None:
    tree = page()
    assert tree.get_element_by_id("p1").tag == "p"
    assert tree.get_element_by_id("h1").text_content() == "一、队伍建设"


def test_a_draft_shows_its_marks_with_the_reason_and_a_finished_document_does_not() -> None:
    mark = find(page(draft=True), "mark", "typed-number")[0]
    assert mark.get("title") == "手填数字：没有数据项说明这个数"
    finished = html.write(report())
    assert "<mark" not in finished
    assert "没有数据项说明这个数" not in finished
    assert "约300人" in finished


def test_a_sentence_without_data_tells_the_reader_why() -> None:
    paragraph = find(page(), "p", "no-data")[0]
    assert paragraph.text_content() == "培训情况数据暂缺。"
    assert paragraph.get("data-reader") == "培训数据尚未接入"


def test_headings_go_down_from_the_title_without_a_gap() -> None:
    levels = [int(one.tag[1]) for one in find(page(title_level=2)) if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_table_has_its_caption_and_column_headers() -> None:
    table = find(page(), "table")[0]
    assert table.findtext("caption") == "各单位人数"
    assert [cell.text for cell in table.xpath("thead//th[@scope='col']")] == ["序号", "单位", "人数"]
    assert len(table.xpath("tbody/tr")) == 40
