"""Turns the lines of a report's text into the blocks of its document, with a mark wherever a reader should look."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from rencai.documents.tree import Block, FigureValue, Heading, Inline, Mark, Paragraph, Table, Text
from rencai.documents.tree import Column as TableColumn
from rencai.reports.checking import Found, Known, short_title, typed_numbers
from rencai.reports.facts import Fact, FactTable, LiveFacts, MissingFigure
from rencai.reports.prose import Condition, Line, Name, Parts, Placeholder, Words
from rencai.ui.figures import FIGURES

ABSENT = "本节数据项尚未建立："
UNFILLED = frozenset({"unknown", "other", "none"})  # parts that are worth a line only where there are any
_MODIFIERS = {"value": "", "last": "last", "change": "change", "names": "names"}


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A mark and the source line that it is in."""

    line: int
    mark: Mark


@dataclass
class _Piece:
    text: str
    inline: Inline | None = None


@dataclass
class Composer:
    """Works through a text line by line."""

    facts: LiveFacts
    names: dict[str, str]
    labelled: tuple[Placeholder, ...] = ()
    marks: list[MarkedLine] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    names_of_figures: dict[str, Callable[[str], Fact | None]] = field(default_factory=dict)

    def line(self, line: Line) -> Iterator[Block]:
        self.missing.clear()
        if line.table:
            yield from self.table(line, line.table)
            return
        pieces = self.pieces(line.parts)
        reader = self.reader()
        if self.missing and not any(isinstance(piece.inline, FigureValue) for piece in pieces):
            pieces = [self.absent()]
        if not any(piece.text.strip() for piece in pieces):
            return
        inlines = tuple(self.inlines(pieces, line.number))
        if line.kind == "paragraph":
            yield Paragraph(inlines, self.anchor(line), reader)
        else:
            yield Heading(1 if line.kind == "heading1" else 2, inlines, self.anchor(line))

    def anchor(self, line: Line) -> str:
        """From the words of the line, so that a comment keeps its place while other lines change."""
        anchor = base = "p" + hashlib.sha256(line.source.encode()).hexdigest()[:10]
        count = 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{base}-{count}"
        self.anchors.add(anchor)
        return anchor

    def reader(self) -> str:
        if not self.missing:
            return ""
        return f"{ABSENT}{'、'.join(dict.fromkeys(self.missing))}。建立后这里会自动写出。"

    def absent(self, detail: str = "") -> _Piece:
        says = f"{ABSENT}{'、'.join(dict.fromkeys(self.missing))}。"
        why = "登记这类数据的台账还没有建立；建立后这里会自动写出。也可以从数据项列表插入已有的数据项，或删去本段。"
        return _Piece(says, Mark(says, "no_data", detail if "可用" in detail else why))

    def pieces(self, parts: Parts) -> list[_Piece]:
        made: list[_Piece] = []
        for part in parts:
            if isinstance(part, Words):
                made.append(_Piece(part.text))
            elif isinstance(part, Name):
                made.append(_Piece(self.names[part.name], Text(self.names[part.name])))
            elif isinstance(part, Condition):
                made += self.condition(part)
            else:
                made += self.placeholder(part)
        return made

    def condition(self, part: Condition) -> list[_Piece]:
        fact = self.fact(part.subject)
        if fact is None or fact.tenths is None or not part.holds(fact.tenths):
            return []
        return self.pieces(part.parts)

    def fact(self, part: Placeholder) -> Fact | None:
        try:
            return self.facts.fact(part.key, _MODIFIERS[part.modifier])
        except MissingFigure:
            self.missing.append(part.label or part.key)
            return None

    def placeholder(self, part: Placeholder) -> list[_Piece]:
        fact = self.fact(part)
        if fact is None:
            return [_Piece("数据暂缺", Mark("数据暂缺", "no_data", self.reader()))]
        if fact.number is None:
            return [_Piece("暂缺", Mark("暂缺", "no_data", f"“{fact.title}”无法计算：没有可作分母的记录。"))]
        value = FigureValue(fact.text, fact.fact_id, fact.title)
        bare = part.modifier in {"value", "last"} and fact.unit != "%"
        return [_Piece(value.text, value), *([_Piece(fact.unit, Text(fact.unit))] if bare else [])]

    def inlines(self, pieces: list[_Piece], line: int) -> Iterator[Inline]:
        text = "".join(piece.text for piece in pieces)
        typed = [piece.inline is None for piece in pieces for _ in piece.text]
        found = typed_numbers(text, typed, self.known())
        self.marks += [MarkedLine(line, one.mark) for one in found]
        at = 0
        for piece in pieces:
            if piece.inline is not None:
                if isinstance(piece.inline, Mark):
                    self.marks.append(MarkedLine(line, piece.inline))
                yield piece.inline
            else:
                for start, end, mark in _cut(at, at + len(piece.text), found):
                    if mark is None:
                        yield Text(text[start:end])
                    else:
                        yield replace(mark, text=text[start:end])
            at += len(piece.text)

    def known(self) -> Known:
        """The facts a typed number may be about, by every name of the figure."""
        if not self.names_of_figures:
            pairs = [(figure.title, figure.key) for figure in FIGURES.values()]
            pairs += [(part.label, part.key) for part in self.labelled if part.key in FIGURES and part.label]
            for title, key in pairs:
                self.names_of_figures[title] = self.names_of_figures[short_title(title)] = self.asked(key)
        return self.names_of_figures

    def asked(self, key: str) -> Callable[[str], Fact | None]:
        def of(modifier: str) -> Fact | None:
            try:
                return self.facts.fact(key, modifier)
            except MissingFigure:
                return None

        return of

    def table(self, line: Line, part: Placeholder) -> Iterator[Block]:
        try:
            table = self.facts.table(part.key, part.breakdown)
        except MissingFigure as lack:
            self.missing.append(f"{part.label or part.key}（按{part.breakdown}）")
            absent = self.absent(str(lack.title))
            yield Paragraph(tuple(self.inlines([absent], line.number)), self.anchor(line), self.reader())
            return
        parts = [fact for fact in table.parts if fact.number or fact.modifier.rpartition(":")[2] not in UNFILLED]
        rows = [((Text(fact.label),), (_shown(fact),)) for fact in parts]
        rows.append(((Text("人数（去重）" if table.overlap else "合计"),), (_shown(table.whole),)))
        columns = (
            TableColumn(table.title, 3, "left"),
            TableColumn(f"{table.whole.title}（{table.whole.unit}）", 2, "right"),
        )
        caption = f"{table.whole.title}（按{table.title.removeprefix('按')}）"
        yield Table(columns, tuple(rows), caption=caption, anchor=self.anchor(line))
        if table.overlap:
            yield Paragraph((Text(f"注：{table.overlap}"),))
        else:
            yield from self.difference(table, line.number)

    def difference(self, table: FactTable, line: int) -> Iterator[Block]:
        """Says so where the parts don't add up to the whole."""
        parts, whole = sum(fact.number or 0 for fact in table.parts), table.whole.number or 0
        if parts == whole:
            return
        says = f"各项相加为{parts}{table.whole.unit}，与总数{whole}{table.whole.unit}不一致。"
        mark = Mark(says, "contradiction", "分组没有分尽或有重复，请核对记录或改用别的分组。")
        self.marks.append(MarkedLine(line, mark))
        yield Paragraph((mark,))


def joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with neighbouring paragraphs about missing figures made one."""
    held: Paragraph | None = None
    for block in blocks:
        if held and _is_absent(held) and _is_absent(block):
            held = _both(held, block)
            continue
        if held:
            yield held
        held = block if isinstance(block, Paragraph) else None
        if held is None:
            yield block
    if held:
        yield held


def _is_absent(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.inlines) == 1 and block.inlines[0].text.startswith(ABSENT)


def _both(one: Paragraph, other: Block) -> Paragraph:
    first, second = one.inlines[0], other.inlines[0]  # type: ignore[union-attr]
    says = f"{first.text.removesuffix('。')}、{second.text.removeprefix(ABSENT)}"
    return replace(one, inlines=(replace(first, text=says),), reader=f"{says}建立后这里会自动写出。")


def _shown(fact: Fact) -> FigureValue:
    return FigureValue(fact.text, fact.fact_id, fact.title)


def _cut(start: int, end: int, found: list[Found]) -> Iterator[tuple[int, int, Mark | None]]:
    """The stretch from `start` to `end` in pieces with and without a mark."""
    at = start
    for one in found:
        left, right = max(one.start, start), min(one.end, end)
        if left < right and left >= at:
            if at < left:
                yield at, left, None
            yield left, right, one.mark
            at = right
    if at < end:
        yield at, end, None
