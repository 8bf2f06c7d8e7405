"""Reports with their frozen figures, comments and publications; what is issued stays as it is."""

import zlib
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q

from rencai.org.access import NOTHING, Ability
from rencai.org.models import Unit, User


class State(models.TextChoices):
    """A report goes forward by submitting and issuing, back only from review."""

    DRAFT = "draft", "起草"
    REVIEW = "review", "审核"
    ISSUED = "issued", "已签发"


class Kind(models.TextChoices):
    """Which template a report began with."""

    ANNUAL = "annual", "年度人才工作报告"
    OTHER = "other", "其他报告（空白稿）"


def own_county(user: Any, prefix: str = "") -> Q:
    """Reports of the user's own county, for roles that read reports."""
    if user.is_authenticated and user.may(Ability.SEE_REPORTS) and user.county:
        return Q(**{f"{prefix}county": user.county})
    return NOTHING


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(own_county(user))


class Report(models.Model):
    """A report of a bureau on a year, its figures counted on `day`. `authors` are all who ever changed its text."""

    county = models.CharField("县区", max_length=6, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="报告单位", related_name="reports")
    kind = models.CharField("模板", max_length=10, choices=Kind.choices, default=Kind.ANNUAL)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=120)
    day = models.DateField("统计日")
    text = models.TextField("正文")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    addressee = models.CharField("主送", max_length=120, blank=True)
    signature = models.CharField("落款", max_length=100)
    number = models.CharField("发文字号", max_length=40, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="签发人", null=True, blank=True, related_name="issued_reports"
    )
    authors = models.ManyToManyField(User, verbose_name="撰稿人", related_name="written_reports")
    revision = models.PositiveIntegerField("稿次", default=1)
    body = models.JSONField("签发时的文档", default=list, blank=True)
    digest = models.CharField("签发时全文校验值", max_length=64, blank=True)
    changed_at = models.DateTimeField("最近修改", auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = "报告"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(kind="annual"),
                name="one_annual_report_a_year",
                violation_error_message="该单位这一年度的人才工作报告已经建立，请打开原稿修改。",
            ),
            models.CheckConstraint(
                name="issued_report_has_its_issuer",
                condition=~Q(state="issued") | Q(issued_by__isnull=False, issued_at__isnull=False),
                violation_error_message="签发须有签发人和签发时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == State.REVIEW

    @property
    def is_issued(self) -> bool:
        return self.state == State.ISSUED

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("报告不可删除。")


class FrozenFigure(models.Model):
    """A fact as it stood when the report was issued; `row_keys` are the keys of what was counted, packed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField("次序")
    fact_id = models.CharField("数据标识", max_length=64)
    key = models.CharField("数据项", max_length=80)
    modifier = models.CharField("取法", max_length=80, blank=True)
    title = models.CharField("名称", max_length=160)
    label = models.CharField("分组项", max_length=80, blank=True)
    unit = models.CharField("计量单位", max_length=10)
    means = models.TextField("口径")
    scope = models.JSONField("范围")
    version = models.PositiveIntegerField("口径版本")
    number = models.BigIntegerField("数值", null=True)
    text = models.TextField("印出的文字", blank=True)
    small = models.BooleanField("小数目", default=False)
    row_model = models.CharField("记录类型", max_length=80, blank=True)
    row_keys = models.BinaryField("记录", default=b"")

    class Meta:
        ordering = ["position"]
        verbose_name = "签发数据"
        constraints = [models.UniqueConstraint(fields=["report", "key", "modifier"], name="fact_once_per_report")]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.text}"

    def keys(self) -> set[int]:
        """The primary keys of the rows that were counted."""
        return unpack(bytes(self.row_keys))


def pack(keys: list[int]) -> bytes:
    """Sorted keys as their steps, compressed: a million neighbours take some kilobytes; the same keys, same bytes."""
    ordered = sorted(set(keys))
    steps = [key - before for before, key in zip([0, *ordered], ordered, strict=False)]
    return zlib.compress(",".join(map(str, steps)).encode(), 6) if ordered else b""


def unpack(packed: bytes) -> set[int]:
    found: set[int] = set()
    at = 0
    for step in zlib.decompress(packed).split(b",") if packed else ():
        at += int(step)
        found.add(at)
    return found


class Comment(models.Model):
    """A reviewer's remark on a paragraph or figure. `quote` is the paragraph's beginning, should it change later."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    anchor = models.CharField("段落", max_length=40, blank=True)
    quote = models.CharField("原文", max_length=60, blank=True)
    fact = models.CharField("数据标识", max_length=64, blank=True)
    text = models.CharField("意见", max_length=1000)
    author = models.ForeignKey(User, models.PROTECT, related_name="report_comments")
    at = models.DateTimeField("提出时间", auto_now_add=True)
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="report_answers")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "审核意见"

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class PublicationState(models.TextChoices):
    ASKED = "asked", "待复核"
    APPROVED = "approved", "可以发布"
    REFUSED = "refused", "已退回"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(own_county(user, "report__"))


class Publication(models.Model):
    """An edition of an issued report for the public: which figures are masked, who asked, who else looked."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    masked = models.JSONField("隐去的数据标识", default=list)
    state = models.CharField("状态", max_length=10, choices=PublicationState.choices, default=PublicationState.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="publications_asked")
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="publications_decided")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    remark = models.CharField("复核意见", max_length=300, blank=True)
    digest = models.CharField("复核时全文校验值", max_length=64, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "发布版"
        constraints = [
            models.CheckConstraint(
                name="publication_needs_a_second_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                violation_error_message="发布须由申请人以外的人复核。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.get_state_display()}"
