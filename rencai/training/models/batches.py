"""Courses and their batches: when and where, who teaches, how many places for which unit."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from rencai.org.access import among
from rencai.org.models import Unit
from rencai.people.models import CountyQuerySet
from rencai.training.models.plans import CourseKind, OrganiserLevel, Plan


class Course(models.Model):
    """A course (培训班) of a county's plan, or one that an upper level runs and the county sends people to."""

    county = models.CharField("县区", max_length=6)
    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name="培训计划", null=True, blank=True, related_name="courses"
    )
    title = models.CharField("培训班名称", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=CourseKind.choices)
    organiser_level = models.CharField("主办层级", max_length=10, choices=OrganiserLevel.choices)
    organiser = models.CharField("主办单位", max_length=100)
    document = models.CharField("通知文号", max_length=100, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "培训班"

    def __str__(self) -> str:
        return self.title


class BatchState(models.TextChoices):
    """Where a batch stands; hours and figures come only from a finished one."""

    PLANNED = "planned", "筹备"
    OPEN = "open", "报名"
    CONFIRMED = "confirmed", "名单已定"
    FINISHED = "finished", "已结班"
    CANCELLED = "cancelled", "取消"


RUNNING = frozenset({BatchState.PLANNED, BatchState.OPEN, BatchState.CONFIRMED})


class BatchQuerySet(CountyQuerySet):
    """Reads of batches."""

    def held_in_year_to(self, day: date) -> Self:
        """Finished ones whose last day lies in the year of `day`, up to it."""
        return self.filter(state=BatchState.FINISHED, last_day__gte=date(day.year, 1, 1), last_day__lte=day)


class Batch(models.Model):
    """One run of a course (批次), from `first_day` to `last_day`, both included. Money in 分."""

    county = models.CharField("县区", max_length=6)
    course = models.ForeignKey(Course, models.PROTECT, verbose_name="培训班", related_name="batches")
    code = models.CharField("班次编号", max_length=30)
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    place = models.CharField("地点", max_length=100, blank=True)
    capacity = models.PositiveIntegerField("名额总数", null=True, blank=True)
    budget = models.BigIntegerField("预算", null=True, blank=True)
    spent = models.BigIntegerField("实际支出", null=True, blank=True)
    nominate_until = models.DateField("报名截止", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=BatchState.choices, default=BatchState.PLANNED)
    finished_at = models.DateTimeField("结班时间", null=True, blank=True)
    cancelled_because = models.CharField("取消原因", max_length=200, blank=True)
    grace_minutes = models.PositiveSmallIntegerField("开始后几分钟内不算迟到", default=10)
    people_per_phone = models.PositiveSmallIntegerField("同一手机最多签到人数", default=2)
    completion_share = models.PositiveSmallIntegerField("结业所需学时比例（%）", default=100)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = "培训班次"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"],
                name="training_batch_code_once",
                violation_error_message="该班次编号已经用过。",
            ),
            models.CheckConstraint(
                name="training_batch_ends_not_before_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]
        indexes = [models.Index(fields=["county", "state", "last_day"], name="batch_by_county_and_day")]

    def __str__(self) -> str:
        return f"{self.course.title}（{self.code}）"

    @property
    def lamp(self) -> tuple[str, str]:
        """The colour of the state, and its word."""
        colours = {BatchState.FINISHED: "green", BatchState.CANCELLED: "grey"}
        return colours.get(BatchState(self.state), "amber"), str(self.get_state_display())


class Teacher(models.Model):
    """Somebody who teaches in a batch; need not be on the register."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="teachers")
    name = models.CharField("姓名", max_length=50)
    organisation = models.CharField("单位（职务）", max_length=100, blank=True)
    topic = models.CharField("讲授内容", max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "师资"

    def __str__(self) -> str:
        return self.name


class OfBatchQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to a batch of the user's county."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("batch", Batch.objects.visible_to(user)))


class Session(models.Model):
    """One sitting of a batch (节次), usually a half day, worth `hours` 学时."""

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="班次", related_name="sessions")
    day = models.DateField("日期")
    starts_at = models.TimeField("开始时间")
    ends_at = models.TimeField("结束时间")
    hours = models.PositiveSmallIntegerField("学时")
    topic = models.CharField("内容", max_length=100, blank=True)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        ordering = ["day", "starts_at", "pk"]
        verbose_name = "节次"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "day", "starts_at"],
                name="training_session_once",
                violation_error_message="该班次此时已有一节。",
            ),
            models.CheckConstraint(
                name="training_session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间必须晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.starts_at:%H:%M}"


class Places(models.Model):
    """How many places (名额) a unit has in a batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    number = models.PositiveIntegerField("名额")

    class Meta:
        ordering = ["unit__code"]
        verbose_name = "名额"
        constraints = [models.UniqueConstraint(fields=["batch", "unit"], name="training_places_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.number}"
