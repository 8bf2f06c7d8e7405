"""Administrative areas by GB/T 2260 code; a code begins with the code of the area above it."""

from typing import Any, Self

from django.db import models

from rencai.org.access import Role


class Level(models.IntegerChoices):
    """How far down an area lies; the value is the number of code digits that count."""

    PROVINCE = 2, "省级"
    CITY = 4, "地级"
    COUNTY = 6, "县级"
    TOWNSHIP = 9, "乡级"
    VILLAGE = 12, "村级"


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, user: Any) -> Self:
        """The own county, or a township's own area; nothing for everybody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.TOWNSHIP_CLERK and user.area_id:
            return self.filter(code__startswith=user.area_id)
        is_bureau = user.role in {Role.LEADER, Role.SECTION_HEAD, Role.CLERK}
        return self.filter(code__startswith=user.county) if is_bureau and user.county else self.none()

    def within(self, code: str) -> Self:
        return self.filter(code__startswith=code)

    def townships_of(self, county: str) -> Self:
        return self.filter(code__startswith=county, level=Level.TOWNSHIP)


class Area(models.Model):
    """One area. `code` holds only the digits that count: 62, 6299, 629921, 629921001, 629921001001."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)
    fictional = models.BooleanField("虚构", default=False)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = "行政区划"

    def __str__(self) -> str:
        return self.name

    @property
    def county(self) -> str:
        return self.code[:6]
