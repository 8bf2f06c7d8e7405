"""Checked rows of people not yet on the register, turned column by column into what is written."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

from rencai.org.models import Unit
from rencai.people.imports.words import CODES, NO_QUALIFICATION
from rencai.people.models import DocumentType, Source
from rencai.people.models.fields import PERSON_FIELDS
from rencai.people.roster.columns import KEYS, Values
from rencai.people.writing import People, Row, allocate, write

SOURCE = str(Source.SELF)
Columns = Mapping[str, tuple[Any, ...]]
"""The columns of the roster by key, with one value a row."""
Since = tuple[str, str]
"""What every dated row ends with: its source and the day it holds from, still."""

_CODES: Final[dict[str, dict[Any, str]]] = {key: {**codes, None: "", "": ""} for key, codes in CODES.items()}
_CODES["document_type"] |= dict.fromkeys((None, ""), str(DocumentType.ID_CARD))
_CODES["qualification_level"][NO_QUALIFICATION] = ""
_OWN: Final = tuple("id_number" if key == "id" else key for key in PERSON_FIELDS)
_TRUTH: Final = {True: True, False: False, None: None, "": None}


def insert_newcomers(rows: Sequence[Values], units: Mapping[str, Unit], *, county: str, on: date) -> list[int]:
    """Write everything the rows say, held so from `on`; what they do not say stays unknown. Returns the keys."""
    said = dict(zip(KEYS, zip(*rows, strict=True), strict=True))
    keys = allocate(len(rows))
    since = (SOURCE, on.isoformat())
    dated = {
        "people_employment": _employments(keys, said, units, since),
        "people_education": _educations(keys, said, since),
        "people_qualification": _qualifications(keys, said, since),
        "people_category": _each(keys, said, "categories", since),
        "people_servicefield": _each(keys, said, "service_fields", since),
    }
    write(keys, _people(said, county, on), dated)
    return keys


def is_social_work(major: str | None) -> bool | None:
    """A major that says so is social work; of any other the name alone does not tell."""
    return True if major and "社会工作" in major else None


def _people(said: Columns, county: str, on: date) -> People:
    return People(
        county=repeat(county),
        name=said["name"],
        id_number=said["id_number"],
        document_type=_coded(said, "document_type"),
        sex=_coded(said, "sex"),
        birth=_texts(said, "birth"),
        ethnicity=_texts(said, "ethnicity"),
        political_status=_texts(said, "political_status"),
        phone=_texts(said, "phone"),
        work_since=_texts(said, "work_since"),
        social_work_since=_texts(said, "social_work_since"),
        key_person=[_TRUTH[value] for value in said["key_person"]],
        remark=_texts(said, "remark"),
        sources=_sources(said, on.isoformat()),
    )


def _texts(said: Columns, key: str) -> list[str]:
    return [value or "" for value in said[key]]


def _coded(said: Columns, key: str) -> list[str]:
    codes = _CODES[key]
    return [codes[word] for word in said[key]]


def _sources(said: Columns, since: str) -> Iterator[str]:
    """Whether each own field is filled in a row decides the whole text, of which there are few different ones."""
    filled = (map(_is_said, said[key]) if key == "key_person" else map(bool, said[key]) for key in _OWN)
    return (_sources_of(which, since) for which in zip(*filled, strict=True))


def _is_said(value: Any) -> bool:
    return value is not None and value != ""


@lru_cache(maxsize=256)
def _sources_of(filled: tuple[bool, ...], since: str) -> str:
    named = zip(PERSON_FIELDS, filled, strict=True)
    return json.dumps({key: [SOURCE, since] for key, is_filled in named if is_filled})


def _employments(keys: Iterable[int], said: Columns, units: Mapping[str, Unit], since: Since) -> Iterator[Row]:
    places = {name: (unit.pk, unit.area_id) for name, unit in units.items()}
    for key, unit, title in zip(keys, said["unit_name"], said["post_title"], strict=True):
        yield key, *places[unit], title or "", "", True, True, "", *since


def _educations(keys: Iterable[int], said: Columns, since: Since) -> Iterator[Row]:
    levels, degrees = _CODES["education_level"], _CODES["degree"]
    columns = (said["education_level"], said["degree"], said["major"], said["school"])
    for key, level, degree, major, school in zip(keys, *columns, strict=True):
        if level or degree or major or school:
            own = (levels[level], degrees[degree], major or "", is_social_work(major), school or "")
            yield key, *own, True, *since


def _qualifications(keys: Iterable[int], said: Columns, since: Since) -> Iterator[Row]:
    codes = _CODES["qualification_level"]
    columns = (said["qualification_level"], said["certificate_number"], said["obtained"], said["valid_until"])
    for key, level, number, obtained, until in zip(keys, *columns, strict=True):
        if level == NO_QUALIFICATION:
            # 无 is knowledge, not a blank; a certificate beside it is in doubt and can't be kept too.
            yield key, "", "", "", "", True, *since
        elif level or number or obtained or until:
            yield key, codes[level], number or "", obtained or "", until or "", False, *since


def _each(keys: Iterable[int], said: Columns, column: str, since: Since) -> Iterator[Row]:
    codes = CODES[column]
    for key, words in zip(keys, said[column], strict=True):
        for word in words or ():
            yield key, codes[word], *since
