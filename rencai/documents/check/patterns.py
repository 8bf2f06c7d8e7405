"""Finds ID numbers, mobile phones and health words in text, however they are spaced or typed."""

import re
import unicodedata
from collections.abc import Iterator

from .findings import Finding, Kind, Severity

_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_X = str.maketrans("xＸｘХх×✕", "XXXXXXX")
_CONTEXT = 8

# What people and programs put between digits: blanks, dashes, dots, quotes, and signs that cannot be seen.
_GAP = r"[\s\-‐-―－_.·•'’,，/\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_LONG_NUMBER = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{13,18}}(?:{_GAP}[\dXB])?(?:{_GAP}\d)?(?!\d)", re.ASCII)
_PHONE = re.compile(rf"(?<!\d)(?:(?:\+|00){_GAP}?8{_GAP}6{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)", re.ASCII)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

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
    plain = _digits(text)
    found: list[Finding] = []
    taken: list[tuple[int, int]] = []
    for start, end, advice in _id_numbers(plain):
        taken.append((start, end))
        found.append(_finding("id_number", where, text, start, end, advice))
    for match in _PHONE.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            advice = "删去手机号码，或改为只留前3位和后4位；对外联系请用办公电话。"
            found.append(_finding("phone", where, text, *match.span(), advice))
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
    """The text with every kind of digit as 0-9 and every kind of X as X; positions stay as they are."""

    def plain(char: str) -> str:
        value = unicodedata.decimal(char, None)
        return char if value is None else str(value)

    return "".join(map(plain, text)).translate(_CHINESE_DIGITS).translate(_X)


def _id_numbers(plain: str) -> Iterator[tuple[int, int, str]]:
    for match in _LONG_NUMBER.finditer(plain):
        value = re.sub(r"[^\dXB]", "", match[0], flags=re.ASCII)
        if len(value) == 20 and _is_id(value[:18]):
            yield *match.span(), "这是20位残疾人证号，含身份证号和残疾类别、等级，必须删去。"
        elif len(value) == 18 and _is_id(value):
            yield *match.span(), "删去身份证号；确需区分同名人员时只留后4位。"
        elif len(value) == 15 and value.isdigit() and _is_old_id(value):
            yield *match.span(), "这是15位旧身份证号，请删去。"


def _is_month_and_day(month: str, day: str) -> bool:
    return "01" <= month <= "12" and "01" <= day <= "31"


def _is_id(value: str) -> bool:
    """A number mistyped by one digit still tells who it is: a plausible birth date or a right check digit is enough."""
    if not value[:17].isdigit():
        return False
    plausible = value[6:8] in ("18", "19", "20") and _is_month_and_day(value[10:12], value[12:14])
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return (plausible and value[0] != "0") or (value[17] == _CHECK_DIGITS[total % 11] and "1" <= value[0] <= "9")


def _is_old_id(value: str) -> bool:
    return "1" <= value[0] <= "9" and _is_month_and_day(value[8:10], value[10:12])


def _finding(
    kind: Kind, where: str, text: str, start: int, end: int, advice: str, severity: Severity = "stop"
) -> Finding:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    excerpt = f"{_hidden(before)}{_short(text[start:end])}{_hidden(after)}".replace("\n", " ")
    return Finding(kind, where, excerpt, advice, severity)


def _short(found: str) -> str:
    """The first and last two characters of a number; a word as it is."""
    if not any(char.isdecimal() for char in _digits(found)):
        return found
    return f"{found[:2]}{'*' * (len(found) - 4)}{found[-2:]}"


def _hidden(context: str) -> str:
    return "".join("*" if char.isdecimal() else char for char in context)
