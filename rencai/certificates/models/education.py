"""Continuing education: what somebody did, for the account of a registration period and for the yearly one."""

from django.db import models
from django.db.models import F, Q

from rencai.certificates.models.certificates import Certificate
from rencai.kernel.rules.steps import in_units
from rencai.org.models import User
from rencai.people.models import CountyQuerySet, OfPersonQuerySet, Person
from rencai.training.models import Enrolment


class EducationMode(models.TextChoices):
    """How somebody learned."""

    TRAINING = "training", "培训进修"
    PRACTICE = "practice", "督导实践"
    DISTANCE = "distance", "网络学习"
    ACADEMIC = "academic", "学术活动"
    DEGREE = "degree", "学历学位教育"
    OTHER = "other", "其他"


class SubjectKind(models.TextChoices):
    """For the yearly account of technical staff; blank is unknown."""

    PROFESSIONAL = "professional", "专业科目"
    PUBLIC = "public", "公需科目"


class EntryOrigin(models.TextChoices):
    """Where an entry comes from."""

    BATCH = "batch", "培训班次"
    IMPORT = "import", "导入"
    HAND = "hand", "补录"


class EducationEntry(models.Model):
    """Something learned from `first_day` to `last_day`, both included. `half_hours` are halves of an 学时 (12.5 = 25).

    Whether and for how much it counts is no field: the account works it out by the rules for each period.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="education_entries")
    county = models.CharField("县区", max_length=6)
    certificate_number = models.CharField("所填证书管理号", max_length=40, blank=True)
    mode = models.CharField("学习方式", max_length=10, choices=EducationMode.choices)
    mode_as_written = models.CharField("原填学习方式", max_length=40, blank=True)
    subject_kind = models.CharField("科目类别", max_length=12, choices=SubjectKind.choices, blank=True)
    title = models.CharField("学习内容", max_length=200)
    organiser = models.CharField("主办单位", max_length=100, blank=True)
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    half_hours = models.PositiveIntegerField("学时（半学时数）")
    proof_number = models.CharField("证明编号", max_length=60, blank=True)
    degree_obtained = models.BooleanField("取得学历或学位", default=False)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, verbose_name="参训", null=True, blank=True, related_name="education_entries"
    )
    origin = models.CharField("来源", max_length=10, choices=EntryOrigin.choices)
    withdrawn_on = models.DateField("作废日期", null=True, blank=True)
    withdrawn_reason = models.CharField("作废理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")
    entered_on = models.DateField("登记日期")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = "继续教育"
        constraints = [
            models.CheckConstraint(
                name="education_ends_not_before_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="education_has_hours",
                condition=Q(half_hours__gt=0),
                violation_error_message="学时必须大于零。",
            ),
            models.UniqueConstraint(
                fields=["county", "proof_number"],
                condition=~Q(proof_number="") & Q(withdrawn_on__isnull=True),
                name="education_proof_once",
                violation_error_message="该证明编号已登记。",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(withdrawn_on__isnull=True),
                name="education_enrolment_once",
                violation_error_message="该次参训的学时已计入。",
            ),
        ]
        indexes = [models.Index(fields=["person", "last_day"], name="education_of_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> str:
        """The hours for people: 12 or 12.5."""
        return in_units(self.half_hours, 2)


class Sample(models.Model):
    """A sampling audit of accounts: drawn from `population` by `seed`, so that anybody can draw it again."""

    county = models.CharField("县区", max_length=6)
    title = models.CharField("名称", max_length=100)
    on = models.DateField("抽查日")
    seed = models.CharField("随机种子", max_length=40)
    size = models.PositiveIntegerField("抽取数")
    population = models.JSONField("总体", default=list)
    cure_until = models.DateField("补正期限", null=True, blank=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, verbose_name="抽取人", null=True, related_name="+")
    drawn_at = models.DateTimeField("抽取时间", auto_now_add=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "继续教育抽查"

    def __str__(self) -> str:
        return self.title


class Finding(models.TextChoices):
    """What the look at a drawn account found."""

    OPEN = "open", "待核查"
    RIGHT = "right", "属实"
    CURE = "cure", "需补正"
    WRONG = "wrong", "不属实"


class Drawn(models.Model):
    """A certificate whose account was drawn, and what was found."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="drawn")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    finding = models.CharField("结论", max_length=10, choices=Finding.choices, default=Finding.OPEN)
    note = models.CharField("说明", max_length=200, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    found_on = models.DateField("核查日期", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "抽查对象"
        constraints = [models.UniqueConstraint(fields=["sample", "certificate"], name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.certificate_id}"
