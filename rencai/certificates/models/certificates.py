"""Certificates: one document each, whatever the register says of a person's level."""

from django.db import models
from django.db.models import Q

from rencai.exams.models import Entry, LineKind
from rencai.org.models import Area, User
from rencai.people.models import OfPersonQuerySet, Person, QualificationLevel


class CertificateState(models.TextChoices):
    """A certificate lasts; only a decision ends it. That a registration runs out is another thing."""

    VALID = "valid", "有效"
    WITHDRAWN = "withdrawn", "撤回"
    VOID = "void", "无效"


class CertificateOrigin(models.TextChoices):
    """Where the record comes from."""

    EXAM = "exam", "考试合格"
    REGISTER = "register", "花名册"
    HAND = "hand", "补录"


class CertificateQuerySet(OfPersonQuerySet):
    """Reads of certificates."""


class Certificate(models.Model):
    """A professional certificate (职业资格证书). `number` is opaque: nothing is read out of it.

    One passed on the local line is valid in `valid_area` only (a prefix of area codes); "" is the whole country.
    `obtained` is a partial date as the paper gives it.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="certificates")
    # That of the person: registers of two counties may both hold somebody, and neither learns of it here.
    county = models.CharField("县区", max_length=6)
    level = models.CharField("级别", max_length=12, choices=QualificationLevel.choices)
    number = models.CharField("证书管理号", max_length=40, blank=True)
    obtained = models.CharField("批准日期", max_length=10)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    line = models.CharField("合格线", max_length=10, choices=LineKind.choices, blank=True)
    valid_area = models.CharField("适用区域", max_length=12, blank=True)
    origin = models.CharField("来源", max_length=10, choices=CertificateOrigin.choices)
    entry = models.OneToOneField(
        Entry, models.PROTECT, verbose_name="报考", null=True, blank=True, related_name="certificate"
    )
    state = models.CharField("状态", max_length=10, choices=CertificateState.choices, default=CertificateState.VALID)
    ended_on = models.DateField("撤回或无效日期", null=True, blank=True)
    ended_reason = models.CharField("理由", max_length=200, blank=True)
    ended_document = models.CharField("依据文件", max_length=200, blank=True)
    check_code = models.CharField("校验码", max_length=32, unique=True)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "证书"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"],
                condition=~Q(number=""),
                name="certificate_number_once",
                violation_error_message="该证书管理号已登记。",
            ),
            models.UniqueConstraint(
                fields=["person", "level"],
                condition=Q(state=CertificateState.VALID),
                name="one_valid_certificate_per_level",
                violation_error_message="该人员已有这一级别的有效证书。",
            ),
            models.CheckConstraint(
                name="an_ended_certificate_says_why",
                condition=Q(state=CertificateState.VALID) | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="撤回或无效须填写日期和理由。",
            ),
        ]
        indexes = [models.Index(fields=["level", "state", "person"], name="certificate_by_level")]

    def __str__(self) -> str:
        return self.get_level_display()

    @property
    def valid_where(self) -> str:
        """The name of the only area in which it is valid, its code where nobody knows a name; "" is everywhere."""
        return Area.objects.filter(code=self.valid_area).values_list("name", flat=True).first() or self.valid_area
