"""Dates as offices know them: a day, a month or only a year, kept as ISO text of that precision."""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1900, 2099

_HALF = str.maketrans(
    {0xFF10 + digit: 0x30 + digit for digit in range(10)}
    | {"．": ".", "－": "-", "／": "/", "—": "-", "–": "-", "‐": "-", "−": "-", "。": "."}
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
)
_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\Z")
_SPACES = re.compile(r"\s*([-./年月日号])\s*")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?\Z")
_SPELLED = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})(?:月(?:([0-9]{1,2})[日号]?)?)?|([-./])([0-9]{1,2})(?:\4([0-9]{1,2}))?)\Z"
)
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?\Z")
_YEAR = re.compile(r"([0-9]{4})年?\Z")
_SHORT = re.compile(r"'?([0-9]{2})(?:年([0-9]{1,2})(?:月(?:([0-9]{1,2})[日号]?)?)?|[-./]([0-9]{1,2}))\Z")
_DAY_FIRST = re.compile(r"[0-9]{1,2}([-./])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})\Z")
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.0+)?\Z")
_MONTH_OR_TENTH = re.compile(r"[0-9]{4}\.1\Z")
_NUMBER_DATE = re.compile(r"[0-9]{2}\.[0-9]{1,2}\Z|[0-9]{4}\.(?:[2-9]|[01][0-9])\Z|(?:[0-9]{2}){2,4}\Z")
_LUNAR = re.compile(r".*(?:农历|阴历|旧历|腊月|正月|冬月|闰|初[一二三四五六七八九十]|廿)")
_ERA = re.compile(r".*(?:民国|昭和|平成|大正|令和|明治|宣统|光绪|公元前)")
_DOUBTFUL: tuple[tuple[re.Pattern[str], Literal["warned", "rejected"], str], ...] = (
    (_LUNAR, "rejected", "lunar_date"),
    (_ERA, "rejected", "era_date"),
    (_SHORT, "warned", "two_digit_year"),
    (_DAY_FIRST, "rejected", "ambiguous_date"),
    (_SERIAL, "warned", "excel_serial"),
    (re.compile(r"[0-9]{6}\Z"), "warned", "two_digit_year"),
)
_NUMERALS = re.compile(
    r"([〇○零一二三四五六七八九]{2,4})年([元一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?\Z"
)
_ONES = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}

MESSAGES = {
    "date_spelling": "日期写法已统一，日期本身没有变化。",
    "two_digit_year": "年份只写了两位，系统不猜测世纪，该日期未导入。请写成四位年份，如 1990-08。",
    "year_only": "只有年份，没有月份。请补写月份，如 2012-09。",
    "excel_serial": "这是 Excel 的日期序号，该日期未导入。请把单元格设为日期格式或写成 2015-07。",
    "number_month": "存成了小数，分不清是1月还是10月，该日期未导入。请写成 2015-01 或 2015-10 的文本。",
    "impossible_date": "这一天（月）不存在。请核对。",
    "ambiguous_date": "分不清哪个是月、哪个是日。请写成 1990-02-01。",
    "lunar_date": "农历日期不能换算。请填写公历日期，如 1990-02-01。",
    "era_date": "请把年号纪年改为公历年份，如 1990-02-01。",
    "year_range": "年份应在1900至2099之间。请核对。",
    "not_a_date": "这不是日期。请写成 2015-07-01 或 2015-07，不清楚的留空。",
}


class Reading(NamedTuple):
    """One date as read: value is 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY'; None when nothing may be stored."""

    status: Literal["ok", "fixed", "warned", "rejected"]
    code: str
    message: str
    value: str | None


def read_date(raw: Any) -> Reading:
    """The date a cell holds: a real date, a text in any office spelling or a number; never a guess.

    Doubtful ones (two-digit year, serial number, 2015.1 as a number) are 'warned' with no value, a bare year is
    'warned' with the year; impossible, ambiguous, lunar and wordy ones are 'rejected'. The caller handles blanks.
    """
    if isinstance(raw, str):
        if _EXACT.match(raw):
            return _stored(raw, *(int(part) for part in raw.split("-")))
        return _text(raw) if len(raw) <= _LONGEST else _unread("rejected", "not_a_date")
    if isinstance(raw, date):
        in_range = _FIRST_YEAR <= raw.year <= _LAST_YEAR
        return Reading("ok", "", "", raw.isoformat()[:10]) if in_range else _unread("rejected", "year_range")
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return _number(raw) if number else _unread("rejected", "not_a_date")


def _text(raw: str) -> Reading:
    text = _SPACES.sub(r"\1", raw.translate(_HALF).strip())
    text = _MIDNIGHT.sub("", text).rstrip(".")
    if match := _SPELLED.match(text):
        year, month, day, _, other_month, other_day = match.groups()
        return _stored(raw, int(year), int(month or other_month), _int(day or other_day))
    if (match := _RUN.match(text)) and _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return _stored(raw, int(match[1]), int(match[2]), _int(match[3]))
    if match := _YEAR.match(text):
        return _stored(raw, int(match[1]))
    if match := _NUMERALS.match(text):
        return _numerals(raw, *match.groups())
    return _doubtful(text)


def _doubtful(text: str) -> Reading:
    for pattern, status, code in _DOUBTFUL:
        if pattern.match(text):
            return _unread(status, code)
    return _unread("rejected", "not_a_date")


def _number(raw: float) -> Reading:
    text = repr(int(raw)) if isinstance(raw, int) or raw.is_integer() else repr(raw)
    if _SERIAL.match(text):
        return _unread("warned", "excel_serial")
    if _MONTH_OR_TENTH.match(text):
        return _unread("warned", "number_month")
    return _text(text) if _NUMBER_DATE.match(text) else _unread("rejected", "not_a_date")


def _numerals(raw: str, year: str, month: str, day: str | None) -> Reading:
    if len(year) != 4:
        return _unread("warned" if len(year) == 2 else "rejected", "two_digit_year")
    number = int("".join(str(_ONES[numeral]) for numeral in year))
    return _stored(raw, number, _numeral(month), _numeral(day) if day else None)


def _numeral(text: str) -> int:
    """'十二' → 12, '三十一' → 31, '元' → 1; no valid day or month is above 39."""
    tens, ten, ones = text.rpartition("十")
    return _ONES.get(tens, 1) * 10 * bool(ten) + _ONES.get(ones, 0)


def _stored(raw: str, year: int, month: int | None = None, day: int | None = None) -> Reading:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return _unread("rejected", "year_range")
    if month is None:
        return Reading("warned", "year_only", MESSAGES["year_only"], f"{year:04d}")
    try:
        value = date(year, month, 1 if day is None else day).isoformat()
    except ValueError:
        return _unread("rejected", "impossible_date")
    if day is None:
        value = value[:7]
    if raw == value:
        return Reading("ok", "", "", raw)
    return Reading("fixed", "date_spelling", MESSAGES["date_spelling"], value)


def _unread(status: Literal["warned", "rejected"], code: str) -> Reading:
    return Reading(status, code, MESSAGES[code], None)


def _int(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def serial_date(serial: int) -> date:
    """The day an Excel serial of the 1900 system stands for, to be shown as a suggestion."""
    return datetime(1899, 12, 30).date() + timedelta(days=serial)  # noqa: DTZ001 - no clock is read


def agrees(one: str, other: str) -> bool:
    """Whether two dates are the same as far as the coarser one goes."""
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def coarser_than(one: str, other: str) -> bool:
    """Whether `one` says the same as `other` with less precision."""
    return len(one) < len(other) and other.startswith(one)


def first_day(value: str) -> date:
    """The earliest day the date can mean."""
    return date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)


def last_day(value: str) -> date:
    """The latest day the date can mean."""
    if len(value) == 10:
        return date.fromisoformat(value)
    year, month = int(value[:4]), int(value[5:7] or 12)
    return date(year, month, calendar.monthrange(year, month)[1])


def surely_before(one: str, other: str) -> bool:
    """Whether `one` is before `other` whatever the unknown days are; '2015-07' and '2015-07-01' are not."""
    size = min(len(one), len(other))
    return one[:size] < other[:size]


def age_on(birth: str, day: date) -> int | None:
    """Completed years on `day`; None when the precision of `birth` leaves it open or it lies after `day`."""
    oldest, youngest = _years(first_day(birth), day), _years(last_day(birth), day)
    return oldest if oldest == youngest and oldest >= 0 else None


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
