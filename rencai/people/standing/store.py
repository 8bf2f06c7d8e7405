"""Keeps what people were on a day in memory and brings it up to date from the audit chain before every answer."""

import ctypes
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from django.db.models import Count, Q

from rencai.org.audit import changed_since, revision
from rencai.people.models import Person
from rencai.people.standing.reading import NAMES, read
from rencai.ui.encoded import Table

ROWS_AT_MOST = 2_500_000  # 27 bytes each
TOUCHED_AT_MOST = 500
_PERSON = Person._meta.label_lower
# Changes of these kinds of record leave every fact about people as it was.
_APART = ("org.user", "org.section", "people.exportrequest", "people.importjob", "reports.")
_LOOKED_AT_ONCE = 20

Value = TypeVar("Value")


@dataclass(slots=True)
class _Kept:
    """What one county's people were on one day, right at `revision`; `asked` while a question is being answered."""

    county: str
    day: date
    revision: int = -1
    table: Table | None = None
    asked: bool = False

    def up_to_date(self) -> Table:
        """The table as of the last recorded change. Reads the revision before the data, never the other way round."""
        now = revision()
        if self.table is None or now != self.revision:
            touched = None if self.table is None or now < self.revision else self._touched()
            if self.table is None or touched is None:
                self.table = read(self.county, self.day)
                _give_back()
            elif touched:
                refresh(self.table, self.county, self.day, touched)
            self.revision = now
        return self.table

    def _touched(self) -> list[int] | None:
        """Whose records changed since; None when a change may have touched anybody, or too many."""
        changes = changed_since(self.revision, TOUCHED_AT_MOST)
        if len(changes) == TOUCHED_AT_MOST:
            return None
        touched = set()
        for kind, target, county in changes:
            if kind.startswith(_APART) or county not in {"", self.county}:
                continue
            if kind != _PERSON:
                return None
            touched.add(int(target))
        return sorted(touched)


class Store:
    """Tables of one process, the least recently asked going first when the rows become too many. Safe among threads."""

    def __init__(self, rows_at_most: int) -> None:
        self.rows_at_most = rows_at_most
        self._kept: OrderedDict[tuple[str, date], _Kept] = OrderedDict()
        # One for all days: a question about one day may ask another within it, and not everybody in the same order.
        self._lock = RLock()

    def ask(self, county: str, day: date, question: Callable[[Table], Value]) -> Value:
        """The answer from that county's table of the day. Not inside a transaction: it may see what others must not."""
        if inside_transaction():
            raise RuntimeError("what is kept in memory is not asked inside a transaction")
        with self._lock:
            kept = self._kept.setdefault((county, day), _Kept(county, day))
            self._kept.move_to_end((county, day))
            if kept.asked and kept.table is not None:
                return question(kept.table)  # asked within itself: it must not change meanwhile
            table = kept.up_to_date()
            kept.asked = True
            try:
                return question(table)
            finally:
                kept.asked = False
                self._make_room()

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _make_room(self) -> None:
        rows = sum(len(one.table) for one in self._kept.values() if one.table is not None)
        while rows > self.rows_at_most and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            rows -= len(gone.table) if gone.table is not None else 0


STORE = Store(ROWS_AT_MOST)


def _give_back() -> None:
    """Returns what reading has freed to the system: the allocator keeps 120 MB after a million people otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only where the C library is glibc
    if trim is not None:
        trim(0)


def warm(day: date) -> None:
    """Reads the largest registers before anybody asks; for a thread of its own, whose connection it closes."""
    try:
        sizes = Counter(dict(Person.objects.values_list("county").annotate(n=Count("pk"))))
        left = ROWS_AT_MOST
        for county, size in sizes.most_common():
            left -= size
            if left < 0:
                return
            STORE.ask(county, day, len)
    finally:
        connection.close()


def inside_transaction() -> bool:
    """Whether changes may be seen here that others must not see; what a test wraps itself in does not count."""
    blocks: list[Any] = connection.atomic_blocks
    return any(not block._from_testcase for block in blocks)


def refresh(table: Table, county: str, day: date, touched: Sequence[int]) -> None:
    """Reads these people again and puts them where they now belong in the table; who left the register goes."""
    now = read(county, day, touched)
    table.only(~np.isin(table.keys, np.array(touched, np.int64)))
    values = {name: [now.columns[name].values[code] for code in now.columns[name].codes] for name in NAMES}
    # From the last one on, so that the person after each is in its place already.
    for row in reversed(range(len(now))):
        key = int(now.keys[row])
        at = _place(table, county, key)
        table.insert(at, key, {name: values[name][row] for name in NAMES})


def _place(table: Table, county: str, key: int) -> int:
    """Before whom the person stands: asked of the database, whose order it is."""
    pinyin = Person.objects.filter(pk=key).values_list("pinyin", flat=True).first()
    after = Q(pinyin=pinyin, pk__gt=key) | Q(pinyin__gt=pinyin)
    ahead = Person.objects.filter(after, county=county, pinyin__gte=pinyin).order_by("pinyin", "pk")
    start = 0
    while pinyin is not None:
        some = list(ahead.values_list("pk", flat=True)[start : start + _LOOKED_AT_ONCE])
        for one in some:
            found = np.flatnonzero(table.keys == one)
            if len(found):
                return int(found[0])
        if len(some) < _LOOKED_AT_ONCE:
            break
        start += _LOOKED_AT_ONCE
    return len(table)
