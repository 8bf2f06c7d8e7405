"""Year plans and the needs that units send in for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.training.models import CourseKind, Need, Plan, PlanState


@transaction.atomic
def add_plan(
    *, county: str, year: int, title: str, by: User, document: str = "", needs_until: date | None = None
) -> Plan:
    """The plan of a county for a year. Raises ValidationError for a second one."""
    plan = Plan(
        county=county, year=year, title=title.strip(), document=document.strip(), needs_until=needs_until, made_by=by
    )
    plan.full_clean()
    plan.save(force_insert=True)
    audit.record("拟订培训计划", by=by, on=plan, county=county, detail={"年度": year})
    return plan


@transaction.atomic
def edit_plan(plan: Plan, values: Mapping[str, Any], *, by: User) -> None:
    """Put title, source document and the needs' last day right. Raises ValidationError once it is issued."""
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    if row.state == PlanState.ISSUED:
        raise ValidationError("该计划已经下达，不能再改。")
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.full_clean(exclude=["made_by"])
    if changed:
        row.save(update_fields=changed)
        detail = {"年度": row.year, "字段": audit.labels(Plan, changed)}
        audit.record("修改培训计划", by=by, on=row, county=row.county, detail=detail)


@transaction.atomic
def issue_plan(plan: Plan, *, on: date, document: str, by: User) -> None:
    """The plan holds from now on. Raises ValidationError for one without courses or a document."""
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    if row.state == PlanState.ISSUED:
        raise ValidationError("该计划已经下达。")
    if not document.strip():
        raise ValidationError({"issued_document": "请填写下达计划的文号。"})
    if not row.courses.exists():
        raise ValidationError("计划里还没有培训班，请先列入培训班。")
    row.state, row.issued_on, row.issued_document = PlanState.ISSUED, on, document.strip()
    row.clean_fields(exclude=["made_by"])
    row.save(update_fields=["state", "issued_on", "issued_document"])
    audit.record("下达培训计划", by=by, on=row, county=row.county, detail={"文号": row.issued_document})


@transaction.atomic
def send_need(
    plan: Plan, unit: Unit, *, topic: str, kind: CourseKind, persons: int, today: date, by: User, reason: str = ""
) -> Need:
    """What a unit asks to be taught. Raises ValidationError after the deadline or for another county's unit."""
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    _check_open(row, today)
    if unit.area_id[:6] != row.county or not Unit.objects.visible_to(by).filter(pk=unit.pk).exists():
        raise ValidationError({"unit": "只能为您工作范围内的单位报送。"})
    need = Need(
        plan=row, unit=unit, area_code=unit.area_id, topic=topic.strip(), kind=kind, persons=persons,
        reason=reason.strip(), sent_by=by,
    )  # fmt: skip
    need.full_clean()
    if persons < 1:
        raise ValidationError({"persons": "人数至少为1。"})
    need.save(force_insert=True)
    detail = {"单位代码": unit.code, "内容": need.topic, "人数": persons}
    audit.record("报送培训需求", by=by, on=need, county=row.county, detail=detail)
    return need


@transaction.atomic
def take_back_need(need: Need, *, today: date, by: User) -> None:
    """A need that was sent by mistake goes, before the deadline. Raises ValidationError."""
    plan = Plan.objects.select_for_update().get(pk=need.plan_id)
    _check_open(plan, today)
    row = Need.objects.select_related("unit").filter(pk=need.pk).first()
    if row is None:
        raise ValidationError("该需求已经撤回。")
    detail = {"单位代码": row.unit.code, "内容": row.topic, "人数": row.persons}
    audit.record("撤回培训需求", by=by, on=row, county=plan.county, detail=detail)
    row.delete()


def _check_open(plan: Plan, today: date) -> None:
    if plan.state == PlanState.ISSUED:
        raise ValidationError("计划已经下达，不再收需求。")
    if plan.needs_until is not None and today > plan.needs_until:
        raise ValidationError(f"需求报送已于{plan.needs_until.isoformat()}截止。")
