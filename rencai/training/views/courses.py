"""Courses: entered, put right, with their batches."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.forms.batches import CourseForm
from rencai.training.models import Course, Plan
from rencai.ui import asked


@requires(Ability.SEE_PEOPLE)
@require_safe
def course_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One course with all its batches."""
    course = _course(request, pk)
    user: Any = request.user
    context = {"course": course, "batches": course.batches.all(), "may_manage": user.may(Ability.MANAGE_TRAINING)}
    return render(request, "training/course.html", context)


@requires(Ability.MANAGE_TRAINING)
def course_add(request: HttpRequest) -> HttpResponse:
    """A course; `?plan=` puts it on a plan."""
    user: Any = request.user
    plan = Plan.objects.visible_to(user).filter(pk=asked.key(request.GET.get("plan", "")) or 0).first()
    initial = {"plan": plan, "organiser": user.unit.name}
    form = CourseForm(user, request.POST or None, initial=initial)
    made: list[Course] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_course(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("course", made[0].pk)
    return form_page(request, form, "登记培训班", "登记")


@requires(Ability.MANAGE_TRAINING)
def course_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a course right."""
    course = _course(request, pk)
    user: Any = request.user
    initial = {name: getattr(course, name) for name in CourseForm.base_fields}
    form = CourseForm(user, request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.edit_course(course, form.cleaned_data, by=user)):
        return redirect("course", pk)
    return form_page(request, form, f"修改{course.title}", "保存")


def _course(request: HttpRequest, pk: int) -> Course:
    return get_object_or_404(Course.objects.visible_to(request.user).select_related("plan"), pk=pk)
