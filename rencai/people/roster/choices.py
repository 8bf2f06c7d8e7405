"""Columns of chosen values: one from a dictionary, several from one, yes or no."""

import re
from typing import Any

from rencai.people.roster.dictionaries import Dictionary
from rencai.people.roster.outcomes import Outcome, as_text, fixed, ok, quoted, rejected, warned
from rencai.people.roster.text import clean

_SPACE = re.compile(r"\s+")
_WIDE = str.maketrans({wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide).isalnum()})
_BETWEEN = re.compile(r"[、，,;；/／|｜+＋\n]+|\s+(?=\S)")
_LONGEST = 500
_YES = {"是": True, "否": False}


def check_choice(raw: Any, title: str, dictionary: Dictionary) -> Outcome:
    """One value of the dictionary; known words for it are translated visibly, unknown ones are not stored."""
    if isinstance(raw, str) and raw in dictionary.values:
        return ok(raw)
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else as_text(raw) or ""
    if len(text) > _LONGEST:
        return _unknown(raw, title, dictionary)
    cleaned = clean(text)
    if cleaned.text is None:
        return rejected(cleaned.code, cleaned.message)
    word = _SPACE.sub("", cleaned.text).translate(_WIDE)
    outcome = _translated(word, dictionary) or _unknown(raw, title, dictionary)
    return cleaned.worse(outcome)


def _translated(word: str, dictionary: Dictionary) -> Outcome | None:
    if word in dictionary.values:
        return fixed("spaces", "已去掉多余的空格。", word)
    same = dictionary.same.get(word) or dictionary.same.get(word.upper())
    if same:
        return fixed("dictionary_synonym", f"{quoted(word)}已统一为“{same}”。", same)
    near = dictionary.near.get(word)
    if near:
        return warned("dictionary_near", f"{quoted(word)}按“{near}”导入，意思不完全相同。请确认。", near)
    return None


def check_choices(raw: Any, title: str, dictionary: Dictionary) -> Outcome:
    """Several values joined by 、; a tuple in the order written, without repeats."""
    if isinstance(raw, str) and raw in dictionary.values:
        return ok((raw,))
    text = as_text(raw) or ""
    parts = tuple(text.split("、")) if len(text) <= _LONGEST else ()
    if parts and all(part in dictionary.values for part in parts) and len(set(parts)) == len(parts):
        return ok(parts)
    if not parts or clean(text).text is None:
        return _unknown(raw, title, dictionary)
    outcomes = [check_choice(part, title, dictionary) for part in _BETWEEN.split(text.strip()) if part]
    values = tuple(dict.fromkeys(outcome.value for outcome in outcomes if outcome.value))
    for outcome in outcomes:
        if outcome.status in ("warned", "rejected"):
            return warned(outcome.code, outcome.message, values or None)
    return fixed("dictionary_list", f"已统一为“{'、'.join(values)}”。", values)


def check_yes_no(raw: Any, title: str, dictionary: Dictionary) -> Outcome:
    """True or False; whatever is not plainly yes or no is not stored."""
    outcome = check_choice(raw, title, dictionary)
    return outcome._replace(value=_YES.get(outcome.value))


def _unknown(raw: Any, title: str, dictionary: Dictionary) -> Outcome:
    some = "、".join(dictionary.values[:8]) + ("等" if len(dictionary.values) > 8 else "")
    message = f"{quoted(raw)}不是规定的{title}，没有导入。请填：{some}。"
    return warned("dictionary_unknown", message)
