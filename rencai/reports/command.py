"""What the `rencai report` command does: draft, issue and export a year's report of a unit."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from rencai.documents.pdf import FontsMissing
from rencai.org.audit import record
from rencai.org.models import Role, Unit, User
from rencai.reports import actions, exporting
from rencai.reports.building import compose
from rencai.reports.exporting import FORMATS, Export, export_publication, flat, written
from rencai.reports.masking import proposed
from rencai.reports.models import Kind, Publication, PublicationState, Report
from rencai.reports.publishing import edition, findings, unreviewed
from rencai.ui.scopes import statistics_day


def draft(year: int, unit_code: str) -> str:
    """Draft the year's report; says what is still to be done. Raises ValueError in the user's words, as all do."""
    unit = _unit(unit_code)
    day = statistics_day(year)
    report = actions.draft(unit=unit, year=year, day=day, by=None)
    built = compose(report)
    lines = [f"已起草《{flat(report.title)}》，统计日 {report.day.isoformat()}，共{len(built.facts)}项数据。"]
    lines += [f"第{one.line}行：{one.mark.text}" for one in built.marks]
    return "\n".join(lines)


def issue(year: int, unit_code: str, by: str = "") -> str:
    """Issue the year's report, signed by the user who signs in as `by`; a draft is put through review first.

    Without `by` the unit's leader signs, if it has exactly one.
    """
    report = _report(year, unit_code)
    leader = _signer(unit_code, by)
    if report.is_issued:
        raise ValueError(f"《{flat(report.title)}》已经签发，签发后不能改动。")
    if report.is_draft:
        built = compose(report)
        found = [one for one in actions.obstacles(report, built, leader) if "审核阶段" not in one]
        found += [f"第{one.line}行手填数字“{one.mark.text}”" for one in built.marked("typed_number")]
        if found:
            raise ValueError("暂时不能签发：" + " ".join(found))
        actions.submit(report, by=leader)
        report.refresh_from_db()
    signed = actions.issue(report, on=timezone.localdate(), by=leader)
    return f"已签发《{flat(signed.title)}》，冻结{signed.figures.count()}项数据，全文校验值 {signed.digest[:16]}。"


def _signer(unit_code: str, by: str) -> User:
    active = User.objects.filter(is_active=True)
    found = list(active.filter(username=by) if by else active.filter(unit__code=unit_code, role=Role.LEADER))
    if len(found) == 1:
        return found[0]
    if by:
        raise ValueError(f"没有登录名为“{by}”的在用账号，请用 --by 指定局领导的登录名。")
    raise ValueError(f"单位 {unit_code} 有{len(found)}名局领导账号，请用 --by 指定由谁签发（登录名）。")


class NotApproved(ValueError):
    """No second person has agreed to publish the report; the command ends with `status`."""

    status = 2


def export(year: int, unit_code: str, format: str, masked: bool, out: Path, for_review: bool = False) -> str:
    """Write the report to `out`; `masked` gives the edition for the public as it was approved. Raises NotApproved.

    With `for_review` it is the edition as it would be proposed, marked on its face as not to be published.
    """
    if for_review and not masked:
        raise ValueError("--unreviewed 只能与 --masked 合用：它导出的是未经复核的发布稿。")
    if format not in FORMATS:
        raise ValueError(f"不认识格式“{format}”，可用：{'、'.join(FORMATS)}。")
    report = _report(year, unit_code)
    try:
        if for_review:
            made, notes = _unreviewed(report, format)
        elif masked:
            made, notes = export_publication(_approved(report), format, by=None), []
        else:
            made, notes = exporting.export(report, format, by=None), []
    except FontsMissing as error:
        raise ValueError(str(error)) from error
    try:
        Path(out).write_bytes(made.data)
    except OSError as error:
        raise ValueError(f"写不了文件 {out}：{error.strerror}。请换一个有写权限的位置。") from error
    return "\n".join([f"已导出 {out}（{len(made.data)} 字节）。", *made.warnings, *notes])


def _approved(report: Report) -> Publication:
    if not report.is_issued:
        raise NotApproved("发布版只能从已签发的报告生成，请先签发。")
    approved: Publication | None = report.publications.filter(state=PublicationState.APPROVED).first()
    if approved is not None:
        return approved
    asked = report.publications.filter(state=PublicationState.ASKED).exists()
    then = "已有人申请发布，请由第二人在报告页复核" if asked else "请在报告页申请发布，由第二人复核"
    raise NotApproved(
        f"《{flat(report.title)}》的发布版还没有经第二人复核，没有导出。"
        f"{then}，同意后再导出；只想核对内容，请加 --unreviewed。"
    )


def _unreviewed(report: Report, format_: str) -> tuple[Export, list[str]]:
    """A copy to look at before a publication is asked for, and what the gate wants to be looked at."""
    document = edition(report, proposed(report))
    found = findings(document)
    if stops := [one for one in found if one.severity == "stop"]:
        raise ValueError("发布检查没有通过：" + " ".join(f"{one.title}：{one.advice}" for one in stops))
    with transaction.atomic():
        detail = {"format": format_, "masked": True}
        record("导出未复核的发布版", by=None, on=report, county=report.county, detail=detail, changes=False)
    notes = ["这份稿子还没有经第二人复核，已标明“未经复核”，不得对外发布；请在报告页申请发布，由同事复核。"]
    notes += [f"请确认可以公开：{one.title}（{one.where}：{one.excerpt}）" for one in found]
    return written(unreviewed(document), format_, f"{flat(report.title)}（未经复核）"), notes


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).select_related("area").first()
    if unit is None:
        raise ValueError(f"没有代码为“{code}”的单位，请核对 --unit。")
    return unit


def _report(year: int, unit_code: str) -> Report:
    unit = _unit(unit_code)
    report = Report.objects.filter(unit=unit, year=year, kind=Kind.ANNUAL).select_related("unit").first()
    if report is None:
        raise ValueError(f"{unit.name}还没有{year}年度报告，请先运行 rencai report draft。")
    return report
