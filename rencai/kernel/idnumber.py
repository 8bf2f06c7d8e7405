"""Document numbers of people: citizen numbers after GB 11643 and the other documents by their own rules."""

import re
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
_CHECK = "10X98765432"
_RESIDENCE = frozenset({"810000", "820000", "830000"})
_LONGEST = 200

_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF38: "X", 0xFF58: "X", ord("x"): "X"}
_DROPPED = " \t\r\n\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x2010)))
_INVISIBLE = "\u00ad\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u034f"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_TO_HALF = str.maketrans(_HALF)
_CANONICAL = str.maketrans(_HALF | dict.fromkeys(map(ord, _DROPPED + _INVISIBLE + _HYPHENS)))
_QUOTES = "'\u2018\u2019\uff07`"

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]\Z")
_FIFTEEN = re.compile(r"[0-9]{15}\Z")
_SEVERAL = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9X])")
_JOINED = re.compile(r"(?:[0-9]{17}[0-9X]|[0-9]{15}){2,}\Z")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}\Z")
_MASKED = re.compile(r"[*＊•●○◯×✱✽#]{2,}|X{3,}")
_DISABILITY = re.compile(r"[0-9]{17}[0-9X][1-7][1-4](?:B[0-9])?\Z")
_PASSPORT = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{5,15}\Z")
_PASSPORT_ALIKE = re.compile(r"[A-Z]{1,2}[0-9]{7,8}\Z")
_OFFICER = re.compile(r"(?:[\u4e00-\u9fff]{1,6}字)?第?[A-Z0-9]{4,12}号?\Z")
_HONG_KONG_MACAO = re.compile(r"[HM][0-9]{8}\Z")
_TAIWAN = re.compile(r"[0-9]{8}\Z")
_PERMIT_ALIKE = re.compile(r"(?=[^0-9]*[0-9]{6})[A-Z0-9()（）]{7,18}\Z")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}\Z")

_SPELLINGS = (
    ("fullwidth", re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")),
    ("invisible_character", re.compile(rf"[\u200b-\u200f{_INVISIBLE}]")),
    ("leading_apostrophe", re.compile(rf"\s*[{_QUOTES}]")),
    ("lower_x", re.compile(r"[a-z]")),
)


class Document(StrEnum):
    """What a number belongs to."""

    ID_CARD = "id_card"
    PERMANENT_RESIDENCE = "permanent_residence"
    RESIDENCE_PERMIT = "residence_permit"
    HONG_KONG_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PASSPORT = "passport"
    OFFICER = "officer"


class IdCheck(NamedTuple):
    """What came of one number; `number` is None when rejected, birth (ISO day) and sex (男/女) when it can't say."""

    status: Literal["ok", "fixed", "warned", "rejected"]
    code: str
    message: str
    number: str | None
    document: Document
    birth: str | None = None
    sex: str | None = None


MESSAGES = {
    "missing": "没有填写证件号码，请补填。",
    "numeric_cell": "证件号码存成了数字，末几位已丢失，不能修复。请把该列设为“文本”格式后重新录入完整号码。",
    "scientific_text": "证件号码被 Excel 变成了科学计数法，数字已丢失。请从原始材料重新录入完整号码。",
    "masked": "这是脱敏后的号码，不能当作真实号码导入。请填写完整号码。",
    "two_ids": "一个单元格里有两个号码。请每人一行，只填本人的一个号码。",
    "length": "号码长度不对：公民身份号码应为18位。请核对是否漏录或多录。",
    "checksum": "校验码不对：号码中有数字录错或颠倒。请对照证件核对，系统不会代为修改。",
    "impossible_date": "号码中的出生日期不存在。请对照证件核对。",
    "future_birth": "号码中的出生日期晚于统计日。请对照证件核对。",
    "look_alike": "号码中混有字母或外观相近的字符（如字母O、I）。请全部改为数字，末位可为X。",
    "not_a_number": "这不是证件号码。请填写公民身份号码；暂无号码的，待补办后再导入。",
    "disability_certificate": "这是20位的残疾人证号，不是公民身份号码。请填写18位公民身份号码。",
    "other_document": "这看起来是护照、来往内地通行证等其他证件的号码。请在“证件类型”列注明证件种类。",
    "document_mismatch": "号码与所填的证件类型不符。请核对证件类型和号码。",
    "unknown_area": "前6位不是已知的行政区划代码（可能是早年已撤销的区划）。请对照证件确认。",
    "age_range": "按号码计算的年龄不足16岁或超过120岁。请对照证件确认。",
    "old_15_digits": "这是15位的旧号码，没有完整出生年份和校验码，无法核验，系统也不会代为补位。"
    "请填写本人现行居民身份证上的18位号码。",
    "document_format": "号码与该类证件现行的常见格式不同。请核对：对照证件确认号码和证件类型。",
    "fullwidth": "全角字符已改为半角，号码本身没有变化。",
    "invisible_character": "已去掉看不见的字符，号码本身没有变化。",
    "leading_apostrophe": "已去掉号码前的单引号，号码本身没有变化。",
    "lower_x": "字母已改为大写，号码本身没有变化。",
    "spaces": "已去掉空格或连字符，号码本身没有变化。",
}


def check_digit(first17: str) -> str:
    """The 18th character that GB 11643 (ISO 7064 MOD 11-2) gives to 17 digits."""
    return _CHECK[_weighted(first17, 0) % 11]


def candidate_18(number: str) -> str | None:
    """The 18-digit number a 15-digit one would become for somebody born 1900-1999; never to be used without a yes."""
    if not _FIFTEEN.match(number) or _iso_day(f"19{number[6:12]}") is None:
        return None
    longer = f"{number[:6]}19{number[6:]}"
    return longer + check_digit(longer)


def canonical(text: str) -> str:
    """Half width, upper X, without spaces, hyphens, invisible characters and a leading apostrophe; nothing else."""
    return text.translate(_CANONICAL).lstrip(_QUOTES)


def mask_id(number: str) -> str:
    """The number with its middle starred: at most 6 characters in front and 4 at the end stay, never above 60 %."""
    size = len(number)
    front, back = min(6, size // 3), min(4, size // 4)
    return number[:front] + "*" * (size - front - back) + number[size - back :]


class _Births(dict[str, tuple[int, tuple[str, str], tuple[str, str]]]):
    """YYYYMMDD → (weighted sum, facts of a woman, facts of a man), for birth days that raise no question."""

    def __init__(self, oldest: str, youngest: str) -> None:
        super().__init__()
        self._oldest, self._youngest = oldest, youngest

    def __missing__(self, digits: str) -> tuple[int, tuple[str, str], tuple[str, str]]:
        day = _iso_day(digits)
        if day is None or not self._oldest < day <= self._youngest:
            raise KeyError(digits)
        self[digits] = known = (_weighted(digits, 6), (day, "女"), (day, "男"))
        return known


class _Tails(dict[str, tuple[int, bool]]):
    """Order number and check digit → (weighted sum, whether a man)."""

    def __missing__(self, tail: str) -> tuple[int, bool]:
        if not _TAIL.match(tail):
            raise KeyError(tail)
        self[tail] = known = (_weighted(tail, 14), tail[2] in "13579")
        return known


_TAIL = re.compile(r"[0-9]{3}[0-9X]\Z")
_TAILS = _Tails()


class IdChecker:
    """Checks numbers as of one day; `known_areas` holds six-digit codes, an unknown one is a warning only."""

    def __init__(self, on: date, known_areas: frozenset[str]) -> None:
        self._today = on.isoformat()
        self._areas = {area: _weighted(area, 0) for area in known_areas - _RESIDENCE if area[:1] != "9"}
        day = on.isoformat()[4:]
        self._oldest, self._youngest = f"{on.year - 121:04d}{day}", f"{on.year - 16:04d}{day}"
        self._births = _Births(self._oldest, self._youngest)

    def facts(self, number: str) -> tuple[str, str] | None:
        """(birth, sex) of a faultless citizen number as written; None means: ask `check` what is the matter."""
        try:
            tail, is_man = _TAILS[number[14:]]
            weight, woman, man = self._births[number[6:14]]
            if (self._areas[number[:6]] + weight + tail) % 11 == 1:
                return man if is_man else woman
        except KeyError:
            pass
        return None

    def check(self, raw: Any, document: Document | None = None) -> IdCheck:
        """Any cell value, under the rules of `document` (None: not stated, a citizen number or card of its kind)."""
        stated = document or Document.ID_CARD
        fault = _unusable(raw)
        if fault:
            return _rejected(fault, stated)
        number = canonical(raw)
        if stated in _FORMATS:
            return _other(raw, number.upper(), stated)
        if stated is Document.PERMANENT_RESIDENCE and _OLD_PERMANENT.match(number.upper()):
            return _stored(raw, number.upper(), stated)
        return self._eighteen(raw, number, document) if _EIGHTEEN.match(number) else _misshapen(raw, number, stated)

    def _eighteen(self, raw: str, number: str, document: Document | None) -> IdCheck:
        kind, day = _kind(number), _iso_day(number[6:14])
        fault = ""
        if check_digit(number[:17]) != number[17]:
            fault = "checksum"
        elif day is None:
            fault = "impossible_date"
        elif day > self._today:
            fault = "future_birth"
        elif document is not None and document is not kind:
            fault = "document_mismatch"
        if fault or day is None:
            return _rejected(fault, document or kind)
        sex = "男" if int(number[16]) % 2 else "女"
        doubt = ""
        if kind is Document.ID_CARD and number[:6] not in self._areas:
            doubt = "unknown_area"
        elif not self._oldest < day <= self._youngest:
            doubt = "age_range"
        if doubt:
            return IdCheck("warned", doubt, MESSAGES[doubt], number, kind, day, sex)
        return _stored(raw, number, kind)._replace(birth=day, sex=sex)


def _unusable(raw: Any) -> str:
    """Why a cell holds nothing that could be a number of any kind, "" where it may."""
    if raw is None or (isinstance(raw, str) and not canonical(raw[:_LONGEST])):
        return "missing"
    if not isinstance(raw, str):
        return "numeric_cell" if isinstance(raw, int | float) else "not_a_number"
    return "length" if len(raw) > _LONGEST else ""


def _kind(number: str) -> Document:
    if number[0] == "9":
        return Document.PERMANENT_RESIDENCE
    return Document.RESIDENCE_PERMIT if number[:6] in _RESIDENCE else Document.ID_CARD


def _misshapen(raw: str, number: str, document: Document) -> IdCheck:
    """Why a text is no 18-digit number."""
    if _FIFTEEN.match(number):
        possible = candidate_18(number) is not None
        return _rejected("old_15_digits" if possible else "impossible_date", document)
    half = raw.translate(_TO_HALF)
    digits = sum(character in "0123456789" for character in number)
    code = "not_a_number"
    if _SCIENTIFIC.match(half.strip().lstrip(_QUOTES)):
        code = "scientific_text"
    elif digits and _MASKED.search(number):
        code = "masked"
    elif len(_SEVERAL.findall(half)) > 1 or _JOINED.match(number):
        code = "two_ids"
    elif _DISABILITY.match(number):
        code = "disability_certificate"
    elif _PASSPORT_ALIKE.match(number):
        code = "other_document"
    elif digits == len(number):
        code = "length"
    elif digits >= 10:
        code = "look_alike"
    return _rejected(code, document)


# What cards issued now bear. Cards of former issues bear more characters, which no rule at hand explains: a warning.
_FORMATS = {
    Document.HONG_KONG_MACAO_PERMIT: _HONG_KONG_MACAO,
    Document.TAIWAN_PERMIT: _TAIWAN,
    Document.PASSPORT: _PASSPORT,
    Document.OFFICER: _OFFICER,
}
_PERMITS = (Document.HONG_KONG_MACAO_PERMIT, Document.TAIWAN_PERMIT)


def _other(raw: str, number: str, document: Document) -> IdCheck:
    if _EIGHTEEN.match(number):
        return _rejected("document_mismatch", document)
    if _MASKED.search(number) or _SCIENTIFIC.match(raw.strip()):
        return _rejected("masked" if _MASKED.search(number) else "scientific_text", document)
    if _FORMATS[document].match(number):
        return _stored(raw, number, document)
    if len(number) > 24 or not number.isprintable() or (document in _PERMITS and not _PERMIT_ALIKE.match(number)):
        return _rejected("not_a_number", document)
    return IdCheck("warned", "document_format", MESSAGES["document_format"], number, document)


def _stored(raw: str, number: str, document: Document) -> IdCheck:
    if raw == number:
        return IdCheck("ok", "", "", number, document)
    code = next((code for code, pattern in _SPELLINGS if pattern.search(raw)), "spaces")
    return IdCheck("fixed", code, MESSAGES[code], number, document)


def _rejected(code: str, document: Document) -> IdCheck:
    return IdCheck("rejected", code, MESSAGES[code], None, document)


def _weighted(digits: str, place: int) -> int:
    return sum(
        weight * (10 if digit == "X" else int(digit)) for weight, digit in zip(_WEIGHTS[place:], digits, strict=False)
    )


def _iso_day(digits: str) -> str | None:
    """'19900229' → None, '19900228' → '1990-02-28'; years from 1800 on."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()) or digits < "1800":
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None
