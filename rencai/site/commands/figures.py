"""All figures of a day and a unit's scope, for the command line."""

from datetime import date
from typing import Any

from rencai.org.models import Role, Unit, User
from rencai.ui.figures import FIGURES, Ratio, Scope


class UnknownUnit(ValueError):
    """No unit has this code."""


def onlooker(code: str) -> User:
    """An unsaved clerk of the unit with this code: the scope in which the command line counts. Raises UnknownUnit."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise UnknownUnit(f"没有代码为“{code}”的单位，请在“单位”页面查看代码。")
    role = Role.CLERK if unit.kind == "bureau" else Role.UNIT_CONTACT
    return User(username="命令行", role=role, unit=unit, is_active=True)


def figure_rows(on: date, code: str) -> list[dict[str, Any]]:
    """Key, title, unit, meaning and number of every figure; a ratio without a whole has None."""
    scope = Scope(on=on, user=onlooker(code))
    return [
        {
            "key": figure.key,
            "title": figure.title,
            "unit": figure.unit,
            "means": figure.means,
            "number": _value(figure, scope),
            "on": on.isoformat(),
        }
        for figure in FIGURES.values()
    ]


def _value(figure: Any, scope: Scope) -> int | float | None:
    if isinstance(figure, Ratio):
        per_mille = figure.of(figure.part.number(scope), figure.whole.number(scope))
        return None if per_mille is None else per_mille / 10
    return int(figure.number(scope))
