"""What the register holds of people on a day, a row each under the roster's columns, read in one statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from rencai.org.models import Area, Level, Unit
from rencai.people.imports.words import NO_QUALIFICATION, WORDS, word_of
from rencai.people.models import Category, QualificationLevel, ServiceField
from rencai.people.models.persons import PersonQuerySet, place_of
from rencai.people.roster.columns import KEYS
from rencai.ui.models import on_day

Raw = tuple[Any, ...]
Word = Callable[[Any], Any]

_AT_ONCE = 500
_NONE = "none"
_ID, _PHONE, _LEVEL = (KEYS.index(key) for key in ("id_number", "phone", "qualification_level"))
_WIDTH = 1 + len(KEYS)
_RANKS = {QualificationLevel.SENIOR: 3, QualificationLevel.INTERMEDIATE: 2, QualificationLevel.ASSISTANT: 1}


class _Joined(Aggregate):
    """Codes with a comma between them, in no order."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **extra)


def recorded(people: PersonQuerySet, on: date, *, clear: bool = True) -> Iterator[tuple[int, list[Any]]]:
    """(key, then what is stored for each column of the roster) of each person, in the order of the keys.

    `words` reads it. `clear` opens the ID number, "" without; the phone number is always opened, to be compared or
    masked.
    """
    sources = _sources(on)
    found: QuerySet[Any, Any] = people.annotate(
        job=_holding("employments", on, main=True),
        schooling=_holding("educations", on, highest=True),
        certificate=_holding("qualifications", on),
    ).annotate(**{f"of_{key}": source for key, source in sources.items()})
    found = found.order_by("pk").values_list("pk", *[f"of_{key}" for key in KEYS], *_deciding())
    return _opened(_once(found.iterator(chunk_size=_AT_ONCE)), clear)


def _sources(on: date) -> dict[str, Any]:
    """Where the value of each column stands."""
    certificate = Case(When(certificate__known_none=True, then=Value(_NONE)), default=F("certificate__level"))
    sources = {
        "id_number": F("id_sealed"),
        "phone": F("phone_sealed"),
        "unit_name": F("job__unit_id"),
        "unit_kind": F("job__unit_id"),
        "township": F("job__unit_id"),
        "post_title": F("job__post_title"),
        "categories": _joined(Category, "category", on),
        "service_fields": _joined(ServiceField, "field", on),
        "education_level": F("schooling__level"),
        "degree": F("schooling__degree"),
        "major": F("schooling__major"),
        "school": F("schooling__school"),
        "qualification_level": certificate,
        "certificate_number": F("certificate__number"),
        "obtained": F("certificate__obtained"),
        "valid_until": F("certificate__valid_until"),
        # As a number, since a boolean would be converted on SQLite, and every row taken apart for it.
        "key_person": Cast("key_person", IntegerField()),
    }
    return {key: sources.get(key, F(key)) for key in KEYS}


def _holding(path: str, on: date, **where: Any) -> FilteredRelation:
    """The records at `path` that hold on the day and meet the condition."""
    marked = Q(**{f"{path}__{name}": value for name, value in where.items()})
    return FilteredRelation(path, condition=on_day(on, f"{path}__") & marked)


def _joined(model: Any, path: str, on: date) -> Subquery:
    mine = model.objects.on(on).filter(person=OuterRef("pk")).order_by().values("person")
    return Subquery(mine.annotate(held=_Joined(path)).values("held"))


def _deciding() -> Iterator[Any]:
    """What stands behind the columns to decide between several records of a person."""
    for path in ("certificate", "schooling", "job"):
        yield Cast(f"{path}__starts", CharField())
        yield F(f"{path}__pk")


def _once(rows: Iterable[Raw]) -> Iterator[Raw]:
    """One row of each person, whose rows follow each other.

    An order in the statement would do the same, but SQLite then sorts all rows with everything in them.
    """
    coming = iter(rows)
    kept = next(coming, None)
    if kept is None:
        return
    for row in coming:
        if row[0] != kept[0]:
            yield kept
            kept = row
        else:
            kept = max(kept, row, key=_precedence)
    yield kept


def _precedence(row: Raw) -> Raw:
    """The highest certificate counts, and of several records alike the latest."""
    return _RANKS.get(row[1 + _LEVEL], 0), *row[_WIDTH:]


def _opened(rows: Iterable[Raw], clear: bool) -> Iterator[tuple[int, list[Any]]]:
    opened = settings.KEYRING.open
    for row in rows:
        key, *cells = row[:_WIDTH]
        cells[_ID] = opened(cells[_ID], place_of("id", key)) if clear else ""
        cells[_PHONE] = opened(cells[_PHONE], place_of("phone", key))
        yield key, cells


def words(on: date) -> Mapping[str, Word]:
    """What is stored, as a roster of the day says it: a text, several, or yes and no; "" or () for nothing.

    A column that is not here is stored as it reads, None for nothing.
    """
    units = _units(on)
    coded = {key: partial(_word, key) for key in ("document_type", "sex", "education_level", "degree")}
    several = {key: partial(_ordered, key) for key in ("categories", "service_fields")}
    placed = {key: partial(_of_unit, units, at) for at, key in enumerate(("unit_name", "unit_kind", "township"))}
    return {**coded, **several, **placed, "qualification_level": _level, "key_person": _yes_or_no}


def _word(key: str, code: str | None) -> str:
    return word_of(key, code or "")


def _ordered(key: str, codes: str | None) -> tuple[str, ...]:
    held = codes.split(",") if codes else ()
    return tuple(word for code, word in WORDS[key].items() if code in held)


def _of_unit(units: Mapping[int, tuple[str, ...]], at: int, unit: int | None) -> str:
    return units[unit][at] if unit else ""


def _level(code: str | None) -> str:
    return NO_QUALIFICATION if code == _NONE else _word("qualification_level", code)


def _yes_or_no(known: int | None) -> bool | str:
    return "" if known is None else bool(known)


def _units(on: date) -> dict[int, tuple[str, str, str]]:
    """The name, kind and township of every unit as a roster of the day gives them."""
    townships = dict(Area.objects.filter(level=Level.TOWNSHIP).values_list("code", "name"))
    return {
        pk: (name, WORDS["unit_kind"].get(kind, ""), townships.get(area[: Level.TOWNSHIP], ""))
        for pk, name, kind, area in Unit.objects.with_name_on(on).values_list("pk", "name_on", "kind", "area_id")
    }
