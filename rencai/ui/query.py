"""The query string of a listing: what it may hold, read with care, and addresses that differ from it in one thing."""

import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from rencai.ui.figures import RESERVED

LONGEST = 100

Values = Mapping[str, Sequence[str]]


def clean(text: str) -> str:
    """One line of at most 100 characters without control characters (PostgreSQL refuses NUL)."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs"}).strip()[:LONGEST]


class Query:
    """The known parameters of a request, in order; unknown ones are never carried along."""

    def __init__(self, values: Values) -> None:
        self._values = {name: list(found) for name, found in values.items() if any(found)}

    @classmethod
    def of(cls, request: HttpRequest, own: Sequence[str] = ()) -> "Query":
        """The reserved parameters and a listing's `own` filters."""
        data: QueryDict = request.GET
        names = [name for name in data if name in RESERVED or name in own]
        return cls({name: [clean(text) for text in data.getlist(name)] for name in names})

    def one(self, name: str) -> str:
        return next((text for text in reversed(self._values.get(name, ())) if text), "")

    def all(self, name: str) -> list[str]:
        return list(self._values.get(name, ()))

    def but(self, **changes: str | Sequence[str]) -> "Query":
        """This query with some parameters replaced; "" or an empty list takes one out."""
        new = {name: [value] if isinstance(value, str) else list(value) for name, value in changes.items()}
        return Query({**self._values, **new})

    def without(self, *names: str) -> "Query":
        return Query({name: found for name, found in self._values.items() if name not in names})

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, text) for name, found in self._values.items() for text in found if text]

    def __str__(self) -> str:
        """With its question mark, ready for an href; "?" alone clears everything."""
        return "?" + urlencode(self.pairs())
