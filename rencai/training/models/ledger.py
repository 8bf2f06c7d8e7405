"""The one ledger of training: who was sent, who came to which session, and the hours that follow from it."""

import uuid
from datetime import date
from typing import Self

from django.db import models

from rencai.kernel.periods import same_day
from rencai.org.access import among
from rencai.org.models import User
from rencai.people.models import Placed, PlacedQuerySet
from rencai.training.models.batches import Batch, BatchState, OfBatchQuerySet, Session


class EnrolmentState(models.TextChoices):
    """How somebody came to be in a batch."""

    NOMINATED = "nominated", "已选派"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已退出"
    WALK_IN = "walk_in", "临时参加"


TAKING_PART = frozenset({EnrolmentState.CONFIRMED, EnrolmentState.WALK_IN})


class EnrolmentQuerySet(PlacedQuerySet):
    """Reads of who was in which batch."""

    def taking_part(self) -> Self:
        """Those who are expected at the sessions: only they stand in the ledger."""
        return self.filter(state__in=TAKING_PART)

    def attended(self) -> Self:
        """Those who came to at least one session: each is one 人次."""
        return self.filter(hours__gt=0)

    def sent_in_three_years(self, day: date) -> Self:
        """Those who came to a finished batch that ended within the three years up to `day`."""
        return self.attended().filter(
            batch__state=BatchState.FINISHED, batch__last_day__gt=same_day(day, -3), batch__last_day__lte=day
        )

    def held_in_year_to(self, day: date) -> Self:
        """Of finished batches whose last day lies in the year of `day`, up to it."""
        return self.filter(
            batch__state=BatchState.FINISHED, batch__last_day__gte=date(day.year, 1, 1), batch__last_day__lte=day
        )


class Enrolment(Placed):
    """A person in a batch. `hours` is the sum over the ledger, kept by the actions that write it, never typed."""

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="班次", related_name="enrolments")
    state = models.CharField("状态", max_length=10, choices=EnrolmentState.choices)
    hours = models.PositiveIntegerField("学时", default=0)
    nominated_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="选派人", null=True, blank=True, related_name="+"
    )
    nominated_at = models.DateTimeField("选派时间", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="确认人", null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    # Only that somebody has answered: what was answered stands in no row that leads back here.
    evaluated = models.BooleanField("已评价", default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "参训"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "person"], name="enrolled_once", violation_error_message="该人员已在这个班次中。"
            )
        ]
        indexes = [
            # Each answers its question without a look at the row itself: what somebody came to; who came, from where.
            models.Index(fields=["person", "hours", "batch"], name="enrolment_of_person"),
            models.Index(fields=["batch", "hours", "area_code", "unit", "person"], name="enrolment_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.batch_id}"


class Presence(models.TextChoices):
    """How somebody was at a session."""

    PRESENT = "present", "出勤"
    LATE = "late", "迟到"
    LEFT_EARLY = "left_early", "早退"
    ABSENT = "absent", "缺勤"
    EXCUSED = "excused", "请假"


COUNTED = frozenset({Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY})


class SignInSource(models.TextChoices):
    """How an entry came into the ledger."""

    QR = "qr", "扫码"
    SHEET = "sheet", "签到表补录"
    IMPORT = "import", "导入"
    HAND = "hand", "现场登记"


class OfEnrolmentQuerySet(models.QuerySet["Attendance"]):
    """Reads of the ledger."""

    def visible_to(self, user: object) -> Self:
        return self.filter(among("enrolment", Enrolment.objects.visible_to(user)))


class Attendance(models.Model):
    """A person at a session. `hours` are the session's where the presence counts, else none."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="参训", related_name="attendances")
    session = models.ForeignKey(Session, models.PROTECT, verbose_name="节次", related_name="attendances")
    presence = models.CharField("到课情况", max_length=10, choices=Presence.choices)
    at = models.TimeField("签到时间", null=True, blank=True)
    left_at = models.TimeField("离开时间", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("学时")
    source = models.CharField("来源", max_length=10, choices=SignInSource.choices)
    # A random word that the phone's browser keeps: several people from one phone stand out, nobody is named by it.
    device = models.CharField("签到设备", max_length=22, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记人", null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = "签到"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"],
                name="signed_in_once_per_session",
                violation_error_message="该人员这一节已有签到。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.presence}"

    @property
    def times(self) -> str:
        """When somebody came and went, where that is known."""
        known = (("签到", self.at), ("离开", self.left_at))
        return " ".join(f"{word} {moment:%H:%M}" for word, moment in known if moment)


class Correction(models.Model):
    """What an entry of the ledger said before somebody put it right, and why it was changed."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    before = models.CharField("原到课情况", max_length=10, choices=Presence.choices, blank=True)
    before_times = models.CharField("原时间", max_length=30, blank=True)
    after = models.CharField("更正为", max_length=10, choices=Presence.choices)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="更正人", null=True, related_name="+")
    at = models.DateTimeField("更正时间", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "签到更正"

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.after}"


class Evaluation(models.Model):
    """What one participant thought of a batch. Nothing here leads to who it was: no person, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="evaluations")
    content = models.PositiveSmallIntegerField("内容")
    teaching = models.PositiveSmallIntegerField("授课")
    organisation = models.PositiveSmallIntegerField("组织")
    use = models.PositiveSmallIntegerField("对工作的帮助")
    comment = models.CharField("意见", max_length=500, blank=True)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        # In no order of arrival.
        ordering = ["comment", "content", "teaching"]
        verbose_name = "培训评价"

    def __str__(self) -> str:
        return f"{self.batch_id} {self.content}"
