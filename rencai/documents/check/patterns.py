"""Finds ID numbers, mobile phones and health words in text, however they are spaced or typed."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from .findings import Finding, Kind, Severity

Place: TypeAlias = tuple[Kind, int, int, str]  # what, from, to, advice

_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_X = str.maketrans("xＸｘХх×✕", "XXXXXXX")
_CONTEXT = 8

# What people and programs put between digits: blanks, dashes, dots, quotes, and signs that cannot be seen.
_GAP = r"[\s\-‐-―－_.．·•'’\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_DIGIT_GROUPS = re.compile(rf"\d+[XB]?(?:{_GAP}\d+[XB]?)*")
_DIGIT_GROUP = re.compile(r"\d+[XB]?\d?")
_PHONE = re.compile(rf"(?<!\d)(?:(?:\+|00)?{_GAP}8{_GAP}6{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_ID_ADVICE = {
    20: "这是20位残疾人证号，含身份证号和残疾类别、等级，必须删去。",
    18: "删去身份证号；确需区分同名人员时只留后4位。",
    15: "这是15位旧身份证号，请删去。",
}

# Signs that turn the reading direction, so that a number reads otherwise than it is stored.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

_HEALTH = re.compile(
    "(?:肢体|视力|听力|言语|智力|精神|多重)残疾|残疾(?:证号?|人证|等级|类别|[一二三四1-4]级)|[一二三四]级残疾|重度残疾|重残"
    "|精神病|精神分裂|精神障碍|抑郁症|癫痫|艾滋|HIV|梅毒|乙肝|肝炎|肺结核|癌|恶性肿瘤|白血病|尿毒症|透析|脑瘫|瘫痪|偏瘫"
    "|植物人|痴呆|失能|患病|病史|病种|病情|确诊|住院|重病|大病患者|流产|怀孕"
)


def check_text(text: str, where: str, *, listed: bool = False) -> list[Finding]:
    """Findings in one text. `listed` says that it stands in a list or table, where a health word tells about a person;
    in prose it may be about a policy, so a person is asked."""
    found: list[Finding] = []
    taken: list[tuple[int, int]] = []
    plain = _digits(text)
    # Chinese digits in a second reading, since in 张三62… the 三 belongs to the name.
    for reading in (plain, plain.translate(_CHINESE_DIGITS)):
        for kind, start, end, advice in chain(_id_numbers(reading), _phones(reading)):
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
                found.append(_finding(kind, where, text, start, end, advice))
    severity: Severity = "stop" if listed else "ask"
    for match in _HEALTH.finditer(text):
        advice = (
            "名单中不得公开健康、残疾信息，请删去这一列或这一项。"
            if listed
            else "如与具体人员有关，请删去；如只是政策用语，由复核人确认后可以公开。"
        )
        found.append(_finding("health", where, text, *match.span(), advice, severity))
    for match in _TURNING.finditer(text):
        found.append(
            _finding("hidden_text", where, text, *match.span(), "有看不见的方向控制符，请删去后重新录入这段文字。")
        )
    return found


def _digits(text: str) -> str:
    """The text with every script's digits as 0-9 and every kind of X as X; positions stay as they are."""

    def plain(char: str) -> str:
        value = unicodedata.decimal(char, None)
        return char if value is None else str(value)

    return "".join(map(plain, text)).translate(_X)


def _phones(plain: str) -> Iterator[Place]:
    for match in _PHONE.finditer(plain):
        yield "phone", *match.span(), "删去手机号码，或改为只留前3位和后4位；对外联系请用办公电话。"


def _id_numbers(plain: str) -> Iterator[Place]:
    """Neighbouring groups of digits that together make an ID number, the longest from each group on."""
    for match in _DIGIT_GROUPS.finditer(plain):
        groups = [(match.start() + group.start(), group[0]) for group in _DIGIT_GROUP.finditer(match[0])]
        free = 0
        for first in range(len(groups)):
            if first >= free and (last := _id_from(groups, first)) is not None:
                start, end = groups[first][0], groups[last][0] + len(groups[last][1])
                length = sum(len(group) for _, group in groups[first : last + 1])
                yield "id_number", start, end, _ID_ADVICE[length]
                free = last + 1


def _id_from(groups: list[tuple[int, str]], first: int) -> int | None:
    """The last group of the longest ID number that starts with group `first`."""
    value, found = "", None
    for last in range(first, len(groups)):
        value += groups[last][1]
        if len(value) > 20:
            break
        if _is_id(value, whole=first == last):
            found = last
    return found


def _is_id(value: str, *, whole: bool) -> bool:
    """A number mistyped by one digit still tells who it is: a plausible place and birth date are enough.

    Of a number typed without gaps a right check digit is enough too.
    """
    if len(value) == 15:
        return value.isdecimal() and _PROVINCE.match(value) is not None and _is_day(value[8:12])
    if len(value) not in (18, 20) or not value[:17].isdecimal():
        return False
    plausible = _PROVINCE.match(value) is not None and value[6:8] in ("18", "19", "20") and _is_day(value[10:14])
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _WEIGHTS, strict=True))
    return plausible or (whole and value[0] != "0" and value[17] == _CHECK_DIGITS[total % 11])


def _is_day(month_and_day: str) -> bool:
    return "01" <= month_and_day[:2] <= "12" and "01" <= month_and_day[2:] <= "31"


def _finding(
    kind: Kind, where: str, text: str, start: int, end: int, advice: str, severity: Severity = "stop"
) -> Finding:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    excerpt = f"{_hidden(before)}{_short(text[start:end])}{_hidden(after)}".replace("\n", " ")
    return Finding(kind, where, excerpt, advice, severity)


def _short(found: str) -> str:
    """The first and last two characters of a number; a short word as it is."""
    if len(found) < 11:
        return found
    return f"{found[:2]}{'*' * (len(found) - 4)}{found[-2:]}"


def _hidden(context: str) -> str:
    return "".join("*" if char.isdecimal() or char in "〇零一二三四五六七八九" else char for char in context)
