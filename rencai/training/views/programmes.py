"""Commissioned programmes: agreement, modules, terms and their payment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import Form, attempt
from rencai.training import actions
from rencai.training.figures.programmes import completion_rate
from rencai.training.forms.programmes import ModuleEditForm, ModuleForm, PaidForm, ProgrammeForm, TermEditForm, TermForm
from rencai.training.models import Member, MemberState, Module, Programme, Term
from rencai.ui import numbers
from rencai.ui.notices import note


@requires(Ability.SEE_PEOPLE)
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme with its cohort in the user's scope."""
    user: Any = request.user
    counts = _counts(user)
    context = {
        "rows": [(one, counts.get(one.pk, _Counts())) for one in Programme.objects.visible_to(user)],
        "may_manage": user.may(Ability.MANAGE_TRAINING),
    }
    return render(request, "training/programmes.html", context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def programme_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: modules with the weak points they mend, terms with their payment, the cohort."""
    return _page(request, programme_of(request, pk))


@requires(Ability.MANAGE_TRAINING)
def programme_add(request: HttpRequest) -> HttpResponse:
    """A programme by its agreement."""
    user: Any = request.user
    form = ProgrammeForm(request.POST or None)
    made: list[Programme] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.add_programme(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("programme", made[0].pk)
    return form_page(request, form, "登记委托培养项目", "登记")


@requires(Ability.MANAGE_TRAINING)
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a programme right."""
    programme = programme_of(request, pk)
    user: Any = request.user
    initial = {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
    form = ProgrammeForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.edit_programme(programme, form.cleaned_data, by=user)):
        return redirect("programme", pk)
    return form_page(request, form, f"修改{programme.title}", "保存", back=page_of(programme))


@requires(Ability.MANAGE_TRAINING)
def module_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A module of the programme `pk`."""
    programme = programme_of(request, pk)
    user: Any = request.user
    form = ModuleForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.add_module(programme, by=user, **form.cleaned_data)):
        return redirect("programme", pk)
    return form_page(request, form, f"新增模块：{programme.title}", "新增", back=page_of(programme))


@requires(Ability.MANAGE_TRAINING)
def module_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a module right, with the reason."""
    return _edit(request, Module, pk, ModuleEditForm)


@requires(Ability.MANAGE_TRAINING)
@require_POST
def module_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A module that nobody has a result in."""
    return _remove(request, Module, pk, actions.remove_module)


@requires(Ability.MANAGE_TRAINING)
def term_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A term of the programme `pk`."""
    programme = programme_of(request, pk)
    user: Any = request.user
    form = TermForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.add_term(programme, by=user, **form.cleaned_data)):
        return redirect("programme", pk)
    return form_page(request, form, f"新增学期：{programme.title}", "新增", back=page_of(programme))


@requires(Ability.MANAGE_TRAINING)
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a term right, its fee and payment as well, with the reason."""
    return _edit(request, Term, pk, TermEditForm)


@requires(Ability.MANAGE_TRAINING)
@require_POST
def term_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A term that nobody has paid for."""
    return _remove(request, Term, pk, actions.remove_term)


@requires(Ability.MANAGE_TRAINING)
def term_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The term's fee was paid."""
    term = get_object_or_404(Term.objects.visible_to(request.user).select_related("programme"), pk=pk)
    user: Any = request.user
    form = PaidForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid() and attempt(form, lambda: actions.pay_term(term, by=user, **form.cleaned_data)):
        return redirect("programme", term.programme_id)
    heading = f"登记支付：{term.programme.title}，{term.title}"
    return form_page(request, form, heading, "登记支付", back=page_of(term.programme))


def _edit(request: HttpRequest, kind: Any, pk: int, form_class: type[Form]) -> HttpResponse:
    part = get_object_or_404(kind.objects.visible_to(request.user).select_related("programme"), pk=pk)
    user: Any = request.user
    initial = {name: getattr(part, name) for name in form_class.base_fields if name != "reason"}
    form = form_class(request.POST or None, initial=initial)

    def edit() -> None:
        values = dict(form.cleaned_data)
        actions.edit_part(part, values, reason=values.pop("reason"), by=user)

    if form.is_valid() and attempt(form, edit):
        return redirect("programme", part.programme_id)
    return form_page(request, form, f"修改{part.title}：{part.programme.title}", "保存", back=page_of(part.programme))


def _remove(request: HttpRequest, kind: Any, pk: int, action: Callable[..., None]) -> HttpResponse:
    """A part of a programme goes, or the programme's page says why not."""
    part = get_object_or_404(kind.objects.visible_to(request.user).select_related("programme"), pk=pk)
    try:
        action(part, by=request.user)
    except ValidationError as error:
        note(request, "".join(error.messages), "danger")
        return _page(request, part.programme, status=422)
    return redirect("programme", part.programme_id)


def page_of(programme: Programme) -> tuple[str, str]:
    """The way back to the programme, for a form."""
    return "项目", reverse("programme", args=[programme.pk])


def _passed(member: Member, modules: list[Module]) -> list[bool | None]:
    """How the member came through each module; None where that is not known yet."""
    known = {result.module_id: result.passed for result in member.results.all()}
    return [known.get(module.pk) for module in modules]


@dataclass
class _Counts:
    """A cohort in numbers."""

    total: int = 0
    studying: int = 0
    completed: int = 0
    left: int = 0

    @property
    def rate(self) -> str:
        return numbers.per_mille(completion_rate.of(self.completed, self.completed + self.left))


def _counts(user: Any) -> dict[int, _Counts]:
    """Of each programme, what the user may see of its cohort."""
    of_state = {str(state): Count("pk", filter=Q(state=state)) for state in MemberState}
    rows: Any = Member.objects.visible_to(user).order_by().values("programme").annotate(total=Count("pk"), **of_state)
    return {row["programme"]: _Counts(row["total"], *(row[state] for state in of_state)) for row in rows}


def programme_of(request: HttpRequest, pk: int) -> Programme:
    """The programme of the user's county. Raises Http404 for any other."""
    return get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)


def _page(request: HttpRequest, programme: Programme, *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    members = Member.objects.visible_to(user).filter(programme=programme).select_related("person", "unit")
    members = members.prefetch_related("results").order_by("-state", "unit__code", "person__pinyin")
    terms, modules = list(programme.terms.all()), list(programme.modules.all())
    context = {
        "programme": programme,
        "modules": modules,
        "terms": terms,
        "agreed": sum(term.fee or 0 for term in terms),
        "paid": sum(term.fee or 0 for term in terms if term.paid_on),
        "members": [(member, _passed(member, modules)) for member in members],
        "may_manage": user.may(Ability.MANAGE_TRAINING),
        "may_account": user.may(Ability.SEE_REPORTS),
    }
    answer = render(request, "training/programme.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
