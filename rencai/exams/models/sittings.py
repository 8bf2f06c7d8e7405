"""The yearly sittings of the examination, their subjects, and the lines that decide who passes."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from rencai.org.access import among
from rencai.people.models import CountyQuerySet, Qualification, QualificationLevel


class Subject(models.TextChoices):
    """The subjects (科目) of the three levels."""

    COMPREHENSIVE = "comprehensive", "社会工作综合能力"
    PRACTICE = "practice", "社会工作实务"
    POLICY = "policy", "社会工作法规与政策"


SUBJECTS: dict[str, tuple[Subject, ...]] = {
    QualificationLevel.ASSISTANT: (Subject.COMPREHENSIVE, Subject.PRACTICE),
    QualificationLevel.INTERMEDIATE: (Subject.COMPREHENSIVE, Subject.PRACTICE, Subject.POLICY),
    QualificationLevel.SENIOR: (Subject.PRACTICE,),
}


class Sitting(models.Model):
    """The examination of one level in one year, as a county's people sit it.

    `suspended` says that it was not held here; `make_up` is a sitting held later in its stead.
    """

    county = models.CharField("县区", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    level = models.CharField("级别", max_length=12, choices=QualificationLevel.choices)
    make_up = models.BooleanField("补考", default=False)
    first_day = models.DateField("考试日期")
    last_day = models.DateField("结束日期")
    registration_from = models.DateField("报名开始", null=True, blank=True)
    registration_until = models.DateField("报名截止", null=True, blank=True)
    results_on = models.DateField("成绩公布日期", null=True, blank=True)
    document = models.CharField("依据文件", max_length=200, blank=True)
    suspended = models.BooleanField("本地停考", default=False)
    suspension_document = models.CharField("停考文件", max_length=200, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "level", "make_up"]
        verbose_name = "考试"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "level", "make_up"],
                name="sitting_once_a_year_and_level",
                violation_error_message="该年度、该级别的考试已经登记。",
            ),
            models.CheckConstraint(
                name="suspension_needs_a_document",
                condition=Q(suspended=False) | ~Q(suspension_document=""),
                violation_error_message="登记停考须填写停考文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_level_display()}{'（补考）' if self.make_up else ''}"

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return SUBJECTS[self.level]

    def closed(self, on: date) -> str:
        """Why nobody can be asked to sit any more, "" while they can."""
        if self.suspended:
            return "本地停考，不能登记动员。"
        return "考试已经举行，不能再登记动员。" if on > self.last_day else ""

    def holders(self, on: date) -> Any:
        """People who hold the level or a higher one on the day, by key: they have nothing to sit for."""
        levels = list(SUBJECTS)
        higher = levels[levels.index(QualificationLevel(self.level)) :]
        return Qualification.objects.on(on).filter(level__in=higher).values("person")


class LineKind(models.TextChoices):
    """Whose pass line: passing the local one gives a certificate that is valid in its area only."""

    NATIONAL = "national", "国家线"
    LOCAL = "local", "地方线"


class PassLine(models.Model):
    """The pass line of a sitting as the official notice gives it; one score for all subjects where `subject` is blank.

    What no row says is read from the dated parameters of the rules (`national_line`, `local_line_*`).
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, verbose_name="考试", related_name="lines")
    kind = models.CharField("合格线", max_length=10, choices=LineKind.choices)
    subject = models.CharField("科目", max_length=15, choices=Subject.choices, blank=True)
    score = models.DecimalField(
        "分数",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    document = models.CharField("依据文件", max_length=200)

    class Meta:
        ordering = ["kind", "subject"]
        verbose_name = "合格线"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "kind", "subject"],
                name="pass_line_once",
                violation_error_message="这条合格线已经登记。",
            ),
            models.CheckConstraint(
                name="pass_line_needs_a_document",
                condition=~Q(document=""),
                violation_error_message="登记合格线须填写依据文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.score}"


class Extension(models.Model):
    """A decision, by document, that passed subjects of `year` still count in `until_year` (滚动期延长)."""

    county = models.CharField("县区", max_length=6)
    level = models.CharField("级别", max_length=12, choices=QualificationLevel.choices)
    year = models.PositiveSmallIntegerField("成绩年度")
    until_year = models.PositiveSmallIntegerField("延长至年度")
    document = models.CharField("依据文件", max_length=200)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = "滚动期延长"
        constraints = [
            models.UniqueConstraint(fields=["county", "level", "year"], name="extension_once"),
            models.CheckConstraint(
                name="extension_needs_a_document",
                condition=~Q(document=""),
                violation_error_message="延长滚动期须填写依据文件。",
            ),
            models.CheckConstraint(
                name="extension_goes_on",
                condition=Q(until_year__gt=models.F("year")),
                violation_error_message="延长至的年度必须晚于成绩年度。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}→{self.until_year}"


class OfSittingQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to a sitting of the user's county."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("sitting", Sitting.objects.visible_to(user)))
