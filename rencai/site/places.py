"""Tells the generic pages what areas and units there are for a user, and when the data last changed."""

from typing import Any

from rencai.org import audit
from rencai.org.models import Area, Role, Unit
from rencai.ui.scopes import Pairs, register


class Organisation:
    """The areas and units of rencai.org; implements rencai.ui.scopes.Places."""

    def areas(self, user: Any) -> Pairs:
        """The townships of the county for bureau roles; others are narrowed already."""
        if not self._whole_county(user):
            return ()
        return list(Area.objects.townships_of(user.county).values_list("code", "name"))

    def units(self, user: Any, area: str) -> Pairs:
        found = Unit.objects.visible_to(user).filter(area__code__startswith=area).order_by("code")
        return [(str(pk), name) for pk, name in found.values_list("pk", "name")]

    def area_name(self, user: Any, area: str) -> str:
        return Area.objects.visible_to(user).filter(code=area).values_list("name", flat=True).first() or ""

    def unit_name(self, user: Any, unit: int) -> str:
        return Unit.objects.visible_to(user).filter(pk=unit).values_list("name", flat=True).first() or ""

    def sees(self, user: Any) -> str:
        """Role, county, area and unit decide what a user sees; of talents each sees another."""
        if self._whole_county(user):
            return f"county {user.county}"
        own = user.pk if user.role == Role.TALENT else ""
        return f"{user.role} {user.area_id} {user.unit_id} {own}"

    def revision(self) -> int:
        return audit.revision()

    def _whole_county(self, user: Any) -> bool:
        return user.role in {Role.LEADER, Role.SECTION_HEAD, Role.CLERK}


register(Organisation())
