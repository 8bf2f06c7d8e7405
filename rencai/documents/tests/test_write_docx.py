"""The office file, part by part: fonts on every run, no theme, figures as content controls, nothing hidden."""

import io
import zipfile
from functools import cache

import pytest
from lxml import etree

from rencai.documents import check, docx, walk
from rencai.documents.tests import samples
from rencai.documents.tests.samples import report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE_FONTS = {"仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx.write(report()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body() -> etree._Element:
    return etree.fromstring(parts()["word/document.xml"])


def text_of(node: etree._Element) -> str:
    return "".join(node.itertext(f"{W}t"))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert docx.write(report()) == docx.write(report())


@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml", "word/footer2.xml"])
def test_every_run_names_its_font_for_every_script(part: str) -> None:
    runs = list(etree.fromstring(parts()[part]).iter(f"{W}r"))
    assert runs
    for run in runs:
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert fonts is not None, etree.tostring(run)
        names = {fonts.get(W + script) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert names < OFFICE_FONTS
        assert fonts.get(f"{W}hint") == "eastAsia"


def test_defaults_and_styles_name_fonts_too_and_nothing_names_a_theme() -> None:
    styles = etree.fromstring(parts()["word/styles.xml"])
    assert styles.find(f"{W}docDefaults//{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    for name, data in parts().items():
        assert "theme" not in name
        assert b"Theme" not in data, name


def test_page_margins_and_grid_are_those_of_the_standard() -> None:
    section = body().find(f"{W}body/{W}sectPr")
    size, margin, grid = (section.find(W + name) for name in ("pgSz", "pgMar", "docGrid"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert [round(int(margin.get(W + side)) / 1440 * 25.4) for side in ("top", "bottom", "left", "right")] == [
        37,
        35,
        28,
        26,
    ]
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "578")


def test_each_figure_is_a_content_control_with_its_fact_id() -> None:
    controls = list(body().iter(f"{W}sdt"))
    told = [
        (one.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), one.find(f"{W}sdtPr/{W}alias").get(f"{W}val"), text_of(one))
        for one in controls
    ]
    assert told == [(figure.fact_id, figure.title, figure.text) for figure in walk.figures(report())]
    ids = [one.find(f"{W}sdtPr/{W}id").get(f"{W}val") for one in controls]
    assert len(set(ids)) == len(ids)


def test_headings_carry_their_numbers_fonts_and_outline_levels() -> None:
    told = {}
    for paragraph in body().iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").startswith("Heading"):
            told[text_of(paragraph)] = (style.get(f"{W}val"), paragraph.find(f".//{W}rFonts").get(f"{W}eastAsia"))
    assert told == {
        "一、队伍建设": ("Heading1", "黑体"),
        "（一）培训培养": ("Heading2", "楷体_GB2312"),
        "1.选派人员": ("Heading3", "仿宋_GB2312"),
        "（1）参加省级培训": ("Heading4", "仿宋_GB2312"),
        "二、下一步打算": ("Heading1", "黑体"),
    }


def test_a_table_has_a_grid_that_fills_the_line_a_repeated_header_and_rows_that_can_grow() -> None:
    table = next(body().iter(f"{W}tbl"))
    grid = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    assert len(grid) == 3
    assert sum(grid) == round(156 / 25.4 * 1440)
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 40
    assert {row.find(f"{W}trPr/{W}trHeight").get(f"{W}hRule") for row in rows} == {"atLeast"}


def test_a_masked_figure_leaves_no_trace_of_its_number() -> None:
    hidden = walk.masked(report(), lambda figure: figure.text == "1286")
    with zipfile.ZipFile(io.BytesIO(docx.write(hidden))) as archive:
        assert not any(b"1286" in archive.read(name) for name in archive.namelist())


def test_what_data_says_stays_text() -> None:
    assert samples.INJECTIONS in text_of(body())
    assert not list(body().iter(f"{W}altChunk", f"{W}object"))
    assert {node.text.strip() for node in body().iter(f"{W}instrText")} == set()


def test_a_draft_shows_its_marks_and_a_finished_document_does_not() -> None:
    def marked(draft: bool) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(docx.write(report(), draft=draft))) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        return [text_of(run) for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}highlight") is not None]

    assert marked(True) == ["约300人"]
    assert marked(False) == []


def test_the_file_names_nobody_and_carries_nothing_but_the_document() -> None:
    core = parts()["docProps/core.xml"].decode()
    assert "python-docx" not in core
    assert "RC-2022-0001" in core
    assert not [name for name in parts() if name.startswith(("customXml", "word/comments", "word/media"))]
    assert [one for one in check.check_docx(docx.write(report(note=None))) if one.severity == "stop"] == []


def test_notes_for_the_reader_on_screen_are_not_in_the_file() -> None:
    assert "培训数据尚未接入" not in parts()["word/document.xml"].decode()
    assert "没有数据项说明这个数" not in parts()["word/document.xml"].decode()


def test_elements_stand_in_the_order_that_the_schema_asks_for() -> None:
    order = [
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "framePr",
        "pBdr",
        "tabs",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
        "rPr",
    ]
    for properties in body().iter(f"{W}pPr"):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=order.index)
