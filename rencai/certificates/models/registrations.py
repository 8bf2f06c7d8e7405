"""Registration of certificates: who decides, applications, and the periods that are never overwritten."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

from rencai.certificates.models.certificates import Certificate
from rencai.org.access import among
from rencai.org.models import User
from rencai.people.models import CountyQuerySet
from rencai.ui.models import Dated, DatedQuerySet, ends_after_start, on_day


class AuthorityQuerySet(CountyQuerySet):
    """Reads of registration authorities."""

    def on(self, day: date) -> Self:
        return self.filter(on_day(day))


class Authority(Dated):
    """Who registers certificates of a county in a period: the duty has moved between departments."""

    county = models.CharField("县区", max_length=6)
    name = models.CharField("登记机关", max_length=100)
    document = models.CharField("依据文件", max_length=200, blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        verbose_name = "登记机关"
        constraints = [ends_after_start("authority_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class OfCertificateQuerySet(DatedQuerySet):
    """Reads of what belongs to a certificate the user may see."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("certificate", Certificate.objects.visible_to(user)))


class RegistrationQuerySet(OfCertificateQuerySet):
    """Reads of registration periods."""

    def holding(self, day: date) -> Self:
        """Those that hold on the day: begun, not run out, not taken back."""
        return self.on(day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def taken_back_by(self, day: date) -> Self:
        return self.filter(ended_on__lte=day)


class RegistrationKind(models.TextChoices):
    """The first registration, or one that follows another."""

    FIRST = "first", "首次登记"
    RENEWAL = "renewal", "再登记"
    # A roster tells until when a registration runs, not which one it is.
    UNTOLD = "untold", "据花名册推算"


class ApplicationState(models.TextChoices):
    """Where an application stands; granted is the only one that makes a period."""

    SUBMITTED = "submitted", "待受理"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已受理"
    GRANTED = "granted", "准予登记"
    REFUSED = "refused", "不予登记"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ACCEPTED)


class Application(models.Model):
    """An application to register. `due_on` is the last day to decide, in working days from acceptance."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, verbose_name="证书", related_name="applications")
    kind = models.CharField("种类", max_length=10, choices=RegistrationKind.choices)
    state = models.CharField(
        "状态", max_length=10, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    submitted_on = models.DateField("申请日期")
    materials = models.JSONField("材料", default=list, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    due_on = models.DateField("应办结日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, verbose_name="提交人", null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="决定人", null=True, blank=True, related_name="+")

    objects = OfCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_on", "-pk"]
        verbose_name = "登记申请"
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_application_per_certificate",
                violation_error_message="该证书已有一件未办结的登记申请。",
            ),
            models.CheckConstraint(
                name="a_refusal_says_why",
                condition=~Q(state__in=[ApplicationState.REFUSED, ApplicationState.RETURNED]) | ~Q(reason=""),
                violation_error_message="退回补正、不予登记须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_state_display()}"


class RegistrationEnd(models.TextChoices):
    """How a registration can end before its time."""

    CANCELLED = "cancelled", "注销"
    WITHDRAWN = "withdrawn", "撤销"


class Registration(Dated):
    """A period of registration [starts, ends): its last valid day is the one before `ends`.

    A renewal opens another period. One that was cancelled or withdrawn keeps its dates; `ended_on` is the first day
    it no longer holds.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, verbose_name="证书", related_name="registrations")
    kind = models.CharField("种类", max_length=10, choices=RegistrationKind.choices)
    application = models.OneToOneField(
        Application, models.PROTECT, verbose_name="申请", null=True, blank=True, related_name="registration"
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, verbose_name="登记机关", null=True, blank=True, related_name="+"
    )
    number = models.CharField("登记证号", max_length=40, blank=True)
    ended_on = models.DateField("注销或撤销日期", null=True, blank=True)
    ended_kind = models.CharField("终止方式", max_length=10, choices=RegistrationEnd.choices, blank=True)
    ended_reason = models.CharField("理由", max_length=300, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        verbose_name = "登记"
        constraints = [
            ends_after_start("registration_ends_after_start"),
            models.CheckConstraint(
                name="registration_has_an_end",
                condition=Q(ends__isnull=False),
                violation_error_message="请填写有效期。",
            ),
            models.UniqueConstraint(fields=["certificate", "starts"], name="registration_once_per_start"),
            models.CheckConstraint(
                name="an_ended_registration_says_why",
                condition=Q(ended_on__isnull=True) | (~Q(ended_kind="") & ~Q(ended_reason="")),
                violation_error_message="注销、撤销须填写方式和理由。",
            ),
        ]
        indexes = [models.Index(fields=["ends", "certificate"], name="registration_by_end")]

    def __str__(self) -> str:
        return f"{self.starts}—{self.valid_until}"

    @property
    def valid_until(self) -> date:
        """The last day it holds. Raises ValueError for a period whose end is not filled in yet."""
        if self.ends is None:
            raise ValueError("a registration has an end")
        return self.ends - timedelta(days=1)

    @property
    def last_held(self) -> date:
        """The last day it holds, be it cancelled or withdrawn before its time. Raises ValueError as `valid_until`."""
        return self.ended_on - timedelta(days=1) if self.ended_on else self.valid_until

    def taken_back(self, day: date) -> bool:
        """Whether it was cancelled or withdrawn by the day."""
        return self.ended_on is not None and self.ended_on <= day

    def holds(self, day: date) -> bool:
        return self.period.covers(day) and not self.taken_back(day)
