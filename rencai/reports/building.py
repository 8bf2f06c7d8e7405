"""Builds the official document of a report: a draft from its text and the records, an issued one as it was issued."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass

from rencai.documents import walk
from rencai.documents.layout import chinese_date
from rencai.documents.tree import Block, FigureValue, Inline, Mark, OfficialDocument, Table, Text
from rencai.org.models import Area
from rencai.reports import keeping, masking
from rencai.reports.composing import Composer, MarkedLine, joined
from rencai.reports.facts import Fact, LiveFacts
from rencai.reports.frozen import frozen_facts
from rencai.reports.models import Report
from rencai.reports.prose import Fault, parse

WORST_FIRST = ("contradiction", "typed_number", "no_data")


@dataclass(frozen=True)
class Built:
    """A report's document, with what its writer should know about it."""

    document: OfficialDocument
    facts: dict[str, Fact]
    faults: tuple[Fault, ...] = ()
    marks: tuple[MarkedLine, ...] = ()

    @property
    def to_look_at(self) -> list[MarkedLine]:
        """The marks, worst first."""
        return sorted(self.marks, key=lambda one: WORST_FIRST.index(one.mark.kind))

    def marked(self, kind: str) -> list[MarkedLine]:
        return [one for one in self.marks if one.mark.kind == kind]


def build(report: Report, *, masked: bool = False) -> OfficialDocument:
    """The report's document: living figures for a draft, frozen ones once issued.

    `masked` hides small and personal figures and every number typed by hand; only an issued report has that edition.
    """
    built = compose(report)
    return hidden(built.document, masking.proposed(report)) if masked else built.document


def compose(report: Report, *, trace: str = "") -> Built:
    """`build` with its findings."""
    if report.is_issued:
        document = _document(report, keeping.read(report.body), trace)
        return Built(document, {fact.fact_id: fact for fact in frozen_facts(report)})
    facts, prose = live_facts(report), parse(report.text)
    composer = Composer(facts, names(report), tuple(prose.placeholders()))
    body = tuple(joined(block for line in prose.lines for block in composer.line(line)))
    by_id = {fact.fact_id: fact for fact in facts.used.values()}
    return Built(_document(report, body, trace), by_id, prose.faults, tuple(composer.marks))


def _document(report: Report, body: tuple[Block, ...], trace: str) -> OfficialDocument:
    return OfficialDocument(
        title=report.title.strip() or "（未填标题）",
        body=body,
        number=report.number or None,
        addressee=report.addressee or None,
        signature=report.signature or None,
        issued_on=report.issued_on,
        trace=trace,
    )


def hidden(document: OfficialDocument, facts: Set[str]) -> OfficialDocument:
    """A copy with `**` for these facts and for every number that was typed by hand."""

    def change(part: Inline) -> Inline:
        return Text(walk.MASK) if isinstance(part, Mark) and part.kind != "no_data" else part

    def named(value: FigureValue) -> bool:
        return value.fact_id in facts

    return walk.with_inlines(walk.masked(document, named), change)


def live_facts(report: Report) -> LiveFacts:
    return LiveFacts(report.pk, report.day, report.county)


def names(report: Report) -> dict[str, str]:
    """What {年} and its like stand for."""
    county = Area.objects.filter(code=report.county).values_list("name", flat=True).first()
    return {
        "年": str(report.year),
        "上年": str(report.year - 1),
        "下年": str(report.year + 1),
        "统计日": chinese_date(report.day),
        "单位": report.unit.name,
        "县": county or "本县",
    }


def words(document: OfficialDocument) -> str:
    """Everything the document says, for comparing two editions."""
    parts = [document.title, document.number or "", document.addressee or ""]
    for label, block in walk.numbered(document.body):
        inlines = tuple(walk.block_inlines(block))
        separator = "|" if isinstance(block, Table) else ""
        parts.append(label + separator.join(part.text for part in inlines))
    return "\n".join([*parts, document.signature or "", str(document.issued_on or "")])


def digest(document: OfficialDocument) -> str:
    return hashlib.sha256(words(document).encode()).hexdigest()
