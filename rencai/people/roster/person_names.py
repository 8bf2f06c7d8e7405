"""The name column."""

import re
import unicodedata
from typing import Any

from rencai.people.roster.outcomes import Outcome, fixed, ok, rejected, warned
from rencai.people.roster.text import clean, id_inside, too_long

_USUAL = re.compile(r"[\u4e00-\u9fa5]{2,8}\Z")
_HAN = r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_ANY_HAN = re.compile(_HAN)
_DOT = re.compile(rf"(?<={_HAN})\s*[•・．.‧∙⋅●･·]\s*(?={_HAN})")
_WIDE_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_SEVERAL = re.compile(r"[、/／,，;；&＆|｜]")
NOBODY = frozenset({"无名氏", "某某", "某某某", "佚名", "姓名", "测试"})
_ALSO_IN_NAMES = frozenset("· '’-.")


def check_name(raw: Any, limit: int) -> Outcome:
    """A person's name: spaces and dots put right visibly, characters never changed, odd ones doubted."""
    if not isinstance(raw, str):
        return rejected("not_a_name", "姓名不是文字。请填写姓名，一人一行。")
    if _USUAL.match(raw) and raw not in NOBODY:
        return ok(raw)
    if len(raw) > limit * 20:
        return too_long(limit)
    cleaned = clean(raw)
    if cleaned.text is None:
        return rejected(cleaned.code, cleaned.message)
    closed = _SPACES.sub(" ", _WIDE_SPACE.sub("", cleaned.text))
    name = _DOT.sub("·", closed)
    if len(name) > limit:
        return too_long(limit)
    doubt = _doubt(name)
    return warned(*doubt, name) if doubt else cleaned.worse(_spelled(name, closed, cleaned.text))


def _spelled(name: str, closed: str, written: str) -> Outcome:
    if name != closed:
        return fixed("name_dot", "姓名间隔号已统一为“·”。", name)
    return ok(name) if closed == written else fixed("spaces", "已去掉姓名中的空格或换行。", name)


def _doubt(name: str) -> tuple[str, str] | None:
    if id_inside(name):
        return "id_in_text", "姓名里有身份证号。请只填姓名。"
    if _SEVERAL.search(name):
        return "two_names", "一个单元格里像是有两个人。请一人一行。"
    mixed = bool(_ANY_HAN.search(name)) and any(character.isascii() and character.isalpha() for character in name)
    strange = any(
        not (character in _ALSO_IN_NAMES or unicodedata.category(character)[0] in "LM" or character == "〇")
        and unicodedata.category(character) != "Co"
        for character in name
    )
    if len(name) < 2 or mixed or strange or name in NOBODY:
        return "unusual_name", "姓名不同寻常（单字、括号、数字、中英混写等）。请核对。"
    return None
