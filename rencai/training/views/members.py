"""Members of a commissioned programme: joining, results by module, completing or leaving."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.people.search import search
from rencai.training import actions
from rencai.training.forms.programmes import JoinForm, LeaveForm, ResultsForm, ResumeForm
from rencai.training.models import Member, MemberState
from rencai.training.views.programmes import page_of, programme_of
from rencai.ui.query import clean


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def member_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody becomes a member of the programme `pk`; found by words first."""
    programme = programme_of(request, pk)
    user: Any = request.user
    words = clean(request.GET.get("q", ""))
    people = Person.objects.visible_to(user).exclude(pk__in=programme.members.values("person"))
    found = search(people, words).order_by("pinyin", "pk") if words else people.none()
    form = JoinForm(request.POST or None, initial={"on": min(programme.first_day, timezone.localdate())})
    offered: Any = form.fields["person"]
    offered.offer(found, timezone.localdate())

    def join() -> None:
        actions.join(programme, form.cleaned_data["person"], on=form.cleaned_data["on"], by=user)

    if form.is_valid() and attempt(form, join):
        return redirect("programme", pk)
    answer = render(request, "training/join.html", {"programme": programme, "form": form, "words": words})
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_TRAINING)
def member_results(request: HttpRequest, pk: int) -> HttpResponse:
    """How a member came through each module."""
    member = _member(request, pk)
    user: Any = request.user
    modules = list(member.programme.modules.all())
    known = dict(member.results.values_list("module", "passed"))
    form = ResultsForm(modules, known, request.POST or None, initial={"on": timezone.localdate()})

    def record() -> None:
        actions.record_results(member, form.results(), on=form.cleaned_data["on"], by=user)

    if form.is_valid() and attempt(form, record):
        return redirect("programme", member.programme_id)
    return form_page(
        request, form, f"模块成绩：{member.programme.title}", "保存", member.person, back=page_of(member.programme)
    )


@requires(Ability.MANAGE_TRAINING)
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Completed with what came of it, or left."""
    member = _member(request, pk)
    user: Any = request.user
    form = LeaveForm(request.POST or None)

    def leave() -> None:
        data = form.cleaned_data
        actions.leave_programme(member, MemberState(data["state"]), on=data["on"], outcome=data["outcome"], by=user)

    if form.is_valid() and attempt(form, leave):
        return redirect("programme", member.programme_id)
    return form_page(
        request, form, f"结业或退出：{member.programme.title}", "办理", member.person, back=page_of(member.programme)
    )


@requires(Ability.MANAGE_TRAINING)
def member_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody studies on who was said to have completed or left by mistake."""
    member = _member(request, pk)
    user: Any = request.user
    form = ResumeForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.resume_programme(member, by=user, **form.cleaned_data)):
        return redirect("programme", member.programme_id)
    return form_page(
        request, form, f"恢复在读：{member.programme.title}", "恢复在读", member.person, back=page_of(member.programme)
    )


def _member(request: HttpRequest, pk: int) -> Member:
    rows = Member.objects.visible_to(request.user).select_related("programme", "person")
    return get_object_or_404(rows, pk=pk)
