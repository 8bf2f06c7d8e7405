"""Forms of the audit administrator."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rencai.org.audit import Anchor, read_anchor


class FilterForm(forms.Form):
    """Which events are shown."""

    actor = forms.CharField(label="操作人", max_length=40, required=False)
    action = forms.CharField(label="操作", max_length=60, required=False)
    since = forms.DateField(label="从", required=False, error_messages={"invalid": "请按 2022-03-01 的样子填写日期。"})
    until = forms.DateField(label="到", required=False, error_messages={"invalid": "请按 2022-03-01 的样子填写日期。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        for name in ("since", "until"):
            self.fields[name].widget.input_type = "date"


class VerifyForm(forms.Form):
    """A head of the chain as it was written down elsewhere."""

    anchor = forms.CharField(
        label="锚点",
        max_length=100,
        required=False,
        help_text="粘贴以前打印或另存的一行锚点；不填则只核验链条本身。",
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def clean_anchor(self) -> Anchor | None:
        line: str = self.cleaned_data["anchor"]
        try:
            return read_anchor(line) if line else None
        except ValueError as error:
            raise ValidationError(str(error)) from error
