"""A checker for every column: blanks, null words and 清空 alike everywhere, the rest by the column's kind."""

import re
from functools import partial
from itertools import filterfalse
from typing import Any

from rencai.kernel.partialdate import read_date
from rencai.people.roster.choices import check_choice, check_choices, check_yes_no
from rencai.people.roster.columns import Column, Kind
from rencai.people.roster.contacts import check_number, check_phone
from rencai.people.roster.dictionaries import Dictionary
from rencai.people.roster.outcomes import BLANK, CLEAR_WORD, NULL_WORDS, Checker, Outcome, fixed, quoted, rejected
from rencai.people.roster.person_names import NOBODY, check_name
from rencai.people.roster.text import check_place, check_prose, check_text

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u3164]*\Z")
_SHORT = 12
_NO_CHOICES = Dictionary((), {}, {})


def checker_for(column: Column) -> Checker:
    """The checker of one column but the ID number's, which also needs the document type beside it."""
    check = _by_kind(column)
    empty: Any = () if column.kind is Kind.CHOICES else ""
    values = column.dictionary.values if column.dictionary else ()

    def checked(raw: Any) -> Outcome:
        if raw is None:
            return blank(column)
        if isinstance(raw, str) and (len(raw) < _SHORT or raw.isspace() or _BLANK.match(raw)):
            word = raw.strip()
            if _BLANK.match(word):
                return blank(column)
            if word == CLEAR_WORD:
                return _cleared(column, empty)
            if word in NULL_WORDS and word not in values:
                return _null(column, word)
        outcome = check(raw)
        # What is empty once the invisible is taken out says nothing; only 清空 clears.
        return blank(column) if outcome.value in ("", ()) else outcome

    return checked


def blank(column: Column) -> Outcome:
    if column.required:
        return rejected("missing_required", f"没有填写{column.title}。请补填。")
    return BLANK


def _cleared(column: Column, empty: Any) -> Outcome:
    if column.required:
        return rejected("missing_required", f"{column.title}不能清空。请填写。")
    return fixed("cleared", f"将清空已有的{column.title}。", empty)


def _null(column: Column, word: str) -> Outcome:
    if column.required:
        return rejected("missing_required", f"{column.title}填的是{quoted(word)}。请填写实际内容。")
    return fixed("null_word", f"{quoted(word)}按没有填写处理；要清除已有内容请填“{CLEAR_WORD}”。", None)


def _by_kind(column: Column) -> Checker:
    title, dictionary = column.title, column.dictionary or _NO_CHOICES
    checkers: dict[Kind, Checker] = {
        Kind.NAME: partial(check_name, limit=column.limit),
        Kind.DOCUMENT: partial(_check_document_type, title=title, dictionary=dictionary),
        Kind.CHOICE: partial(check_choice, title=title, dictionary=dictionary),
        Kind.CHOICES: partial(check_choices, title=title, dictionary=dictionary),
        Kind.YES_NO: partial(check_yes_no, title=title, dictionary=dictionary),
        Kind.DATE: check_date,
        Kind.PHONE: check_phone,
        Kind.NUMBER: partial(check_number, limit=column.limit),
        Kind.PLACE: partial(check_place, limit=column.limit),
        Kind.TEXT: partial(check_text, limit=column.limit),
        Kind.PROSE: partial(check_prose, limit=column.limit),
    }
    return checkers[column.kind]


def check_date(raw: Any) -> Outcome:
    """A date of day, month or (doubted) year precision."""
    return Outcome(*read_date(raw))


def _check_document_type(raw: Any, title: str, dictionary: Dictionary) -> Outcome:
    outcome = check_choice(raw, title, dictionary)
    if outcome.code == "dictionary_unknown":
        # Without a known type the number beside it can't be checked.
        return rejected(outcome.code, outcome.message.replace("没有导入。", ""))
    return outcome


PLAIN = {
    Kind.NAME: re.compile(r"[\u4e00-\u9fa5]{2,8}\Z"),
    Kind.PHONE: re.compile(r"1[3-9][0-9]{9}\Z"),
    Kind.NUMBER: re.compile(r"[0-9]{6,30}\Z"),
    Kind.PLACE: re.compile(r"[\u4e00-\u9fa5（）]{2,40}\Z"),
    Kind.TEXT: re.compile(r"[\u4e00-\u9fa5（）、]{2,40}\Z"),
}
SPECIAL = NULL_WORDS | NOBODY | {CLEAR_WORD}


def check_all(raws: list[Any], column: Column, check: Checker) -> tuple[list[Any], dict[Any, Outcome]]:
    """A whole column: its values in order, and the outcomes that are not simply ok by raw value.

    Every different raw value is checked once, and plainly good texts not even that: this makes large rosters quick.
    """
    different = set(raws)
    plain = PLAIN.get(column.kind)
    if plain is not None and len(different) > 1000:
        texts = {raw for raw in different if type(raw) is str}
        different = (different - texts).union(filterfalse(plain.match, texts), texts & SPECIAL)
    outcomes = {raw: check(raw) for raw in different}
    problems = {raw: outcome for raw, outcome in outcomes.items() if outcome.status != "ok"}
    changed = {raw: outcome.value for raw, outcome in outcomes.items() if outcome.value is not raw}
    if not changed:
        return raws, problems
    return [changed.get(raw, raw) for raw in raws], problems
