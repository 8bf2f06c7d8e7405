"""Registers of any size: the demo county's units with as many synthetic people as asked for, written in bulk."""

import time
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction

from rencai.org.audit import record
from rencai.org.models import Unit, User
from rencai.people import bulk
from rencai.people.models import Person
from rencai.site.demo.load import load_organisation
from rencai.site.demo.numbers import IdNumbers
from rencai.site.demo.people import population
from rencai.site.demo.places import COUNTY, units
from rencai.ui.planner import survey_tables

_AT_ONCE = 50_000
_DEMO_SIZE = 2_900


def build(size: int) -> dict[str, float]:
    """Fill an empty database; returns seconds and people per second of the bulk writer alone."""
    if not Unit.objects.exists():
        load_organisation()
    clerk = User.objects.get(username="clerk")
    written = 0.0
    for people in _portions(size):
        start = time.perf_counter()
        with transaction.atomic():
            bulk.insert(people)
            record("测速载入人员", by=clerk, county=COUNTY, detail={"人员": len(people)})
        written += time.perf_counter() - start
    start = time.perf_counter()
    survey_tables()
    return {
        "people": Person.objects.count(), "seconds": written, "rows/s": size / written,
        "analyze s": time.perf_counter() - start,
    }  # fmt: skip


def _portions(size: int) -> Iterator[list[bulk.NewPerson]]:
    """Lists of at most 50,000 new people, spread over all units."""
    keys = dict(Unit.objects.values_list("code", "pk"))
    ids = IdNumbers(COUNTY)
    seed = left = 0
    left = size
    while left > 0:
        wanted = min(left, _AT_ONCE)
        times = max(1, -(-wanted // _DEMO_SIZE))
        planned = [replace(unit, staff=unit.staff * times) for unit in units()]
        citizens = population(COUNTY, planned, keys, seed=seed, ids=ids)
        step = max(1, len(citizens) // wanted)
        people = [citizen.person for citizen in citizens[::step][:wanted]]
        yield people
        left -= len(people)
        seed += 1
