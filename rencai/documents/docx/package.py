"""The empty office file that documents are written into, and the same bytes for the same document."""

import io
import zipfile
from datetime import datetime, time
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from rencai.documents import layout
from rencai.documents.tree import OfficialDocument

from .elements import FANG, HEI, KAI, LINE_TWIPS, SONG, TITLE, Face, Shape, element, field_runs, paragraph, run

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_FOOTER_FROM_EDGE = 24.8  # mm; puts the dash's top 7 mm below the type area

# Parts of the library's template that carry theme fonts, previews or custom data.
_UNWANTED = {
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}


# LibreOffice takes these from the Normal style only, not from the defaults.
_PARAGRAPH = (
    '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{LINE_TWIPS}" w:lineRule="exact"/><w:jc w:val="both"/>'
)


def _fonts(name: str) -> str:
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _style(style: str, name: str, font: str, half_points: int, paragraph_xml: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{paragraph_xml}</w:pPr>'
        f'<w:rPr>{_fonts(font)}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _styles_xml() -> str:
    """Styles of our own: the library's carry theme fonts, and half a megabyte of what is never used."""
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            font,
            32,
            f'<w:keepNext/><w:outlineLvl w:val="{level - 1}"/>',
        )
        for level, font in ((1, HEI), (2, KAI), (3, FANG), (4, FANG))
    )
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}"
        '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_PARAGRAPH}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_PARAGRAPH}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        + _style("Title", "Title", TITLE, 44, '<w:keepNext/><w:jc w:val="center"/>')
        + headings
        + _style("Header", "header", FANG, 28)
        + _style("Footer", "footer", SONG, 28)
        + "</w:styles>"
    )


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance, section.footer_distance, section.gutter = Mm(15), Mm(_FOOTER_FROM_EDGE), Mm(0)
    properties = section._sectPr
    for grid in properties.findall(element("docGrid").tag):
        properties.remove(grid)
    properties.append(element("docGrid", type="lines", linePitch=LINE_TWIPS))


def _page_numbers(document: WordDocument) -> None:
    """— 1 — in 4号 half-width 宋体: odd pages one character off the right edge, even pages off the left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    face = Face(font=SONG, size=layout.SIZE_4)
    char = layout.SIZE_4 * 20
    for footer, shape in (
        (section.footer, Shape("Footer", "right", right=1, char=char, line=360, on_grid=False)),
        (section.even_page_footer, Shape("Footer", "left", left=1, char=char, line=360, on_grid=False)),
    ):
        footer.is_linked_to_previous = False
        holder = footer._element
        holder.clear()
        holder.append(paragraph(shape, run("— ", face), *field_runs("PAGE", face), run(" —", face)))


def _settings_xml() -> str:
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


@cache
def _empty() -> bytes:
    document = Document()
    main = document.part
    for relations in (main.rels, main.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype in _UNWANTED]:
            del relations[key]
    main._styles_part._element = parse_xml(_styles_xml())
    main._settings_part._element = parse_xml(_settings_xml())
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    _page(document)
    _page_numbers(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def empty() -> WordDocument:
    """A new office file with our styles, page and page numbers, and nothing in it."""
    return Document(io.BytesIO(_empty()))


def save(word: WordDocument, document: OfficialDocument) -> bytes:
    """The file's bytes; its properties name the document and its trace, and nobody."""
    properties = word.core_properties
    properties.title, properties.identifier = document.title.replace("\n", ""), document.trace
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.revision = 1
    day = document.issued_on
    stamp = datetime.combine(day, time.min) if day else datetime(*_FIXED_TIME)  # noqa: DTZ001  a day, no clock
    properties.created = properties.modified = stamp
    buffer = io.BytesIO()
    word.save(buffer)
    return _same_bytes(buffer)


def _same_bytes(buffer: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
