"""New people written column by column: values sealed, index words made, rows sent to each table in one go."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from rencai.kernel.idnumber import mask_id
from rencai.kernel.names import name_keys
from rencai.people.models.persons import mask_phone, place_of
from rencai.people.search import index_rows

Row = tuple[Any, ...]

_PARAMETERS: Final = 900
_NARROW: Final = 12

DATED: Final = {
    "people_employment": (
        "person_id", "unit_id", "area_code", "post_title", "kind", "main", "latest", "reason", "source", "starts",
        "ends",
    ),
    "people_education": (
        "person_id", "level", "degree", "major", "is_social_work", "school", "highest", "source", "starts", "ends",
    ),
    "people_qualification": (
        "person_id", "level", "number", "obtained", "valid_until", "known_none", "source", "starts", "ends",
    ),
    "people_category": ("person_id", "category", "source", "starts", "ends"),
    "people_servicefield": ("person_id", "field", "source", "starts", "ends"),
}  # fmt: skip
"""The tables of dated records and the columns of their rows; where all are still open, `ends` is left off."""

PERSON: Final = (
    "id", "county", "name", "name_key", "pinyin", "initials", "document_type", "id_sealed", "id_masked", "id_index",
    "id_tail_index", "sex", "birth", "ethnicity", "political_status", "phone_sealed", "phone_masked", "work_since",
    "social_work_since", "key_person", "remark", "sources", "photo", "created_at", "changed_at",
)  # fmt: skip


class People(NamedTuple):
    """Columns of one entry a person; `sources` is JSON text, dates of birth and work are texts as on Person."""

    county: Iterable[str]
    name: Sequence[str]
    id_number: Sequence[str]
    document_type: Iterable[str]
    sex: Iterable[str]
    birth: Iterable[str]
    ethnicity: Iterable[str]
    political_status: Iterable[str]
    phone: Sequence[str]
    work_since: Iterable[str]
    social_work_since: Iterable[str]
    key_person: Iterable[bool | None]
    remark: Iterable[str]
    sources: Iterable[str]


def allocate(count: int) -> list[int]:
    """Fresh primary keys: a sealed value is bound to its row, so the key must be known before the row is written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence('people_person', 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [count])
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the write lock, and SQLite raises the sequence itself as the rows come in.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'people_person'")
        last = next(iter(cursor.fetchall()), (0,))[0]
    return list(range(last + 1, last + count + 1))


def write(keys: Sequence[int], people: People, dated: Mapping[str, Iterable[Row]]) -> None:
    """Write people under allocated keys; `dated` has rows as DATED names their columns, by table."""
    names, pinyins, initials = zip(*map(name_keys, people.name), strict=True)
    ring = settings.KEYRING
    tails = [number[-4:] for number in people.id_number]
    # A tail has four characters: far fewer are different than there are people.
    different = list(set(tails))
    tail_index = dict(zip(different, ring.index_all(different, "tail"), strict=True))
    tail_indexes = [tail_index[tail] for tail in tails]
    moment = repeat(connection.ops.adapt_datetimefield_value(timezone.now()))
    rows = zip(
        keys, people.county, people.name, _cut(names, 80), _cut(pinyins, 300), _cut(initials, 60),
        people.document_type, _sealed("id", keys, people.id_number), map(mask_id, people.id_number),
        ring.index_all(people.id_number, "id"), tail_indexes, people.sex, people.birth,
        people.ethnicity, people.political_status, _sealed("phone", keys, people.phone),
        map(mask_phone, people.phone), people.work_since, people.social_work_since, people.key_person, people.remark,
        people.sources, repeat(""), moment, moment,
    )  # fmt: skip
    _send("people_person", PERSON, rows)
    index_rows(zip(keys, people.name, _cut(pinyins, 300), _cut(initials, 60), tail_indexes, strict=True))
    for table, records in dated.items():
        _send(table, DATED[table], records)


def _cut(texts: Iterable[str], longest: int) -> list[str]:
    return [text[:longest] for text in texts]


def _sealed(field: str, keys: Sequence[int], values: Sequence[str]) -> list[str]:
    sealed: list[str] = settings.KEYRING.seal_all(
        [(value, place_of(field, key)) for key, value in zip(keys, values, strict=True)]
    )
    return sealed


def _send(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    records = list(rows)
    if not records:
        return
    named = columns[: len(records[0])]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(named)}) FROM STDIN") as copy:
                for row in records:
                    copy.write_row(row)
            return
        # A statement costs more than a narrow row in it; wide rows gain nothing by sharing one.
        together = max(_PARAMETERS // len(named), 1) if len(named) <= _NARROW else 1
        whole = len(records) - len(records) % together
        values = iter(chain.from_iterable(records[:whole]))
        shared = zip(*[values] * (together * len(named)), strict=True)
        cursor.executemany(_insertion(table, named, together), list(shared))
        cursor.executemany(_insertion(table, named, 1), records[whole:])


def _insertion(table: str, columns: Sequence[str], rows: int) -> str:
    places = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([places] * rows)}"  # noqa: S608 - own names
