"""The office file as LibreOffice prints it."""

from collections import Counter
from typing import Any

import pdfplumber
import pytest

from rencai.documents.tests.conftest import Prints
from rencai.documents.tests.samples import FULL_LINE, INJECTIONS

MM = 72 / 25.4


def body_lines(page: Any) -> list[int]:
    """How many 16-point characters stand on each line of a page, from its top."""
    counts = Counter(round(char["bottom"]) for char in page.chars if 15.5 < char["size"] < 16.5)
    return [counts[bottom] for bottom in sorted(counts)]


def test_a_full_page_has_22_lines_of_28_characters(printed: Prints) -> None:
    with pdfplumber.open(printed["full"]) as pdf:
        assert len(pdf.pages) == 4
        assert body_lines(pdf.pages[1]) == [28] * 22
        assert FULL_LINE[-2:] in pdf.pages[1].extract_text()
        xs = [(char["x0"], char["x1"]) for char in pdf.pages[1].chars]
    assert min(x0 for x0, _ in xs) / MM == pytest.approx(28, abs=0.3)
    assert max(x1 for _, x1 in xs) / MM == pytest.approx(210 - 26, abs=0.6)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_one_character_in(printed: Prints) -> None:
    char = 14 / MM
    with pdfplumber.open(printed["full"]) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            foot = [one for one in page.chars if one["top"] > 262 * MM]
            assert "".join(one["text"] for one in foot) == f"— {number} —"
            if number % 2:
                assert max(one["x1"] for one in foot) / MM == pytest.approx(184 - char, abs=0.5)
            else:
                assert min(one["x0"] for one in foot) / MM == pytest.approx(28 + char, abs=0.5)


def test_each_element_is_set_in_its_font(printed: Prints) -> None:
    with pdfplumber.open(printed["report"]) as pdf:
        chars = [char for page in pdf.pages for char in page.chars]

    def fonts_of(words: str) -> set[str]:
        text = "".join(char["text"] for char in chars)
        start = text.index(words)
        return {char["fontname"].split("+")[-1] for char in chars[start : start + len(words)]}

    assert fonts_of("队伍建设") == {"FandolHei-Regular"}
    assert fonts_of("培训培养") == {"FandolKai-Regular"}
    assert fonts_of("“民政为民、民政爱民”") == {"FandolFang-Regular"}
    assert all("NotoSerifCJK" in name for name in fonts_of("人才工作情况的报告"))
    assert fonts_of("喆堃镕昇㛃") == {"LXGWWenKai-Regular"}


def test_the_red_head_the_rule_and_the_imprint_stand_where_the_standard_has_them(printed: Prints) -> None:
    with pdfplumber.open(printed["report"]) as pdf:
        first, last = pdf.pages[0], pdf.pages[-1]
        issuer = [char for char in first.chars if char["size"] > 40]
        assert "".join(char["text"] for char in issuer) == "云川县民政局文件"
        assert issuer[0]["non_stroking_color"] == (1, 0, 0)
        assert sum(char["x0"] + char["x1"] for char in issuer) / 2 / len(issuer) / MM == pytest.approx(28 + 78, abs=1)
        rules = sorted((line["top"] / MM, line["x0"] / MM, line["x1"] / MM) for line in last.lines + last.rects)
        bottom, left, right = rules[-1]
        assert bottom == pytest.approx(262, abs=1)
        assert (left, right) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))
        assert "抄送：县委办公室，县政府办公室。" in last.extract_text()


def test_injected_code_is_printed_as_it_was_typed(printed: Prints) -> None:
    with pdfplumber.open(printed["report"]) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert INJECTIONS.replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_a_long_table_repeats_its_header_on_the_next_page(printed: Prints) -> None:
    with pdfplumber.open(printed["report"]) as pdf:
        with_table = [page for page in pdf.pages if "敬老院" in (page.extract_text() or "")]
        assert len(with_table) >= 2
        assert all("序号" in page.extract_text() for page in with_table)
