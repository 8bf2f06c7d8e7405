"""Keys by which a person's name is found: a match key, full pinyin and initials; stored names stay as written."""

import re
import unicodedata
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

_LONGEST = 200
_DOTS = dict.fromkeys(map(ord, "•・．.‧∙⋅●∘･"), "·")
_LEFT_OUT = re.compile(
    r"[\s\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e01ef]+"
)
_PLAIN = re.compile(r"[\u4e00-\u9fa5]+\Z")
_NOT_LATIN = re.compile(r"[^a-z0-9\u00fc]+")

# Readings that a surname has and the character alone has not, or not first.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao", "覃": "qin",
    "洗": "xian", "员": "yun", "贠": "yun", "祭": "zhai", "黑": "he", "隗": "wei", "郇": "xun", "佴": "nai",
    "乐": "yue", "召": "shao", "繁": "po", "种": "chong", "秘": "bi", "折": "she", "牟": "mu", "阚": "kan",
    "么": "yao", "能": "nai", "都": "du", "句": "gou", "炅": "gui", "角": "jue", "不": "fou", "会": "gui",
    "乜": "nie", "蔚": "yu", "隽": "juan", "镡": "tan", "藏": "zang", "适": "kuo", "便": "pian", "还": "huan",
}  # fmt: skip

_COMPOUND = {
    "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"),
    "乐正": ("yue", "zheng"), "澹台": ("tan", "tai"), "子车": ("zi", "ju"), "吐谷浑": ("tu", "yu", "hun"),
}  # fmt: skip

# Readings used in given names, and of characters the library has none for.
_READINGS = {
    "𠮷": "ji", "曾": "zeng", "长": "chang", "重": "chong", "卜": "bu", "翟": "zhai", "缪": "miao", "俟": "si",
    "隽": "jun", "粘": "nian",
}  # fmt: skip


class NameKeys(NamedTuple):
    """What a name is searched by; `pinyin` and `initials` are lower-case letters, rare signs kept as they are."""

    key: str
    pinyin: str
    initials: str


class _Readings(dict[str, str]):
    """Character → toneless reading, ü as v; filled as characters turn up, one entry for each character there is."""

    def __missing__(self, character: str) -> str:
        found = lazy_pinyin(character, style=Style.NORMAL)[0]
        self[character] = reading = found.lower() if found != character or character.isalnum() else ""
        return reading


_readings = _Readings(_READINGS)
_FIRSTS = frozenset(surname[0] for surname in _COMPOUND)


def name_key(name: str) -> str:
    """The form under which two spellings of one name meet: NFKC, no spaces, selectors or case, one kind of dot.

    No name is longer than 200 characters; what comes after them does not count.
    """
    if _PLAIN.match(name):
        return name[:_LONGEST]
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", name[:_LONGEST]).casefold())
    # Once more: a letter and its mark may have met only now.
    return unicodedata.normalize("NFKC", bare).translate(_DOTS)


def name_keys(name: str) -> NameKeys:
    """Match key, pinyin (zhangsan) and initials (zs) of a name, surnames read as surnames."""
    key = name_key(name)
    syllables = _syllables(key)
    return NameKeys(key, "".join(syllables), "".join([syllable[:1] for syllable in syllables]))


def pinyin_query(text: str) -> str:
    """What somebody types to find a name by letters, as it stands in `pinyin`: Lǚ, lü and LV all become lv."""
    plain = unicodedata.normalize("NFD", text[:_LONGEST].casefold())
    plain = plain.replace("u\u0308", "v")
    return _NOT_LATIN.sub("", plain)


def _syllables(key: str) -> list[str]:
    if len(key) < 2 or "·" in key:
        return [_readings[character] for character in key]
    if key[0] in _FIRSTS and len(key) > 2:
        for size in (4, 3, 2):
            surname = _COMPOUND.get(key[:size])
            if surname and len(key) > size:
                return [*surname, *[_readings[character] for character in key[size:]]]
    syllables = [_readings[character] for character in key]
    surname_alone = _SURNAMES.get(key[0])
    if surname_alone:
        syllables[0] = surname_alone
    return syllables


def mask_name(name: str) -> str:
    """The surname's first character with a star for each other: 张**. A name of one character is a star."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)
