"""The year in numbers: the four units side by side, share of staff trained by unit, what an hour cost."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.org.access import Ability, requires
from rencai.org.models import Unit
from rencai.people.figures.units import units_with_people
from rencai.training.costs import costs
from rencai.training.figures import attended, programmes, staff
from rencai.training.reading import years
from rencai.ui import asked, numbers, scopes
from rencai.ui.dashboard import address, all_stated
from rencai.ui.figures import Part, Scope
from rencai.ui.scopes import statistics_day

PER_PAGE = 30
_STATED = (
    attended.batches, attended.attendances, attended.persons, attended.hours, staff.staff_trained_share,
    staff.never_sent, programmes.members, programmes.completed,
)  # fmt: skip


@dataclass(frozen=True)
class UnitShare:
    """How many of a unit's people on the register came to a batch in the year."""

    name: str
    people: int
    trained: int
    people_url: str
    trained_url: str

    @property
    def share(self) -> str:
        return numbers.per_mille(staff.staff_trained_share.of(self.trained, self.people))


@requires(Ability.SEE_REPORTS)
@require_safe
def training_summary(request: HttpRequest) -> HttpResponse:
    """Of the year `?year=`: up to its last day, or today."""
    user: Any = request.user
    today = timezone.localdate()
    known = sorted({today.year, *years(user)}, reverse=True)
    year = asked.year(request.GET.get("year", ""))
    year = year if year in known and year <= today.year else today.year
    day = statistics_day(year)
    scope, revision = Scope(on=day, user=user), scopes.places().revision()
    units = numbers.kept("training by unit", scope, revision, lambda: unit_shares(scope))
    cost = numbers.kept("training costs", scope, revision, lambda: costs(user, day))
    context = {
        "year": year,
        "years": [one for one in known if one <= today.year],
        "day": day,
        "figures": all_stated(_STATED, scope, revision),
        "page": Paginator(units, PER_PAGE).get_page(request.GET.get("page")),
        "cost": cost,
        "lines": Paginator(cost.lines, PER_PAGE).get_page(request.GET.get("cost")),
    }
    return render(request, "training/summary.html", context)


def unit_shares(scope: Scope) -> list[UnitShare]:
    """Units with people on the register on the day, fewest trained first.

    Both numbers are parts of the figures that they open, which are counted for all units in one pass.
    """
    whole, part = staff.staff_trained_share.whole, staff.staff_trained_share.part
    units = list(units_with_people.rows(scope).order_by("code"))
    parts = [Part(str(unit.pk), unit.name, Q(unit_id=unit.pk)) for unit in units]
    people, trained = whole.counts(scope, parts), part.counts(scope, parts)
    found = [_share(unit, people[str(unit.pk)], trained[str(unit.pk)], scope) for unit in units]
    return sorted(found, key=lambda one: one.trained * 1000 // one.people)


def _share(unit: Unit, people: int, trained: int, scope: Scope) -> UnitShare:
    there = replace(scope, unit=unit.pk)
    share = staff.staff_trained_share
    return UnitShare(unit.name, people, trained, address(share.whole, there), address(share.part, there))
