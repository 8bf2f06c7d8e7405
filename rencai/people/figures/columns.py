"""The columns of a list of people and what fills them: everything as it stood on the day, in one query a page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from rencai.kernel.partialdate import age_on
from rencai.org.models import UnitName
from rencai.people.models import (
    Category,
    CategoryKind,
    Degree,
    Education,
    EducationLevel,
    Employment,
    EmploymentKind,
    Field,
    PastValue,
    Person,
    Qualification,
    QualificationLevel,
    ServiceField,
)
from rencai.people.models.fields import PERSON_FIELDS
from rencai.ui.figures import Column, Scope
from rencai.ui.models import on_day

_AT_ONCE = 2000
_WIDTH = 5
_TEXT = CharField()


@dataclass(slots=True)
class Then:
    """One person on one day, in words ready for a list; "" is unknown."""

    day: date
    unit: str = ""
    post_title: str = ""
    hired_as: str = ""
    since: str = ""
    education: str = ""
    degree: str = ""
    major: str = ""
    school: str = ""
    qualification: str = ""
    valid_until: str = ""
    categories: list[str] = field(default_factory=list)
    service_fields: list[str] = field(default_factory=list)
    past: dict[str, str] = field(default_factory=dict)

    def value(self, person: Person, key: str) -> str:
        """A field of the person in words, as of the day."""
        known = PERSON_FIELDS[key]
        return known.shown(self.past.get(key, known.read(person)))


def prepare(rows: Sequence[Person], scope: Scope) -> None:
    """Puts `then` on each row: what the person was on the scope's day."""
    prepare_on(rows, scope.on)


def prepare_on(rows: Sequence[Person], day: date) -> None:
    """The same for any day; one query for up to 2,000 people."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        found = {row.pk: Then(day) for row in some}
        for pk, kind, *values in _records(list(found), day):
            _FILL[kind](found[pk], *[value or "" for value in values])
        for row in some:
            row.then = found[row.pk]  # type: ignore[attr-defined]


def _records(pks: list[int], day: date) -> Iterator[tuple[Any, ...]]:
    """(person, kind, five texts), all kinds in one query."""
    name = UnitName.objects.filter(on_day(day), unit=OuterRef("unit")).values("name")[:1]
    post = Employment.objects.annotate(unit_then=Coalesce(Subquery(name), "unit__name"))
    parts = (
        _texts(post.filter(main=True), "employment", "unit_then", "post_title", "kind", "starts"),
        _texts(Education.objects.filter(highest=True), "education", "level", "degree", "major", "school"),
        _texts(Qualification.objects.all(), "qualification", "level", "valid_until", "known_none"),
        _texts(Category.objects.all(), "category", "category"),
        _texts(ServiceField.objects.all(), "service_field", "field"),
    )
    held = [part.filter(on_day(day), person__in=pks) for part in parts]
    past = _texts(PastValue.objects.all(), "past", "field", "value", "ends").filter(ends__gt=day, person__in=pks)
    return held[0].union(*held[1:], past, all=True).order_by("person_id", "record", "text1", "text3").iterator()


def _texts(rows: Any, kind: str, *paths: str) -> Any:
    blanks = _WIDTH - len(paths)
    texts = [*[Cast(path, _TEXT) for path in paths], *[Value("", _TEXT)] * blanks]
    named = {f"text{n}": text for n, text in enumerate(texts, 1)}
    return rows.order_by().annotate(record=Value(kind, _TEXT), **named).values_list("person_id", "record", *named)


def _employment(then: Then, unit: str, post_title: str, kind: str, starts: str, _: str) -> None:
    then.unit, then.post_title, then.since = unit, post_title, starts[:10]
    then.hired_as = _label(EmploymentKind, kind)


def _education(then: Then, level: str, degree: str, major: str, school: str, _: str) -> None:
    then.education, then.degree = _label(EducationLevel, level), _label(Degree, degree)
    then.major, then.school = major, school


def _qualification(then: Then, level: str, valid_until: str, known_none: str, *_: str) -> None:
    if level:
        then.qualification, then.valid_until = _label(QualificationLevel, level), valid_until
    elif not then.qualification and known_none in ("1", "true", "True"):
        then.qualification = "无"


def _category(then: Then, category: str, *_: str) -> None:
    then.categories.append(_label(CategoryKind, category))


def _service_field(then: Then, name: str, *_: str) -> None:
    then.service_fields.append(_label(Field, name))


def _past(then: Then, name: str, value: str, *_: str) -> None:
    then.past.setdefault(name, value)


def _label(choices: Any, value: str) -> str:
    return dict(choices.choices).get(value, value)


_FILL: dict[str, Callable[..., None]] = {
    "employment": _employment,
    "education": _education,
    "qualification": _qualification,
    "category": _category,
    "service_field": _service_field,
    "past": _past,
}


def _then(key: str) -> Callable[[Any], str]:
    return lambda row: row.then.value(row, key)


def _age(row: Any) -> Any:
    birth = row.then.value(row, "birth")
    age = age_on(birth, row.then.day) if birth else None
    return "" if age is None else age


def page_of(row: Any, scope: Scope) -> str:
    """The person's own page, on the day that was looked at."""
    return f"{reverse('person', args=[row.pk])}?on={scope.on.isoformat()}"


COLUMNS = (
    Column("姓名", _then("name"), key="name", sort="pinyin"),
    Column("工作单位", "then__unit", key="unit"),
    Column("岗位（职务）", "then__post_title", key="post_title"),
    Column("性别", _then("sex"), key="sex"),
    Column("年龄", _age, key="age", sort="birth"),
    Column("学历", "then__education", key="education"),
    Column("人才类别", lambda row: "、".join(row.then.categories), key="categories"),
    Column("职业资格", "then__qualification", key="qualification"),
    Column("证件号码", _then("id"), key="id", personal="id"),
    Column("手机号", _then("phone"), key="phone", personal="phone"),
    Column("政治面貌", _then("political_status"), key="political_status", shown=False),
    Column("民族", _then("ethnicity"), key="ethnicity", shown=False),
    Column("出生日期", _then("birth"), key="birth", sort="birth", shown=False),
    Column("用人方式", "then__hired_as", key="employment_kind", shown=False),
    Column("任现岗位时间", "then__since", key="since", shown=False),
    Column("学位", "then__degree", key="degree", shown=False),
    Column("专业", "then__major", key="major", shown=False),
    Column("毕业院校", "then__school", key="school", shown=False),
    Column("登记有效期至", "then__valid_until", key="valid_until", shown=False),
    Column("服务领域", lambda row: "、".join(row.then.service_fields), key="service_fields", shown=False),
    Column("参加工作日期", _then("work_since"), key="work_since", shown=False),
    Column("从事社会工作起始日期", _then("social_work_since"), key="social_work_since", shown=False),
    Column("重点人员", _then("key_person"), key="key_person", shown=False),
)
