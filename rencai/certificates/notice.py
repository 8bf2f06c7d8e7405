"""The notice of a decision on an application, as an official document."""

from datetime import date

from rencai.certificates.models import Application, ApplicationState, Authority
from rencai.documents.tree import CheckCode, OfficialDocument, Paragraph, Text


def notice(application: Application, check_at: str, trace: str = "") -> OfficialDocument:
    """准予登记通知 or 不予登记通知, by the authority of the day; `check_at` is where anybody can check the certificate.

    Raises ValueError for an application that is not decided.
    """
    if application.decided_on is None:
        raise ValueError("not decided")
    certificate = application.certificate
    granted = application.state == ApplicationState.GRANTED
    kind = application.get_kind_display()
    what = f"您于{_day(application.submitted_on)}提出的{certificate.get_level_display()}证书{kind}申请，"
    decided = _granted(application) if granted else f"经审查，不予{kind}。理由：{application.reason}"
    authority = Authority.objects.filter(county=certificate.county).on(application.decided_on).last()
    return OfficialDocument(
        title=f"{'准予' if granted else '不予'}登记通知",
        addressee=certificate.person.name,
        body=(Paragraph((Text(what + decided),)),),
        signature=authority.name if authority else "",
        issued_on=application.decided_on,
        check=CheckCode(check_at, "扫码核验证书登记情况。") if granted else None,
        trace=trace,
    )


def _granted(application: Application) -> str:
    period = application.registration
    number = f"，登记证号{period.number}" if period.number else ""
    return (
        f"经审查符合规定，准予{application.get_kind_display()}{number}，"
        f"有效期自{_day(period.starts)}至{_day(period.valid_until)}。请在有效期满前按规定办理再登记。"
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
