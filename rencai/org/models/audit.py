"""The audit chain: numbered without gaps, each event carrying the hash of the one before."""

from typing import Any, NoReturn

from django.db import models


class AuditEvent(models.Model):
    """Who did what to which record, when, with what result; personal values never stand here in clear."""

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=40)
    action = models.CharField("操作", max_length=60)
    kind = models.CharField("对象类型", max_length=40, blank=True)
    target = models.CharField("对象", max_length=64, blank=True)
    county = models.CharField("县区", max_length=6, blank=True)
    result = models.CharField("结果", max_length=10)
    detail = models.JSONField("明细", default=dict)
    previous = models.CharField("前一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name = "审计记录"
        indexes = [
            models.Index(fields=["kind", "target"], name="audit_by_target"),
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("审计记录不可删除。")


class AuditHead(models.Model):
    """One row: the last event of the chain and the revision of the data, which moves with every recorded change."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    revision = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "审计链头"

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
