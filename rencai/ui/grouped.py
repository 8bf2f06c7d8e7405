"""Rows counted by the values of a few fields in one pass of the database, then divided into any parts made of these."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count, Field, Q, QuerySet, Sum

from rencai.ui.encoded import Encoded, Table, Unanswerable, names_asked


class Groups:
    """How many rows there are of each combination of `fields`, or `total` summed over them; read when first asked."""

    def __init__(self, rows: QuerySet[Any], fields: Sequence[str], total: str = "") -> None:
        self._rows, self._fields, self._total = rows, fields, total

    def tally(self, parts: Sequence[Q]) -> list[int]:
        """The measure of the rows that meet each part. Raises Unanswerable, for a field not grouped by before reading.

        A part may ask the fields and, where one is a foreign key, fields of what it points to.
        """
        query = self._rows.query
        if query.distinct or query.is_sliced or query.combinator:
            raise Unanswerable("rows made distinct, cut or put together are counted as they are")
        ways = {name: self._way(name) for name in set().union(*map(names_asked, parts))}
        measured = np.array([group[-1] or 0 for group in self._read], np.int64)
        table = Table(np.arange(len(self._read)), {name: self._column(*way) for name, way in ways.items()})
        return [int(measured[table.mask(part)].sum()) for part in parts]

    @cached_property
    def _read(self) -> list[tuple[Any, ...]]:
        measure = Sum(self._total) if self._total else Count("*")
        return list(self._rows.order_by().values_list(*self._fields).annotate(measured=measure))

    def _way(self, name: str) -> tuple[int, Field[Any, Any] | None]:
        """Which of the fields answers, and the field of what it points to. Raises Unanswerable."""
        if name in self._fields:
            return self._fields.index(name), None
        key, _, beyond = name.partition("__")
        there: Any = self._rows.model._meta.get_field(key).related_model if key in self._fields else None
        found = {field.name: field for field in there._meta.concrete_fields} if there else {}
        if beyond not in found:
            raise Unanswerable(name)
        return self._fields.index(key), found[beyond]

    def _column(self, at: int, beyond: Field[Any, Any] | None) -> Encoded:
        values = [group[at] for group in self._read]
        if beyond is not None:
            there = beyond.model._base_manager.filter(pk__in={*values})
            known = dict(there.values_list("pk", beyond.name))
            values = [known.get(value) for value in values]
        column = Encoded(len(values))
        column.put(slice(None), values)
        return column
