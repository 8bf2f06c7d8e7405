"""Rows held as columns in memory, each value stored once, and conditions (Q) answered on them as the database would."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.unsignedinteger[Any]]


class Unanswerable(Exception):
    """A condition that only the database can answer."""


@runtime_checkable
class KeyedInMemory(Protocol):
    """A queryset that may know its keys without asking the database."""

    def known_keys(self) -> npt.NDArray[np.int64] | None:
        """The primary keys; None where it doesn't know."""


class _Numbering(dict[Any, int]):
    """Gives each new value the next number."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class Encoded:
    """One column: `codes[row]` is the number of its value. Every row starts with the value `blank`."""

    def __init__(self, rows: int, blank: Any = None) -> None:
        self._numbers = _Numbering({blank: 0})
        self.codes: Codes = np.zeros(rows, np.uint8)

    @property
    def values(self) -> list[Any]:
        """Each value once; its place is its code."""
        return list(self._numbers)

    def put(self, rows: npt.NDArray[np.intp] | slice, values: Sequence[Any]) -> None:
        """Write `values` at `rows`; of two for one row the later stands."""
        codes = np.fromiter(map(self._numbers.__getitem__, values), np.uint32, len(values))
        self.codes = self.codes.astype(np.promote_types(self.codes.dtype, self._smallest()), copy=False)
        self.codes[rows] = codes

    def only(self, rows: Mask) -> None:
        """Keep these rows."""
        self.codes = self.codes[rows]

    def insert(self, at: int) -> None:
        """Make room for a row before row `at`; it holds the blank."""
        self.codes = np.insert(self.codes, at, 0)

    def shrink(self) -> None:
        """Into the smallest type that holds every code."""
        self.codes = self.codes.astype(self._smallest(), copy=False)

    def _smallest(self) -> np.dtype[Any]:
        return np.min_scalar_type(max(len(self._numbers) - 1, 0))


# What a value must be for a lookup to hold; unknown (None) meets none of them, as in SQL.
_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "gt": lambda value, wanted: value > wanted,
    "gte": lambda value, wanted: value >= wanted,
    "lt": lambda value, wanted: value < wanted,
    "lte": lambda value, wanted: value <= wanted,
    "contains": lambda value, wanted: wanted in value,
    "length": lambda value, wanted: len(value) == wanted,
}


_KEYS = ("pk__in", "id__in")
_PIECE = 20_000
_FLAGS_AT_MOST = 100_000_000  # a byte each


class Table:
    """Rows with integer keys in an order, and their columns. A derived column is a function of another's value."""

    def __init__(self, keys: npt.NDArray[np.int64], columns: dict[str, Encoded]) -> None:
        self.keys = keys
        self.columns = columns
        self.derived: dict[str, tuple[str, Callable[[Any], Any]]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, rows: Mask) -> None:
        """Keep these rows."""
        self.keys = self.keys[rows]
        for column in self.columns.values():
            column.only(rows)

    def insert(self, at: int, key: int, values: dict[str, Any]) -> None:
        """A new row before row `at`."""
        self.keys = np.insert(self.keys, at, key)
        for name, column in self.columns.items():
            column.insert(at)
            column.put(slice(at, at + 1), [values[name]])

    def mask(self, where: Q) -> Mask:
        """Which rows meet the condition. Raises Unanswerable."""
        name = self._only_column(where)
        if name:
            return self._chosen(name, where)[self.columns[name].codes]
        return _joined(where, self._leaf, len(self))

    def masks(self, wheres: Iterable[Q]) -> Mask:
        """Which rows meet all the conditions. Raises Unanswerable."""
        found = np.ones(len(self), np.bool_)
        for where in wheres:
            if where:
                found &= self.mask(where)
        return found

    def tally(self, within: Sequence[Q], parts: Sequence[Q]) -> list[int]:
        """How many of the rows that meet all of `within` meet each part. Raises Unanswerable.

        A part that asks one column is answered from how often each value occurs: one pass for all such parts.
        """
        base = self.masks(within)
        often: dict[str, npt.NDArray[np.intp]] = {}
        counts = []
        for part in parts:
            name = self._only_column(part)
            if not name:
                counts.append(int(np.count_nonzero(self.mask(part) & base)))
                continue
            if name not in often:
                column = self.columns[name]
                often[name] = np.bincount(column.codes[base], minlength=len(column.values))
            counts.append(int(often[name][self._chosen(name, part)].sum()))
        return counts

    def occurring(self, name: str, within: Sequence[Q]) -> list[Any]:
        """Each value of a column that a row meeting all of `within` has. Raises Unanswerable."""
        column = self.columns[name]
        values = column.values
        return [values[code] for code in np.unique(column.codes[self.masks(within)])]

    def _chosen(self, name: str, where: Q) -> Mask:
        """For each value of the one column that the condition asks, whether it meets it."""
        values = self.columns[name].values
        return _joined(where, lambda path, wanted: self._passing(path, wanted, values), len(values))

    def _passing(self, path: str, wanted: Any, values: Sequence[Any]) -> Mask:
        name, lookup = _named(path)
        if name in self.derived:
            make = self.derived[name][1]
            values = [None if value is None else make(value) for value in values]
        if lookup == "exact" and wanted is None:
            lookup, wanted = "isnull", True
        if lookup == "isnull":
            return np.fromiter(((value is None) == wanted for value in values), np.bool_, len(values))
        test = _LOOKUPS.get(lookup)
        if test is None or isinstance(wanted, QuerySet) or hasattr(wanted, "resolve_expression"):
            raise Unanswerable(path)
        return np.fromiter((value is not None and test(value, wanted) for value in values), np.bool_, len(values))

    def _leaf(self, path: str, wanted: Any) -> Mask:
        if path in _KEYS:
            return np.isin(self.keys, wanted_keys(wanted))
        return self.mask(Q((path, wanted)))

    def _only_column(self, where: Q) -> str:
        """The one stored column that the condition asks; "" when there are several or none."""
        names = {self._column_of(path) for path in _paths(where)}
        return names.pop() if len(names) == 1 else ""

    def _column_of(self, path: str) -> str:
        if path in _KEYS:
            return ""
        name = _named(path)[0]
        name = self.derived[name][0] if name in self.derived else name
        if name not in self.columns:
            raise Unanswerable(path)
        return name


def _joined(where: Q, leaf: Callable[[str, Any], Mask], size: int) -> Mask:
    """The condition put together from its leaves, each a mask of `size`."""
    found: Mask | None = None
    for child in where.children:
        if not isinstance(child, Q | tuple):
            raise Unanswerable(type(child).__name__)
        one = _joined(child, leaf, size) if isinstance(child, Q) else leaf(*child)
        if found is None:
            found = one
        elif where.connector == Q.AND:
            found = found & one
        elif where.connector == Q.OR:
            found = found | one
        else:
            raise Unanswerable(where.connector)
    found = np.ones(size, np.bool_) if found is None else found
    return ~found if where.negated else found


def wanted_keys(rows: Any) -> Any:
    """The primary keys that a `pk__in` was given or asks for, as an array. Raises Unanswerable."""
    if isinstance(rows, QuerySet):
        if isinstance(rows, KeyedInMemory) and (known := rows.known_keys()) is not None:
            return known
        rows = rows.order_by().values_list(*(rows.query.values_select or ("pk",)), flat=True).iterator(_PIECE)
    elif not isinstance(rows, Collection):
        raise Unanswerable(type(rows).__name__)
    return np.fromiter(map(int, rows), np.int64)


def distinct(keys: npt.NDArray[np.int64]) -> int:
    """How many different keys there are; as a flag for each possible one, far faster than by sorting them."""
    if not len(keys) or keys.min() < 0 or keys.max() >= _FLAGS_AT_MOST:
        return len(np.unique(keys))
    there = np.zeros(keys.max() + 1, np.bool_)
    there[keys] = True
    return int(np.count_nonzero(there))


def names_asked(where: Q) -> set[str]:
    """The columns that a condition asks. Raises Unanswerable for one that isn't made of columns."""
    return {_named(path)[0] for path in _paths(where)}


def _named(path: str) -> tuple[str, str]:
    """The column and the lookup of a path: `born__gte` asks born, `sitting__level` the column of that whole name."""
    name, _, lookup = path.rpartition("__")
    return (name, lookup) if name and (lookup in _LOOKUPS or lookup == "isnull") else (path, "exact")


def _paths(where: Q) -> Iterable[str]:
    for child in where.children:
        if isinstance(child, Q):
            yield from _paths(child)
        elif isinstance(child, tuple):
            yield child[0]
        else:
            raise Unanswerable(type(child).__name__)
