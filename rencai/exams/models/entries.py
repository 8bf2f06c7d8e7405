"""Who was asked to sit an examination, who entered, the scores and what follows from them."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from rencai.exams.models.sittings import Sitting, Subject
from rencai.org.access import among
from rencai.org.models import User
from rencai.people.models import Placed, PlacedQuerySet


class Answer(models.TextChoices):
    """What somebody said when asked to sit."""

    ASKED = "asked", "已动员"
    WILLING = "willing", "愿意报考"
    UNWILLING = "unwilling", "不报考"


class OfYearQuerySet(PlacedQuerySet):
    """Reads of what belongs to a sitting and was somewhere at the time."""

    def of_sittings_in(self, year: int) -> Self:
        """Of the sittings of a year; as their keys, not joined: an index then counts by sitting and place in order."""
        return self.filter(sitting__in=Sitting.objects.filter(first_day__year=year))


class Mobilised(Placed):
    """A person asked to sit; `status` and `gap` are the verdict of the eligibility rule at that time, in words."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, verbose_name="考试", related_name="mobilised")
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.ASKED)
    status = models.CharField("报考条件", max_length=10)
    gap = models.CharField("差什么", max_length=200, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    asked_on = models.DateField("动员日期")
    asked_by = models.ForeignKey(User, models.PROTECT, verbose_name="动员人", null=True, related_name="+")

    objects = OfYearQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "动员"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "person"], name="mobilised_once", violation_error_message="该人员已在动员名单中。"
            )
        ]
        # What the steps from mobilisation to registration are counted by, so that they read no row.
        indexes = [models.Index(fields=["sitting", "area_code", "status", "asked_on"], name="mobilised_counted")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.sitting_id}"


class Outcome(models.TextChoices):
    """What came of an entry. Passing the local line is not passing the national one."""

    PENDING = "pending", "待出成绩"
    ABSENT = "absent", "缺考"
    FAILED = "failed", "未通过"
    PARTIAL = "partial", "部分科目通过"
    LOCAL = "local", "地方线合格"
    NATIONAL = "national", "国家线合格"
    VOID = "void", "成绩无效"


PASSED = (Outcome.NATIONAL, Outcome.LOCAL)
SAT = (Outcome.FAILED, Outcome.PARTIAL, Outcome.LOCAL, Outcome.NATIONAL, Outcome.VOID)


class EntryQuerySet(OfYearQuerySet):
    """Reads of entries."""

    def of_year(self, day: date) -> Self:
        """Of the sittings that fall into the year of `day`: held up to it, or entered up to it where that is told."""
        held = Sitting.objects.filter(last_day__lte=day)
        return self.of_sittings_in(day.year).filter(Q(sitting__in=held) | Q(entered_on__lte=day))


class Entry(Placed):
    """A person who entered a sitting (报考). `outcome` follows from the scores by one function of exams.outcomes.

    The outcome counts the subjects still valid from earlier years; `rolled` names them.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, verbose_name="考试", related_name="entries")
    admission_number = models.CharField("准考证号", max_length=40, blank=True)
    entered_on = models.DateField("报名日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.PENDING)
    rolled = models.CharField("往年有效科目", max_length=60, blank=True)
    stated_result = models.CharField("来文所写结果", max_length=20, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "报考"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "person"], name="entered_once", violation_error_message="该人员已报考这场考试。"
            )
        ]
        indexes = [
            models.Index(fields=["sitting", "outcome", "person"], name="entry_by_outcome"),
            models.Index(fields=["sitting", "area_code", "outcome", "entered_on"], name="entry_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.sitting_id}"


class ScoreState(models.TextChoices):
    """Why there is a score or none; none is not zero."""

    SCORED = "scored", "有成绩"
    ABSENT = "absent", "缺考"
    MISCONDUCT = "misconduct", "违纪"
    EXEMPT = "exempt", "免考"


class Score(models.Model):
    """The score of an entry in a subject."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="报考", related_name="scores")
    subject = models.CharField("科目", max_length=15, choices=Subject.choices)
    state = models.CharField("状态", max_length=10, choices=ScoreState.choices)
    score = models.DecimalField(
        "成绩",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        ordering = ["entry", "subject"]
        verbose_name = "成绩"
        constraints = [
            models.UniqueConstraint(fields=["entry", "subject"], name="score_once_per_subject"),
            models.CheckConstraint(
                name="a_score_where_there_is_one",
                condition=Q(state=ScoreState.SCORED, score__isnull=False)
                | (~Q(state=ScoreState.SCORED) & Q(score__isnull=True)),
                violation_error_message="有成绩的须填分数，缺考、违纪、免考的不填。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.score}"


class ScoreChange(models.Model):
    """What a score was before it was put right, by which paper."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="score_changes")
    subject = models.CharField("科目", max_length=15, choices=Subject.choices)
    before = models.CharField("原成绩", max_length=20)
    after = models.CharField("更正为", max_length=20)
    reason = models.CharField("依据", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="更正人", null=True, related_name="+")
    at = models.DateTimeField("更正时间", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "成绩更正"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.subject}"


class OfEntryQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to an entry the user may see."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("entry", Entry.objects.visible_to(user)))
