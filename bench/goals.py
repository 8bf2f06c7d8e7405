"""What is to be reached, measured against the results; each goal carries the known cause for when it is missed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.timing import Result


@dataclass(frozen=True, slots=True)
class Goal:
    """`times` the figure `of` of the peer (by CPU time where both have it), or `limit` at most, or `least` at least.

    Judged from `size` people on, up to `at_most` where that is set.
    """

    what: str
    of: str
    cause: str
    times: float = 0
    peer: str = ""
    limit: float = 0
    least: float = 0
    at_most: int = 0
    size: int = 100_000


_RENDER = "what is left is Django itself: session, user, template shell, and preparing fifty rows"
_RECOUNT = "one person is read again and every figure counted over the columns in memory"
_FUNNEL = "the database reads an index of every person asked, entered and certified in the year"
_RULES = (
    "exams.assistant",
    "exams.intermediate",
    "exams.senior",
    "certificates.first",
    "certificates.renewal",
    "certificates.education_entry",
    "certificates.yearly_education",
)
GOALS = (
    Goal("list page", "CPU ms", _RENDER, times=4, peer="admin"),
    Goal("list page", "queries", "each choice list and count is a query of its own", limit=8),
    Goal("list page", "KB", "filters and column chooser are in the page", limit=60),
    Goal("search, 2 characters", "CPU ms", _RENDER, times=20, peer="admin", size=1_000_000),
    Goal("search, 3 characters", "CPU ms", _RENDER, times=20, peer="admin", size=1_000_000),
    Goal("figures page, nothing changed", "ms", "", limit=50, size=1_000_000),
    Goal("home (dashboard), nothing changed", "ms", "", limit=50, size=1_000_000),
    Goal("figures page, right after a change", "ms", _RECOUNT, limit=1000),
    Goal("home (dashboard), right after a change", "ms", _RECOUNT, limit=1000),
    Goal("figures page, right after a change", "ms", _RECOUNT, limit=1000, size=1_000_000),
    Goal("home (dashboard), right after a change", "ms", _RECOUNT, limit=1000, size=1_000_000),
    Goal("list page", "CPU ms", _RENDER, limit=8),
    Goal("list page, 8 clients", "req/s", "one Python process on half of two cores; the load client has the rest",
         least=300),
    Goal(
        "import 100,000 × 20 .xlsx", "CPU s",
        "half is SQLite itself: six tables with fourteen indexes and the search index; the peer writes one plain table",
        times=5, peer="import-export bulk", at_most=100_000,
    ),
    Goal("import 100,000 × 20 .xlsx", "peak MB", "", limit=512),
    Goal(
        "export everybody to .xlsx", "CPU s",
        "a third is the one statement over six tables, a sixth opening two sealed values a person, the rest writing 26"
        " columns; the peer copies 20 plain ones", times=20, peer="import-export bulk", at_most=100_000,
    ),
    Goal("export everybody to .xlsx", "over base MB", "", limit=100, at_most=100_000),
    Goal("report to PDF", "ms", "", times=10, peer="LibreOffice"),
    Goal("report to .docx", "ms", "", times=0.5, peer="docxtpl"),
    Goal("explain one row", "ms", "", limit=2, size=1_000),
    *(Goal(f"rule {key}", "ms", "", limit=500, size=1_000_000) for key in _RULES),
    Goal("funnel page, nothing changed", "ms", "", limit=300, size=1_000_000),
    Goal("funnel page, counted anew", "ms", _FUNNEL, limit=300, size=1_000_000),
    Goal("server memory after this", "worker MB", "each day of people asked stays in memory, and the page cache",
         limit=200),
)  # fmt: skip


def judged(results: list[Result], size: int) -> Iterator[tuple[bool, str]]:
    """(reached, sentence) of every goal that these results can judge."""
    for goal in GOALS:
        ours = _found(results, goal.what, "rencai")
        if ours is None or size < goal.size or goal.of not in ours.numbers or size > (goal.at_most or size):
            continue
        if goal.limit or goal.least:
            value = ours.numbers[goal.of]
            reached = value <= goal.limit if goal.limit else value >= goal.least
            wanted = f"at most {goal.limit:,.0f}" if goal.limit else f"at least {goal.least:,.0f}"
            yield reached, _said(goal, f"{value:,.1f} {goal.of}, {wanted}", reached)
            continue
        theirs = _found(results, goal.what, goal.peer)
        if theirs is not None and goal.of in theirs.numbers:
            times = per_row(theirs, goal.of) / max(per_row(ours, goal.of), 1e-9)
            wanted = f"{times:.1f}× {goal.peer} by {goal.of}, at least {goal.times:g}×"
            yield times >= goal.times, _said(goal, wanted, times >= goal.times)


def per_row(result: Result, of: str) -> float:
    """The number, divided by the rows where rows were counted."""
    rows = result.numbers["rows/s"] * result.numbers["seconds"] if of == "CPU s" else 1.0
    return result.numbers[of] / rows


def _found(results: list[Result], what: str, who: str) -> Result | None:
    return next((r for r in results if r.what == what and r.who == who and not r.skipped), None)


def _said(goal: Goal, measured: str, reached: bool) -> str:
    cause = f" — {goal.cause or 'cause not yet looked into'}" if not reached else ""
    return f"{goal.what}: {measured}{cause}"
