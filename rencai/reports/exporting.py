"""Writes a report's document as a file: .docx, PDF or a page that stands alone."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.db import transaction

from rencai.documents import docx, html, pdf
from rencai.documents.tree import OfficialDocument
from rencai.org.audit import record
from rencai.org.models import User
from rencai.reports.building import compose
from rencai.reports.models import Publication, Report
from rencai.reports.publishing import edition

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_STYLE = Path(__file__).parent / "static" / "reports" / "official.css"


@dataclass(frozen=True)
class Export:
    """A file with its name, and sentences on what is not as it should be (fonts replaced …)."""

    name: str
    content_type: str
    data: bytes
    warnings: tuple[str, ...] = ()


def export(report: Report, format_: str, *, by: User | None) -> Export:
    """The internal edition; a draft shows its marks. Recorded, and the file carries the record's number."""
    with transaction.atomic():
        event = record("导出报告", by=by, on=report, county=report.county, detail={"format": format_}, changes=False)
    document = compose(report, trace=f"RC-{report.pk}-{event.seq}").document
    suffix = "" if report.is_issued else "（草稿）"
    return written(document, format_, f"{flat(report.title)}{suffix}", draft=not report.is_issued)


def export_publication(publication: Publication, format_: str, *, by: User | None) -> Export:
    """The edition for the public as it was approved."""
    with transaction.atomic():
        event = record("导出发布版", by=by, on=publication, detail={"format": format_}, changes=False)
    trace = f"RCP-{publication.pk}-{event.seq}"
    document = edition(publication.report, set(publication.masked), trace)
    return written(document, format_, f"{flat(publication.report.title)}（发布版）")


def flat(title: str) -> str:
    """A title on one line."""
    return "".join(title.split("\n"))


def written(document: OfficialDocument, format_: str, name: str, *, draft: bool = False) -> Export:
    """The document in one of FORMATS. Raises KeyError for another, pdf.FontsMissing where nothing can be set."""
    kind = FORMATS[format_]
    if format_ == "docx":
        return Export(f"{name}.docx", kind, docx.write(document, draft=draft))
    if format_ == "pdf":
        made = pdf.write(document, draft=draft)
        return Export(f"{name}.pdf", kind, made.data, made.warnings)
    page = (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(flat(document.title))}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body>{html.write(document, draft=draft)}</body></html>\n"
    )
    return Export(f"{name}.html", kind, page.encode())
