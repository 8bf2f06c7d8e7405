"""Reconciliation with the national list: what a list sent from above says beside what is kept here."""

from typing import Any, Self

from django.db import models

from rencai.certificates.models.certificates import Certificate
from rencai.org.access import among
from rencai.org.models import User
from rencai.people.models import CountyQuerySet, Person


class Reconciliation(models.Model):
    """One comparison of a national list with the certificates of a county, as of a day."""

    county = models.CharField("县区", max_length=6)
    on = models.DateField("比对日")
    file_name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("文件校验值", max_length=64)
    counts = models.JSONField("结果数", default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="比对人", null=True, related_name="+")
    made_at = models.DateTimeField("比对时间", auto_now_add=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "全国名单比对"

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.file_name}"


class Side(models.TextChoices):
    """Where a certificate was found."""

    BOTH = "both", "两边都有"
    HERE = "here", "只有本地有"
    THERE = "there", "只有全国名单有"


class OfReconciliationQuerySet(models.QuerySet["Matched"]):
    """Reads of the rows of a comparison."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("reconciliation", Reconciliation.objects.visible_to(user)))


class Matched(models.Model):
    """One certificate of a comparison. `differences` are field by field: {"证书管理号": [here, there]}.

    What only stands there has a name but, where nobody of the register has the number, no person.
    """

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="matched")
    side = models.CharField("在哪里", max_length=6, choices=Side.choices)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, verbose_name="证书", null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=50)
    row = models.PositiveIntegerField("行号", null=True, blank=True)
    there = models.JSONField("全国名单内容", default=dict)
    differences = models.JSONField("差异", default=dict)
    settled_on = models.DateField("核实日期", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("核实情况", max_length=200, blank=True)

    objects = OfReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "比对结果"

    def __str__(self) -> str:
        return f"{self.side} {self.name}"
