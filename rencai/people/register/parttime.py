"""Part-time posts of a person by hand."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rencai.org.access import Ability, requires
from rencai.org.models import Unit
from rencai.people import actions
from rencai.people.models import Employment, EmploymentKind, Person, Source
from rencai.people.register.changes import form_page
from rencai.people.register.forms import Dated, Form, PastDay, UnitChoice, attempt, offer_units, with_blank


class PartTimeForm(Dated):
    """A part-time post; the end is asked for posts that are over already."""

    unit = UnitChoice()
    post_title = forms.CharField(label="兼任岗位（职务）", max_length=60, required=False)
    kind = forms.ChoiceField(label="用人方式", choices=with_blank(EmploymentKind.choices), required=False)
    ends = PastDay(label="自何日起不再兼任", required=False, help_text="仍在兼任的不填")
    field_order: tuple[str, ...] = ("unit", "post_title", "kind", "on", "ends", "source")

    def post(self) -> actions.Post:
        data = self.cleaned_data
        return actions.Post(data["unit"], data["on"], data["ends"], data["post_title"], data["kind"])


class CorrectionForm(PartTimeForm):
    """What was entered wrongly, or the word that it never was so."""

    never = forms.BooleanField(label="从未有过这项兼任，登记有误，删去", required=False)
    reason = forms.CharField(label="删去理由", max_length=60, required=False, help_text="会记入审计，请勿写入号码")
    field_order = (*PartTimeForm.field_order, "never", "reason")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("never") and len(data.get("reason", "").strip()) < 2:
            self.add_error("reason", "请写明删去的理由。")
        return data


class EndForm(Form):
    on = Dated.base_fields["on"]
    reason = forms.CharField(label="原因", max_length=40, required=False)


@requires(Ability.EDIT_PEOPLE)
def part_time_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more post beside the main one."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = PartTimeForm(request.POST or None)
    offer_units(form, user)

    def add() -> None:
        actions.add_part_time(person, form.post(), by=user, source=form.cleaned_data["source"])

    if form.is_valid() and attempt(form, add):
        return redirect("person", person.pk)
    return form_page(request, form, "登记兼任", "登记兼任", person)


@requires(Ability.EDIT_PEOPLE)
def part_time_correct(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Puts a part-time post right, or takes it out."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    row = _part_time(person, post)
    user: Any = request.user
    form = CorrectionForm(request.POST or None, initial=_entered(row))
    offer_units(form, user)
    units: Any = form.fields["unit"]
    units.queryset = units.queryset | Unit.objects.filter(pk=row.unit_id)

    def correct() -> None:
        if form.cleaned_data["never"]:
            actions.strike_part_time(row, form.cleaned_data["reason"].strip(), by=user)
        else:
            actions.correct_part_time(row, form.post(), by=user, source=form.cleaned_data["source"])

    if form.is_valid() and attempt(form, correct):
        return redirect("person", person.pk)
    return form_page(request, form, "更正兼任", "保存", person)


@requires(Ability.EDIT_PEOPLE)
def part_time_end(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """The post is over as of a day."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    row = _part_time(person, post)
    user: Any = request.user
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.end_part_time(row, by=user, **form.cleaned_data)):
        return redirect("person", person.pk)
    return form_page(request, form, f"结束在{row.unit.name}的兼任", "结束兼任", person)


def _part_time(person: Person, pk: int) -> Employment:
    found: Employment = get_object_or_404(person.employments.filter(main=False).select_related("unit"), pk=pk)
    return found


def _entered(row: Employment) -> dict[str, Any]:
    stored = {key: getattr(row, key) for key in ("unit", "post_title", "kind", "ends")}
    return stored | {"on": row.starts, "source": row.source or Source.EVIDENCED}
