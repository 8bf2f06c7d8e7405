"""Certificates of attendance (结业证明): numbered without gaps per county and year, as they were when issued."""

from typing import Self

from django.db import models

from rencai.org.access import among
from rencai.org.models import User
from rencai.training.models.ledger import Enrolment


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Reads of certificates of attendance."""

    def visible_to(self, user: object) -> Self:
        return self.filter(among("enrolment", Enrolment.objects.visible_to(user)))

    def valid(self) -> Self:
        return self.filter(revoked_at=None)


class Completion(models.Model):
    """One certificate. `name` and `hours` are what it says, whatever is corrected later; a wrong one is revoked."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="参训", related_name="completions")
    county = models.CharField("县区", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=40)
    code = models.CharField("校验码", max_length=32, unique=True)
    name = models.CharField("姓名", max_length=50)
    hours = models.PositiveIntegerField("学时")
    issued_on = models.DateField("签发日期")
    issued_by = models.ForeignKey(User, models.PROTECT, verbose_name="签发人", related_name="+")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, verbose_name="撤销人", null=True, blank=True, related_name="+")
    revoked_reason = models.CharField("撤销理由", max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["county", "year", "serial"]
        verbose_name = "结业证明"
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "serial"], name="completion_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(revoked_at=None),
                name="one_valid_completion",
                violation_error_message="该人员在这个班次已有结业证明。",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CompletionCounter(models.Model):
    """The last serial number of a county and year: whoever issues holds this row until the transaction ends."""

    county = models.CharField("县区", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        ordering = ["county", "year"]
        verbose_name = "结业证明编号"
        constraints = [models.UniqueConstraint(fields=["county", "year"], name="completion_counter_once")]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.last}"
