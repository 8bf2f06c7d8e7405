"""The scope as a form shows it: the day, the area, the unit."""

from dataclasses import dataclass

from rencai.ui import numbers, scopes
from rencai.ui.figures import Scope
from rencai.ui.scopes import Pairs


@dataclass(frozen=True)
class ScopeForm:
    """A scope with the places it could be narrowed to."""

    scope: Scope
    areas: Pairs
    units: Pairs

    @property
    def place(self) -> str:
        """Where it is narrowed to, in words; "" for the user's whole scope."""
        if self.scope.unit:
            return dict(self.units).get(str(self.scope.unit), "")
        return dict(self.areas).get(self.scope.area, "")


def scope_form(scope: Scope, revision: int) -> ScopeForm:
    """Units are offered once an area is chosen: a county has hundreds."""
    areas, units = numbers.kept("scope form", scope, revision, lambda: _choices(scope))
    return ScopeForm(scope, areas, units)


def _choices(scope: Scope) -> tuple[Pairs, Pairs]:
    known = scopes.places()
    units = list(known.units(scope.user, scope.area)) if scope.area else []
    if scope.unit and str(scope.unit) not in dict(units):
        units.insert(0, (str(scope.unit), known.unit_name(scope.user, scope.unit)))
    return known.areas(scope.user), units
