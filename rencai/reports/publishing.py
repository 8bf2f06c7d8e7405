"""The edition for the public: masked figures, the gate that looks for personal data, and a second person's yes."""

from collections.abc import Set
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from rencai.documents import docx, html
from rencai.documents.check import Finding, check_docx, check_html
from rencai.documents.tree import OfficialDocument
from rencai.org.audit import record
from rencai.org.models import User
from rencai.reports.actions import Refused
from rencai.reports.building import compose, digest, hidden
from rencai.reports.masking import proposed
from rencai.reports.models import Publication, PublicationState, Report

UNREVIEWED = "未经复核，不得对外发布"


def edition(report: Report, facts: Set[str], trace: str = "") -> OfficialDocument:
    """The issued report with the facts of these ids as `**`, and every number typed by hand too."""
    if not report.is_issued:
        raise Refused("发布版只能从已签发的报告生成，请先签发。")
    return hidden(compose(report, trace=trace).document, facts)


def unreviewed(document: OfficialDocument) -> OfficialDocument:
    """The edition as it looks before a second person agreed: no reader can take it for the approved one."""
    return replace(document, title=f"{document.title}\n（{UNREVIEWED}）", note=UNREVIEWED)


def findings(document: OfficialDocument) -> list[Finding]:
    """What the gate finds in the files that would go out, each thing once."""
    found: dict[tuple[str, str], Finding] = {}
    for one in (*check_docx(docx.write(document)), *check_html(html.write(document))):
        found.setdefault((one.kind, one.excerpt), one)
    return list(found.values())


def _refuse_stops(document: OfficialDocument) -> None:
    stops = [one for one in findings(document) if one.severity == "stop"]
    if stops:
        told = " ".join(f"{one.title}（{one.where}：{one.excerpt}）：{one.advice}" for one in stops)
        raise Refused(f"发布检查没有通过：{told}")


def ask(report: Report, *, chosen: Set[str], by: User) -> Publication:
    """Ask for an edition that hides `chosen` and whatever must be hidden. Raises Refused where the gate stops it."""
    masked = proposed(report, chosen)
    document = edition(report, masked)
    _refuse_stops(document)
    with transaction.atomic():
        made = Publication.objects.create(report=report, masked=sorted(masked), asked_by=by, digest=digest(document))
        record("申请发布报告", by=by, on=made, detail={"report": report.pk, "masked": len(masked)})
    return made


def decide(publication: Publication, *, approve: bool, remark: str = "", confirmed: bool = False, by: User) -> None:
    """The second person's decision, once. `confirmed` says that everything the gate asks about may be public."""
    if publication.asked_by_id == by.pk:
        raise Refused("发布须由第二个人复核：您是申请人，请由另一位有复核权限的同事办理。")
    if approve:
        document = edition(publication.report, set(publication.masked))
        _refuse_stops(document)
        if digest(document) != publication.digest:
            raise Refused("发布版与申请时不一致，请退回后重新申请。")
        asked = [one for one in findings(document) if one.severity == "ask"]
        if asked and not confirmed:
            raise Refused(f"还有{len(asked)}处需要您确认可以公开，请逐条看过后勾选确认。")
    _decide(publication, approve, remark, by)


@transaction.atomic
def _decide(publication: Publication, approve: bool, remark: str, by: User) -> None:
    current = Publication.objects.select_for_update().get(pk=publication.pk)
    if current.state != PublicationState.ASKED:
        raise Refused("这份申请已经复核过。")
    current.state = PublicationState.APPROVED if approve else PublicationState.REFUSED
    current.decided_by, current.decided_at, current.remark = by, timezone.now(), remark
    current.save()
    record("同意发布报告" if approve else "退回发布申请", by=by, on=current, detail={"report": current.report_id})
