"""The dated records of a person: employment, education, category, qualification, service field."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from rencai.org.access import area_scope
from rencai.org.models import Unit
from rencai.people.models.persons import Person
from rencai.ui.models import Dated, DatedQuerySet, ends_after_start


class EmploymentKind(models.TextChoices):
    """How somebody belongs to a unit; blank is unknown."""

    ESTABLISHED = "established", "编制内"
    CONTRACT = "contract", "聘用"
    DISPATCHED = "dispatched", "购买服务"
    VOLUNTEER = "volunteer", "志愿"
    OTHER = "other", "其他"


class CategoryKind(models.TextChoices):
    """Talent categories; they overlap, and the overlap is shown."""

    OFFICIAL = "official", "机关干部"
    GRASSROOTS = "grassroots", "基层干部"
    SOCIAL_WORK = "social_work", "社会工作专业人才"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织人才"


class EducationLevel(models.TextChoices):
    """GB/T 4658 tens, highest first."""

    POSTGRADUATE = "10", "研究生"
    BACHELOR = "20", "本科"
    COLLEGE = "30", "大专"
    SECONDARY = "40", "中专"
    HIGH_SCHOOL = "60", "高中"
    MIDDLE_SCHOOL = "70", "初中"
    PRIMARY = "80", "小学"


class Degree(models.TextChoices):
    """GB/T 6864 hundreds."""

    DOCTOR = "2", "博士"
    MASTER = "3", "硕士"
    BACHELOR = "4", "学士"


class QualificationLevel(models.TextChoices):
    """The three levels of the social worker examination."""

    ASSISTANT = "assistant", "助理社会工作师"
    INTERMEDIATE = "intermediate", "社会工作师"
    SENIOR = "senior", "高级社会工作师"


class EmploymentQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_scope(user, area="area_code", unit="unit_id"))

    def main(self) -> Self:
        return self.filter(main=True)


class Employment(Dated):
    """A person at a unit. `area_code` is the unit's area at that time, so that old figures don't move with it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="工作单位", related_name="employments", db_index=False)
    area_code = models.CharField("当时所在区划", max_length=12)
    post_title = models.CharField("岗位（职务）", max_length=60, blank=True)
    kind = models.CharField("用人方式", max_length=12, choices=EmploymentKind.choices, blank=True)
    main = models.BooleanField("主要任职", default=True)
    latest = models.BooleanField("最近一次任职", default=True)
    reason = models.CharField("变动原因", max_length=40, blank=True)
    source = models.CharField("来源", max_length=10, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = "任职"
        constraints = [
            ends_after_start("employment_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(main=True, ends__isnull=True),
                name="one_open_main_employment",
                violation_error_message="该人员已有一段未结束的主要任职，请先办理调出或离开。",
            ),
        ]
        indexes = [
            # Each answers "who was there on the day" without a look at the row itself.
            models.Index(fields=["person", "main", "starts", "ends", "unit", "area_code"], name="employment_of_person"),
            models.Index(fields=["unit", "main", "starts", "ends", "person"], name="employment_by_unit"),
            models.Index(fields=["area_code", "main", "starts", "ends", "person"], name="employment_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.post_title}"


class Education(Dated):
    """One education. The period is when the register held it so; `highest` marks the one shown in lists."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="educations")
    level = models.CharField("学历", max_length=2, choices=EducationLevel.choices, blank=True)
    degree = models.CharField("学位", max_length=1, choices=Degree.choices, blank=True)
    major = models.CharField("专业", max_length=60, blank=True)
    is_social_work = models.BooleanField("社会工作专业", null=True, blank=True)
    school = models.CharField("毕业院校", max_length=60, blank=True)
    highest = models.BooleanField("最高学历", default=True)
    source = models.CharField("来源", max_length=10, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = "学历"
        constraints = [ends_after_start("education_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.major}"


class Category(Dated):
    """A person belongs to a talent category for a period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="categories")
    category = models.CharField("人才类别", max_length=20, choices=CategoryKind.choices)
    source = models.CharField("来源", max_length=10, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = "人才类别"
        constraints = [ends_after_start("category_ends_after_start")]
        indexes = [models.Index(fields=["category", "ends", "person"], name="category_members")]

    def __str__(self) -> str:
        return self.get_category_display()


class Qualification(Dated):
    """A professional qualification as imported; `none` recorded means the person is known to have none."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="qualifications")
    level = models.CharField("职业资格", max_length=12, choices=QualificationLevel.choices, blank=True)
    number = models.CharField("证书管理号", max_length=40, blank=True)
    obtained = models.CharField("取得日期", max_length=10, blank=True)
    valid_until = models.CharField("登记有效期至", max_length=10, blank=True)
    known_none = models.BooleanField("确认无职业资格", default=False)
    source = models.CharField("来源", max_length=10, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = "职业资格"
        constraints = [ends_after_start("qualification_ends_after_start")]
        indexes = [models.Index(fields=["level", "ends", "person"], name="qualification_holders")]

    def __str__(self) -> str:
        return "无" if self.known_none else self.get_level_display()


class Field(models.TextChoices):
    """Fields of social work service."""

    WELFARE = "welfare", "社会福利"
    ASSISTANCE = "assistance", "社会救助"
    POVERTY = "poverty", "扶贫济困"
    CHARITY = "charity", "慈善事业"
    COMMUNITY = "community", "社区建设"
    MARRIAGE = "marriage", "婚姻家庭"
    MENTAL_HEALTH = "mental_health", "精神卫生"
    DISABILITY = "disability", "残障康复"
    EDUCATION = "education", "教育辅导"
    EMPLOYMENT = "employment", "就业援助"
    WORKERS = "workers", "职工帮扶"
    CRIME_PREVENTION = "crime_prevention", "犯罪预防"
    DRUGS = "drugs", "禁毒戒毒"
    CORRECTION = "correction", "矫治帮教"
    POPULATION = "population", "人口计生"
    EMERGENCY = "emergency", "应急处置"
    MEDIATION = "mediation", "纠纷调解"
    CULTURE = "culture", "群众文化"
    HOME_LIFE = "home_life", "家庭生活服务"


class ServiceField(Dated):
    """A person works in a field of service for a period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="service_fields")
    field = models.CharField("服务领域", max_length=20, choices=Field.choices)
    source = models.CharField("来源", max_length=10, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = "服务领域"
        constraints = [ends_after_start("service_field_ends_after_start")]

    def __str__(self) -> str:
        return self.get_field_display()
