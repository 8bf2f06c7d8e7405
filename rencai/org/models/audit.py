"""The audit chain: numbered without gaps, each event carrying the hash of the one before."""

from typing import Any, NoReturn, Self

from django.apps import apps
from django.db import models

from rencai.org.access import Ability


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: Any) -> Self:
        """Everything for an audit administrator, or the own county if that one has a unit; nothing for others."""
        if not user.is_authenticated or not user.may(Ability.READ_AUDIT):
            return self.none()
        return self.filter(county=user.county) if user.county else self


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
    # Which revision of the data the change made. Tells what is kept in memory what to read again; proves nothing.
    revision = models.BigIntegerField("数据版本", null=True, blank=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name = "审计记录"
        indexes = [
            models.Index(fields=["kind", "target"], name="audit_by_target"),
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
            models.Index(fields=["revision"], name="audit_by_revision", condition=models.Q(revision__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def kind_label(self) -> str:
        """What sort of record the event is about, in Chinese."""
        try:
            return str(apps.get_model(self.kind)._meta.verbose_name) if self.kind else ""
        except LookupError:
            return self.kind

    def lines(self) -> list[str]:
        """The detail as lines to read."""
        return [f"{key}：{_readable(value)}" for key, value in self.detail.items()]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("审计记录不可删除。")


def _readable(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_readable, value))
    if isinstance(value, dict):
        return "，".join(f"{key} {_readable(one)}" for key, one in value.items())
    return "" if value is None else str(value)


class AuditHead(models.Model):
    """One row: the last event of the chain and the revision of the data, which moves with every recorded change."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    revision = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "审计链头"

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
