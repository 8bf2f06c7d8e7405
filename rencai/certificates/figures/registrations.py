"""Registrations of the year: first ones and renewals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from rencai.certificates.figures.certificates import UNIT_KIND
from rencai.certificates.models import Registration, RegistrationKind
from rencai.org.access import within
from rencai.people.figures.breakdowns import choice
from rencai.people.figures.placed import by_choice, by_township
from rencai.people.models import Employment, Person, QualificationLevel
from rencai.people.search import search as search_people
from rencai.ui.figures import Column, Figure, Rows, Scope, publish

LEVEL = by_choice("level", "级别", "certificate__level", QualificationLevel.choices)
TOWNSHIP = by_township("area_code")


def _search(rows: Rows, words: str) -> Rows:
    return rows.filter(certificate__person__in=search_people(Person.objects.all(), words).values("pk"))


def _of(kind: RegistrationKind) -> Callable[[Scope], Rows]:
    def rows(scope: Scope) -> Rows:
        there = Employment.objects.main().filter(person=OuterRef("certificate__person"), starts__lte=OuterRef("starts"))
        there = there.order_by("-starts", "-pk")
        found: Any = Registration.objects.visible_to(scope.user).filter(
            kind=kind, starts__gte=date(scope.on.year, 1, 1), starts__lte=scope.on
        )
        found = found.annotate(
            area_code=Subquery(there.values("area_code")[:1]),
            unit_id_then=Subquery(there.values("unit_id")[:1]),
            unit_kind_then=Subquery(there.values("unit__kind")[:1]),
            unit_name_then=Subquery(there.values("unit__name")[:1]),
            person_name=F("certificate__person__name"),
        )
        if scope.area:
            found = found.filter(within(scope.area, "area_code"))
        if scope.unit:
            found = found.filter(unit_id_then=scope.unit)
        return found.select_related("certificate__person", "authority")

    return rows


_PARTS = (LEVEL, TOWNSHIP, UNIT_KIND)
first_this_year = publish(
    Figure(
        key="certificates.first_this_year",
        title="本年首次登记",
        unit="件",
        means="当年（统计日所在年份）、统计日及以前起效的首次登记，按登记计；据花名册推算、不知是首次还是再登记的不计入。",
        rows=_of(RegistrationKind.FIRST),
        columns=(
            Column("姓名", "person_name", key="name", sort="certificate__person__pinyin"),
            Column("单位", "unit_name_then", key="unit"),
            Column("证件号码", "certificate__person__id_masked", key="id"),
            Column("级别", "certificate__get_level_display", key="level", sort="certificate__level"),
            Column("有效期起", "starts", sort="starts"),
            Column("有效期至", "valid_until", sort="ends"),
            Column("登记机关", "authority__name", key="authority", shown=False),
        ),
        breakdowns=_PARTS,
        choices=tuple(map(choice, _PARTS)),
        search=_search,
        link=lambda row, scope: reverse("certificate", args=[row.certificate_id]),
        order=("starts", "pk"),
    )
)
renewed_this_year = publish(
    replace(
        first_this_year,
        key="certificates.renewed_this_year",
        title="本年再登记",
        means="当年（统计日所在年份）、统计日及以前起效的再登记，按登记计。",
        rows=_of(RegistrationKind.RENEWAL),
    )
)
