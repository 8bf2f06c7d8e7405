"""All writes of reports: from the first draft to the issued report, each audited in its transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from rencai.documents.tree import OfficialDocument
from rencai.org.access import Ability
from rencai.org.audit import record, revision
from rencai.org.models import Unit, UnitKind, User
from rencai.reports.building import Built, compose, digest
from rencai.reports.drafting import ADDRESSEE, first_text, first_title
from rencai.reports.frozen import freeze
from rencai.reports.keeping import kept
from rencai.reports.models import Comment, FrozenFigure, Kind, Report, State
from rencai.reports.prose import Fault, parse

TRIES = 3


class Refused(ValueError):
    """The step is not possible now; the message says why and what to do."""


class ChangedMeanwhile(Refused):
    """Somebody else saved since the text was opened."""


@transaction.atomic
def draft(*, unit: Unit, year: int, day: date, kind: str = Kind.ANNUAL, by: User | None) -> Report:
    """A new report with the ready text of its kind. Raises Refused."""
    if unit.kind != UnitKind.BUREAU:
        raise Refused(f"{unit.name}不是机关单位。人才工作报告由县民政局撰写，请选用民政局的单位代码。")
    if not 2000 <= year <= 2099:
        raise Refused(f"年度“{year}”不对，请填写四位年份，如 2022。")
    if day.year != year:
        raise Refused(f"统计日 {day.isoformat()} 不在{year}年内。年度报告的统计日应在报告年度之内。")
    if kind == Kind.ANNUAL and Report.objects.filter(unit=unit, year=year, kind=kind).exists():
        raise Refused(f"{unit.name}{year}年度报告已经建立，请打开原稿修改。")
    report = Report.objects.create(
        county=str(unit.area_id)[:6],
        unit=unit,
        kind=kind,
        year=year,
        title=first_title(kind, year, unit.name),
        day=day,
        text=first_text(kind),
        addressee=ADDRESSEE if kind == Kind.ANNUAL else "",
        signature=unit.name,
    )
    if by is not None:
        report.authors.add(by)
    record("起草报告", by=by, on=report, county=report.county, detail={"year": year, "kind": kind})
    return report


@transaction.atomic
def revise(report: Report, values: dict[str, Any], *, seen: int, by: User) -> Report:
    """Save the text and heading; `seen` is the revision the writer started from. Raises Refused, ChangedMeanwhile."""
    locked = _locked(report)
    if not locked.is_draft:
        raise Refused(f"报告正在“{locked.get_state_display()}”，不能修改；需要修改请先退回起草。")
    if locked.revision != seen:
        raise ChangedMeanwhile(
            "您打开之后，别人已经保存过这份稿子。您的文字还在下面的框里，没有丢失："
            "请在新窗口打开最新稿，把您的改动合并进去再保存。"
        )
    changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, values[name])
    locked.revision += 1
    locked.save()
    locked.authors.add(by)
    record("修改报告", by=by, on=locked, detail={"fields": changed, "revision": locked.revision})
    return locked


@transaction.atomic
def submit(report: Report, *, by: User) -> None:
    """From draft to review. Raises Refused while the text has faults."""
    locked = _locked(report)
    if not locked.is_draft:
        raise Refused("只有起草中的报告可以提交审核。")
    _refuse_faults(parse(locked.text).faults)
    locked.state = State.REVIEW
    locked.save(update_fields=["state", "changed_at"])
    record("提交报告审核", by=by, on=locked)


@transaction.atomic
def send_back(report: Report, *, by: User) -> None:
    """From review back to draft."""
    locked = _locked(report)
    if not locked.is_in_review:
        raise Refused("只有审核中的报告可以退回。")
    locked.state = State.DRAFT
    locked.save(update_fields=["state", "changed_at"])
    record("退回报告", by=by, on=locked)


@transaction.atomic
def remark(report: Report, *, anchor: str, quote: str, fact: str, text: str, by: User) -> Comment:
    """A comment on a paragraph or a figure (or, with neither, on the whole)."""
    locked = _locked(report)
    if not locked.is_in_review:
        raise Refused("审核意见在“审核”阶段提出；请先提交审核。")
    comment = Comment.objects.create(report=locked, anchor=anchor, quote=quote[:60], fact=fact, text=text, author=by)
    record("提出审核意见", by=by, on=locked, detail={"comment": comment.pk, "figure": fact})
    return comment


@transaction.atomic
def answer(comment: Comment, *, text: str, by: User) -> None:
    """Say what was done about a comment, once."""
    locked = _locked(comment.report)
    current = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.is_issued or not current.is_open:
        raise Refused("这条意见已经答复过，或报告已经签发。")
    current.answer, current.answered_by, current.answered_at = text, by, timezone.now()
    current.save(update_fields=["answer", "answered_by", "answered_at"])
    record("答复审核意见", by=by, on=locked, detail={"comment": current.pk})


def obstacles(report: Report, built: Built, by: User) -> list[str]:
    """Everything that keeps `by` from issuing the report, as sentences; typed numbers are asked about, not refused."""
    found = []
    if not by.may(Ability.ISSUE_REPORT) or by.county != report.county:
        found.append("签发须由本县的局领导办理。")
    if report.authors.filter(pk=by.pk).exists():
        found.append("您改动过这份报告的文字，不能自己签发自己的稿子，请由另一位局领导签发。")
    if not report.is_in_review:
        found.append("报告不在审核阶段，请先提交审核。")
    if waiting := report.comments.filter(answered_at__isnull=True).count():
        found.append(f"还有{waiting}条审核意见没有答复。")
    found += [str(fault) for fault in built.faults]
    found += [f"第{one.line}行：{one.mark.text}——{one.mark.why}" for one in built.marked("contradiction")]
    return found


def issue(report: Report, *, number: str = "", on: date, accept_typed: bool = False, by: User) -> Report:
    """Sign the report and freeze every figure. Raises Refused naming each obstacle.

    Counting takes its time, so it is done before the transaction, which then makes sure that nothing moved meanwhile.
    """
    built = compose(report)
    if found := obstacles(report, built, by):
        raise Refused("暂时不能签发：" + " ".join(found))
    if on < report.day:
        raise Refused(f"成文日期 {on.isoformat()} 早于统计日 {report.day.isoformat()}，请核对。")
    if (typed := built.marked("typed_number")) and not accept_typed:
        places = "、".join(f"第{one.line}行“{one.mark.text}”" for one in typed)
        raise Refused(f"有{len(typed)}处手填数字还没有核对（{places}），请改用数据项，或确认已经核对。")
    report.number, report.issued_on = number, on
    for _ in range(TRIES):
        counted_at = revision()
        built = compose(report)
        frozen = freeze(report, built.facts.values())
        if _sign(report, built.document, frozen, counted_at, by):
            return Report.objects.get(pk=report.pk)
    raise ChangedMeanwhile("人员记录正在变动（可能有人在导入），数据没有定下来。请稍后再签发。")


@transaction.atomic
def _sign(report: Report, document: OfficialDocument, frozen: list[FrozenFigure], counted_at: int, by: User) -> bool:
    """False, with nothing written, when any record changed since the count."""
    locked = _locked(report)
    if locked.revision != report.revision or not locked.is_in_review:
        raise ChangedMeanwhile("签发前稿子又有变动，请重新打开核对后再签发。")
    if locked.comments.filter(answered_at__isnull=True).exists():
        raise ChangedMeanwhile("刚刚有人提出了审核意见，请答复后再签发。")
    words = digest(document)
    detail = {"figures": len(frozen), "digest": words, "number": report.number}
    # The audit head stays locked from here on: no change can slip in between the question and the signature.
    record("签发报告", by=by, on=locked, detail=detail)
    if revision() != counted_at + 1:
        transaction.set_rollback(True)
        return False
    FrozenFigure.objects.bulk_create(frozen, batch_size=100)
    locked.number, locked.issued_on, locked.body = report.number, report.issued_on, kept(document.body)
    locked.digest, locked.state = words, State.ISSUED
    locked.issued_by, locked.issued_at = by, timezone.now()
    locked.save()
    return True


def _refuse_faults(faults: Iterable[Fault]) -> None:
    if found := " ".join(map(str, faults)):
        raise Refused(f"正文有写法问题，请先改正：{found}")


def _locked(report: Report) -> Report:
    """The row as it is now, held until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
