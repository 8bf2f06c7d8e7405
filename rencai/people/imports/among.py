"""The condition of being one of thousands of values, which reach the database as one parameter."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

AT_ONCE: Final = 5000
Value = TypeVar("Value", int, str)


def among(path: str, values: list[Value]) -> Q:
    """That the field at `path` has one of the values, all whole numbers or all texts.

    A list of its own parameter for each value is prepared, sent and planned much longer than it takes to answer.
    """
    if connection.vendor == "sqlite":
        listed = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(values)])
    else:
        kind = "text" if values and isinstance(values[0], str) else "bigint"
        listed = RawSQL(f"SELECT unnest(%s::{kind}[])", [values])  # noqa: S611 - two fixed names of types
    return Q(**{f"{path}__in": listed})


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in lists of a size that `among` can well take at once."""
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
