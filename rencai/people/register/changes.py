"""Changing one person by hand: registering, correcting, moving, leaving; each asks from which day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rencai.org.access import Ability, requires
from rencai.people import actions
from rencai.people.history import Standing, as_of
from rencai.people.models import Person
from rencai.people.register.forms import EditForm, LeaveForm, MoveForm, RecordsForm, attempt, offer_units
from rencai.people.register.newcomer import NewForm


@requires(Ability.EDIT_PEOPLE)
def person_new(request: HttpRequest) -> HttpResponse:
    """Registers somebody who is on no roster yet."""
    user: Any = request.user
    form = NewForm(request.POST or None)
    offer_units(form, user)
    made: list[Person] = []
    if form.is_valid() and attempt(form, lambda: made.append(actions.register(form.person(), by=user))):
        return redirect("person", made[0].pk)
    return form_page(request, form, "登记人员", "登记")


@requires(Ability.EDIT_PEOPLE)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the fields of a person as of a day."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = EditForm(person, request.POST or None)
    if form.is_valid() and attempt(form, lambda: _change(person, form, user)):
        return redirect("person", person.pk)
    return form_page(request, form, "修改基本信息", "保存", person)


@requires(Ability.EDIT_PEOPLE)
def person_records(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes education, qualification, categories and fields of service as of a day."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = RecordsForm(request.POST or None, initial=_held(as_of(person, timezone.localdate())))
    if form.is_valid() and attempt(form, lambda: _set_records(person, form, user)):
        return redirect("person", person.pk)
    return form_page(request, form, "修改学历、资格与类别", "保存", person)


@requires(Ability.EDIT_PEOPLE)
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another unit or post; for somebody who had left, back onto the register."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    here = person.employments.filter(main=True, ends__isnull=True).exists()
    form = MoveForm(request.POST or None)
    offer_units(form, user)
    if not here:
        del form.fields["reason"]
    move = actions.move if here else actions.rehire
    if form.is_valid() and attempt(form, lambda: move(person, by=user, **form.cleaned_data)):
        return redirect("person", person.pk)
    return form_page(request, form, "调动" if here else "重新入册", "办理调动" if here else "重新入册", person)


@requires(Ability.EDIT_PEOPLE)
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the register as of a day."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = LeaveForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.leave(person, by=user, **form.cleaned_data)):
        return redirect("people-list")
    return form_page(request, form, "离开", "办理离开", person)


@requires(Ability.EDIT_PEOPLE)
@require_POST
def doubt_settle(request: HttpRequest, pk: int, doubt: int) -> HttpResponse:
    """Somebody has looked at a doubtful value of the person."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    actions.settle_doubt(get_object_or_404(person.doubts, pk=doubt), by=user)
    return redirect("person", person.pk)


def form_page(
    request: HttpRequest, form: Any, heading: str, button: str, person: Person | None = None, *, back: Any = None
) -> HttpResponse:
    """A form on a page of its own, kept by no cache; `back` is (words, address) of the page that it belongs to."""
    context = {"form": form, "heading": heading, "button": button, "person": person, "back": back}
    answer = render(request, "people/register/form.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _change(person: Person, form: EditForm, user: Any) -> None:
    data = form.cleaned_data
    actions.correct_fields(person, form.values(), on=data["on"], source=data["source"], by=user, clear=data["clear"])


def _set_records(person: Person, form: RecordsForm, user: Any) -> None:
    kept = {key: form.cleaned_data[key] for key in ("categories", "service_fields", "on", "source")}
    actions.correct_records(person, education=form.education(), qualification=form.held(), by=user, **kept)


def _held(standing: Standing) -> dict[str, Any]:
    """The initial values of the records form."""
    initial: dict[str, Any] = {
        "categories": [one.category for one in standing.categories],
        "service_fields": [one.field for one in standing.service_fields],
    }
    for education in standing.educations[:1]:
        initial |= {key: getattr(education, key) for key in ("level", "degree", "major", "school")}
        initial["is_social_work"] = {True: "1", False: "0", None: ""}[education.is_social_work]
    for held in standing.qualifications[:1]:
        initial |= {key: getattr(held, key) for key in ("number", "obtained", "valid_until")}
        initial["qualification"] = "none" if held.known_none else held.level
    return initial
