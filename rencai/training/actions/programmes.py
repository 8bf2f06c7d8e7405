"""Commissioned programmes: what a school teaches for the county, who takes part, what came of it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Employment, Person
from rencai.training.models import Member, MemberState, Module, ModuleResult, Programme, Term


@transaction.atomic
def add_programme(*, county: str, by: User, **values: Any) -> Programme:
    """A programme with its agreement. Raises ValidationError."""
    programme = Programme(county=county, **values)
    programme.full_clean()
    programme.save(force_insert=True)
    audit.record("登记委托培养项目", by=by, on=programme, county=county, detail={"项目": programme.title})
    return programme


@transaction.atomic
def add_module(programme: Programme, *, by: User, **values: Any) -> Module:
    """A module and the weak point it is meant to mend."""
    return _added(Module(programme=programme, **values), programme, "登记培养模块", by)


@transaction.atomic
def add_term(programme: Programme, *, by: User, **values: Any) -> Term:
    """A term inside the programme's days, with its share of the fee. Raises ValidationError."""
    term = Term(programme=programme, **values)
    if not programme.first_day <= term.first_day <= term.last_day <= programme.last_day:
        raise ValidationError({"first_day": "学期须在项目起止日期之内，结束不早于开始。"})
    agreed = sum(fee or 0 for fee in programme.terms.values_list("fee", flat=True)) + (term.fee or 0)
    if programme.fee is not None and agreed > programme.fee:
        raise ValidationError({"fee": "各学期费用之和超过协议费用。"})
    return _added(term, programme, "登记学期", by)


@transaction.atomic
def pay_term(term: Term, *, on: date, by: User) -> None:
    """The term's fee was paid. Raises ValidationError for a second time."""
    row = Term.objects.select_for_update(of=("self",)).select_related("programme").get(pk=term.pk)
    if row.paid_on is not None:
        raise ValidationError(f"该学期费用已于{row.paid_on.isoformat()}支付。")
    row.paid_on = on
    row.save(update_fields=["paid_on"])
    detail = {"学期": row.title, "日期": on.isoformat()}
    audit.record("支付学期费用", by=by, on=row.programme, county=row.programme.county, detail=detail)


@transaction.atomic
def join(programme: Programme, person: Person, *, on: date, by: User) -> Member:
    """Somebody becomes a member, from the unit of that day. Raises ValidationError."""
    post = Employment.objects.main().on(on).filter(person=person).first()
    if person.county != programme.county or post is None:
        raise ValidationError("该人员当日不在本县人才信息库中，不能登记为学员。")
    member = Member(
        programme=programme, person=person, unit_id=post.unit_id, area_code=post.area_code, joined_on=on
    )  # fmt: skip
    member.full_clean()
    member.save(force_insert=True)
    audit.record("登记委托培养学员", by=by, on=member, county=programme.county, detail={"项目": programme.title})
    return member


@transaction.atomic
def leave_programme(member: Member, state: MemberState, *, on: date, outcome: str, by: User) -> None:
    """Completed or left, with what came of it. Raises ValidationError."""
    row = Member.objects.select_for_update(of=("self",)).select_related("programme").get(pk=member.pk)
    if row.state != MemberState.STUDYING:
        raise ValidationError("该学员已结业或退出。")
    if on < row.joined_on:
        raise ValidationError({"on": "日期不能早于入学日期。"})
    if not outcome.strip():
        raise ValidationError({"outcome": "请填写成效或退出原因。"})
    open_modules = row.programme.modules.exclude(results__member=row, results__passed=True)
    if state == MemberState.COMPLETED and open_modules.exists():
        raise ValidationError(f"还有{open_modules.count()}个模块没有合格成绩，不能结业。")
    row.state, row.left_on, row.outcome = state, on, outcome.strip()
    row.save(update_fields=["state", "left_on", "outcome"])
    detail = {"项目": row.programme.title, "状态": MemberState(state).label}
    audit.record("委托培养结业或退出", by=by, on=row, county=row.programme.county, detail=detail)


@transaction.atomic
def record_result(member: Member, module: Module, *, passed: bool, on: date, by: User) -> None:
    """How the member came through the module. Raises ValidationError for another programme's."""
    if module.programme_id != member.programme_id:
        raise ValidationError("该模块不属于这个项目。")
    ModuleResult.objects.update_or_create(
        member=member, module=module, defaults={"passed": passed, "on": on, "recorded_by": by}
    )
    detail = {"模块": module.title, "合格": passed}
    audit.record("登记模块成绩", by=by, on=member, county=member.programme.county, detail=detail)


def _added(row: Any, programme: Programme, action: str, by: User) -> Any:
    row.full_clean()
    row.save(force_insert=True)
    detail = {"项目": programme.title, "名称": row.title}
    audit.record(action, by=by, on=programme, county=programme.county, detail=detail)
    return row
