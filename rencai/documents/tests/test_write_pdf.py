"""The PDF: fonts, grid, rare characters, no code from data, a clear word on what is missing."""

import io
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from rencai.documents import fonts, pdf, walk
from rencai.documents.tests import samples
from rencai.documents.tests.samples import report
from rencai.documents.tests.test_print_docx import MM, body_lines
from rencai.documents.tree import OfficialDocument, Paragraph, Text

Fonts = Callable[..., Path]


def opened(document: OfficialDocument, **options: Any) -> Any:
    return pdfplumber.open(io.BytesIO(pdf.write(document, **options).data))


def text_of(document: OfficialDocument) -> str:
    with opened(document) as file:
        return "".join(page.extract_text() for page in file.pages)


def test_with_all_fonts_there_is_nothing_to_report() -> None:
    assert fonts.missing_fonts() == [], "请先运行 tools/fonts.sh"
    assert pdf.write(report()).warnings == ()


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    with opened(samples.full_pages()) as file:
        assert len(file.pages) == 4
        assert body_lines(file.pages[1]) == [28] * 22
        xs = [(char["x0"], char["x1"]) for char in file.pages[1].chars]
    assert min(x0 for x0, _ in xs) / MM == pytest.approx(28, abs=0.1)
    assert max(x1 for _, x1 in xs) / MM == pytest.approx(184, abs=0.3)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    char = 14 / MM
    with opened(samples.full_pages()) as file:
        for number, page in enumerate(file.pages, start=1):
            foot = [one for one in page.chars if one["top"] > 262 * MM]
            assert "".join(one["text"] for one in foot) == f"— {number} —"
            if number % 2:
                assert max(one["x1"] for one in foot) / MM == pytest.approx(184 - char, abs=0.3)
            else:
                assert min(one["x0"] for one in foot) / MM == pytest.approx(28 + char, abs=0.3)


def test_the_fonts_in_the_file_are_those_asked_for_and_no_other() -> None:
    with opened(report()) as file:
        names = {char["fontname"].split("+")[-1] for page in file.pages for char in page.chars}
    stems = {"FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular", "FandolSong-Regular", "LXGWWenKai-Regular"}
    assert {name for name in names if not name.startswith("NotoSerifCJK")} == stems
    assert any(name.startswith("NotoSerifCJK") for name in names)


def test_rare_name_characters_are_really_drawn() -> None:
    with opened(report()) as file:
        drawn = {char["text"]: char["fontname"] for page in file.pages for char in page.chars if char["size"] > 15}
    for char in samples.RARE:
        assert "LXGWWenKai" in drawn[char], f"{char}没有画出来"


def test_what_data_says_is_never_run_as_typst_code() -> None:
    assert samples.INJECTIONS.replace(" ", "") in text_of(report()).replace(" ", "").replace("\n", "")


def test_a_masked_figure_leaves_no_trace_of_its_number() -> None:
    hidden = walk.masked(report(), lambda figure: figure.text == "1286")
    made = pdf.write(hidden)
    assert b"1286" not in made.data
    assert "1286" not in text_of(hidden)
    assert "社会工作人才**人" in text_of(hidden).replace("\n", "")


def test_the_same_document_gives_the_same_bytes_as_pdf_a() -> None:
    made = pdf.write(report()).data
    assert made == pdf.write(report()).data
    assert b"pdfaid" in made


def test_a_character_that_no_font_has_is_named_and_printed_as_a_box() -> None:
    document = OfficialDocument("名单", (Paragraph((Text("王\ue863同志"),)),))
    made = pdf.write(document)
    assert len(made.warnings) == 1
    assert "U+E863" in made.warnings[0]
    assert "王□同志" in text_of(document)


def test_a_missing_font_is_reported_and_not_hidden(empty_font_folder: Fonts) -> None:
    empty_font_folder(fonts.RARE)
    made = pdf.write(report())
    assert [warning for warning in made.warnings if "缺少仿宋字体（FandolFang-Regular.otf）" in warning]
    assert len(made.warnings) == len(fonts.ROLES)
    assert all("tools/fonts.sh" in warning for warning in made.warnings)


def test_rare_characters_without_their_font_are_reported(empty_font_folder: Fonts) -> None:
    empty_font_folder(*(face for role, face in fonts.ROLES.items() if role != "小标宋"))
    made = pdf.write(report())
    assert any("生僻字字体" in warning for warning in made.warnings)
    assert any("喆（U+5586）" in warning for warning in made.warnings)


def test_without_any_font_there_is_an_error_that_says_what_to_do(empty_font_folder: Fonts) -> None:
    empty_font_folder()
    with pytest.raises(pdf.FontsMissing, match=r"tools/fonts\.sh"):
        pdf.write(report())


def test_a_draft_shows_its_marks_on_yellow_and_a_finished_document_does_not() -> None:
    def yellow(draft: bool) -> int:
        with opened(report(), draft=draft) as file:
            shapes = [shape for page in file.pages for shape in page.rects + page.curves]
        return sum(1 for shape in shapes if (shape["non_stroking_color"] or ())[:2] and _is_yellow(shape))

    assert yellow(True) >= 1
    assert yellow(False) == 0


def _is_yellow(shape: dict[str, Any]) -> bool:
    color = shape["non_stroking_color"]
    return len(color) == 3 and color[0] > 0.9 and color[1] > 0.8 and color[2] < 0.3


def test_two_people_can_make_a_pdf_at_once() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(pdf.write(report()).data)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_ten_pages_do_not_take_ever_longer_once_the_fonts_are_read() -> None:
    pdf.write(report())
    document = samples.full_pages(10)
    started = time.process_time()
    pdf.write(document)
    assert time.process_time() - started < 5


def test_no_signature_stands_alone_on_a_page() -> None:
    for lines in range(10, 24):
        body = (*(Paragraph(samples.words("短文。")) for _ in range(lines)), Paragraph(samples.words("特此报告。")))
        bare = OfficialDocument(
            "情况报告", body, signature="云川县民政局", issued_on=date(2022, 12, 31), note="联系人：李四"
        )
        with opened(bare) as file:
            last = file.pages[-1].extract_text()
        assert "特此报告" in last
        assert "2022年12月31日" in last
        assert "联系人" in last
