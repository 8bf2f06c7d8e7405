"""Commissioned programmes: what a school teaches for the county, who takes part, what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from rencai.kernel import money
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
def edit_programme(programme: Programme, values: Mapping[str, Any], *, by: User) -> None:
    """Put a programme right. Raises ValidationError where its terms no longer fit into it."""
    row = _held(programme)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.full_clean()
    if row.terms.filter(Q(first_day__lt=row.first_day) | Q(last_day__gt=row.last_day)).exists():
        raise ValidationError({"first_day": "有学期在新的起止日期之外。"})
    _check_fees(row)
    if changed:
        row.save(update_fields=changed)
        detail = {"项目": row.title, "字段": audit.labels(Programme, changed)}
        audit.record("修改委托培养项目", by=by, on=row, county=row.county, detail=detail)


@transaction.atomic
def add_module(programme: Programme, *, by: User, **values: Any) -> Module:
    """A module and the weak point it is meant to mend. Raises ValidationError for one that is there already."""
    row = _held(programme)
    _check_new(row.modules, values["title"])
    module: Module = _added(Module(programme=row, **values), row, "登记培养模块", by)
    return module


@transaction.atomic
def remove_module(module: Module, *, by: User) -> None:
    """A module entered by mistake goes, while nobody has a result in it. Raises ValidationError."""
    programme = _held(module.programme)
    if module.results.exists():
        raise ValidationError("该模块已有成绩，不能删除。")
    detail = {"项目": programme.title, "名称": module.title}
    audit.record("删除培养模块", by=by, on=programme, county=programme.county, detail=detail)
    module.delete()


@transaction.atomic
def edit_part(part: Module | Term, values: Mapping[str, Any], *, reason: str, by: User) -> None:
    """Put a module or a term right, one with results or already paid for as well; the log keeps what it was.

    Raises ValidationError.
    """
    programme = _held(part.programme)
    row = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, values[name])
    row.full_clean()
    _check_new(type(part).objects.filter(programme=programme).exclude(pk=row.pk), row.title)
    if isinstance(row, Term):
        _check_term(row)
    if not before:
        return
    row.save(update_fields=list(before))
    _check_fees(programme)
    changed = {
        label: f"{_told(name, was)} → {_told(name, values[name])}"
        for label, (name, was) in zip(audit.labels(type(part), before), before.items(), strict=True)
    }
    what = "修改学期" if isinstance(row, Term) else "修改培养模块"
    detail = {"项目": programme.title, "名称": row.title, "改动": changed, "原因": reason}
    audit.record(what, by=by, on=programme, county=programme.county, detail=detail)


def _told(name: str, value: Any) -> str:
    if value is None or value == "":
        return "未填"
    return money.yuan(value) if name == "fee" else str(value)


@transaction.atomic
def add_term(programme: Programme, *, by: User, **values: Any) -> Term:
    """A term inside the programme's days, with its share of the fee. Raises ValidationError."""
    row = _held(programme)
    _check_new(row.terms, values["title"])
    term = Term(programme=row, **values)
    _check_term(term)
    _added(term, row, "登记学期", by)
    _check_fees(row)
    return term


@transaction.atomic
def remove_term(term: Term, *, by: User) -> None:
    """A term entered by mistake goes, while nobody has paid for it. Raises ValidationError."""
    programme = _held(term.programme)
    if Term.objects.get(pk=term.pk).paid_on is not None:
        raise ValidationError("该学期已登记支付，不能删除。")
    detail = {"项目": programme.title, "名称": term.title}
    audit.record("删除学期", by=by, on=programme, county=programme.county, detail=detail)
    term.delete()


@transaction.atomic
def pay_term(term: Term, *, on: date, by: User) -> None:
    """The term's fee was paid. Raises ValidationError for a second time, and for a fee nobody knows."""
    row = Term.objects.select_for_update(of=("self",)).select_related("programme").get(pk=term.pk)
    if row.paid_on is not None:
        raise ValidationError(f"该学期费用已于{row.paid_on.isoformat()}支付。")
    row.paid_on = on
    _check_term(row)
    row.save(update_fields=["paid_on"])
    detail = {"学期": row.title, "日期": on.isoformat()}
    audit.record("支付学期费用", by=by, on=row.programme, county=row.programme.county, detail=detail)


@transaction.atomic
def join(programme: Programme, person: Person, *, on: date, by: User) -> Member:
    """Somebody becomes a member, from the unit of that day. Raises ValidationError."""
    if not programme.first_day <= on <= programme.last_day:
        raise ValidationError({"on": "入学日期须在项目起止日期之内。"})
    post = Employment.objects.main().on(on).filter(person=person).first()
    if person.county != programme.county or post is None:
        raise ValidationError("该人员当日不在本县人才信息库中，不能登记为学员。")
    member = Member(programme=programme, person=person, unit_id=post.unit_id, area_code=post.area_code, joined_on=on)
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
    mended = row.results.filter(passed=True).values("module")
    left = row.programme.modules.exclude(pk__in=mended).count()
    if state == MemberState.COMPLETED and left:
        raise ValidationError(f"还有{left}个模块没有合格成绩，不能结业。")
    row.state, row.left_on, row.outcome = state, on, outcome.strip()
    row.clean_fields()
    row.save(update_fields=["state", "left_on", "outcome"])
    detail = {"项目": row.programme.title, "状态": MemberState(state).label}
    audit.record("委托培养结业或退出", by=by, on=row, county=row.programme.county, detail=detail)


@transaction.atomic
def resume_programme(member: Member, *, reason: str, by: User) -> None:
    """Somebody studies on who was said to have completed or left by mistake; the log keeps what was said.

    Raises ValidationError for somebody who does study.
    """
    row = Member.objects.select_for_update(of=("self",)).select_related("programme").get(pk=member.pk)
    if row.state == MemberState.STUDYING:
        raise ValidationError("该学员在读，不用恢复。")
    was = {"原状态": row.get_state_display(), "原日期": str(row.left_on), "原成效": row.outcome}
    row.state, row.left_on, row.outcome = MemberState.STUDYING, None, ""
    row.save(update_fields=["state", "left_on", "outcome"])
    detail = {"项目": row.programme.title, **was, "原因": reason}
    audit.record("恢复委托培养学员在读", by=by, on=row, county=row.programme.county, detail=detail)


@transaction.atomic
def record_results(member: Member, results: Mapping[Module, bool | None], *, on: date, by: User) -> int:
    """How the member came through modules, None where that is not known yet; how many are new or changed.

    Raises ValidationError for another programme's module and for a member who has completed or left.
    """
    row = Member.objects.select_for_update(of=("self",)).select_related("programme").get(pk=member.pk)
    if row.state != MemberState.STUDYING:
        raise ValidationError("该学员已结业或退出，成绩不能再改。")
    known = dict(row.results.values_list("module", "passed"))
    changed = {module: passed for module, passed in results.items() if known.get(module.pk) != passed}
    for module, passed in changed.items():
        if module.programme_id != row.programme_id:
            raise ValidationError("有模块不属于这个项目。")
        ModuleResult.objects.update_or_create(
            member=row, module=module, defaults={"passed": passed, "on": on, "recorded_by": by}
        )
    if changed:
        told = {module.title: f"{_said(known.get(module.pk))}→{_said(passed)}" for module, passed in changed.items()}
        audit.record("登记模块成绩", by=by, on=row, county=row.programme.county, detail={"模块": told})
    return len(changed)


def _said(passed: bool | None) -> str:
    return {True: "合格", False: "不合格", None: "未登记"}[passed]


def _held(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _check_new(rows: Any, title: str) -> None:
    if rows.filter(title=title).exists():
        raise ValidationError({"title": f"本项目已有“{title}”。"})


def _check_term(term: Term) -> None:
    programme = term.programme
    if not programme.first_day <= term.first_day <= term.last_day <= programme.last_day:
        raise ValidationError({"first_day": "学期须在项目起止日期之内，结束不早于开始。"})
    if term.paid_on is not None and term.fee is None:
        raise ValidationError("该学期没有登记费用，不能登记支付。")


def _check_fees(programme: Programme) -> None:
    told = sum(fee or 0 for fee in programme.terms.values_list("fee", flat=True))
    if programme.fee is not None and told > programme.fee:
        raise ValidationError({"fee": "各学期费用之和超过协议费用。"})


def _added(row: Any, programme: Programme, action: str, by: User) -> Any:
    row.full_clean()
    row.save(force_insert=True)
    detail = {"项目": programme.title, "名称": row.title}
    audit.record(action, by=by, on=programme, county=programme.county, detail=detail)
    return row
