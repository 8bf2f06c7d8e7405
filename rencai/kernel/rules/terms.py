"""Terms of a rule: expressions that know which facts and parameters they name, exact, the same on every engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw


@dataclass(frozen=True, eq=False)
class Term:
    """A value per row: a whole number, a text, yes/no/unknown, or a day as the number yyyymmdd.

    Unknown goes through everything but `&` and `|`, which are decided where one side decides alone.
    """

    expr: nw.Expr
    facts: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()

    def __add__(self, other: Any) -> "Term":
        return _made(lambda a, b: a + b, self, other)

    def __sub__(self, other: Any) -> "Term":
        return _made(lambda a, b: a - b, self, other)

    def __mul__(self, other: Any) -> "Term":
        return _made(lambda a, b: a * b, self, other)

    def __floordiv__(self, other: Any) -> "Term":
        return _made(lambda a, b: a // b, self, other)

    def __mod__(self, other: Any) -> "Term":
        return _made(lambda a, b: a % b, self, other)

    def __eq__(self, other: object) -> "Term":  # type: ignore[override]
        return _made(lambda a, b: a == b, self, other)

    def __ne__(self, other: object) -> "Term":  # type: ignore[override]
        return _made(lambda a, b: a != b, self, other)

    def __lt__(self, other: Any) -> "Term":
        return _made(lambda a, b: a < b, self, other)

    def __le__(self, other: Any) -> "Term":
        return _made(lambda a, b: a <= b, self, other)

    def __gt__(self, other: Any) -> "Term":
        return _made(lambda a, b: a > b, self, other)

    def __ge__(self, other: Any) -> "Term":
        return _made(lambda a, b: a >= b, self, other)

    def __and__(self, other: Any) -> "Term":
        return _made(lambda a, b: a & b, self, other)

    def __or__(self, other: Any) -> "Term":
        return _made(lambda a, b: a | b, self, other)

    def __invert__(self) -> "Term":
        return _made(lambda a: ~a, self)

    def __truediv__(self, other: Any) -> "Term":
        raise TypeError("a rule has no fractions: use // and say how it is rounded")

    def __bool__(self) -> bool:
        raise TypeError("a term stands for many rows: use & | ~ and `either`, not and, or, not, if")

    __hash__ = None  # type: ignore[assignment]

    def among(self, *values: int | str) -> "Term":
        """Whether the value is one of these; unknown stays unknown."""
        return Term(self.expr.is_in(list(values)), self.facts, self.parameters)

    @property
    def known(self) -> "Term":
        """Whether there is a value at all; never unknown itself."""
        return Term(~self.expr.is_null(), self.facts, self.parameters)


def literal(value: Any) -> Term:
    """A constant; a day becomes its number. Raises TypeError for a fraction."""
    if isinstance(value, Term):
        return value
    if isinstance(value, date):
        value = day_number(value)
    if not isinstance(value, int | str):
        raise TypeError(f"a rule has no {type(value).__name__}: use whole numbers, texts, days, yes and no")
    return Term(nw.lit(value))


def either(condition: Term, then: Any, otherwise: Any) -> Term:
    """`then` where the condition holds, `otherwise` where it doesn't; unknown where that is unknown."""
    return _made(
        lambda c, a, b: nw.when(c).then(a).otherwise(nw.when(~c).then(b)), condition, then, otherwise
    )  # fmt: skip


def least(first: Any, *others: Any) -> Term:
    """The smallest; unknown where any is unknown."""
    found = literal(first)
    for other in others:
        found = either(found <= other, found, other)
    return found


def greatest(first: Any, *others: Any) -> Term:
    """The largest; unknown where any is unknown."""
    found = literal(first)
    for other in others:
        found = either(found >= other, found, other)
    return found


def every(terms: Iterable[Term]) -> Term:
    """All hold; unknown where none fails and one is unknown."""
    return _folded(terms, lambda a, b: a & b, nw.lit(True))


def some(terms: Iterable[Term]) -> Term:
    """At least one holds; unknown where none holds and one is unknown."""
    return _folded(terms, lambda a, b: a | b, nw.lit(False))


def day_number(day: date) -> int:
    """2022-12-31 as 20221231: sorts like the day, and every engine has whole numbers."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def months_later(day: Term, months: Any) -> Term:
    """The corresponding day so many months later (earlier where negative), or the last of a month without one.

    As periods end by article 202 of the Civil Code (民法典第二百零二条).
    """
    total = day // 10_000 * 12 + day // 100 % 100 - 1 + months
    year, month = total // 12, total % 12 + 1
    last = _last_day(year, month)
    return year * 10_000 + month * 100 + least(day % 100, last)


def years_later(day: Term, years: Any) -> Term:
    """The corresponding day so many years later; 29 February gives 28 February in a common year."""
    there = day + literal(years) * 10_000
    return either((day % 10_000 == 229) & ~_leap(there // 10_000), there - 1, there)


def full_years(start: Term, end: Any) -> Term:
    """Completed years from `start` to `end`, both days; below zero where the end lies before."""
    end = literal(end)
    years = (end - start) // 10_000
    # Only 29 February can have no corresponding day: the period then ends with the month.
    early = (start % 10_000 == 229) & (end % 10_000 == 228) & ~_leap(end // 10_000)
    return either(early, years + 1, years)


def full_months(start: Term, end: Any) -> Term:
    """Completed months from `start` to `end`."""
    end = literal(end)
    months = (end // 10_000 - start // 10_000) * 12 + end // 100 % 100 - start // 100 % 100
    return either(end >= months_later(start, months), months, months - 1)


def _last_day(year: Term, month: Term) -> Term:
    february = either(_leap(year), 29, 28)
    return either(month == 2, february, either(month.among(4, 6, 9, 11), 30, 31))


def _leap(year: Term) -> Term:
    return ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)


def _made(build: Callable[..., nw.Expr], *parts: Any) -> Term:
    terms = [literal(part) for part in parts]
    return Term(
        build(*[term.expr for term in terms]),
        frozenset().union(*[term.facts for term in terms]),
        frozenset().union(*[term.parameters for term in terms]),
    )


def _folded(terms: Iterable[Term], join: Callable[[nw.Expr, nw.Expr], nw.Expr], empty: nw.Expr) -> Term:
    found: Term | None = None
    for term in terms:
        found = term if found is None else _made(join, found, term)
    return Term(empty) if found is None else found
