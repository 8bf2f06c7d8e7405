"""Units of a county: bureau, institutions, stations, social organisations, villages, with their names over time."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import ValidationError as NumberError

from rencai.org.access import NOTHING, Ability, area_scope
from rencai.org.models.areas import Area
from rencai.ui.models import Dated, DatedQuerySet, ends_after_start, on_day


class UnitKind(models.TextChoices):
    """What sort of body a unit is; the labels are those of the roster."""

    BUREAU = "bureau", "机关"
    INSTITUTION = "institution", "事业单位"
    NURSING_HOME = "nursing_home", "敬老院"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织"
    STATION = "station", "乡镇民政站"
    VILLAGE = "village", "村（社区）"
    ENTERPRISE = "enterprise", "企业"


def check_uscc(value: str) -> None:
    """Raises ValidationError unless `value` is a unified social credit code (GB 32100-2015) with its check digit."""
    try:
        stdnum_uscc.validate(value)
    except NumberError as error:
        raise ValidationError("统一社会信用代码不正确：应为18位，不含字母 I、O、S、V、Z，且校验位相符。") from error


class UnitQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_scope(user, area="area__code", unit="id"))

    def assignable_by(self, user: Any) -> Self:
        """Units a security administrator gives users: all, or those of the own county if that one has a unit."""
        if not user.is_authenticated or not user.may(Ability.MANAGE_USERS):
            return self.filter(NOTHING)
        return self.filter(area__code__startswith=user.county)

    def named(self, name: str) -> Self:
        """Units that bear or bore this name."""
        return self.filter(Q(name=name) | Q(names__name=name)).distinct()

    def with_name_on(self, day: date) -> Self:
        """Adds `name_on`: what the unit was called that day (its present name where no other is recorded)."""
        then = UnitName.objects.filter(on_day(day), unit=OuterRef("pk")).values("name")[:1]
        return self.annotate(name_on=Coalesce(Subquery(then), "name"))


class Unit(Dated):
    """A body that people belong to. `name` is its present name; former ones are `names`."""

    code = models.CharField("单位代码", max_length=20, unique=True)
    name = models.CharField("单位名称", max_length=100, db_index=True)
    kind = models.CharField("单位类型", max_length=20, choices=UnitKind.choices)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[check_uscc])
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="所在区划", related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="上级单位", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入单位", null=True, blank=True, related_name="merged"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = "单位"
        constraints = [
            ends_after_start("unit_ends_after_start"),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc=""),
                name="unit_uscc_once",
                violation_error_message="该统一社会信用代码已登记在另一单位名下。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """What a unit was called in a period."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=100, db_index=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        verbose_name = "单位名称沿革"
        constraints = [ends_after_start("unit_name_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A section (股室) of a bureau."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="sections")
    name = models.CharField("股室", max_length=40)
    order = models.PositiveSmallIntegerField("序号", default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "股室"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="section_once_per_unit")]

    def __str__(self) -> str:
        return self.name
