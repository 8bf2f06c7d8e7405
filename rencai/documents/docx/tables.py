"""Tables of an official document: fixed columns, a header that repeats, rows that grow with their words."""

import itertools
from collections.abc import Callable

from rencai.documents.layout import AREA_WIDTH, SIZE_4, SIZE_SMALL_4
from rencai.documents.tree import Inlines, Table, Text

from .elements import HEI, Element, Face, Shape, element, paragraph, run, twips

CELL = Face(size=SIZE_SMALL_4)
HEADER = Face(font=HEI, size=SIZE_SMALL_4)
CAPTION = Face(font=HEI, size=SIZE_4)
CELL_LINE = 340
GAP = 140
ROW_HEIGHT = 454  # 8 mm; rows are at least so high, never cut

AREA_TWIPS = twips(AREA_WIDTH)

WriteInlines = Callable[[Inlines, Face], list[Element]]


def widths(table: Table) -> list[int]:
    """Column widths in twips that add up to the type area."""
    total = sum(column.width for column in table.columns)
    edges = [0]
    share = 0.0
    for column in table.columns:
        share += column.width
        edges.append(round(AREA_TWIPS * share / total))
    return [right - left for left, right in itertools.pairwise(edges)]


def gap() -> Element:
    """A little room above and below a table."""
    return paragraph(Shape(line=GAP, on_grid=False))


def grid(columns: list[int]) -> Element:
    made = element("tblGrid")
    for width in columns:
        made.append(element("gridCol", w=width))
    return made


def cell(width: int, *paragraphs: Element) -> Element:
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    properties.append(element("vAlign", val="center"))
    made.append(properties)
    for one in paragraphs:
        made.append(one)
    return made


def row(cells: list[Element], *, header: bool = False) -> Element:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=ROW_HEIGHT, hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    made.append(properties)
    for one in cells:
        made.append(one)
    return made


def _properties() -> Element:
    made = element("tblPr")
    made.append(element("tblW", w=AREA_TWIPS, type="dxa"))
    made.append(element("jc", val="center"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    made.append(borders)
    made.append(element("tblLayout", type="fixed"))
    return made


def table(block: Table, inlines: WriteInlines) -> list[Element]:
    """The caption, if there is one, and the table."""
    columns = widths(block)
    made = element("tbl")
    made.append(_properties())
    made.append(grid(columns))
    centred = Shape(justify="center", line=CELL_LINE, on_grid=False)
    made.append(
        row(
            [
                cell(width, paragraph(centred, run(column.header, HEADER)))
                for width, column in zip(columns, block.columns, strict=True)
            ],
            header=True,
        )
    )
    shapes = [Shape(justify=column.align, line=CELL_LINE, on_grid=False) for column in block.columns]
    for cells in block.rows:
        made.append(
            row(
                [
                    cell(width, paragraph(shape, *inlines(words, CELL)))
                    for width, shape, words in zip(columns, shapes, cells, strict=True)
                ]
            )
        )
    if not block.caption:
        return [made]
    caption = paragraph(Shape(justify="center", keep_next=True), *inlines((Text(block.caption),), CAPTION))
    return [caption, made]
