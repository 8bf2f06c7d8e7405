"""Age bands over birth dates of any precision: who may fall on either side of a border is unknown."""

from datetime import date, timedelta

from django.db.models import CharField, Q
from django.db.models.functions import Length

from rencai.kernel.periods import same_day

# How precise a date is, is how long it is; an expression of F would not reach the aliases of `rows.then`.
CharField.register_lookup(Length)

BANDS: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("to_35", "35岁及以下", None, 35),
    ("36_45", "36—45岁", 36, 45),
    ("46_54", "46—54岁", 46, 54),
    ("from_55", "55岁及以上", 55, None),
)


def band(day: date, youngest: int | None, oldest: int | None, path: str = "birth_then") -> Q:
    """The condition that somebody is surely of this age on `day`: completed years, both ends included."""
    where = Q(**{f"{path}__gt": ""})
    if oldest is not None:
        where &= _from(same_day(day, -(oldest + 1)) + timedelta(days=1), path)
    if youngest is not None:
        where &= _until(same_day(day, -youngest), path)
    return where


def unknown_age(day: date, path: str = "birth_then") -> Q:
    """Whoever is surely in no band: no birth date, or one too coarse to tell."""
    anywhere = Q()
    for _, _, youngest, oldest in BANDS:
        anywhere |= band(day, youngest, oldest, path)
    return Q(**{path: ""}) | Q(**{f"{path}__isnull": True}) | ~anywhere


def _from(first: date, path: str) -> Q:
    """Born on `first` or later: for a month or year, its first day must be."""
    month = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32))
    year = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    return (
        _size(path, 10) & Q(**{f"{path}__gte": first.isoformat()})
        | _size(path, 7) & Q(**{f"{path}__gte": month.isoformat()[:7]})
        | _size(path, 4) & Q(**{f"{path}__gte": f"{year:04d}"})
    )


def _until(last: date, path: str) -> Q:
    """Born on `last` or earlier: for a month or year, its last day must be."""
    after = last + timedelta(days=1)
    return (
        _size(path, 10) & Q(**{f"{path}__lte": last.isoformat()})
        | _size(path, 7) & Q(**{f"{path}__lt": after.isoformat()[:7]})
        | _size(path, 4) & Q(**{f"{path}__lt": after.isoformat()[:4]})
    )


def _size(path: str, length: int) -> Q:
    return Q(**{f"{path}__length": length})
