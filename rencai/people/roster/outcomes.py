"""What came of one cell: its status, the reason in words, and the value to keep."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple

Status = Literal["ok", "fixed", "warned", "rejected"]
STATUSES: Final[tuple[Status, ...]] = ("ok", "fixed", "warned", "rejected")
RANKS: Final = {status: rank for rank, status in enumerate(STATUSES)}

CLEAR_WORD: Final = "清空"
NULL_WORDS: Final = frozenset(
    {
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "－",
        "无",
        "null",
        "NULL",
        "Null",
        "N/A",
        "n/a",
        "NA",
        "不详",
        "未知",
        "空",
        "暂无",
    }
)

_LONG_DIGITS = re.compile(r"[0-9０-９]{6,}[0-9０-９Xx*]{2,}")


class Outcome(NamedTuple):
    """`value` is what may be stored: None says nothing (the stored value stays), "" or () clears it."""

    status: Status
    code: str
    message: str
    value: Any


class Finding(NamedTuple):
    """A cell or, with no column, a row that is not simply ok. `row` is the row as Excel shows it."""

    sheet: str | None
    row: int
    column: str | None
    status: Status
    code: str
    message: str
    raw: Any
    value: Any


Checker = Callable[[Any], Outcome]
BLANK: Final = Outcome("ok", "", "", None)


def ok(value: Any) -> Outcome:
    return Outcome("ok", "", "", value)


def fixed(code: str, message: str, value: Any) -> Outcome:
    return Outcome("fixed", code, message, value)


def warned(code: str, message: str, value: Any = None) -> Outcome:
    return Outcome("warned", code, message, value)


def rejected(code: str, message: str) -> Outcome:
    return Outcome("rejected", code, message, None)


def quoted(raw: Any) -> str:
    """A cell's content for a message: short, on one line, with any long number starred out."""
    text = as_text(raw) or ""
    text = _LONG_DIGITS.sub(lambda match: match[0][:3] + "*" * (len(match[0]) - 3), text[:200])
    text = "".join(character if character.isprintable() else " " for character in text)
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"


def as_text(raw: Any) -> str | None:
    """A cell's content as the report shows it."""
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, datetime):
        midnight = not (raw.hour or raw.minute or raw.second)
        return raw.date().isoformat() if midnight else raw.isoformat(sep=" ")
    return raw.isoformat() if isinstance(raw, date) else repr(raw) if isinstance(raw, int | float) else str(raw)


def in_words(value: Any) -> str | None:
    """What a cell was understood as, as a person reads it; None stays None."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else as_text(value)
