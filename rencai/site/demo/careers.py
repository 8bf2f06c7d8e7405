"""Who worked where from when until when: entries, moves, promotions, mergers, leavers and those who came back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rencai.org.models import UnitKind
from rencai.site.demo.places import PlannedUnit
from rencai.site.demo.profiles import PROFILES

OPENED = date(2020, 1, 1)
LAST_DAY = date(2022, 12, 31)
_GROWTH = 0.22
_NEIGHBOURS = {
    UnitKind.BUREAU: (UnitKind.INSTITUTION, UnitKind.STATION),
    UnitKind.INSTITUTION: (UnitKind.BUREAU, UnitKind.INSTITUTION),
    UnitKind.NURSING_HOME: (UnitKind.NURSING_HOME, UnitKind.ENTERPRISE),
    UnitKind.SOCIAL_ORGANISATION: (UnitKind.SOCIAL_ORGANISATION, UnitKind.VILLAGE),
    UnitKind.STATION: (UnitKind.STATION, UnitKind.BUREAU),
    UnitKind.VILLAGE: (UnitKind.VILLAGE, UnitKind.STATION, UnitKind.SOCIAL_ORGANISATION),
    UnitKind.ENTERPRISE: (UnitKind.SOCIAL_ORGANISATION, UnitKind.NURSING_HOME),
}


@dataclass(frozen=True, slots=True)
class Stint:
    """One employment; `reason` says why it ended."""

    unit: PlannedUnit
    post: str
    kind: str
    starts: date
    ends: date | None = None
    reason: str = ""


Career = list[Stint]


class Careers:
    """All careers of one county, drawn from `chance`."""

    def __init__(self, units: Sequence[PlannedUnit], chance: Random) -> None:
        self._units = units
        self._chance = chance
        self._by_code = {unit.code: unit for unit in units}
        self._by_kind: dict[UnitKind, list[PlannedUnit]] = defaultdict(list)
        for unit in units:
            if unit.merged is None:
                self._by_kind[unit.kind].append(unit)

    def all(self) -> Iterator[Career]:
        """Those of the first day unit by unit, with their successors, then those who came on top."""
        for unit in self._units:
            for seat in range(unit.staff):
                career = self._fate(self._entry(unit, max(OPENED, unit.starts), seat))
                yield career
                yield from self._successor(career, seat)
        for _ in range(int(sum(unit.staff for unit in self._units) * _GROWTH)):
            unit = self._chance.choice([unit for unit in self._units if unit.merged is None])
            day = self._season(max(OPENED, unit.starts))
            yield [self._entry(unit, day, 99)]

    def _entry(self, unit: PlannedUnit, day: date, seat: int) -> Stint:
        profile = PROFILES[unit.kind]
        post = profile.heads[seat] if seat < len(profile.heads) else self._chance.choice(profile.posts)
        kind = self._chance.choices(list(profile.kinds), list(profile.kinds.values()))[0]
        if seat < len(profile.heads) and kind in {"volunteer", "dispatched"}:
            kind = next(iter(profile.kinds))
        return Stint(unit, post, kind, day)

    def _fate(self, first: Stint) -> Career:
        throw = self._chance.random()
        day = self._day_after(first.starts)
        if day is None or throw < 0.80:
            return self._through_merger([first])
        if throw < 0.915:
            return self._through_merger([replace(first, ends=day, reason="离开")])
        if throw < 0.955:
            return self._through_merger(self._moved(first, day))
        if throw < 0.975:
            return self._through_merger(self._promoted(first, day))
        return self._through_merger(self._returned(first, day))

    def _moved(self, first: Stint, day: date) -> Career:
        targets = [unit for kind in _NEIGHBOURS[first.unit.kind] for unit in self._by_kind[kind]]
        near = [unit for unit in targets if unit.township == first.unit.township and unit != first.unit] or targets
        target = self._chance.choice([unit for unit in near if unit.starts <= day] or [first.unit])
        return [replace(first, ends=day, reason="调动"), self._entry(target, day, 99)]

    def _promoted(self, first: Stint, day: date) -> Career:
        heads = PROFILES[first.unit.kind].heads
        post = heads[-1] if first.post not in heads else heads[max(heads.index(first.post) - 1, 0)]
        if post == first.post:
            return [first]
        return [replace(first, ends=day, reason="职务变动"), replace(first, post=post, starts=day)]

    def _returned(self, first: Stint, day: date) -> Career:
        back = day + timedelta(days=self._chance.randrange(120, 420))
        gone = replace(first, ends=day, reason="离开")
        return [gone, replace(first, starts=back)] if back <= LAST_DAY else [gone]

    def _successor(self, career: Career, seat: int) -> Iterator[Career]:
        last = career[-1]
        if last.ends is None or self._chance.random() > 0.85:
            return
        day = last.ends + timedelta(days=self._chance.randrange(0, 120))
        unit = last.unit
        if day <= LAST_DAY and (unit.merged is None or day < unit.merged[0]):
            yield self._through_merger([self._entry(unit, day, seat)])

    def _through_merger(self, career: Career) -> Career:
        """Whoever is in a unit on the day it is merged goes on in the unit it is merged into."""
        after: Career = []
        for stint in career:
            day, code = stint.unit.merged or (None, "")
            if day is None or (stint.ends is not None and stint.ends <= day):
                after.append(stint)
            elif stint.starts >= day:
                after.append(replace(stint, unit=self._by_code[code]))
            else:
                after.append(replace(stint, ends=day, reason="单位合并"))
                after.append(replace(stint, unit=self._by_code[code], starts=day))
        return after

    def _day_after(self, day: date) -> date | None:
        first = max(day, OPENED) + timedelta(days=45)
        span = (LAST_DAY - first).days
        return first + timedelta(days=self._chance.randrange(span)) if span > 1 else None

    def _season(self, first: date) -> date:
        """An entry day, more often in July to September, when new people are taken on."""
        day = first + timedelta(days=self._chance.randrange(30, (LAST_DAY - first).days))
        if self._chance.random() < 0.4:
            summer = date(day.year, self._chance.choice((7, 8, 9)), self._chance.randrange(1, 29))
            return summer if summer > first else day
        return day
