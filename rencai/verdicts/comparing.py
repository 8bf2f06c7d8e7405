"""Two kept runs side by side: who came out otherwise, and what could have moved it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rencai.people.models import Person
from rencai.verdicts.models import Run, Verdict

_MOVED = """
SELECT COALESCE(a.person_id, b.person_id), a.status, a.gap, b.status, b.gap
FROM (SELECT person_id, status, gap FROM verdicts_verdict WHERE run_id = %s) a
FULL OUTER JOIN (SELECT person_id, status, gap FROM verdicts_verdict WHERE run_id = %s) b ON a.person_id = b.person_id
WHERE a.status IS NULL OR b.status IS NULL OR a.status <> b.status
"""
NOT_THERE = "不在册"


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who came out otherwise; "不在册" where they were in only one of the runs."""

    person: int
    before: str
    before_gap: str
    after: str
    after_gap: str


def moved(before: Run, after: Run, user: Any) -> list[Moved]:
    """Everybody whom `user` may see and who came out otherwise, by key."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [before.pk, after.pk])
        rows = {pk: (one, gap, two, other) for pk, one, gap, two, other in cursor.fetchall()}
    seen = Person.objects.visible_to(user).filter(
        pk__in=Verdict.objects.filter(run__in=(before, after)).values("person")
    )
    keys = sorted(set(seen.values_list("pk", flat=True)) & rows.keys())
    return [Moved(pk, *[text or "" for text in _told(*rows[pk])]) for pk in keys]


def causes(before: Run, after: Run) -> list[str]:
    """What differs between the runs besides people: the wording, values, the register, the program."""
    return list(_causes(before, after))


def _told(one: str | None, gap: str | None, two: str | None, other: str | None) -> tuple[Any, ...]:
    return (one or NOT_THERE, gap, two or NOT_THERE, other)


def _causes(before: Run, after: Run) -> Iterator[str]:
    if before.on != after.on:
        yield f"测算日由{before.on.isoformat()}变为{after.on.isoformat()}"
    if before.cite != after.cite:
        yield f"条文由“{before.cite}”变为“{after.cite}”"
    for name in sorted(before.values.keys() | after.values.keys()):
        one, two = before.values.get(name, {}), after.values.get(name, {})
        if one.get("value") != two.get("value"):
            title = (two or one)["title"]
            yield f"{title}由{one.get('value', '无')}变为{two.get('value', '无')}（{(two or one)['cite']}）"
    if before.revision != after.revision:
        yield f"档案在两次测算之间有{after.revision - before.revision}次变动"
    if before.code != after.code:
        yield f"程序版本由{before.code}变为{after.code}"
