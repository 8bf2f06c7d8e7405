"""Commissioned in-service programmes of universities (委托高校在职培养): modules, terms, members, outcomes."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from rencai.org.access import among
from rencai.org.models import User
from rencai.people.models import CountyQuerySet, Placed, PlacedQuerySet


class Programme(models.Model):
    """What a partner school teaches for the county, by which agreement. Money in 分."""

    county = models.CharField("县区", max_length=6)
    title = models.CharField("项目名称", max_length=100)
    school = models.CharField("合作高校", max_length=100)
    agreement = models.CharField("协议或文号", max_length=100)
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    fee = models.BigIntegerField("协议费用", null=True, blank=True)
    goal = models.CharField("约定成效", max_length=200, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = "委托培养项目"
        constraints = [
            models.CheckConstraint(
                name="programme_ends_not_before_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class OfProgrammeQuerySet(models.QuerySet[Any]):
    """Reads of the parts of a programme of the user's county."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(among("programme", Programme.objects.visible_to(user)))


class Module(models.Model):
    """One module; `remedies` is the weak point (评价指标) that it is meant to mend."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="modules")
    title = models.CharField("模块", max_length=100)
    remedies = models.CharField("针对的薄弱指标", max_length=100, blank=True)
    hours = models.PositiveSmallIntegerField("学时")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "培养模块"

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A term with its share of the fee, in 分."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="terms")
    title = models.CharField("学期", max_length=50)
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    fee = models.BigIntegerField("费用", null=True, blank=True)
    paid_on = models.DateField("支付日期", null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = "学期"

    def __str__(self) -> str:
        return self.title


class MemberState(models.TextChoices):
    """How a member of a programme stands."""

    STUDYING = "studying", "在读"
    COMPLETED = "completed", "结业"
    LEFT = "left", "退出"


class Member(Placed):
    """A person in the cohort of a programme; `outcome` is what came of it, a certificate or a degree."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="members")
    state = models.CharField("状态", max_length=10, choices=MemberState.choices, default=MemberState.STUDYING)
    joined_on = models.DateField("入学日期")
    left_on = models.DateField("结业或退出日期", null=True, blank=True)
    outcome = models.CharField("成效", max_length=200, blank=True)

    objects = PlacedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "委托培养学员"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], name="member_once", violation_error_message="该人员已在这个项目中。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id}"


class ModuleResult(models.Model):
    """How a member came through a module; not passed yet is unknown, not failed."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="results")
    module = models.ForeignKey(Module, models.PROTECT, related_name="results")
    passed = models.BooleanField("合格", null=True)
    on = models.DateField("日期", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["module"]
        verbose_name = "模块成绩"
        constraints = [models.UniqueConstraint(fields=["member", "module"], name="module_result_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.module_id}"
