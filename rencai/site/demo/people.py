"""The synthetic people: who they are, around the careers they have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from random import Random

from rencai.org.models import UnitKind
from rencai.people.bulk import NewEmployment, NewPerson
from rencai.people.models import CategoryKind, EmploymentKind, Sex, Source
from rencai.site.demo import names
from rencai.site.demo.careers import LAST_DAY, Career, Careers, Stint
from rencai.site.demo.learning import Certificates, educations
from rencai.site.demo.numbers import IdNumbers, phones
from rencai.site.demo.places import COUNTY, PlannedUnit
from rencai.site.demo.profiles import PROFILES

SEED = 629_921
_PARTIES = {
    "群众": 47, "中共党员": 40, "中共预备党员": 2, "共青团员": 7, "民盟盟员": 1, "民进会员": 1, "九三学社社员": 1,
    "无党派人士": 1,
}  # fmt: skip
_REMARKS = ("退役军人", "大学生村官", "公益性岗位", "驻村工作", "兼任儿童主任")
_WOMEN_AMONG = {UnitKind.NURSING_HOME: 0.72, UnitKind.SOCIAL_ORGANISATION: 0.66, UnitKind.ENTERPRISE: 0.7}

Period = tuple[str, date, date | None]


@dataclass(frozen=True, slots=True)
class Past:
    """What one field of a person was in a closed period."""

    field: str
    value: str
    starts: date
    ends: date


@dataclass(slots=True)
class Citizen:
    """A person to be inserted, and what some of the values were before."""

    person: NewPerson
    past: list[Past] = field(default_factory=list)


def population(
    county: str,
    units: Sequence[PlannedUnit],
    keys: Mapping[str, int],
    *,
    seed: int = SEED,
    ids: IdNumbers | None = None,
) -> list[Citizen]:
    """Everybody of a county, always the same for one `seed`; `keys` gives the key of each unit by its code.

    Several populations of one county share their `ids`, so that no number is given twice.
    """
    chance = Random(f"{seed} {county}")  # noqa: S311 - a reproducible fiction, not a secret
    maker = _Maker(county, chance, keys, ids or IdNumbers(county))
    rare = iter(names.RARE_NAMES if county == COUNTY else ())
    citizens = [maker.citizen(career) for career in Careers(units, chance).all()]
    for citizen in citizens[40 :: max(len(citizens) // 14, 1)]:
        citizen.person.name = next(rare, citizen.person.name)
    return citizens


class _Maker:
    """Gives careers a person."""

    def __init__(self, county: str, chance: Random, keys: Mapping[str, int], ids: IdNumbers) -> None:
        self._county = county
        self._chance = chance
        self._keys = keys
        self._ids = ids
        self._phones = cycle(phones(chance))
        self._certificates = Certificates(county, chance)

    def citizen(self, career: Career) -> Citizen:
        chance, first = self._chance, career[0]
        profile = PROFILES[first.unit.kind]
        woman = chance.random() < _WOMEN_AMONG.get(first.unit.kind, 0.47)
        birth = self._birth(career, profile.ages, woman=woman)
        people = names.people_of(chance)
        schooling = educations(chance, profile, first.starts)
        work, social_work = self._since(birth, first.starts)
        person = NewPerson(
            county=self._county,
            name=names.name_of(chance, woman=woman, people=people),
            id_number=self._ids.new(chance, birth, woman=woman),
            employments=self._employments(career, birth, woman=woman),
            sex=Sex.FEMALE if woman else Sex.MALE,
            birth=birth.isoformat(),
            ethnicity=people if chance.random() > 0.01 else "",
            phone=next(self._phones) if chance.random() > 0.04 else "",
            work_since=work,
            social_work_since=social_work,
            educations=schooling,
            qualifications=self._certificates.of(profile, first.starts, bool(schooling and schooling[0].major)),
            remark=chance.choice(_REMARKS) if chance.random() < 0.05 else "",
        )
        person.key_person = self._key_person(first, person)
        person.categories = list(_categories(career, person, chance.random()))
        fields = chance.sample(profile.fields, 2 if chance.random() < 0.3 else 1)
        person.service_fields = [(each, first.starts, career[-1].ends) for each in fields]
        past = self._politics(person, birth, first.starts)
        person.sources = _sources(first.starts, past[-1].ends if past else first.starts)
        if social_work:
            # Two thirds of the units have certified since when somebody does social work.
            certified = int(person.id_number[15]) % 3 != 0
            source = Source.CONFIRMED if certified else Source.SELF
            person.sources["social_work_since"] = [source.value, first.starts.isoformat()]
        return Citizen(person, past)

    def _birth(self, career: Career, ages: tuple[int, int], *, woman: bool) -> date:
        first, last = career[0], career[-1]
        if last.reason == "离开" and last.ends is not None and self._chance.random() < 0.3:
            years = 55 if woman else 60
            return date(last.ends.year - years, last.ends.month, 1) - timedelta(days=self._chance.randrange(1, 28))
        youngest, oldest = ages
        if first.post in PROFILES[first.unit.kind].heads:
            youngest += 8
        age = int(self._chance.triangular(youngest, oldest, youngest + (oldest - youngest) * 0.45))
        return first.starts - timedelta(days=age * 365 + self._chance.randrange(365))

    def _since(self, birth: date, starts: date) -> tuple[str, str]:
        """When somebody began to work, and to do social work; months as often as days, sometimes unknown."""
        earliest = birth + timedelta(days=19 * 366)
        span = max((starts - earliest).days, 1)
        work = earliest + timedelta(days=min(self._chance.randrange(span), 2200)) if span > 1 else starts
        social = work + timedelta(days=self._chance.randrange(max((starts - work).days, 1)))
        return self._partial(work, 0.03), self._partial(max(work, social), 0.2)

    def _partial(self, day: date, unknown: float) -> str:
        throw = self._chance.random()
        if throw < unknown:
            return ""
        return day.isoformat() if throw > 0.6 else f"{day:%Y-%m}"

    def _employments(self, career: Career, birth: date, *, woman: bool) -> list[NewEmployment]:
        return [
            NewEmployment(
                self._keys[stint.unit.code], stint.unit.area, stint.post, stint.starts, stint.ends, stint.kind,
                self._reason(stint, birth, woman=woman),
            )
            for stint in career
        ]  # fmt: skip

    def _reason(self, stint: Stint, birth: date, *, woman: bool) -> str:
        """Why a stint ended, in words that fit the age and the kind of unit."""
        if stint.reason != "离开" or stint.ends is None:
            return stint.reason
        if (stint.ends - birth).days > (55 if woman else 60) * 365:
            return "退休"
        if stint.unit.kind == UnitKind.VILLAGE:
            return self._chance.choice(("换届离任", "外出务工", "辞职"))
        return self._chance.choice(("辞职", "合同到期", "调离本县", "调离本县", "去世"))

    def _key_person(self, first: Stint, person: NewPerson) -> bool | None:
        level = person.qualifications[-1].level if person.qualifications else ""
        if level == "senior" or (first.post in {"总干事", "院长"} and self._chance.random() < 0.6):
            return True
        throw = self._chance.random()
        return None if throw < 0.1 else throw > 0.985

    def _politics(self, person: NewPerson, birth: date, since: date) -> list[Past]:
        """Sets the present political status; returns what it was, where somebody joined the Party meanwhile."""
        party = self._chance.choices(list(_PARTIES), list(_PARTIES.values()))[0]
        if party == "共青团员" and birth < date(1994, 1, 1):
            party = "群众"
        person.political_status = party if self._chance.random() > 0.01 else ""
        joined = since + timedelta(days=self._chance.randrange(90, 900))
        full = date(joined.year + 1, joined.month, min(joined.day, 28))
        before = "共青团员" if birth > date(1993, 1, 1) else "群众"
        if party == "中共预备党员" and joined <= LAST_DAY:
            return [Past("political_status", before, since, joined)] if person.political_status else []
        if party == "中共党员" and person.political_status and full <= LAST_DAY and self._chance.random() < 0.06:
            return [
                Past("political_status", before, since, joined),
                Past("political_status", "中共预备党员", joined, full),
            ]
        return []


def _sources(since: date, politics: date) -> dict[str, list[str]]:
    """Where the values come from and since when they are held so."""
    confirmed, day = Source.CONFIRMED.value, since.isoformat()
    return {
        "name": [confirmed, day],
        "id": [Source.MATCHED.value, day],
        "phone": [Source.SELF.value, day],
        "political_status": [confirmed, politics.isoformat()],
        "employments": [confirmed, day],
        "educations": [Source.EVIDENCED.value, day],
        "qualifications": [Source.MATCHED.value, day],
    }


def _categories(career: Career, person: NewPerson, bent: float) -> Iterator[Period]:
    """The talent categories of each stint; what goes on over a change of post is one period."""
    running: dict[str, Period] = {}
    for stint in career:
        wanted = dict.fromkeys(_at(stint, bent), stint.starts)
        qualified = next((row.starts for row in person.qualifications if row.level), None)
        if qualified is not None and (stint.ends is None or qualified < stint.ends):
            wanted.setdefault(CategoryKind.SOCIAL_WORK, max(qualified, stint.starts))
        for category, starts in wanted.items():
            known = running.get(category)
            if known is not None and known[2] == starts:
                running[category] = (category, known[1], stint.ends)
                continue
            if known is not None:
                yield known
            running[category] = (category, starts, stint.ends)
    yield from running.values()


def _at(stint: Stint, bent: float) -> Iterator[CategoryKind]:
    kind = stint.unit.kind
    if kind == UnitKind.BUREAU or (kind == UnitKind.STATION and stint.kind == EmploymentKind.ESTABLISHED):
        yield CategoryKind.OFFICIAL
    if kind in {UnitKind.STATION, UnitKind.VILLAGE}:
        yield CategoryKind.GRASSROOTS
    if kind == UnitKind.SOCIAL_ORGANISATION:
        yield CategoryKind.SOCIAL_ORGANISATION
    social = {UnitKind.NURSING_HOME, UnitKind.INSTITUTION, UnitKind.ENTERPRISE}
    if kind in social or "社工" in stint.post or (kind == UnitKind.SOCIAL_ORGANISATION and bent < 0.5):
        yield CategoryKind.SOCIAL_WORK
