"""Terms of a rule: expressions that know which facts and parameters they name, exact, the same on every engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

import narwhals as nw


@dataclass(frozen=True, eq=False)
class Term:
    """A value per row: a whole number, a text, yes/no/unknown, or a day as the number yyyymmdd.

    Unknown goes through everything but `&` and `|`, which are decided where one side decides alone. `constant` is the
    value where every row has the same one: it is worked out when the rule is built, not again for each row.
    """

    expr: nw.Expr
    facts: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    constant: int | str | None = None

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
        return _joined(lambda a, b: a & b, self, other, alone=False)

    def __or__(self, other: Any) -> "Term":
        return _joined(lambda a, b: a | b, self, other, alone=True)

    def __invert__(self) -> "Term":
        return _made(lambda a: not a if isinstance(a, bool) else ~a, self)

    def __truediv__(self, other: Any) -> "Term":
        raise TypeError("a rule has no fractions: use // and say how it is rounded")

    def __bool__(self) -> bool:
        raise TypeError("a term stands for many rows: use & | ~ and `either`, not and, or, not, if")

    __hash__ = None  # type: ignore[assignment]

    def among(self, *values: int | str) -> "Term":
        """Whether the value is one of these; unknown stays unknown."""
        return _made(lambda a: a in values if isinstance(a, int | str) else a.is_in(list(values)), self)

    @property
    def known(self) -> "Term":
        """Whether there is a value at all; never unknown itself."""
        return _made(lambda a: isinstance(a, int | str) or ~a.is_null(), self)


def literal(value: Any) -> Term:
    """A constant; a day becomes its number. Raises TypeError for a fraction."""
    if isinstance(value, Term):
        return value
    if isinstance(value, date):
        value = day_number(value)
    if not isinstance(value, int | str):
        raise TypeError(f"a rule has no {type(value).__name__}: use whole numbers, texts, days, yes and no")
    return Term(nw.lit(value), constant=value)


def either(condition: Term, then: Any, otherwise: Any) -> Term:
    """`then` where the condition holds, `otherwise` where it doesn't; unknown where that is unknown."""
    if condition.constant is not None:
        return _naming(literal(then if condition.constant else otherwise), condition, literal(then), literal(otherwise))
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
    return reduce(lambda a, b: a & b, terms, literal(True))


def some(terms: Iterable[Term]) -> Term:
    """At least one holds; unknown where none holds and one is unknown."""
    return reduce(lambda a, b: a | b, terms, literal(False))


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


def _made(build: Callable[..., Any], *parts: Any) -> Term:
    terms = [literal(part) for part in parts]
    constants = [term.constant for term in terms]
    if None not in constants:
        try:
            return _naming(literal(build(*constants)), *terms)
        except (TypeError, ZeroDivisionError):
            pass  # the engine has its own answer: unknown, or an error that names the column
    return _naming(Term(build(*[term.expr for term in terms])), *terms)


def _joined(build: Callable[..., Any], first: Term, second: Any, *, alone: bool) -> Term:
    """Both terms joined; where one is the same for every row it decides `alone`, or leaves it to the other."""
    terms = [first, literal(second)]
    for one, other in (terms, terms[::-1]):
        if isinstance(one.constant, bool):
            return _naming(one if one.constant is alone else other, *terms)
    return _made(build, *terms)


def _naming(term: Term, *named: Term) -> Term:
    """The term as one that names everything these name: a clause tells what it rests on however it is worked out."""
    facts, parameters = [one.facts for one in named], [one.parameters for one in named]
    return replace(term, facts=frozenset().union(*facts), parameters=frozenset().union(*parameters))
