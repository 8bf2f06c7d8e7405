"""The query string: carried along, changed in one thing, cleaned of what can't be stored."""

from datetime import UTC, date, datetime

import pytest

from rencai.ui.query import LONGEST, Query, clean
from rencai.ui.rows import page_links, shown


def test_an_address_differs_from_the_present_one_in_one_thing() -> None:
    query = Query({"q": ["王"], "columns": ["name", "code"], "page": ["3"]})
    assert str(query.without("page")) == "?q=%E7%8E%8B&columns=name&columns=code"
    assert query.but(page="4").one("page") == "4"
    assert query.but(columns=[]).all("columns") == []
    assert query.one("page") == "3"


def test_text_is_one_short_line_without_control_characters() -> None:
    assert clean(" 王\0\r\n小\ud800明 ") == "王小明"
    assert len(clean("x" * 100_000)) == LONGEST
    assert clean("𠮷䶮") == "𠮷䶮"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        (0, "0"),
        (False, "否"),
        (True, "是"),
        ([], "—"),
        (["甲", "乙"], "甲、乙"),
        (date(2022, 1, 2), "2022-01-02"),
        (datetime(2022, 1, 1, 16, 30, tzinfo=UTC), "2022-01-02 00:30"),
    ],
)
def test_nothing_recorded_is_a_dash_and_never_a_zero_or_a_no(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_list_of_pages_shows_both_ends_and_the_neighbours() -> None:
    labels = [label for label, _, _ in page_links(Query({}), 10, 54)]
    assert labels == ["1", "…", "8", "9", "10", "11", "12", "…", "54"]
    assert page_links(Query({}), 1, 1) == []
