"""Imports and exports as pieces of work: a file sent in and what became of it, a large export waiting for a yes."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rencai.org.access import Ability, area_scope
from rencai.org.models import Unit, User
from rencai.people.models.persons import Person

STUCK_AFTER = timedelta(minutes=3)


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", "正在核对"
    REFUSED = "refused", "文件被退回"
    CHECKED = "checked", "待确认"
    APPLYING = "applying", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user: Any) -> Self:
        """The jobs for the units in the user's scope."""
        return self.filter(area_scope(user, area="unit__area__code", unit="unit_id"))

    def with_same_file(self, job: "ImportJob") -> Self:
        """Finished imports of the very same file for the same county, newest first."""
        same = self.filter(sha256=job.sha256, state=ImportState.DONE, unit__area__code__startswith=job.county)
        return same.exclude(pk=job.pk).order_by("-finished_at")


class ImportJob(models.Model):
    """One file on its way into the register. Its files lie sealed in `folder` under settings.FILES."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The key of an ImportKind; apps above register theirs, so no choices stand here.
    kind = models.CharField("种类", max_length=30, default="people")
    owner = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", related_name="import_jobs")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="报送单位", related_name="import_jobs")
    on = models.DateField("统计日")
    file_name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("文件校验值", max_length=64, db_index=True)
    include_hidden = models.JSONField("一并读取的隐藏列", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    stage = models.CharField("进行到", max_length=40, blank=True)
    message = models.TextField("说明", blank=True)
    counts = models.JSONField("各状态行数", default=dict, blank=True)
    effect = models.JSONField("影响人数", default=dict, blank=True)
    accepted = models.BooleanField("存疑行已核对", default=False)
    unit_choices = models.JSONField("未登记单位的处理", default=dict, blank=True)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    touched_at = models.DateTimeField("最近进展时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "导入"

    def __str__(self) -> str:
        return self.file_name

    @property
    def county(self) -> str:
        return str(self.unit.area_id)[:6]

    @property
    def folder(self) -> str:
        return f"imports/{self.pk.hex}"

    @property
    def running(self) -> bool:
        """Whether a worker has it or should have it."""
        return self.state in {ImportState.UPLOADED, ImportState.APPLYING}

    @property
    def stuck(self) -> bool:
        """Running by its state, yet without any progress for so long that its process must have ended."""
        return self.running and timezone.now() - self.touched_at > STUCK_AFTER


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def unsettled(self) -> Self:
        return self.filter(settled_at=None)


class Doubt(models.Model):
    """A value that was stored though a check doubted it: somebody must look at it. The text holds no number."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="doubts")
    column = models.CharField("栏目", max_length=30, blank=True)
    code = models.CharField("代码", max_length=40)
    message = models.TextField("存疑原因")
    raised_at = models.DateTimeField("提出时间", auto_now_add=True)
    settled_at = models.DateTimeField("核对时间", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, verbose_name="核对人", null=True, blank=True, related_name="+")

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = "存疑"
        constraints = [
            # Once settled, another value in the same column may be doubted again.
            models.UniqueConstraint(
                fields=["person", "column", "code"],
                condition=Q(settled_at=None),
                name="doubt_open_once_per_column_and_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.code}"


class ExportState(models.TextChoices):
    """Where the request for a large export stands."""

    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不批准"
    FETCHED = "fetched", "已下载"


class ExportRequestQuerySet(models.QuerySet["ExportRequest"]):
    def visible_to(self, user: Any) -> Self:
        """One's own requests, and for those who may decide, the requests from their county."""
        if not user.is_authenticated:
            return self.none()
        if not user.may(Ability.APPROVE_EXPORT):
            return self.filter(asked_by=user.pk)
        scope = area_scope(user, area="asked_by__unit__area__code", unit="asked_by__unit_id")
        return self.filter(Q(asked_by=user.pk) | scope)


class ExportRequest(models.Model):
    """Somebody wants to take away more rows than one person may decide on; another one says yes or no."""

    asked_by = models.ForeignKey(User, models.PROTECT, verbose_name="申请人", related_name="export_requests")
    figure = models.CharField("指标", max_length=80)
    title = models.CharField("名单", max_length=120)
    query = models.TextField("查询条件", blank=True)
    rows = models.PositiveIntegerField("行数")
    clear = models.BooleanField("含完整证件号码", default=False)
    purpose = models.CharField("用途", max_length=200)
    state = models.CharField("状态", max_length=10, choices=ExportState.choices, default=ExportState.ASKED)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="批准人", null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    reason = models.CharField("意见", max_length=200, blank=True)
    trace = models.CharField("导出标记", max_length=20, blank=True)
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = "导出申请"
        constraints = [
            models.CheckConstraint(
                name="export_needs_a_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                violation_error_message="批准人不能是申请人本人。",
            )
        ]

    def __str__(self) -> str:
        return self.title
