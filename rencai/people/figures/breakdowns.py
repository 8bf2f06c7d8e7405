"""How the people of a figure can be divided; what is not known is a part of its own, so that the parts add up."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q

from rencai.org.models import Area, UnitKind
from rencai.people.figures.ages import BANDS, band, unknown_age
from rencai.people.figures.rows import HOLDS_SEVERAL, holds
from rencai.people.models import (
    CategoryKind,
    Degree,
    Doubt,
    EducationLevel,
    EmploymentKind,
    Field,
    QualificationLevel,
    Sex,
)
from rencai.people.models.fields import NO, YES
from rencai.people.roster.dictionaries import ETHNICITY, POLITICAL_STATUS
from rencai.ui.figures import Breakdown, Choice, Part, Scope

UNKNOWN = "unknown"
UNSETTLED = "unsettled"
NOT_KNOWN = "待核实"
NOT_FILLED = "未填"

Labels = Iterable[tuple[str, str]]


def by_value(key: str, title: str, alias: str, labels: Labels, blank: str = NOT_FILLED) -> Breakdown:
    """One part for each value of an alias of `rows.then`, one for no value, one for values of no list."""
    known = [(str(value), label) for value, label in labels]

    def parts(scope: Scope) -> Sequence[Part]:
        named = [Part(value, label, Q(**{alias: value})) for value, label in known]
        nothing = Q(**{alias: ""}) | Q(**{f"{alias}__isnull": True})
        other = ~Q(**{f"{alias}__in": [value for value, _ in known]}) & ~nothing
        return [*named, Part(UNKNOWN, blank, nothing), Part("other", "其他写法", other)]

    return Breakdown(key, title, parts)


def _closed(key: str, title: str, alias: str, labels: Labels, blank: str = NOT_FILLED) -> Breakdown:
    """As `by_value`, for a field that can hold nothing but the listed values."""
    whole = by_value(key, title, alias, labels, blank)
    return Breakdown(key, title, lambda scope: whole.parts(scope)[:-1])


def _townships(scope: Scope) -> Sequence[Part]:
    county = scope.user.county
    known = [(area.code, area.name) for area in Area.objects.townships_of(county)]
    named = [Part(code, name, Q(at_township=code)) for code, name in known]
    elsewhere = ~Q(at_township__in=[county, *[code for code, _ in known]])
    return [
        Part(county, "县本级", Q(at_township=county)),
        *named,
        Part(UNKNOWN, "其他区划", elsewhere | Q(at_township__isnull=True)),
    ]


def _ages(scope: Scope) -> Sequence[Part]:
    known = [Part(key, label, band(scope.on, youngest, oldest)) for key, label, youngest, oldest in BANDS]
    return [*known, Part(UNKNOWN, NOT_KNOWN, unknown_age(scope.on))]


def _qualifications(scope: Scope) -> Sequence[Part]:
    named = [Part(str(level), str(level.label), Q(qualification=level)) for level in QualificationLevel]
    nothing = Q(qualification="") | Q(qualification__isnull=True)
    return [
        *named,
        Part("none", "无职业资格", nothing & Q(known_unqualified=True)),
        Part(UNKNOWN, NOT_KNOWN, nothing & Q(known_unqualified=False)),
    ]


def _registrations(scope: Scope) -> Sequence[Part]:
    valid, holder = valid_registration(scope), Q(qualification__gt="")
    return [
        Part("valid", "登记有效", holder & valid),
        Part("expired", "登记已过期", holder & Q(valid_until__gt="") & ~valid),
        Part(UNKNOWN, "持证而登记待核实", holder & Q(valid_until="")),
        Part("none", "不持证或待核实", Q(qualification="") | Q(qualification__isnull=True)),
    ]


def valid_registration(scope: Scope) -> Q:
    """The condition that the registration of the certificate still runs; its last day counts."""
    day = scope.on.isoformat()
    return Q(valid_until__gte=day) | Q(valid_until__in=[day[:7], day[:4]])


def _categories(scope: Scope) -> Sequence[Part]:
    named = [Part(str(kind), str(kind.label), holds("categories_held", kind)) for kind in CategoryKind]
    return [*named, Part("none", NOT_FILLED, Q(categories_held__isnull=True))]


def _fields(scope: Scope) -> Sequence[Part]:
    named = [Part(str(field), str(field.label), holds("fields_held", field)) for field in Field]
    return [*named, Part("none", NOT_FILLED, Q(fields_held__isnull=True))]


TOWNSHIP = Breakdown("township", "乡镇", _townships)
UNIT_KIND = _closed("unit_kind", "单位类型", "at_kind", UnitKind.choices)
AGE = Breakdown("age", "年龄段", _ages)
SEX = _closed("sex", "性别", "sex_then", Sex.choices)
EDUCATION = _closed("education", "学历", "education", EducationLevel.choices)
DEGREE = _closed("degree", "学位", "degree", Degree.choices, "无学位或未填")
QUALIFICATION = Breakdown("qualification", "职业资格", _qualifications)
REGISTRATION = Breakdown("registration", "登记情况", _registrations)
CATEGORY = Breakdown("category", "人才类别", _categories, "一人可同时属于几个类别，各部分之和可能大于总数。")
POLITICAL = by_value("political", "政治面貌", "political_then", [(v, v) for v in POLITICAL_STATUS.values])
ETHNIC = by_value("ethnicity", "民族", "ethnicity_then", [(v, v) for v in ETHNICITY.values])
HIRED_AS = _closed("employment_kind", "用人方式", "hired_as", EmploymentKind.choices)
KEY_PERSON = _closed("key_person", "重点人员", "key_then", ((YES, "是"), (NO, "否")), NOT_KNOWN)
SERVICE = Breakdown("service_field", "服务领域", _fields, "一人可服务几个领域，各部分之和可能大于总数。")

BREAKDOWNS = (
    TOWNSHIP, UNIT_KIND, AGE, SEX, EDUCATION, QUALIFICATION, CATEGORY, POLITICAL, SERVICE, HIRED_AS, REGISTRATION,
    DEGREE, ETHNIC, KEY_PERSON,
)  # fmt: skip


def choice(breakdown: Breakdown) -> Choice:
    """The filter that lists one part of a breakdown; a part that does not exist lists nobody."""

    def where(value: str, scope: Scope) -> Q:
        return next((part.where for part in breakdown.parts(scope) if part.key == value), Q(pk__in=[]))

    return Choice(breakdown.key, breakdown.title, _options(breakdown), where)


def _options(breakdown: Breakdown) -> Callable[[Scope], Sequence[tuple[str, str]]]:
    return lambda scope: [(part.key, part.label) for part in breakdown.parts(scope)]


def _overlapping(value: str, scope: Scope) -> Q:
    return HOLDS_SEVERAL if value == YES else ~HOLDS_SEVERAL | Q(categories_held__isnull=True)


OVERLAP = Choice("overlap", "类别交叉", lambda scope: ((YES, "两个及以上类别"), (NO, "一个或未填")), _overlapping)


def _doubted(value: str, scope: Scope) -> Q:
    wanted = Doubt.objects.unsettled() if value == UNSETTLED else Doubt.objects.none()
    return Q(pk__in=wanted.values("person"))


DOUBTS = Choice("doubts", "存疑信息", lambda scope: ((UNSETTLED, "待核对"),), _doubted)
CHOICES = (*[choice(breakdown) for breakdown in BREAKDOWNS], OVERLAP, DOUBTS)
