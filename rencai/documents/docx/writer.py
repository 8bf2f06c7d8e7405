"""Puts the elements of an official document in their order, from red head to imprint."""

from collections.abc import Iterator
from dataclasses import replace

from docx.parts.story import StoryPart

from rencai.documents.layout import SIZE_2, title_lines, with_colon
from rencai.documents.tree import Block, FigureValue, Heading, Inline, Inlines, Mark, OfficialDocument, Paragraph, Table
from rencai.documents.walk import ends_tied, numbered

from . import package, tail
from .elements import BODY, CHAR_SPACING, HEI, KAI, TITLE, Element, Face, Shape, blank, content_control, paragraph, run
from .head import red_head
from .tables import gap, table

HEADING_FACES = {
    1: Face(font=HEI, spacing=CHAR_SPACING),
    2: Face(font=KAI, spacing=CHAR_SPACING),
    3: BODY,
    4: BODY,
}
TITLE_FACE = Face(font=TITLE, size=SIZE_2)
TITLE_LINE = 660


def write(document: OfficialDocument, *, draft: bool = False) -> bytes:
    """The .docx file; the same document gives the same bytes.

    Each figure is an inline content control: its tag is the fact id, its title the figure's title. A draft shows its
    marks on yellow; otherwise they are plain words. No fonts are embedded: the office computer supplies them.
    """
    word = package.empty()
    body = word.element.body
    place = len(body) - 1
    for made in _Writer(draft, word.part).elements(document):
        body.insert(place, made)
        place += 1
    return package.save(word, document)


class _Writer:
    def __init__(self, draft: bool, part: StoryPart) -> None:
        self.draft, self.part = draft, part
        self.controls = 0

    def elements(self, document: OfficialDocument) -> Iterator[Element]:
        yield from red_head(document)
        yield self.title(document.title)
        yield blank()
        if document.addressee:
            yield paragraph(Shape(), run(with_colon(document.addressee), BODY))
        yield from self.blocks(document.body, tied=ends_tied(document))
        yield from tail.attachment_list(document)
        yield from tail.signature(document)
        yield from tail.check(document, self.part)
        for number, attachment in enumerate(document.attachments, start=1):
            if attachment.body:
                yield from tail.attachment_label(number if len(document.attachments) > 1 else None)
                yield self.title(attachment.title)
                yield blank()
                yield from self.blocks(attachment.body)
        yield from tail.imprint(document)

    def title(self, text: str) -> Element:
        return paragraph(
            Shape("Title", "center", line=TITLE_LINE, keep_next=True, on_grid=False),
            run("\n".join(title_lines(text)), TITLE_FACE),
        )

    def blocks(self, body: tuple[Block, ...], *, tied: bool = False) -> Iterator[Element]:
        """The blocks; `tied` keeps the last paragraph's end on the page of the signature, which may not stand alone."""
        for label, block in numbered(body):
            if isinstance(block, Table):
                yield gap()
                yield from table(block, self.inlines)
                yield gap()
            else:
                yield self.text_block(label, block, tied and block is body[-1])

    def text_block(self, label: str, block: Heading | Paragraph, tied: bool) -> Element:
        if isinstance(block, Heading):
            face = HEADING_FACES[block.level]
            shape = Shape(f"Heading{block.level}", first=2, keep_next=tied or block.level <= 2)
            return paragraph(shape, run(label, face), *self.inlines(block.inlines, face))
        return paragraph(Shape(first=2, keep_next=tied), *self.inlines(block.inlines, BODY))

    def inlines(self, parts: Inlines, face: Face) -> list[Element]:
        return [self.inline(part, face) for part in parts]

    def inline(self, part: Inline, face: Face) -> Element:
        if isinstance(part, FigureValue):
            self.controls += 1
            return content_control(run(part.text, face), self.controls, part.title, part.fact_id)
        if isinstance(part, Mark):
            return run(part.text, replace(face, highlight="yellow") if self.draft else face)
        return run(part.text, replace(face, bold=True) if part.bold else face)
