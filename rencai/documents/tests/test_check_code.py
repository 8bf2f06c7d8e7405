"""The code by which a paper is checked stands in every format, and a camera reads it."""

import io
import zipfile
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from lxml import html as parser
from PIL import Image

from rencai.documents import docx, html, pdf
from rencai.documents.tests.samples import report
from rencai.documents.tree import CheckCode, UnprintableText

ADDRESS = "https://rencai.example/check/?code=ABCD2345"
WITH_CODE = report(check=CheckCode(ADDRESS, "扫码核验。校验码：ABCD 2345"))


def read(image: Image.Image) -> list[str]:
    return [str(found.text) for found in zxingcpp.read_barcodes(image)]


def test_the_pdf_shows_the_code_and_its_words_on_one_page() -> None:
    found = []
    for page in pypdfium2.PdfDocument(pdf.write(WITH_CODE).data):
        if codes := read(page.render(scale=2).to_pil()):
            found += codes
            assert "ABCD2345" in page.get_textpage().get_text_range().replace(" ", "")
    assert found == [ADDRESS]


def test_the_office_file_carries_the_code_as_a_picture() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(WITH_CODE))) as package:
        (picture,) = [name for name in package.namelist() if name.startswith("word/media/")]
        image = Image.open(io.BytesIO(package.read(picture)))
        assert "ABCD 2345" in package.read("word/document.xml").decode()
    assert read(image) == [ADDRESS]
    assert docx.write(WITH_CODE) == docx.write(WITH_CODE)


def test_the_page_shows_the_code_with_words_for_who_cannot_see_it() -> None:
    (figure,) = [one for one in parser.fromstring(html.write(WITH_CODE)).iter("figure") if "check" in one.classes]
    (image,) = figure.iter("img")
    assert image.get("alt") == "核验二维码"
    assert unquote(image.get("src")).startswith("data:image/svg+xml")
    assert "ABCD 2345" in figure.text_content()


def test_a_document_without_a_code_has_no_picture() -> None:
    assert "<img" not in html.write(report())
    with zipfile.ZipFile(io.BytesIO(docx.write(report()))) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media/")]


def test_words_that_no_document_can_carry_are_refused() -> None:
    with pytest.raises(UnprintableText):
        CheckCode(ADDRESS, "扫码\x00核验")
