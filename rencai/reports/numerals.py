"""Finds numbers typed by hand in a text, and tells those that a date, a document number or an ordinal explains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

COUNTED = "人次|批次|学时|万元|人|名|个|位|批|次|件|元|户|家|所|期|场|份|项|岁"
_ARABIC = re.compile(r"\d[\d,，]*(?:\.\d+)?[%％‰]?")
_CHINESE = re.compile(rf"[〇零一二两三四五六七八九十百千万亿]+(?=余?(?:{COUNTED}))|百分之[零一二三四五六七八九十百点]+")
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_EXPLAINED = [
    r"《[^《》]*》",
    rf"(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})年(?:度|初|底|末)?(?:{_DAY}月(?:{_DAY}[日号])?)?",
    rf"{_DAY}月(?:份|底|初|{_DAY}[日号])?",
    r"(?<![\d.])\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d.])",
    r"\d{4}[—–~至-]{1,2}\d{4}(?=年)",
    r"[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\d+\s*号",
    r"(?:GB|DB|MZ|WS|RB)\s?/?\s?[TZ]?\s?\d+(?:\.\d+)*(?:[-—]\d{4})?",
    r"第[\d〇零一二两三四五六七八九十百千]+",
    r"[〇零一二三四五六七八九十]+[届中]",
    r"(?:(?<=^)|(?<=[。；：\n]))\s*[（(]?\d{1,2}[）).、．](?!\d)",
    r"“[^“”]*”(?!\s*(?:{COUNTED}))",
    r"一[个批次位项份套期](?!人)|一个人|一(?=名副其实)|一人一\w|一户一\w|每一\w|[一两三四五]个(?:及|或)?以上|两个确立|两个维护|四个意识|四个自信",
    r"[两三四五六七八九](?:个方面|个环节|个层面|个步骤|个阶段|个维度|个部分|项措施|项机制|项制度)",
]
_EXPLAINS = [re.compile(pattern.replace("{COUNTED}", COUNTED), re.MULTILINE) for pattern in _EXPLAINED]
_QUOTED_COUNT = re.compile(rf"\d\s*余?(?:{COUNTED}|[%％])")
_UNIT = re.compile(rf"\s*余?({COUNTED}|[%％])")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where, its value in tenths (None where it cannot be read), and the unit that follows."""

    start: int
    end: int
    tenths: int | None
    unit: str


def explained(text: str) -> list[tuple[int, int]]:
    """The stretches in which digits are no count: dates, document numbers, names, ordinals."""
    spans = []
    for pattern in _EXPLAINS:
        for match in pattern.finditer(text):
            if match[0].startswith("“") and _QUOTED_COUNT.search(match[0]):
                continue
            if match.end() > match.start():
                spans.append(match.span())
    return spans


def counts(text: str) -> Iterator[Number]:
    """Every number that nothing explains, in order."""
    spans = explained(text)
    found = [_arabic(text, match) for match in _ARABIC.finditer(text)]
    found += [_chinese(text, match) for match in _CHINESE.finditer(text)]
    for number in sorted(found, key=lambda one: one.start):
        if not any(start <= number.start and number.end <= end for start, end in spans):
            yield number


def _arabic(text: str, match: re.Match[str]) -> Number:
    typed = match[0].rstrip(",，")
    end = match.start() + len(typed)
    bare = re.sub("[,，%％‰]", "", typed)
    whole, _, rest = bare.partition(".")
    tenths = int(whole) * 10 + int(rest[:1] or 0)
    unit = "%" if typed[-1] in "%％" else _unit_after(text, end)
    return Number(match.start(), end, tenths, unit)


def _chinese(text: str, match: re.Match[str]) -> Number:
    if match[0].startswith("百分之"):
        value = chinese_number(match[0].removeprefix("百分之"))
        return Number(*match.span(), None if value is None else value * 10, "%")
    value = chinese_number(match[0])
    return Number(*match.span(), None if value is None else value * 10, _unit_after(text, match.end()))


def _unit_after(text: str, end: int) -> str:
    match = _UNIT.match(text, end)
    if match is None:
        return ""
    return {"名": "人", "位": "人", "％": "%"}.get(match[1], match[1])


def chinese_number(text: str) -> int | None:
    """十二 is 12, 一百零五 is 105, 二〇三 is 203; None for what is no number."""
    if text and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char in "万亿":
            total = (total + section + digit) * (10_000 if char == "万" else 100_000_000)
            section = digit = 0
        else:
            return None
    return total + section + digit
