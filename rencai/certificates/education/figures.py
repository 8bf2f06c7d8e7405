"""Accounts as figures: registrations that run, and those among them with enough hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from rencai.certificates.education.account import counted_half_hours
from rencai.certificates.figures.certificates import UNIT_KIND
from rencai.certificates.models import Registration
from rencai.certificates.rules import needed_half_hours
from rencai.org.access import within
from rencai.people.figures.breakdowns import choice
from rencai.people.figures.placed import by_choice, by_township
from rencai.people.models import Employment, Person, QualificationLevel
from rencai.people.search import search as search_people
from rencai.ui.figures import Breakdown, Column, Figure, Part, Ratio, Rows, Scope, publish
from rencai.ui.templatetags.rencai import half_hours

_YEAR = timedelta(days=365)


def running(scope: Scope) -> Any:
    """Registrations that hold on the day, with the place of their person."""
    there = Employment.objects.main().filter(person=OuterRef("certificate__person"), starts__lte=scope.on)
    there = there.order_by("-starts", "-pk")
    found: Any = (
        Registration.objects.visible_to(scope.user)
        .holding(scope.on)
        .annotate(
            area_code=Subquery(there.values("area_code")[:1]),
            unit_id_then=Subquery(there.values("unit_id")[:1]),
            unit_kind_then=Subquery(there.values("unit__kind")[:1]),
            unit_name_then=Subquery(there.values("unit__name")[:1]),
            person_name=F("certificate__person__name"),
        )
    )
    if scope.area:
        found = found.filter(within(scope.area, "area_code"))
    if scope.unit:
        found = found.filter(unit_id_then=scope.unit)
    return found.select_related("certificate__person")


def _ending(scope: Scope) -> Any:
    return running(scope).filter(ends__lte=scope.on + _YEAR)


def met(rows: Any, scope: Scope) -> list[int]:
    """The keys of those registrations that have their hours."""
    periods = list(rows.select_related("certificate"))
    counted = counted_half_hours(periods, scope.on)
    needed = {level: needed_half_hours(level, scope.on) for level in {one.certificate.level for one in periods}}
    return [one.pk for one in periods if counted[one.pk] >= needed[one.certificate.level]]


def prepare(rows: Sequence[Any], scope: Scope) -> None:
    """Puts the account in words on each row."""
    counted = counted_half_hours(rows, scope.on)
    for row in rows:
        row.needed = needed_half_hours(row.certificate.level, scope.on)
        row.counted = counted[row.pk]
        row.missing = max(row.needed - row.counted, 0)
        row.days_left = (row.ends - scope.on).days - 1


def _search(rows: Rows, words: str) -> Rows:
    return rows.filter(certificate__person__in=search_people(Person.objects.all(), words).values("pk"))


def _ends(scope: Scope) -> Sequence[Part]:
    day = scope.on
    return [
        Part("90", "90日内到期", Q(ends__lte=day + timedelta(days=90))),
        Part("365", "一年内到期", Q(ends__gt=day + timedelta(days=90), ends__lte=day + _YEAR)),
        Part("later", "一年以后到期", Q(ends__gt=day + _YEAR)),
    ]


LEVEL = by_choice("level", "级别", "certificate__level", QualificationLevel.choices)
TOWNSHIP = by_township("area_code")
ENDS = Breakdown("ends", "到期", _ends)
_PARTS = (ENDS, LEVEL, TOWNSHIP, UNIT_KIND)
accounts = publish(
    Figure(
        key="certificates.accounts",
        title="继续教育账户",
        unit="件",
        means="统计日登记在有效期内、没有注销撤销的证书各有一个学时账户，按登记期计。",
        rows=running,
        columns=(
            Column("姓名", "person_name", key="name", sort="certificate__person__pinyin"),
            Column("单位", "unit_name_then", key="unit"),
            Column("级别", "certificate__get_level_display", key="level", sort="certificate__level"),
            Column("有效期至", "valid_until", key="until", sort="ends"),
            Column("已计入", lambda row: half_hours(row.counted), key="counted"),
            Column("须达到", lambda row: half_hours(row.needed), key="needed"),
            Column("还差", lambda row: half_hours(row.missing) if row.missing else "已足额", key="missing"),
            Column("剩余天数", "days_left", compared=False),
            Column("证件号码", "certificate__person__id_masked", key="id", shown=False),
        ),
        breakdowns=_PARTS,
        choices=tuple(map(choice, _PARTS)),
        search=_search,
        prepare=prepare,
        link=lambda row, scope: f"{reverse('account-page', args=[row.pk])}?on={scope.on.isoformat()}",
        order=("ends", "pk"),
    )
)
ending_soon = publish(
    replace(
        accounts,
        key="certificates.accounts_ending",
        title="一年内到期的学时账户",
        means="统计日登记有效、一年（365日）内到期的学时账户，按登记期计。",
        rows=_ending,
    )
)
education_met = publish(
    replace(
        accounts,
        key="certificates.education_met",
        title="一年内到期且学时已足额",
        means="一年（365日）内到期的学时账户中，统计日已计入的继续教育学时达到该级别规定数的，按登记期计。",
        rows=lambda scope: _ending(scope).filter(pk__in=met(_ending(scope), scope)),
    )
)
education_met_share = publish(
    Ratio(
        "certificates.education_met_share", "到期前学时足额率",
        "一年内到期的学时账户中学时已足额的比例。", education_met, ending_soon,
    )
)  # fmt: skip
