"""Batches as pages show them: the board by state, places against who was sent, one list with its flags."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import QueryDict

from rencai.org.access import area_scope
from rencai.org.models import Unit
from rencai.people.figures.placed import search
from rencai.training.actions.holding import HOLDING_A_PLACE
from rencai.training.actions.nominations import clashes
from rencai.training.models import RUNNING, TAKING_PART, Batch, BatchState, Enrolment, EnrolmentState, Places
from rencai.ui import asked
from rencai.ui.query import clean
from rencai.ui.scopes import statistics_day

STATES = (BatchState.OPEN, BatchState.CONFIRMED, BatchState.PLANNED, BatchState.FINISHED, BatchState.CANCELLED)
_NOBODY = {"waiting": 0, "taking_part": 0, "came": 0, "hours": 0}


@dataclass(frozen=True)
class Card:
    """A batch on the board with its numbers in the user's scope; `places` is None where none were given out."""

    batch: Batch
    places: int | None
    waiting: int
    taking_part: int
    came: int
    hours: int

    @property
    def day(self) -> date:
        """The day on which the figures of its year hold it."""
        return statistics_day(self.batch.last_day.year)


@dataclass
class UnitLine:
    """A unit's places in a batch and how they are used."""

    unit: Unit
    places: int = 0
    waiting: int = 0
    taking_part: int = 0

    @property
    def left(self) -> int:
        return max(self.places - self.waiting - self.taking_part, 0)

    @property
    def beyond(self) -> bool:
        return self.waiting + self.taking_part > self.places


def board(user: Any, year: int, *, with_unfinished: bool) -> list[tuple[BatchState, list[Card]]]:
    """The batches of a year by state, those with nothing left out; `with_unfinished` adds those of other years."""
    where = Q(first_day__year=year) | Q(last_day__year=year)
    if with_unfinished:
        where |= Q(state__in=RUNNING)
    batches = list(Batch.objects.visible_to(user).filter(where).select_related("course"))
    places = _places(user, batches)
    numbers = _numbers(user, batches)
    cards: dict[str, list[Card]] = defaultdict(list)
    for batch in batches:
        cards[batch.state].append(Card(batch, places.get(batch.pk), **numbers.get(batch.pk, _NOBODY)))
    return [(state, cards[state]) for state in STATES if cards[state]]


def years(user: Any) -> list[int]:
    """Every year in which a batch of the county began, latest first."""
    return [day.year for day in Batch.objects.visible_to(user).dates("first_day", "year", order="DESC")]


def _places(user: Any, batches: Sequence[Batch]) -> dict[int, int]:
    rows = places_of(user).filter(batch__in=batches).order_by().values("batch").annotate(n=Sum("number"))
    return dict(rows.values_list("batch", "n"))


def _numbers(user: Any, batches: Sequence[Batch]) -> dict[int, dict[str, int]]:
    rows = Enrolment.objects.visible_to(user).filter(batch__in=batches).order_by().values("batch")
    counted = rows.annotate(
        waiting=Count("pk", filter=Q(state=EnrolmentState.NOMINATED)),
        taking_part=Count("pk", filter=Q(state__in=TAKING_PART)),
        came=Count("pk", filter=Q(hours__gt=0)),
        hours=Sum("hours"),
    )
    return {row.pop("batch"): row for row in counted}


def places_of(user: Any) -> Any:
    """Places of the units in the user's scope."""
    return Places.objects.filter(area_scope(user, area="unit__area_id", unit="unit_id"))


def by_unit(user: Any, batch: Batch) -> list[UnitLine]:
    """Each unit of the user's scope that has places or has sent somebody."""
    lines: dict[int, UnitLine] = {}
    for row in places_of(user).filter(batch=batch).select_related("unit"):
        lines[row.unit_id] = UnitLine(row.unit, row.number)
    sent = Enrolment.objects.visible_to(user).filter(batch=batch).select_related("unit")
    for one in sent.filter(state__in=(EnrolmentState.NOMINATED, *TAKING_PART)):
        line = lines.setdefault(one.unit_id, UnitLine(one.unit))
        if one.state == EnrolmentState.NOMINATED:
            line.waiting += 1
        else:
            line.taking_part += 1
    return sorted(lines.values(), key=lambda line: line.unit.code)


PARTICIPANTS = "taking_part"
STATE_CHOICES = ((PARTICIPANTS, "参训人员（含临时参加）"), *EnrolmentState.choices)


@dataclass(frozen=True)
class Wanted:
    """What the list of a batch is narrowed to."""

    words: str = ""
    state: str = ""
    unit: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """What can't be used is left out."""
        state = query.get("state", "")
        known = state if state in dict(STATE_CHOICES) else ""
        return cls(clean(query.get("q", "")), known, asked.key(query.get("unit", "")))


@dataclass
class Listed:
    """Somebody in a batch; `clash` is another batch on the same day."""

    enrolment: Enrolment
    clash: Batch | None = field(default=None)


def listed(user: Any, batch: Batch, wanted: Wanted) -> Any:
    """Who was sent, of the user's scope, narrowed, by unit and name."""
    rows: Any = Enrolment.objects.visible_to(user).filter(batch=batch).select_related("person", "unit", "nominated_by")
    if wanted.state == PARTICIPANTS:
        rows = rows.taking_part()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.words:
        rows = search(rows, wanted.words)
    return rows.order_by("unit__code", "person__pinyin", "pk")


def not_taking_part(user: Any, today: date) -> Any:
    """Who of the user's scope was sent to a batch that is not over and waits for a word, was declined or withdrew.

    And who would have gone to one that was cancelled, until the day on which it would have ended.
    """
    away = Q(batch__state__in=RUNNING) & ~Q(state__in=TAKING_PART)
    cancelled = Q(batch__state=BatchState.CANCELLED, batch__last_day__gte=today, state__in=HOLDING_A_PLACE)
    rows = Enrolment.objects.visible_to(user).filter(away | cancelled)
    return rows.select_related("batch__course", "unit").order_by("batch__first_day", "pk")


def flagged(batch: Batch, enrolments: Iterable[Enrolment]) -> list[Listed]:
    """With the other batch that somebody is in on the same days, if any."""
    rows = list(enrolments)
    found = clashes(batch, [row.person_id for row in rows])
    return [Listed(row, found.get(row.person_id)) for row in rows]
