"""The head of a 公文 above its title: copy number, secrecy, urgency, red name of the issuer, document number."""

from collections.abc import Iterator
from dataclasses import replace

from rencai.documents.layout import AREA_WIDTH, SIZE_3, issuer_size
from rencai.documents.tree import OfficialDocument

from .elements import (
    BODY,
    CHAR_TWIPS,
    HEI,
    KAI,
    LINE_TWIPS,
    TITLE,
    Element,
    Face,
    Shape,
    blank,
    element,
    paragraph,
    run,
    twips,
)

RED = "FF0000"
ISSUER_BELOW_TOP = 35  # mm between the type area's top and the red name
RULE_GAP_POINTS = 11  # 4 mm between document number and red rule
RULE_EIGHTHS = 12  # 1.5 points


def red_head(document: OfficialDocument) -> Iterator[Element]:
    """Nothing at all for a document without issuer, number, signer, secrecy and urgency."""
    corner = [
        (document.copy_number, BODY),
        (document.secrecy, Face(font=HEI)),
        (document.urgency, Face(font=HEI)),
    ]
    lines = 0
    for text, face in corner:
        if text:
            lines += 1
            yield paragraph(Shape(justify="left"), run(text, face))
    if document.issuer:
        size = issuer_size(document.issuer)
        gap = max(twips(ISSUER_BELOW_TOP) - lines * LINE_TWIPS, 0)
        shape = Shape(justify="center", before=gap, line=round(size * 20 * 1.15), on_grid=False)
        yield paragraph(shape, run(document.issuer, Face(font=TITLE, size=size, color=RED)))
        yield blank()
        yield blank()
    if document.number or document.signer:
        yield _number_line(document)
    if document.issuer or document.number or document.signer:
        yield blank()
        yield blank()


def _number_line(document: OfficialDocument) -> Element:
    """Centred; of a document sent upwards, left with the signer on the right."""
    if document.signer:
        made = paragraph(
            Shape(justify="left"),
            run(f"\t{document.number or ''}\t签发人：", replace(BODY, spacing=0)),
            run(document.signer, Face(font=KAI, size=SIZE_3)),
        )
        tabs = element("tabs")
        tabs.append(element("tab", val="left", pos=round(CHAR_TWIPS)))
        tabs.append(element("tab", val="right", pos=round(twips(AREA_WIDTH) - CHAR_TWIPS)))
        made[0].insert(0, tabs)
    else:
        made = paragraph(Shape(justify="center"), run(document.number or "", BODY))
    if document.issuer:
        borders = element("pBdr")
        borders.append(element("bottom", val="single", sz=RULE_EIGHTHS, space=RULE_GAP_POINTS, color=RED))
        made[0].insert(0, borders)
    return made
