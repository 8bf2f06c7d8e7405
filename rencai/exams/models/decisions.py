"""Decisions about entries: misconduct, the three-year proof of the senior level and its review."""

from django.db import models
from django.db.models import Q

from rencai.exams.models.entries import Entry, OfEntryQuerySet
from rencai.exams.models.sittings import Subject
from rencai.org.models import User
from rencai.people.models import OfPersonQuerySet, Person


class Article(models.TextChoices):
    """The article under which a misconduct was dealt with, and so what it makes void."""

    ART_6 = "6", "第六条（当科成绩无效）"
    ART_7 = "7", "第七条（当次全部科目成绩无效，记入诚信档案五年）"
    ART_8 = "8", "第八条（当次全部科目成绩无效，长期记录）"
    ART_9 = "9", "第九条（扰乱考场秩序）"
    ART_10 = "10", "第十条（弄虚作假，证书或合格证明无效）"
    ART_11 = "11", "第十一条（雷同，当科成绩无效）"


class Misconduct(models.Model):
    """A decision on misconduct (违纪违规). `recorded_until` is the end of the term in the archive, none = long term."""

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name="报考", related_name="misconducts")
    subject = models.CharField("科目", max_length=15, choices=Subject.choices, blank=True)
    article = models.CharField("适用条款", max_length=3, choices=Article.choices)
    conduct = models.CharField("行为", max_length=200)
    document = models.CharField("处理决定文号", max_length=200)
    decided_on = models.DateField("决定日期")
    archived = models.BooleanField("记入诚信档案", default=False)
    recorded_until = models.DateField("记录期至", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_by_document = models.CharField("撤销文号", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on"]
        verbose_name = "违纪违规处理"
        constraints = [
            models.CheckConstraint(
                name="misconduct_needs_a_document",
                condition=~Q(document=""),
                violation_error_message="须填写处理决定文号。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.article}"


class ReviewState(models.TextChoices):
    """Where the review of a senior candidate stands."""

    APPLIED = "applied", "已申报"
    NOTICE = "notice", "公示中"
    PASSED = "passed", "评审通过"
    FAILED = "failed", "评审未通过"


class Proof(models.Model):
    """The proof of a passed senior examination (成绩合格证明), good for a review up to and with `valid_until`."""

    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="报考", related_name="proof")
    person = models.ForeignKey(Person, models.PROTECT, related_name="senior_proofs")
    number = models.CharField("证明编号", max_length=40, blank=True)
    issued_on = models.DateField("出具日期")
    valid_until = models.DateField("有效期至")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on"]
        verbose_name = "高级考试成绩合格证明"

    def __str__(self) -> str:
        return f"{self.person_id} {self.valid_until}"


class Review(models.Model):
    """A review (评审) within the proof's term, with its public notice."""

    proof = models.ForeignKey(Proof, models.PROTECT, verbose_name="合格证明", related_name="reviews")
    applied_on = models.DateField("申报日期")
    state = models.CharField("状态", max_length=10, choices=ReviewState.choices, default=ReviewState.APPLIED)
    notice_from = models.DateField("公示开始", null=True, blank=True)
    notice_until = models.DateField("公示截止", null=True, blank=True)
    decided_on = models.DateField("结果日期", null=True, blank=True)
    document = models.CharField("评审文号", max_length=200, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["-applied_on"]
        verbose_name = "高级评审"

    def __str__(self) -> str:
        return f"{self.proof_id} {self.state}"
