"""Keeps numbers while the data stand still: what was computed at one revision is right until the next."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from django.db import connection

from rencai.ui import scopes
from rencai.ui.figures import Figure, Ratio, Rows, Scope

KEPT_AT_MOST = 2048

Value = TypeVar("Value")


class Kept:
    """A bounded store of one process, the least recently used going first. Safe among threads."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def take(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of `key`, computed outside the lock when it isn't there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
        value = compute()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.at_most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


KEPT = Kept(KEPT_AT_MOST)


def kept(name: Hashable, scope: Scope, revision: int, compute: Callable[[], Value]) -> Value:
    """Whatever `compute` finds for this scope and whatever its user may see, once per revision.

    Read the revision before the data: a change between the two then leaves the newer value under the older
    revision, which nobody asks for again, never the other way round. Inside a transaction nothing is kept or
    taken: it may see changes that others must not.
    """
    if connection.in_atomic_block:
        return compute()
    key = (name, scope.on, scope.area, scope.unit, scopes.places().sees(scope.user), revision)
    return KEPT.take(key, compute)


def number(figure: Figure, scope: Scope, revision: int) -> int:
    """The figure's number, from the store while the revision stands."""
    return kept((figure.key, figure.version), scope, revision, lambda: figure.number(scope))


def total(figure: Figure, scope: Scope, revision: int, narrowing: Hashable, rows: Rows) -> int:
    """How many `rows` there are; `narrowing` names the conditions that made them out of the figure's."""
    return kept((figure.key, figure.version, "rows", narrowing), scope, revision, lambda: rows.order_by().count())


def ratio(share: Ratio, scope: Scope, revision: int) -> int | None:
    """Per mille, rounded half up; None where the whole is zero."""
    return share.of(number(share.part, scope, revision), number(share.whole, scope, revision))


def value(figure: Figure | Ratio, scope: Scope, revision: int) -> str:
    """The number as it stands on pages, without its unit: 1,234 or 56.7; — where a share has no whole."""
    if isinstance(figure, Figure):
        return f"{number(figure, scope, revision):,}"
    return per_mille(ratio(figure, scope, revision))


def per_mille(share: int | None) -> str:
    return "—" if share is None else f"{share // 10}.{share % 10}"
