"""The WordprocessingML elements that official documents are made of: runs, paragraphs, content controls."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from rencai.documents.layout import AREA_WIDTH, CHARS, POINTS_PER_MM, SIZE_3

Element: TypeAlias = BaseOxmlElement
Justify: TypeAlias = Literal["both", "left", "center", "right"]

# Names under which office computers have the fonts; their files are not ours to ship.
FANG, KAI, HEI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"

# 22 lines must fit into 225 mm: 579 twips a line gives 21 in LibreOffice.
LINE_TWIPS = 578
# 28 characters of 16 pt must fit into 156 mm; justified lines take up what is left over.
CHAR_SPACING = -5
CHAR_TWIPS = AREA_WIDTH * POINTS_PER_MM * 20 / CHARS
ALIAS_LIMIT = 64


def twips(millimetres: float) -> int:
    return round(millimetres * POINTS_PER_MM * 20)


def element(tag: str, **attributes: str | int | float) -> Element:
    """An element in Word's namespace; `val=1` becomes w:val="1"."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks: font for every script, size in points, spacing in twentieths of a point."""

    font: str = FANG
    size: float = SIZE_3
    bold: bool = False
    color: str | None = None
    highlight: str | None = None
    underline: bool = False
    spacing: int = 0

    def properties(self) -> Element:
        made = element("rPr")
        made.append(
            element("rFonts", hint="eastAsia", ascii=self.font, hAnsi=self.font, eastAsia=self.font, cs=self.font)
        )
        if self.bold:
            made.append(element("b"))
        if self.color:
            made.append(element("color", val=self.color))
        if self.spacing:
            made.append(element("spacing", val=self.spacing))
        half_points = round(self.size * 2)
        made.append(element("sz", val=half_points))
        made.append(element("szCs", val=half_points))
        if self.highlight:
            made.append(element("highlight", val=self.highlight))
        if self.underline:
            made.append(element("u", val="single"))
        return made


BODY = Face(spacing=CHAR_SPACING)


def run(text: str, face: Face = BODY) -> Element:
    """A run; line breaks and tabs in the text become Word's own."""
    made = element("r")
    made.append(face.properties())
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("tab"))
            if piece:
                words = element("t")
                words.set(qn("xml:space"), "preserve")
                words.text = piece
                made.append(words)
    return made


def content_control(inner: Element, number: int, alias: str, tag: str) -> Element:
    """An inline content control, by which a figure in the file is found again."""
    made = element("sdt")
    properties = element("sdtPr")
    properties.append(element("alias", val=alias[:ALIAS_LIMIT]))
    properties.append(element("tag", val=tag))
    properties.append(element("id", val=number))
    made.append(properties)
    content = element("sdtContent")
    content.append(inner)
    made.append(content)
    return made


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands: style id, alignment, indents in characters, spacing in twips."""

    style: str = "Normal"
    justify: Justify = "both"
    first: float = 0
    hanging: float = 0
    left: float = 0
    right: float = 0
    before: int = 0
    line: int = LINE_TWIPS
    char: float = CHAR_TWIPS
    keep_next: bool = False
    page_break: bool = False
    on_grid: bool = True
    frame: bool = False

    def properties(self) -> Element:
        made = element("pPr")
        if self.style != "Normal":
            made.append(element("pStyle", val=self.style))
        if self.keep_next:
            made.append(element("keepNext"))
        if self.page_break:
            made.append(element("pageBreakBefore"))
        if self.frame:
            made.append(_foot_frame())
        if not self.on_grid:
            made.append(element("snapToGrid", val=0))
        made.append(element("spacing", before=self.before, after=0, line=self.line, lineRule="exact"))
        if self.first or self.left or self.right or self.hanging:
            made.append(self._indents())
        made.append(element("jc", val=self.justify))
        return made

    def _indents(self) -> Element:
        """In twips, and in hundredths of a character as Word shows them to a clerk."""
        chosen: dict[str, int] = {}
        for name, chars in (
            ("left", self.left),
            ("right", self.right),
            ("firstLine", self.first),
            ("hanging", self.hanging),
        ):
            if chars:
                if self.char == CHAR_TWIPS:  # Word's characters are those of the body
                    chosen[f"{name}Chars"] = round(chars * 100)
                chosen[name] = round(chars * self.char)
        return element("ind", **chosen)


def _foot_frame() -> Element:
    """Neighbouring paragraphs with this frame stand together on the foot of the type area."""
    return element("framePr", w=twips(AREA_WIDTH), hSpace=0, vSpace=0, wrap="notBeside", vAnchor="margin",
                   hAnchor="margin", xAlign="center", yAlign="bottom")  # fmt: skip


def paragraph(shape: Shape, *children: Element) -> Element:
    made = element("p")
    made.append(shape.properties())
    for child in children:
        made.append(child)
    return made


def blank(face: Face = BODY) -> Element:
    """An empty line of the grid; its mark carries the font, so that Word keeps the line's height."""
    made = paragraph(Shape())
    made[0].append(face.properties())
    return made


def field_runs(code: str, face: Face) -> list[Element]:
    """A field such as PAGE, in the long form that every office program updates."""
    instruction, shown = element("instrText"), element("t")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text, shown.text = f" {code} ", "1"
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    runs = []
    for inner in (begin, instruction, separate, shown, end):
        holder = element("r")
        holder.append(face.properties())
        holder.append(inner)
        runs.append(holder)
    return runs
