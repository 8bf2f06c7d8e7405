"""Commissioned programmes: the list, one with modules, terms and cohort, and what is entered about it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.people.search import search
from rencai.training import actions
from rencai.training.forms import DayForm, ModuleForm, OutcomeForm, ProgrammeForm, ResultForm, TermForm
from rencai.training.models import Member, MemberState, Module, Programme, Term

FOUND_AT_MOST = 30


@requires(Ability.SEE_PEOPLE)
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme with its cohort in numbers."""
    user: Any = request.user
    rows = Programme.objects.visible_to(user).annotate(
        studying=Count("members", filter=Q(members__state=MemberState.STUDYING)),
        completed=Count("members", filter=Q(members__state=MemberState.COMPLETED)),
    )
    return render(request, "training/programmes.html", {"rows": rows, "may_manage": user.may(Ability.MANAGE_TRAINING)})


@requires(Ability.SEE_PEOPLE)
@require_safe
def programme_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme."""
    programme = _seen(request, pk)
    user: Any = request.user
    modules = list(programme.modules.all())
    members = Member.objects.visible_to(user).filter(programme=programme).select_related("person", "unit")
    rows = []
    for member in members.prefetch_related("results"):
        results = {result.module_id: result.passed for result in member.results.all()}
        rows.append((member, [results.get(module.pk) for module in modules]))
    paid = sum(term.fee or 0 for term in programme.terms.all() if term.paid_on)
    context = {
        "programme": programme, "modules": modules, "terms": programme.terms.all(), "rows": rows, "paid": paid,
        "may_manage": user.may(Ability.MANAGE_TRAINING),
    }  # fmt: skip
    answer = render(request, "training/programme.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_TRAINING)
def programme_add(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = ProgrammeForm(request.POST or None)
    made: list[Programme] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_programme(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("programme", made[0].pk)
    return form_page(request, form, "登记委托培养项目", "登记")


@requires(Ability.MANAGE_TRAINING)
def programme_module(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _seen(request, pk)
    user: Any = request.user
    form = ModuleForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.add_module(programme, by=user, **form.cleaned_data)):
        return redirect("programme", pk)
    return form_page(request, form, f"增加模块：{programme.title}", "增加")


@requires(Ability.MANAGE_TRAINING)
def programme_term(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _seen(request, pk)
    user: Any = request.user
    form = TermForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.add_term(programme, by=user, **form.cleaned_data)):
        return redirect("programme", pk)
    return form_page(request, form, f"增加学期：{programme.title}", "增加")


@requires(Ability.MANAGE_TRAINING)
def programme_pay(request: HttpRequest, pk: int, term: int) -> HttpResponse:
    """The term's fee was paid."""
    programme = _seen(request, pk)
    row = get_object_or_404(Term.objects.filter(programme=programme), pk=term)
    user: Any = request.user
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid() and attempt(form, lambda: actions.pay_term(row, by=user, **form.cleaned_data)):
        return redirect("programme", pk)
    return form_page(request, form, f"登记支付：{row.title}", "登记支付")


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody becomes a member: found by name, from a day."""
    programme = _seen(request, pk)
    user: Any = request.user
    words = request.GET.get("q", "").strip()
    form = DayForm(request.POST or None, initial={"on": programme.first_day})
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("person", "")
        known = Person.objects.visible_to(user)
        person = get_object_or_404(known, pk=int(key) if key.isascii() and key.isdigit() else 0)
        if attempt(form, lambda: actions.join(programme, person, by=user, **form.cleaned_data)):
            return redirect("programme", pk)
    people = search(Person.objects.visible_to(user), words)[:FOUND_AT_MOST] if words else ()
    context = {"programme": programme, "form": form, "words": words, "people": people}
    return render(request, "training/join.html", context, status=400 if form.errors else 200)


@requires(Ability.MANAGE_TRAINING)
def member_result(request: HttpRequest, pk: int) -> HttpResponse:
    """How the member came through a module."""
    member = _member(request, pk)
    user: Any = request.user
    form = ResultForm(request.POST or None, initial={"on": timezone.localdate()})
    form.offer(list(member.programme.modules.values_list("pk", "title")))

    def record() -> None:
        data = form.cleaned_data
        module = Module.objects.get(programme=member.programme, pk=data["module"])
        actions.record_result(member, module, passed=data["passed"], on=data["on"], by=user)

    if form.is_valid() and attempt(form, record):
        return redirect("programme", member.programme_id)
    return form_page(request, form, "登记模块成绩", "登记", member.person)


@requires(Ability.MANAGE_TRAINING)
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Completed or left."""
    member = _member(request, pk)
    user: Any = request.user
    form = OutcomeForm(request.POST or None, initial={"on": timezone.localdate()})

    def leave() -> None:
        data = form.cleaned_data
        actions.leave_programme(member, MemberState(data["state"]), on=data["on"], outcome=data["outcome"], by=user)

    if form.is_valid() and attempt(form, leave):
        return redirect("programme", member.programme_id)
    return form_page(request, form, "结业或退出", "登记", member.person)


def _seen(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)


def _member(request: HttpRequest, pk: int) -> Member:
    rows = Member.objects.visible_to(request.user).select_related("person", "programme")
    found: Member = get_object_or_404(rows, pk=pk)
    return found
