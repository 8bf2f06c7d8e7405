"""Reminders: at most one a user and day, with the lines it held and what became of its mail."""

from typing import Any, Self

from django.db import models

from rencai.org.access import NOTHING, Ability, within
from rencai.org.models import User


class Mail(models.TextChoices):
    """What became of the mail. SENDING that stays means the sending was cut off: it is not sent twice."""

    NONE = "none", "仅页面提醒"
    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中断"
    SENT = "sent", "已发邮件"
    FAILED = "failed", "邮件未送达"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; for those who look after the county's units those of all its users."""
        if not user.is_authenticated or not user.is_active:
            return self.filter(NOTHING)
        if user.may(Ability.MANAGE_UNITS) and user.county:
            return self.filter(within(user.county, "user__unit__area__code"))
        return self.filter(user=user.pk)


class Reminder(models.Model):
    """What a user was reminded of on a day. `address` is the masked mailbox, `error` why the mail did not arrive."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="用户", related_name="reminders")
    day = models.DateField("日期", db_index=True)
    made_at = models.DateTimeField("生成时间")
    mail = models.CharField("邮件", max_length=10, choices=Mail.choices, default=Mail.NONE)
    tries = models.PositiveSmallIntegerField("发送次数", default=0)
    tried_at = models.DateTimeField("最近发送时间", null=True, blank=True)
    address = models.CharField("邮箱", max_length=254, blank=True)
    error = models.CharField("未送达原因", max_length=200, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "user"]
        verbose_name = "提醒"
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="reminder_once_a_user_and_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.user}"


class Line(models.Model):
    """One piece of waiting work as it stood: its title, how much of it, how urgent, where it opens."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, verbose_name="提醒", related_name="lines")
    title = models.CharField("事项", max_length=200)
    count = models.PositiveIntegerField("数量")
    unit = models.CharField("单位", max_length=10)
    colour = models.CharField("灯", max_length=10)
    word = models.CharField("状态", max_length=40)
    url = models.CharField("地址", max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = "提醒事项"

    def __str__(self) -> str:
        return f"{self.title} {self.count}{self.unit}"
