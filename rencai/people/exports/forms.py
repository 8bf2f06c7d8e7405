"""Forms of exports."""

from django import forms

from rencai.org.forms.choices import select, text

FORMATS = [("xlsx", "Excel（.xlsx）"), ("csv", "CSV（.csv）")]


class ExportForm(forms.Form):
    """How and what for."""

    form = select("格式", FORMATS)
    clear = forms.BooleanField(
        label="包含完整的证件号码和手机号",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    purpose = text("用途", 200, required=False, help_text="含完整号码或超过500人时必填，写入审计记录")


class DecisionForm(forms.Form):
    """Yes or no to a request."""

    decision = forms.ChoiceField(choices=[("approve", "批准"), ("refuse", "不批准")])
    reason = text("意见", 200, required=False)
