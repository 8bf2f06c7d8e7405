"""The columns of a list of people and what fills them: everything as it stood on the day, in one query a page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.urls import get_script_prefix, reverse

from rencai.kernel.partialdate import age_on
from rencai.people.models import (
    CategoryKind,
    Degree,
    EducationLevel,
    EmploymentKind,
    Field,
    Person,
    QualificationLevel,
)
from rencai.people.models.fields import PERSON_FIELDS
from rencai.ui.figures import Column, Scope

_AT_ONCE = 2000
_WORDS = {key: dict(known.choices) for key, known in PERSON_FIELDS.items()}


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
        text = self.past[key] if key in self.past else PERSON_FIELDS[key].read(person)
        return _WORDS[key].get(text, text)


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


# Written out, because putting it together anew takes longer than running it. Every column is a text, so that the
# kinds of record can stand in one answer on either engine.
_HELD = "{0}.starts <= %(day)s AND ({0}.ends IS NULL OR {0}.ends > %(day)s) AND {0}.person_id IN ({{people}})"
_RECORDS = f"""
SELECT e.person_id, 'employment', COALESCE(
    (SELECT n.name FROM org_unitname n
     WHERE n.unit_id = e.unit_id AND n.starts <= %(day)s AND (n.ends IS NULL OR n.ends > %(day)s) LIMIT 1), u.name
  ), e.post_title, e.kind, CAST(e.starts AS varchar(10))
FROM people_employment e JOIN org_unit u ON u.id = e.unit_id WHERE e.main AND {_HELD.format("e")}
UNION ALL
SELECT d.person_id, 'education', d.level, d.degree, d.major, d.school
FROM people_education d WHERE d.highest AND {_HELD.format("d")}
UNION ALL
SELECT q.person_id, 'qualification', q.level, q.valid_until, CASE WHEN q.known_none THEN '1' ELSE '' END, ''
FROM people_qualification q WHERE {_HELD.format("q")}
UNION ALL
SELECT c.person_id, 'category', c.category, '', '', '' FROM people_category c WHERE {_HELD.format("c")}
UNION ALL
SELECT s.person_id, 'service_field', s.field, '', '', '' FROM people_servicefield s WHERE {_HELD.format("s")}
UNION ALL
SELECT p.person_id, 'past', p.field, p.value, CAST(p.ends AS varchar(10)), ''
FROM people_pastvalue p WHERE p.ends > %(day)s AND p.person_id IN ({{people}})
ORDER BY 1, 2, 3, 5
"""  # noqa: S608 - nothing but the text above


def _records(pks: list[int], day: date) -> Iterator[tuple[Any, ...]]:
    """(person, kind, four texts), all kinds in one query."""
    statement = _RECORDS.format(people=", ".join(str(int(pk)) for pk in pks))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": day.isoformat()})
        yield from cursor.fetchall()


def _employment(then: Then, unit: str, post_title: str, kind: str, starts: str) -> None:
    then.unit, then.post_title, then.since = unit, post_title, starts
    then.hired_as = _label(EmploymentKind, kind)


def _education(then: Then, level: str, degree: str, major: str, school: str) -> None:
    then.education, then.degree = _label(EducationLevel, level), _label(Degree, degree)
    then.major, then.school = major, school


def _qualification(then: Then, level: str, valid_until: str, known_none: str, *_: str) -> None:
    if level:
        then.qualification, then.valid_until = _label(QualificationLevel, level), valid_until
    elif not then.qualification and known_none:
        then.qualification = "无"


def _category(then: Then, category: str, *_: str) -> None:
    then.categories.append(_label(CategoryKind, category))


def _service_field(then: Then, name: str, *_: str) -> None:
    then.service_fields.append(_label(Field, name))


def _past(then: Then, name: str, value: str, *_: str) -> None:
    then.past.setdefault(name, value)


def _label(choices: Any, value: str) -> str:
    return _labels(choices).get(value, value)


@cache
def _labels(choices: Any) -> dict[str, str]:
    return dict(choices.choices)


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
    return f"{_pattern(get_script_prefix()) % row.pk}?on={scope.on.isoformat()}"


@cache
def _pattern(_prefix: str) -> str:
    """The address of a person's page with %d for the key: making it for each of fifty rows takes half a millisecond."""
    return reverse("person", args=[0]).replace("/0/", "/%d/")


COLUMNS = (
    Column("姓名", _then("name"), key="name", sort="pinyin"),
    Column("工作单位", attrgetter("then.unit"), key="unit"),
    Column("岗位（职务）", attrgetter("then.post_title"), key="post_title"),
    Column("性别", _then("sex"), key="sex"),
    Column("年龄", _age, key="age", sort="-birth", compared=False),
    Column("学历", attrgetter("then.education"), key="education"),
    Column("人才类别", lambda row: "、".join(row.then.categories), key="categories"),
    Column("职业资格", attrgetter("then.qualification"), key="qualification"),
    Column("证件号码", _then("id"), key="id", personal="id"),
    Column("手机号", _then("phone"), key="phone", personal="phone"),
    Column("政治面貌", _then("political_status"), key="political_status", shown=False),
    Column("民族", _then("ethnicity"), key="ethnicity", shown=False),
    Column("出生日期", _then("birth"), key="birth", sort="birth", shown=False),
    Column("用人方式", attrgetter("then.hired_as"), key="employment_kind", shown=False),
    Column("任现岗位时间", attrgetter("then.since"), key="since", shown=False),
    Column("学位", attrgetter("then.degree"), key="degree", shown=False),
    Column("专业", attrgetter("then.major"), key="major", shown=False),
    Column("毕业院校", attrgetter("then.school"), key="school", shown=False),
    Column("登记有效期至", attrgetter("then.valid_until"), key="valid_until", shown=False),
    Column("服务领域", lambda row: "、".join(row.then.service_fields), key="service_fields", shown=False),
    Column("参加工作日期", _then("work_since"), key="work_since", shown=False),
    Column("从事社会工作起始日期", _then("social_work_since"), key="social_work_since", shown=False),
    Column("重点人员", _then("key_person"), key="key_person", shown=False),
)
