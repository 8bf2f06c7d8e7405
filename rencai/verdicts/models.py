"""Kept runs of rules: on which day, by which wording and values, and what each person came out as."""

from datetime import date
from typing import Any, Self

from django.db import models

from rencai.org.access import among
from rencai.org.models import User
from rencai.org.moments import ends
from rencai.people.models import CountyQuerySet, Person


class RunQuerySet(CountyQuerySet):
    """Reads of runs."""

    def made_by_day(self, day: date) -> Self:
        """Those kept on the day or before."""
        return self.filter(made_at__lt=ends(day))

    def latest(self, rule: str, on: date) -> "Run | None":  # type: ignore[override]
        """The newest run of the rule for the day `on`; None where nobody ran it."""
        return self.filter(rule=rule, on=on).order_by("-made_at", "-pk").first()


class Run(models.Model):
    """A rule run on everybody of a county for a day.

    `wording` is the fingerprint of the edition and the values used, `code` the version of the program, `revision` the
    state of the register: what any of them was later changes nothing here.
    """

    county = models.CharField("县区", max_length=6)
    rule = models.CharField("规则", max_length=80)
    title = models.CharField("规则名称", max_length=100)
    on = models.DateField("测算日")
    cite = models.CharField("依据", max_length=300)
    confidence = models.CharField("可靠程度", max_length=12)
    values = models.JSONField("所用数值", default=dict)
    wording = models.CharField("条文校验值", max_length=64)
    code = models.CharField("程序版本", max_length=40)
    revision = models.BigIntegerField("数据版本")
    counts = models.JSONField("结果数", default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="测算人", null=True, related_name="+")
    made_at = models.DateTimeField("测算时间", auto_now_add=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "规则测算"
        indexes = [models.Index(fields=["county", "rule", "on"], name="run_by_rule_and_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.on:%Y-%m-%d}（第{self.pk}次）"


class Status(models.TextChoices):
    """What somebody came out as, stored as it reads."""

    MET = "符合", "符合"
    UNMET = "不符合", "不符合"
    UNKNOWN = "待核实", "待核实"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Reads of verdicts: they are rows, so that a figure can count them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the people whom `user` may see."""
        return self.filter(among("run", Run.objects.visible_to(user)), among("person", Person.objects.visible_to(user)))


class Verdict(models.Model):
    """One person in a run.

    `way` is the branch taken, `gap` what was missing in words, `settle` which papers would tell what is unknown.
    """

    run = models.ForeignKey(Run, models.CASCADE, verbose_name="测算", related_name="verdicts")
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="+")
    status = models.CharField("结论", max_length=4, choices=Status.choices)
    way = models.CharField("途径", max_length=200, blank=True)
    gap = models.CharField("差什么", max_length=300, blank=True)
    settle = models.CharField("可凭何种材料核实", max_length=300, blank=True)
    amount = models.BigIntegerField("数额", null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "测算结论"
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="verdict_once_per_run")]
        indexes = [models.Index(fields=["run", "status", "person"], name="verdict_by_status")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.person_id} {self.status}"
