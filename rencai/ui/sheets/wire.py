"""What the reading child says to its parent: one JSON line a frame, so that a hostile file can at worst tell a lie."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, compress, count
from typing import Any

from rencai.ui.sheets.book import Cell

ROWS_A_FRAME = 4_000
EXACT_FLOAT = 10.0**15
Frame = dict[str, Any]


def pack(frame: Frame) -> bytes:
    """One frame as one line of ASCII, which JSON reads several times faster than other text."""
    return json.dumps(frame, check_circular=False, separators=(",", ":")).encode("ascii") + b"\n"


def pack_rows(rows: Iterable[Iterable[Any]], width: int) -> Frame:
    """A frame of rows of equal `width`: texts in one flat list, everything else beside it by position."""
    cells = list(chain.from_iterable(rows))
    others: dict[str, list[list[Any]]] = {}
    kinds = set(map(type, cells)) - {str}
    # Almost all cells are texts: only the places of others are visited.
    for at in compress(count(), map(kinds.__contains__, map(type, cells))) if kinds else ():
        kind, plain = _plain(cells[at])
        others.setdefault(kind, [[], []])
        others[kind][0].append(at)
        others[kind][1].append(plain)
        cells[at] = ""
    return {"width": width, "cells": cells, "others": others}


def unpack_rows(frame: Frame, known: dict[str, str | None]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a frame; `known` makes equal texts one object across frames and "" None."""
    cells: list[Any] = list(map(known.setdefault, frame["cells"], frame["cells"]))
    for kind, (places, values) in frame["others"].items():
        revive = _REVIVE.get(kind)
        for at, value in zip(places, values, strict=True):
            cells[at] = revive(value) if revive else value
    return zip(*[iter(cells)] * frame["width"], strict=True)


def _plain(value: Any) -> tuple[str, Any]:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < EXACT_FLOAT
        return "value", int(value) if whole else value
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, time):
        return "time", value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return "value", value


def _duration(value: timedelta) -> tuple[str, str]:
    # Excel's [h]:mm: under a day it is a time of day; beyond, only text keeps what the user saw.
    seconds = round(value.total_seconds())
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return ("time", clock) if 0 <= seconds < 86_400 else ("value", clock)


_REVIVE = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}
