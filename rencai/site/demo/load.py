"""Loads the demo: areas, units and their changes, accounts, people, and the reports of the two years."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rencai.exams.actions import resettle
from rencai.kernel.workdays import is_workday
from rencai.org.actions import add_section, add_unit, merge_unit, rename_unit
from rencai.org.audit import record
from rencai.org.models import Area, Unit, User
from rencai.people import bulk
from rencai.people.actions import tie_account
from rencai.people.models import PastValue, Person, Source
from rencai.reminders import rounds
from rencai.site.demo import places
from rencai.site.demo.accounts import DemoAccounts, add_accounts, add_talent
from rencai.site.demo.certified import Certified
from rencai.site.demo.commissioned import load_programme
from rencai.site.demo.examined import Examinations
from rencai.site.demo.people import Citizen, population
from rencai.site.demo.places import COUNTY, COUNTY_NAME, STRANGER, STRANGER_NAME, PlannedUnit
from rencai.site.demo.trained import load_training
from rencai.site.demo.worked_out import keep_verdicts
from rencai.site.demo.yearly import issue_reports
from rencai.ui.planner import survey_tables

BUREAU = "YC001"


def is_loaded() -> bool:
    """Whether the demo county is in this database; it is all there or not at all."""
    return Unit.objects.filter(code=BUREAU, area__code=COUNTY, area__fictional=True).exists()


@transaction.atomic
def load(*, by: User | None = None, today: date | None = None) -> DemoAccounts:
    """Everything in one transaction; what is being prepared lies around `today`.

    Raises ValueError where the demo or other data of the two counties is there.
    """
    if Area.objects.filter(code__in=(COUNTY, STRANGER)).exists():
        raise ValueError(f"{COUNTY_NAME}或{STRANGER_NAME}已在数据库中，演示数据只能装入没有这两个县的数据库。")
    units, accounts = load_organisation(by=by)
    keys = {code: unit.pk for code, unit in units.items()}
    people = load_people(population(COUNTY, places.units(), keys), COUNTY, accounts["clerk"])
    survey_tables()
    today = today or timezone.localdate()
    load_training(COUNTY, accounts["clerk"], today=today)
    load_programme(COUNTY, accounts["clerk"])
    survey_tables()
    resettle(Examinations(COUNTY, accounts["clerk"]).load())
    Certified(COUNTY, accounts["clerk"], today=today).load()
    survey_tables()
    keep_verdicts(COUNTY, accounts["clerk"])
    load_people(population(STRANGER, places.strange_units(), keys), STRANGER, accounts["neighbour"])
    _tie_talent(accounts, people)
    issue_reports(units[BUREAU], author=accounts["clerk"], issuer=accounts["leader"])
    _remind(today)
    return accounts


def _remind(today: date) -> None:
    """The round of the last working day before, as if it had been made that morning."""
    day = next(day for back in range(1, 15) if is_workday(day := today - timedelta(days=back), {}))
    rounds.remind(day, at=datetime(day.year, day.month, day.day, 8, 5, tzinfo=timezone.get_default_timezone()))


@transaction.atomic
def load_organisation(*, by: User | None = None) -> tuple[dict[str, Unit], DemoAccounts]:
    """The two counties without their people: units by code, and the accounts."""
    _load_areas(by)
    units = _load_units([*places.units(), *places.strange_units()], by)
    for name in places.SECTIONS:
        add_section(units[BUREAU], name, by=by)
    accounts = add_accounts(units)
    _change_units(units, accounts["clerk"])
    return units, accounts


def _load_areas(by: User | None) -> None:
    code, name = places.PROVINCE
    Area.objects.bulk_create([Area(code=code, name=name, level=len(code))], ignore_conflicts=True)
    rows = [Area(code=code, name=name, level=len(code), fictional=True) for code, name in places.areas()]
    Area.objects.bulk_create(rows)
    record("载入演示区划", by=by, county=COUNTY, detail={"区划数": len(rows)})


def _load_units(planned: Sequence[PlannedUnit], by: User | None) -> dict[str, Unit]:
    areas = {area.code: area for area in Area.objects.within(places.CITY[0])}
    units: dict[str, Unit] = {}
    for plan in planned:
        units[plan.code] = add_unit(
            code=plan.code, name=plan.name, kind=plan.kind, area=areas[plan.area], starts=plan.starts,
            parent=units.get(plan.parent), uscc=plan.uscc, by=by,
        )  # fmt: skip
    return units


def _change_units(units: dict[str, Unit], by: User) -> None:
    for plan in places.units():
        if plan.renamed is not None:
            day, name = plan.renamed
            rename_unit(units[plan.code], name, day, by=by)
        if plan.merged is not None:
            day, into = plan.merged
            merge_unit(units[plan.code], units[into], day, by=by)


def load_people(citizens: Sequence[Citizen], county: str, by: User) -> list[Person]:
    """Writes them; returns some of the first."""
    keys = bulk.insert([citizen.person for citizen in citizens])
    past = [
        PastValue(
            person_id=key, field=each.field, value=each.value, starts=each.starts, ends=each.ends,
            source=Source.CONFIRMED,
        )
        for key, citizen in zip(keys, citizens, strict=True)
        for each in citizen.past
    ]  # fmt: skip
    PastValue.objects.bulk_create(past, batch_size=500)
    counted = Counter(len(citizen.person.employments) > 1 for citizen in citizens)
    detail = {"人员": len(keys), "有变动的": counted[True], "字段沿革": len(past)}
    record("载入演示人员", by=by, county=county, detail=detail)
    return list(Person.objects.filter(pk__in=keys[:200], employments__ends__isnull=True).order_by("pk"))


def _tie_talent(accounts: DemoAccounts, people: Sequence[Person]) -> None:
    """The talent's own account belongs to somebody with a qualification whose record has some history."""
    person = Person.objects.filter(pk__in=[each.pk for each in people], qualifications__level="intermediate").first()
    chosen = person or people[0]
    now = chosen.employments.main().open().select_related("unit").get()
    tie_account(chosen, add_talent(accounts, chosen.name, now.unit), by=accounts["clerk"])
