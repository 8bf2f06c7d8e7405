"""Phone numbers and certificate numbers: long numbers that a spreadsheet may have damaged."""

import re
from typing import Any

from rencai.kernel.idnumber import canonical
from rencai.people.roster.outcomes import Outcome, fixed, ok, rejected, warned
from rencai.people.roster.text import clean, too_long

_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(?:[-转][0-9]{1,6})?\Z")
_PREFIX = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}\Z)")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}\Z")
_SEVERAL = re.compile(r"[0-9]{7,}\s*[^0-9\s\-—()（）转]+\s*[+0-9]{7,}")
_INNER_SPACE = re.compile(r"\s+")
_LOST = "数字已丢失，没有导入。请把该列设为“文本”格式后重新录入。"
_LONGEST = 100
_BRACKETS = str.maketrans(dict.fromkeys(map(ord, "()（）")))
_WIDE = str.maketrans({wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)})


def check_phone(raw: Any) -> Outcome:
    """A mobile or fixed number; separators and +86 are taken off, doubtful digits are not stored."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return rejected("not_a_phone", "这不是电话号码。请填写11位手机号。")
    if not isinstance(raw, str):
        digits = str(int(raw)) if isinstance(raw, int) or raw.is_integer() else ""
        if _MOBILE.match(digits):
            return ok(digits)
        return warned("phone_length", "电话号码位数不对，没有导入。请填写11位手机号。")
    if _MOBILE.match(raw):
        return ok(raw)
    return _phone_text(raw)


def _phone_text(raw: str) -> Outcome:
    if len(raw) > _LONGEST:
        return warned("phone_length", "电话号码过长，没有导入。请填写一个11位手机号。")
    if clean(raw).text is None:
        return rejected("control_character", "含有不可见的控制字符。请删除该单元格内容后重新输入。")
    if _LANDLINE.match(raw):
        return ok(raw)
    digits = canonical(raw).replace("＋", "+").translate(_BRACKETS)
    mobile = _PREFIX.sub("", digits)
    if _MOBILE.match(mobile) or _LANDLINE.match(digits):
        return fixed("phone_spelling", "已去掉空格、分隔符、国家码或改为半角，号码没有变化。", mobile)
    return _phone_doubt(raw.strip())


def _phone_doubt(text: str) -> Outcome:
    if _SCIENTIFIC.match(text):
        return warned("scientific_text", f"手机号被 Excel 变成了科学计数法，{_LOST}")
    if _SEVERAL.search(text):
        return warned("phone_two_numbers", "一个单元格里有两个号码，没有导入。请只留一个。")
    return warned("phone_length", "不是11位手机号或带区号的固定电话，没有导入。请核对。")


def check_number(raw: Any, limit: int) -> Outcome:
    """A certificate number: opaque text; a number cell has lost digits and is not stored."""
    if not isinstance(raw, str):
        return warned("numeric_cell", f"编号存成了数字，{_LOST}")
    cleaned = clean(raw)
    if cleaned.text is None:
        return rejected(cleaned.code, cleaned.message)
    number = _INNER_SPACE.sub("", cleaned.text.translate(_WIDE)).lstrip("'")
    if len(number) > limit:
        return too_long(limit)
    if _SCIENTIFIC.match(number):
        return warned("scientific_text", f"编号被 Excel 变成了科学计数法，{_LOST}")
    if "**" in number:
        return warned("masked", "这是脱敏后的编号，没有导入。请填写完整编号。")
    same = number == cleaned.text
    return cleaned.worse(ok(number) if same else fixed("fullwidth", "已改为半角或去掉空格，编号没有变化。", number))
