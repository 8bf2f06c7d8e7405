"""Records of a person that keep where the person stood at the time, so that old figures don't move with them."""

from typing import Any, Self

from django.db import models

from rencai.org.access import among, area_scope
from rencai.org.models import Role, Unit
from rencai.people.models.persons import Person


class PlacedQuerySet(models.QuerySet[Any]):
    """Reads of placed records."""

    def visible_to(self, user: Any) -> Self:
        """Those of the places in the user's scope at the time; a talent sees their own."""
        if user.is_authenticated and user.is_active and user.role == Role.TALENT:
            return self.filter(person__user=user.pk)
        return self.filter(area_scope(user, area="area_code", unit="unit_id"))


class Placed(models.Model):
    """Something that happened to a person while at `unit`, which then lay in `area_code`."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="当时单位", related_name="+")
    area_code = models.CharField("当时所在区划", max_length=12)

    class Meta:
        abstract = True


class OfPersonQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to a person wherever they are now."""

    def visible_to(self, user: Any) -> Self:
        """Those of the people whom `user` may see."""
        return self.filter(among("person", Person.objects.visible_to(user)))


class CountyQuerySet(models.QuerySet[Any]):
    """Reads of what a county keeps for all its units."""

    def visible_to(self, user: Any) -> Self:
        """Those of the user's county; a talent's is that of the own record."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.TALENT:
            return self.filter(county__in=Person.objects.visible_to(user).values("county"))
        return self.filter(county=user.county) if user.county else self.none()
