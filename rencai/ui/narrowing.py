"""What a user narrowed a figure's rows to: words, filters and one part of a breakdown, as conditions and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from rencai.ui import numbers
from rencai.ui.figures import Breakdown, Choice, Figure, Part, Rows, Scope
from rencai.ui.notices import note
from rencai.ui.query import Query
from rencai.ui.sealedwords import is_sealed, shown

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chosen:
    """A filter with its options and the value in force, "" for none."""

    choice: Choice
    options: Pairs
    value: str

    @property
    def label(self) -> str:
        return dict(self.options).get(self.value, "")


@dataclass(frozen=True)
class Narrowing:
    """The conditions in force beside the scope."""

    words: str = ""
    chosen: Sequence[Chosen] = ()
    breakdown: Breakdown | None = None
    part: Part | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal conditions; names them in the store of numbers."""
        choices = tuple((one.choice.key, one.value) for one in self.chosen if one.value)
        part = (self.breakdown.key, self.part.key) if self.breakdown and self.part else ()
        return (self.words, choices, part)

    @property
    def sealed(self) -> bool:
        """Whether the search holds words that are not to be shown."""
        return any(map(is_sealed, self.words.split(" ")))

    def __bool__(self) -> bool:
        return any(self.key)

    def rows(self, figure: Figure, scope: Scope) -> Rows:
        """The figure's rows under these conditions, in no order yet."""
        rows = figure.rows(scope)
        for one in self.chosen:
            if one.value:
                rows = rows.filter(one.choice.where(one.value, scope))
        if self.part:
            rows = rows.filter(self.part.where)
        if self.words and figure.search:
            rows = figure.search(rows, self.words)
        return rows

    def sentences(self) -> list[tuple[str, str, str]]:
        """(parameter, title, value) of each condition, for the page and the head of an export."""
        found = [(one.choice.key, one.choice.title, one.label) for one in self.chosen if one.value]
        if self.breakdown and self.part:
            found.append(("part", self.breakdown.title, self.part.label))
        if self.words:
            found.append(("q", "搜索", shown(self.words)))
        return found


def narrowing_of(request: HttpRequest, figure: Figure, scope: Scope, query: Query, revision: int) -> Narrowing:
    """Reads the conditions; one that can't be used is left out and said on the page."""
    options = numbers.kept((figure.key, "options"), scope, revision, lambda: _options(figure, scope))
    chosen = [_chosen(request, choice, options[choice.key], query.one(choice.key)) for choice in figure.choices]
    breakdown, part = _part(request, figure, scope, query.one("part"), revision)
    words = query.one("q") if figure.search else ""
    return Narrowing(words, chosen, breakdown, part)


def parts_of(figure: Figure, breakdown: Breakdown, scope: Scope, revision: int) -> Sequence[Part]:
    """The parts, looked up once per revision."""
    return numbers.kept((figure.key, "parts of", breakdown.key), scope, revision, lambda: breakdown.parts(scope))


def _options(figure: Figure, scope: Scope) -> dict[str, Pairs]:
    return {choice.key: tuple((value, label) for value, label in choice.options(scope)) for choice in figure.choices}


def _chosen(request: HttpRequest, choice: Choice, options: Pairs, value: str) -> Chosen:
    if value and value not in dict(options):
        note(request, f"筛选条件“{choice.title}”没有您所选的值，已忽略。")
        value = ""
    return Chosen(choice, options, value)


def _part(
    request: HttpRequest, figure: Figure, scope: Scope, text: str, revision: int
) -> tuple[Breakdown | None, Part | None]:
    key, _, part_key = text.partition(":")
    breakdown = next((one for one in figure.breakdowns if one.key == key), None)
    if breakdown:
        for part in parts_of(figure, breakdown, scope, revision):
            if part.key == part_key:
                return breakdown, part
    if text:
        note(request, "所选分组不存在，已忽略。")
    return None, None
