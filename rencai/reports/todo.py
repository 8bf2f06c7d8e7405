"""What waits for a user in the reports: one to issue, one that came back, remarks to answer, editions to look at."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse

from rencai.org.access import Ability
from rencai.org.models import AuditEvent
from rencai.reports.models import Publication, PublicationState, Report, State
from rencai.ui.todo import Item, Lamp, register

RETURNED = "退回报告"


@register
def reports_to_issue(user: Any) -> Iterator[Item]:
    """Under review with every remark answered; nobody issues what they wrote themselves."""
    if user.may(Ability.ISSUE_REPORT):
        for report in _in_review(user).filter(open=0).exclude(authors=user):
            lamp = Lamp("amber", "待签发", "已提交审核，审核意见都已答复")
            yield _one(f"待签发：{report.title}", reverse("report-issue", args=[report.pk]), lamp)


@register
def remarks_to_answer(user: Any) -> Iterator[Item]:
    """For those who wrote the report: no signature before each remark is answered."""
    if user.may(Ability.WRITE_REPORT):
        for report in _in_review(user).filter(open__gt=0, authors=user):
            lamp = Lamp("amber", "待答复", "答复后才能签发")
            url = reverse("report-review", args=[report.pk])
            yield Item(f"审核意见待答复：{report.title}", report.open, url, lamp, unit="条")


@register
def reports_returned(user: Any) -> Iterator[Item]:
    """Drafts that were under review before, for those who wrote them."""
    if user.may(Ability.WRITE_REPORT):
        returns = AuditEvent.objects.filter(
            kind=Report._meta.label_lower, target=Cast(OuterRef("pk"), CharField()), action=RETURNED
        )
        drafts = Report.objects.visible_to(user).filter(Exists(returns), state=State.DRAFT, authors=user)
        for report in drafts.only("pk", "title"):
            yield _one(
                f"退回修改：{report.title}",
                reverse("report-edit", args=[report.pk]),
                Lamp("red", "已退回", "改好后重新提交审核"),
            )


@register
def editions_to_look_at(user: Any) -> Iterator[Item]:
    """Asked for by somebody else: the second person's look."""
    if user.may(Ability.PUBLISH_REPORT):
        asked = Publication.objects.visible_to(user).filter(state=PublicationState.ASKED).exclude(asked_by=user)
        for one in asked.select_related("report").only("pk", "report__title"):
            url = reverse("report-publication", args=[one.report_id, one.pk])
            yield _one(f"发布待复核：{one.report.title}", url, Lamp("amber", "待复核", "须由申请人以外的人复核"))


def _in_review(user: Any) -> Any:
    """Reports under review with how many remarks are `open`."""
    unanswered = Count("comments", filter=Q(comments__answered_at=None), distinct=True)
    return Report.objects.visible_to(user).filter(state=State.REVIEW).annotate(open=unanswered).only("pk", "title")


def _one(title: str, url: str, lamp: Lamp) -> Item:
    return Item(title, 1, url, lamp, unit="份")
