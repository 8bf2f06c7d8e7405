"""Form fields that find a unit or an area by its code or its name, with the browser's own suggestions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

SUGGESTED = 400


class SuggestingInput(forms.TextInput):
    """A text box with a list of suggestions; it works without JavaScript."""

    template_name = "org/suggesting.html"
    rows: QuerySet[Any] | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        suggestions = [] if self.rows is None else self.rows.values_list("code", "name")[:SUGGESTED]
        context["widget"] |= {"suggestions": suggestions, "list": f"{context['widget']['attrs'].get('id', name)}-list"}
        return context


class ByCodeField(forms.CharField):
    """A row of `rows` (a queryset of things with code and name, set by the form) by its code or unambiguous name."""

    def __init__(self, *, label: str, what: str, required: bool = True, help_text: str = "") -> None:
        attrs = {"class": "form-control", "autocomplete": "off"}
        super().__init__(
            label=label, max_length=100, required=required, help_text=help_text, widget=SuggestingInput(attrs=attrs)
        )
        self.what = what
        self.rows: QuerySet[Any] | None = None

    def offer(self, rows: QuerySet[Any]) -> None:
        """What may be chosen, already limited to what the user may see."""
        self.rows = self.widget.rows = rows

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or self.rows is None:
            return None
        found = list(self.rows.filter(code=text)[:1]) or list(self.rows.filter(name=text)[:2])
        if not found:
            raise ValidationError(f"没有找到{self.what}“{text}”，请输入代码或完整名称。")
        if len(found) > 1:
            raise ValidationError(f"有多个{self.what}名为“{text}”，请改输代码。")
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", value)


def select(label: str, choices: list[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """A drop-down in the house's looks."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.Select(attrs={"class": "form-select"})
    )


def text(label: str, length: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """One line of text in the house's looks."""
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text, widget=widget)


def mailbox(label: str, help_text: str = "") -> forms.EmailField:
    """An address for mails, or none."""
    widget = forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"})
    message = {"invalid": "邮箱应写成 名称@域名 的样子，如 zhang@example.cn。"}
    return forms.EmailField(
        label=label, max_length=254, required=False, help_text=help_text, widget=widget, error_messages=message
    )


def day(label: str, help_text: str = "") -> forms.DateField:
    """A day, picked or typed as 2022-03-01."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"})
    message = {"invalid": "请按 2022-03-01 的样子填写日期。"}
    return forms.DateField(label=label, widget=widget, help_text=help_text, error_messages=message)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, also when there are none; nothing for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def show(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused beside the fields it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
