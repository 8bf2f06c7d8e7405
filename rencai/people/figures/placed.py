"""What figures of placed records share: their scope, how they divide by place, their first columns, their search."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from rencai.org.access import within
from rencai.org.models import Area, UnitKind
from rencai.people.figures.breakdowns import choice
from rencai.people.models import Person
from rencai.people.search import search as search_people
from rencai.ui.figures import Breakdown, Choice, Column, Part, Rows, Scope


def in_scope(rows: Any, scope: Scope) -> Any:
    """The placed records that the scope's user may see, narrowed to its area and unit."""
    found = rows.visible_to(scope.user)
    if scope.area:
        found = found.filter(within(scope.area, "area_code"))
    return found.filter(unit=scope.unit) if scope.unit else found


def by_township(path: str) -> Breakdown:
    """One part for each township by the area code at `path`, one for the county itself, one for what lies elsewhere."""

    def parts(scope: Scope) -> Sequence[Part]:
        county = scope.user.county
        known = [(area.code, area.name) for area in Area.objects.townships_of(county)]
        inside = Q(**{path: county})
        for code, _ in known:
            inside |= within(code, path)
        named = [Part(code, name, within(code, path)) for code, name in known]
        return [Part(county, "县本级", Q(**{path: county})), *named, Part("unknown", "其他区划", ~inside)]

    return Breakdown("township", "乡镇", parts)


def _kinds(scope: Scope) -> Sequence[Part]:
    return [Part(str(kind), str(kind.label), Q(unit__kind=kind)) for kind in UnitKind]


TOWNSHIP = by_township("area_code")
UNIT_KIND = Breakdown("unit_kind", "单位类型", _kinds)


def by_choice(key: str, title: str, path: str, choices: Any) -> Breakdown:
    """One part for each value of a closed field at `path`."""
    return Breakdown(
        key, title, lambda scope: [Part(str(value), str(label), Q(**{path: value})) for value, label in choices]
    )


def chosen_row(key: str, title: str, path: str, rows: Callable[[Scope], Rows]) -> Choice:
    """The filter for records that belong to one of some rows, a course or a sitting, named by their `str`."""

    def where(value: str, scope: Scope) -> Q:
        return Q(**{path: int(value)}) if value.isascii() and value.isdigit() else Q(pk__in=[])

    return Choice(key, title, lambda scope: [(str(row.pk), str(row)) for row in rows(scope)], where)


def search(rows: Rows, words: str) -> Rows:
    """Records of the people whom the words find."""
    return rows.filter(person__in=search_people(Person.objects.all(), words).values("pk"))


def page_of_person(row: Any, scope: Scope) -> str:
    """The page of the record's person, on the day that was looked at."""
    return f"{reverse('person', args=[row.person_id])}?on={scope.on.isoformat()}"


__all__ = [
    "TOWNSHIP", "UNIT_KIND", "WHO", "by_choice", "by_township", "choice", "chosen_row", "in_scope", "page_of_person",
    "search",
]  # fmt: skip
WHO = (
    Column("姓名", "person__name", key="name", sort="person__pinyin"),
    Column("当时单位", "unit__name", key="unit", sort="unit__code"),
    Column("证件号码", "person__id_masked", key="id"),
)
