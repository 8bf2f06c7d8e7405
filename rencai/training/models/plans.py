"""The year plan of training and the needs that units sent in for it."""

from typing import Any, Self

from django.db import models

from rencai.org.access import area_scope
from rencai.org.models import Unit, User
from rencai.people.models import CountyQuerySet


class CourseKind(models.TextChoices):
    """What a course teaches."""

    POLITICAL = "political", "政治理论"
    PROFESSIONAL = "professional", "业务"
    SOCIAL_WORK = "social_work", "社工专业"


class OrganiserLevel(models.TextChoices):
    """Who runs a course."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    BUREAU = "bureau", "局"


class PlanState(models.TextChoices):
    """Where a year plan stands."""

    DRAFT = "draft", "拟订"
    ISSUED = "issued", "已下达"


class Plan(models.Model):
    """The training plan of a county for a year.

    `document` is the paper it goes back to, `issued_document` the one by which it was issued.
    """

    county = models.CharField("县区", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=100)
    document = models.CharField("依据文件", max_length=200, blank=True)
    needs_until = models.DateField("需求报送截止", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    issued_on = models.DateField("下达日期", null=True, blank=True)
    issued_document = models.CharField("下达文号", max_length=100, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="拟订人", null=True, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = "培训计划"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year"],
                name="training_plan_once_a_year",
                violation_error_message="该年度的培训计划已经有了。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class NeedQuerySet(models.QuerySet["Need"]):
    """Reads of needs."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(area_scope(user, area="area_code", unit="unit_id"))


class Need(models.Model):
    """What a unit asks to be taught, and for how many."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="培训计划", related_name="needs")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="报送单位", related_name="+")
    area_code = models.CharField("当时所在区划", max_length=12)
    topic = models.CharField("内容", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=CourseKind.choices)
    persons = models.PositiveIntegerField("人数")
    reason = models.CharField("说明", max_length=200, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, verbose_name="报送人", related_name="+")
    sent_at = models.DateTimeField("报送时间", auto_now_add=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "培训需求"

    def __str__(self) -> str:
        return self.topic
