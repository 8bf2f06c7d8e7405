"""Forms of reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from rencai.documents.tree import Text, UnprintableText
from rencai.reports.models import Kind, Report


def printable(value: str) -> None:
    """Raises ValidationError for characters that no document can carry."""
    try:
        Text(value)
    except UnprintableText as error:
        raise ValidationError(str(error)) from error


def _day() -> forms.DateInput:
    # The browser's own calendar takes and gives this format only.
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"})


def _control(widget: type[forms.Widget], **attributes: Any) -> forms.Widget:
    return widget(attrs={"class": "form-control", **attributes})


class NewReport(forms.Form):
    """Which year's report, from which template."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2099, widget=_control(forms.NumberInput))
    kind = forms.ChoiceField(
        label="模板", choices=Kind.choices, initial=Kind.ANNUAL, widget=forms.Select(attrs={"class": "form-select"})
    )
    day = forms.DateField(
        label="统计日",
        required=False,
        help_text="留空为该年12月31日；年度未结束的取今天。",
        widget=_day(),
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise ValidationError("统计日不能晚于今天：以后的数据还不存在。")
        return day


class PrintedText(forms.CharField):
    """Words that will be printed."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(
            widget=_control(forms.Textarea, rows=rows, spellcheck="false"), validators=[printable], **options
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class EditReport(forms.Form):
    """The text of a report and what stands around it; `seen` is the revision it was opened at."""

    title = PrintedText(label="标题", rows=2, max_length=120, help_text="可以换行；不换行时自动排成均匀的几行。")
    addressee = forms.CharField(
        label="主送", required=False, max_length=120, validators=[printable], widget=_control(forms.TextInput)
    )
    day = forms.DateField(label="统计日", widget=_day())
    signature = forms.CharField(label="落款", max_length=100, validators=[printable], widget=_control(forms.TextInput))
    text = PrintedText(label="正文", rows=26, max_length=200_000)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, report: Report, data: Any = None) -> None:
        values = {name: getattr(report, name) for name in ("title", "addressee", "day", "signature", "text")}
        super().__init__(data, initial={**values, "seen": report.revision})
        self.report = report

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day.year != self.report.year or day > timezone.localdate():
            raise ValidationError(f"统计日应在{self.report.year}年内，且不晚于今天。")
        return day

    def values(self) -> dict[str, Any]:
        """What a revision saves."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class Remark(forms.Form):
    """A comment, or the answer to one."""

    anchor = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    fact = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    text = forms.CharField(label="意见", max_length=1000, widget=_control(forms.Textarea, rows=2))


class Issue(forms.Form):
    """What the leader fills in when signing."""

    number = forms.CharField(
        label="发文字号", required=False, max_length=40, validators=[printable], widget=_control(forms.TextInput),
        help_text="如 云民发〔2022〕15号；没有可以留空。",
    )  # fmt: skip
    on = forms.DateField(label="成文日期", widget=_day())
    accept_typed = forms.BooleanField(
        label="手填数字已逐处核对", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class Decide(forms.Form):
    """The second person's decision on a publication."""

    confirmed = forms.BooleanField(
        label="上列各处已逐条看过，可以公开",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    remark = forms.CharField(label="复核意见", required=False, max_length=300, widget=_control(forms.TextInput))
