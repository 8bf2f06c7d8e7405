"""Courses: those of the year plan, and those that upper levels run."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.training.models import Course, OrganiserLevel, Plan, PlanState

ABOVE = frozenset({OrganiserLevel.PROVINCE, OrganiserLevel.CITY})


@transaction.atomic
def add_course(*, county: str, by: User, **values: Any) -> Course:
    """A course of the plan, or one of an upper level. Raises ValidationError."""
    course = Course(county=county, **values)
    _check(course)
    _check_plan(course, course.plan)
    course.save(force_insert=True)
    audit.record("登记培训班", by=by, on=course, county=county, detail={"名称": course.title})
    return course


@transaction.atomic
def edit_course(course: Course, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Put a course right; the names of what changed. Raises ValidationError.

    An issued plan stays as it was issued: no course is put on it or taken off it.
    """
    row = Course.objects.select_for_update(of=("self",)).select_related("plan").get(pk=course.pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if "plan" in changed:
        _check_plan(row, row.plan)
        _check_plan(row, values["plan"])
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    named = audit.labels(Course, changed)
    if changed:
        row.save(update_fields=changed)
        audit.record("修改培训班", by=by, on=row, county=row.county, detail={"名称": row.title, "字段": named})
    return named


def _check(course: Course) -> None:
    course.full_clean()
    if course.plan is not None and course.organiser_level in ABOVE:
        raise ValidationError({"plan": "省、市主办的培训班不列入本县计划。"})


def _check_plan(course: Course, plan: Plan | None) -> None:
    """Whether the plan may still be changed."""
    if plan is None:
        return
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    if row.county != course.county:
        raise ValidationError({"plan": "不是本县的培训计划。"})
    if row.state == PlanState.ISSUED:
        raise ValidationError({"plan": f"{row.year}年计划已经下达，不能增减培训班；计划外的培训班不选计划。"})
