"""Points at numbers typed by hand in a paragraph, and at those that contradict a figure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rencai.documents.tree import Mark
from rencai.reports.facts import Fact, percent
from rencai.reports.numerals import Number, counts

_CLAUSE_END = re.compile(r"[，,。；;：:、！!？?\n]")
_LAST_YEAR = re.compile("上年|去年|同期")
_CHANGE = re.compile("增加|减少|增长|下降|净增|新增|多|少")
NEAR = 12  # characters between a figure's name and its number
WAYS = {"": "", "last": "|去年", "change": "|同比"}
Known = Mapping[str, Callable[[str], Fact | None]]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a paragraph and the mark that is to stand there."""

    start: int
    end: int
    mark: Mark


def typed_numbers(text: str, typed: list[bool], known: Known) -> list[Found]:
    """Every unexplained number of which a digit was typed by hand, as marks in order.

    `typed` says of each character whether a hand typed it. `known` gives by a figure's title its fact for a
    modifier ("", "last", "change").
    """
    found = []
    for number in counts(text):
        if any(typed[number.start : number.end]):
            found.append(Found(number.start, number.end, _mark(text, number, known)))
    return found


def short_title(title: str) -> str:
    """A figure's title as a sentence uses it: 女性人数 is 女性 there."""
    return title.removesuffix("数").removesuffix("人") if len(title) > 3 else title


def _mark(text: str, number: Number, known: Known) -> Mark:
    words = text[number.start : number.end]
    title, fact = _meant(text, number, known)
    if fact is None or fact.number is None or number.tenths is None:
        return Mark(
            words, "typed_number", "这个数是手填的，没有数据项、日期或文号能说明它。请改用数据项，或在签发前核对。"
        )
    advice = f"{{{fact.key}{WAYS[fact.modifier]}}}"
    if abs(fact.tenths or 0) == number.tenths:
        return Mark(words, "typed_number", f"手填的数与数据项“{title}”一致，请改用 {advice}，数据变动时会随之更新。")
    value = percent(fact.number) if fact.unit == "%" else f"{abs(fact.number)}{fact.unit}"
    return Mark(words, "contradiction", f"与数据项“{title}”不一致：数据项为{value}。请改用 {advice}，或改写这句话。")


def _meant(text: str, number: Number, known: Known) -> tuple[str, Fact | None]:
    """The figure whose title stands nearest before the number in the same clause, counted in the same unit."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text, 0, number.start)]
    clause = text[ends[-1] if ends else 0 : number.start]
    places = [(clause.rfind(title) + len(title), len(title), title) for title in known if title in clause]
    if not places or len(clause) - max(places)[0] > NEAR:
        return "", None
    title = max(places)[2]
    after = clause[clause.rfind(title) + len(title) :]
    modifier = "change" if _CHANGE.search(after) else "last" if _LAST_YEAR.search(clause) else ""
    fact = known[title](modifier)
    if fact is None or fact.unit != number.unit:
        return "", None
    return title, fact
