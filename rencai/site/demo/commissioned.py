"""The demo's commissioned programme: a university teaches part of the staff for two years, one weak point a module."""

from datetime import date

from django.db.models import Exists, OuterRef

from rencai.org.models import User
from rencai.people.models import Education, EducationLevel, Employment
from rencai.training.actions.programmes import (
    add_module,
    add_programme,
    add_term,
    join,
    leave_programme,
    pay_term,
    record_results,
)
from rencai.training.models import MemberState

_FIRST, _LAST = date(2021, 9, 1), date(2023, 6, 30)
_ENDED = date(2022, 12, 10)
_MEMBERS = 24
_MODULES = (
    ("社会工作理论与伦理", "专业能力", 32),
    ("个案、小组与社区工作", "专业能力", 48),
    ("社会政策与法规", "政策水平", 24),
    ("老年与困境儿童服务实务", "服务成效", 40),
)
_TERMS = (
    ("2021年秋季", date(2021, 9, 1), date(2022, 1, 15), date(2021, 10, 20)),
    ("2022年春季", date(2022, 2, 20), date(2022, 7, 10), date(2022, 4, 12)),
    ("2022年秋季", date(2022, 9, 1), date(2023, 1, 10), date(2022, 11, 3)),
    ("2023年春季", date(2023, 2, 20), date(2023, 6, 30), None),
)
_TERM_FEE = 36_000_00


def load_programme(county: str, clerk: User) -> None:
    """Everything through its own action: fees paid, results, who completed early and who left."""
    programme = add_programme(
        county=county, by=clerk, title="社会工作在职学历提升项目", school="云州民政职业学院",
        agreement="云川民政委培〔2021〕1号（演示）", first_day=_FIRST, last_day=_LAST, fee=4 * _TERM_FEE,
        goal="取得社会工作专业学历，通过助理社会工作师考试",
    )  # fmt: skip
    modules = [
        add_module(programme, by=clerk, title=title, remedies=weak, hours=hours) for title, weak, hours in _MODULES
    ]
    for title, first, last, paid in _TERMS:
        term = add_term(programme, by=clerk, title=title, first_day=first, last_day=last, fee=_TERM_FEE)
        if paid:
            pay_term(term, on=paid, by=clerk)
    college = Education.objects.filter(person=OuterRef("person"), level=EducationLevel.COLLEGE)
    employed = Employment.objects.main().on(_FIRST).filter(Exists(college), person__county=county)
    chosen = employed.select_related("person").order_by("person")[:_MEMBERS]
    for number, person in enumerate(employment.person for employment in chosen):
        member = join(programme, person, on=_FIRST, by=clerk)
        if number % 8 == 7:
            leave_programme(member, MemberState.LEFT, on=date(2022, 3, 1), outcome="工作调整，退出学习", by=clerk)
            continue
        early = number % 4 == 0
        passed = modules if early else modules[:2]
        record_results(member, dict.fromkeys(passed, True), on=_ENDED, by=clerk)
        if early:
            outcome = "修完全部模块，提前结业"
            leave_programme(member, MemberState.COMPLETED, on=_ENDED, outcome=outcome, by=clerk)
