"""Whose account a record is: tying and untying by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rencai.org.access import requires
from rencai.org.models import User
from rencai.people import actions
from rencai.people.actions.accounts import TYING
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import Form, attempt


class _Account(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（登录名 {obj.username}，{obj.unit}）"


class TieForm(Form):
    """Which account; one under another name only after a look."""

    account = _Account(User.objects.none(), label="本人账号", empty_label="请选择")
    sure = forms.BooleanField(label="账号姓名与人员姓名不同，已核实是同一人", required=False)

    def __init__(self, person: Person, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        offered: Any = self.fields["account"]
        offered.queryset = actions.free_accounts(by)
        self.initial["account"] = offered.queryset.filter(name=person.name).first()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        account = data.get("account")
        if account is not None and account.name != self.person.name and not data.get("sure"):
            raise ValidationError(
                f"账号的姓名是“{account.name}”，与人员姓名不同。绑定后该账号可查看这份档案，请核实；确是同一人的请勾选确认。"
            )
        return data


class UntieForm(Form):
    reason = forms.CharField(label="解除理由", min_length=2, max_length=60, help_text="会记入审计，请勿写入号码")


@requires(TYING)
def account_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Ties one of the county's free talent accounts to the person."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = TieForm(person, user, request.POST or None)

    def tie() -> None:
        actions.tie_account(person, form.cleaned_data["account"], by=user)

    if form.is_valid() and attempt(form, tie):
        return redirect("person", person.pk)
    answer = render(request, "people/register/account.html", {"form": form, "person": person})
    answer["Cache-Control"] = "no-store"
    return answer


@requires(TYING)
def account_untie(request: HttpRequest, pk: int) -> HttpResponse:
    """Unties the person's account, for a stated reason."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = UntieForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.untie_account(person, by=user, **form.cleaned_data)):
        return redirect("person", person.pk)
    return form_page(request, form, "解除本人账号", "解除绑定", person)
