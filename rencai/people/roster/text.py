"""Text cells: the unstorable is refused, the invisible taken out visibly, the rest stays as written."""

import re
from typing import Any, NamedTuple

from rencai.people.roster.outcomes import RANKS, Outcome, Status, as_text, fixed, ok, rejected, warned

_SPACES = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DAMAGED = re.compile(r"[\ud800-\udfff\ufffd-\uffff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    r"[\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]+"
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ESCAPE = re.compile(r"_x(00[01][0-9A-Fa-f]|007[Ff])_")
_DIRTY = re.compile(
    rf"[{_SPACES}\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ud800-\uf8ff\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]|_x00"
)
_BETWEEN_WIDE = re.compile(rf"(?<=[^\x00-\x7f])[{_SPACES}]+(?=[^\x00-\x7f])")
_LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\u2028\u2029]+")
_ID_INSIDE = re.compile(r"(?<![0-9０-９])[1-9][0-9]{16}[0-9Xx](?![0-9])")


class Cleaned(NamedTuple):
    """A text without what must not be stored; `text` is None when nothing is left to store."""

    status: Status
    code: str
    message: str
    text: str | None

    def worse(self, other: Outcome) -> Outcome:
        """The graver of the cleaning and a judgement on the cleaned text, with the judgement's value."""
        if RANKS[self.status] > RANKS[other.status]:
            return Outcome(self.status, self.code, self.message, other.value)
        return other


def clean(raw: str) -> Cleaned:
    """Outer spaces and invisible characters removed, control and damaged characters refused, private ones doubted."""
    if not _DIRTY.search(raw):
        return Cleaned("ok", "", "", raw)
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw)
    if _CONTROL.search(text):
        return Cleaned("rejected", "control_character", "含有不可见的控制字符。请删除该单元格内容后重新输入。", None)
    if _DAMAGED.search(text):
        return Cleaned("rejected", "damaged_character", "有字在转存时损坏，显示为问号或方框。请重新输入。", None)
    return _without_unseen(raw, text)


def _without_unseen(raw: str, text: str) -> Cleaned:
    seen = _INVISIBLE.sub("", text)
    bare = seen.strip(_SPACES)
    if _PRIVATE.search(bare):
        return Cleaned("warned", "private_use", "有字是旧字库的自造字，别处可能显示不出。请改用标准生僻字。", bare)
    if _BIDI.search(text):
        return Cleaned("warned", "bidi_control", "含有改变显示方向的隐藏字符，已去掉。请核对显示内容是否正确。", bare)
    if seen != text:
        return Cleaned("fixed", "invisible_character", "已去掉看不见的字符。", bare)
    if bare != raw:
        return Cleaned("fixed", "spaces", "已去掉多余的空格或换行。", bare)
    return Cleaned("ok", "", "", raw)


def check_text(raw: Any, limit: int) -> Outcome:
    """One line of free text."""
    return _checked(raw, limit, lambda text: _LINE_BREAKS.sub("", text))


def check_place(raw: Any, limit: int) -> Outcome:
    """The name of a unit or a township: no spaces among Chinese characters."""
    return _checked(raw, limit, lambda text: _BETWEEN_WIDE.sub("", _LINE_BREAKS.sub("", text)))


def check_prose(raw: Any, limit: int) -> Outcome:
    """Free text of several lines."""
    return _checked(raw, limit, lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))


def _checked(raw: Any, limit: int, tidy: Any) -> Outcome:
    if not isinstance(raw, str):
        return _from_another_type(raw)
    cleaned = clean(raw)
    if cleaned.text is None:
        return rejected(cleaned.code, cleaned.message)
    # Tidying is quadratic in runs of spaces, so a text far too long does not get that far.
    text = tidy(cleaned.text) if len(cleaned.text) <= limit * 2 else cleaned.text
    if len(text) > limit:
        return too_long(limit)
    if id_inside(text):
        return warned("id_in_text", "文字里有身份证号，会以明文保存。请删去号码。", text)
    return cleaned.worse(ok(text) if text == cleaned.text else fixed("spaces", "已去掉多余的空格或换行。", text))


def _from_another_type(raw: Any) -> Outcome:
    text = as_text(raw) or ""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return warned("not_text", "单元格不是文本（可能被 Excel 自动变成了日期或逻辑值）。请核对。", text)
    whole = isinstance(raw, int) or raw.is_integer()
    if not whole or abs(raw) >= 10**15:
        return warned("not_text", "单元格是数字，可能已失去原来的写法。请设为文本格式后核对。", text)
    return ok(str(int(raw)))


def id_inside(text: str) -> bool:
    """Whether a text holds something that looks like a citizen's number."""
    return len(text) > 17 and _ID_INSIDE.search(text) is not None


def too_long(limit: int) -> Outcome:
    return rejected("too_long", f"内容过长，最多{limit}个字。请缩短。")
