"""Kinds of fields that several forms of training ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rencai.kernel import money


class Yuan(forms.CharField):
    """An amount typed in 元, kept in 分; nothing typed is None, which is not zero."""

    def __init__(self, label: str, help_text: str = "按元填写，可到分；不清楚的不填") -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=False, max_length=30, help_text=help_text, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return money.yuan(value).replace(",", "") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return money.fen(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)
