"""Forms of continuing education."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rencai.certificates.models import EducationMode, Finding, SubjectKind
from rencai.people.register.forms import Day, Form, with_blank


class EducationForm(Form):
    """Something learned; hours are typed as people write them (12 or 12.5) and kept in halves."""

    mode = forms.ChoiceField(label="学习方式", choices=EducationMode.choices)
    subject_kind = forms.ChoiceField(label="科目类别", choices=with_blank(SubjectKind.choices), required=False)
    title = forms.CharField(label="学习内容", max_length=200)
    organiser = forms.CharField(label="主办单位", max_length=100, required=False)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    half_hours = forms.DecimalField(
        label="学时", min_value=Decimal("0.5"), max_digits=5, decimal_places=1, help_text="可以填半学时，如 12.5"
    )
    proof_number = forms.CharField(label="证明编号", max_length=60, required=False)
    degree_obtained = forms.BooleanField(label="已取得社会工作学历或学位", required=False)

    def clean_half_hours(self) -> int:
        doubled: Decimal = self.cleaned_data["half_hours"] * 2
        if doubled != int(doubled):
            raise ValidationError("学时以半学时为单位，如 12 或 12.5。")
        return int(doubled)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("degree_obtained") and data.get("mode") != EducationMode.DEGREE:
            self.add_error("degree_obtained", "取得学历学位的，学习方式应选“学历学位教育”。")
        return data


class ReasonForm(Form):
    reason = forms.CharField(label="作废理由", max_length=200)


class SampleForm(Form):
    title = forms.CharField(label="名称", max_length=100)
    on = Day(label="抽查日")
    seed = forms.CharField(label="随机种子", max_length=40, help_text="事先约定、无法左右的数，如某期开奖号码")
    size = forms.IntegerField(label="抽取数", min_value=1, max_value=100_000)
    cure_until = Day(label="补正期限", required=False)


class FindingForm(Form):
    finding = forms.ChoiceField(label="结论", choices=Finding.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)
