"""What follows the body: list of attachments, signature and date, note, imprint."""

import io
from collections.abc import Iterator

from docx.parts.story import StoryPart
from docx.shared import Mm

from rencai.documents import qr
from rencai.documents.layout import (
    RULE_THICK_MM,
    SIZE_4,
    SIZE_SMALL_4,
    attachment_lines,
    chinese_date,
    signature_indents,
)
from rencai.documents.tree import OfficialDocument

from .elements import BODY, HEI, Element, Face, Shape, blank, element, paragraph, run, twips
from .tables import AREA_TWIPS

CHECK_MM = 30
IMPRINT_FACE = Face(size=SIZE_4)
IMPRINT_CHAR = SIZE_4 * 20
IMPRINT_LINE = 420
RULE_LINE = 120


def attachment_list(document: OfficialDocument) -> Iterator[Element]:
    if not document.attachments:
        return
    yield blank()
    for label, number, title in attachment_lines(tuple(one.title for one in document.attachments)):
        if not number:
            yield paragraph(Shape(left=5, hanging=3, keep_next=True), run(label + title, BODY))
        else:
            hanging = 4.25 if label else 1.25
            yield paragraph(Shape(left=6.25, hanging=hanging, keep_next=True), run(f"{label}{number}\t{title}", BODY))


def attachment_label(number: int | None) -> Iterator[Element]:
    """附件1 in the corner of a new page, two lines above the attachment's title."""
    yield paragraph(Shape(justify="left", page_break=True), run(f"附件{number or ''}", Face(font=HEI)))
    yield blank()


def signature(document: OfficialDocument) -> Iterator[Element]:
    """Signature, date and note, kept together; two lines above them leave room for a seal."""
    name, day = document.signature or "", chinese_date(document.issued_on) if document.issued_on else ""
    if name or day:
        name_right, day_right = signature_indents(name, day, document.sealed)
        for _ in range(2 if document.sealed else 1):
            yield paragraph(Shape(keep_next=True))
        if name:
            yield paragraph(
                Shape(justify="right", right=name_right, keep_next=bool(day or document.note)), run(name, BODY)
            )
        if day:
            yield paragraph(Shape(justify="right", right=day_right, keep_next=bool(document.note)), run(day, BODY))
    if document.note:
        yield paragraph(Shape(first=2), run(f"（{document.note}）", BODY))


def check(document: OfficialDocument, part: StoryPart) -> Iterator[Element]:
    """The QR code and what it is for, below the signature; the picture goes into `part` of the file.

    The line is higher than the picture, which stands on its baseline and would be cut off at the top.
    """
    if document.check is None:
        return
    side = Mm(CHECK_MM)
    drawing = element("drawing")
    drawing.append(part.new_pic_inline(io.BytesIO(qr.png(document.check.address)), side, side))
    holder = element("r")
    holder.append(drawing)
    yield blank()
    shape = Shape(justify="left", line=twips(CHECK_MM + 5), on_grid=False, keep_next=True)
    yield paragraph(shape, holder)
    yield paragraph(Shape(justify="left"), run(document.check.words, Face(size=SIZE_SMALL_4)))


def imprint(document: OfficialDocument) -> Iterator[Element]:
    """On the foot of the last page, in one frame.

    Word joins the frame's paragraphs under one thick rule above and below only where borders and indents are the same
    in each; LibreOffice keeps them in one frame only then. So the thin rule between is an underlined tab (two:
    the first stops at the hanging indent), and the first character's gap is a blank.
    """
    given = document.imprint
    if not given:
        return
    if given.copies_to:
        yield _imprint_line(run(f"　抄送：{'，'.join(given.copies_to)}。", IMPRINT_FACE))
        yield _imprint_line(run("\t\t", Face(size=SIZE_4, underline=True)), line=RULE_LINE, tab=AREA_TWIPS)
    printed = f"　{given.printed_by}\t{chinese_date(given.printed_on)}印发"
    yield _imprint_line(run(printed, IMPRINT_FACE), tab=round(AREA_TWIPS - IMPRINT_CHAR))
    yield paragraph(Shape(line=20, on_grid=False))


def _imprint_line(words: Element, *, line: int = IMPRINT_LINE, tab: int | None = None) -> Element:
    made = paragraph(
        Shape(justify="left", left=4, hanging=4, char=IMPRINT_CHAR, line=line, on_grid=False, frame=True), words
    )
    places = [element("pBdr")]
    eighths = round(twips(RULE_THICK_MM) / 20 * 8)
    for side in ("top", "bottom"):
        places[0].append(element(side, val="single", sz=eighths, space=0, color="000000"))
    if tab:
        places.append(element("tabs"))
        places[1].append(element("tab", val="right", pos=tab))
    for place, one in enumerate(places, start=1):  # after the frame, as the schema has it
        made[0].insert(place, one)
    return made
