"""Forms of certificates and registrations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from rencai.certificates.models import CertificateState, RegistrationEnd, RegistrationKind
from rencai.exams.models import LineKind
from rencai.people.models import QualificationLevel
from rencai.people.register.forms import Day, Form, PartialDate, PastDay, with_blank

MATERIALS = ("身份证", "职业资格证书", "登记申请表", "继续教育证明", "所在单位意见")


class PaperForm(Form):
    """A certificate on paper."""

    level = forms.ChoiceField(label="级别", choices=QualificationLevel.choices)
    number = forms.CharField(label="证书管理号", max_length=40, required=False)
    obtained = PartialDate("批准日期")
    line = forms.ChoiceField(label="合格线", choices=with_blank(LineKind.choices, "证书未载明"), required=False)
    issued_on = Day(label="签发日期", required=False)

    def clean_obtained(self) -> str:
        obtained: str = self.cleaned_data["obtained"]
        if not obtained:
            raise ValidationError("请填写批准日期。")
        if obtained > timezone.localdate().isoformat():
            raise ValidationError("批准日期不能晚于今天。")
        return obtained


class CompleteForm(Form):
    """What came with the paper; blank leaves what stands."""

    number = forms.CharField(label="证书管理号", max_length=40, required=False)
    issued_on = Day(label="签发日期", required=False)
    reason = forms.CharField(
        label="改动的依据", max_length=200, required=False, help_text="只补填空白的不用写；改动已登记的内容须写明。"
    )


class EndForm(Form):
    state = forms.ChoiceField(
        label="方式", choices=[pair for pair in CertificateState.choices if pair[0] != CertificateState.VALID]
    )
    on = PastDay(label="自何日起")
    reason = forms.CharField(label="理由", max_length=200)
    document = forms.CharField(label="依据文件", max_length=200)


class ApplyForm(Form):
    """An application: what was handed in, and what the applicant's form states."""

    kind = forms.ChoiceField(
        label="种类", choices=[(RegistrationKind.FIRST, "首次登记"), (RegistrationKind.RENEWAL, "再登记")]
    )
    on = PastDay(label="申请日期")
    materials = forms.MultipleChoiceField(
        label="收到的材料", choices=[(name, name) for name in MATERIALS], widget=forms.CheckboxSelectMultiple
    )


class AgainForm(Form):
    on = ApplyForm.base_fields["on"]
    materials = ApplyForm.base_fields["materials"]


class DayForm(Form):
    on = PastDay(label="日期")


class GrantForm(DayForm):
    number = forms.CharField(label="登记证号", max_length=40, required=False)
    reason = forms.CharField(
        label="说明", max_length=300, required=False, help_text="有条件不符合而仍准予登记的，须写明理由。"
    )


class ReasonForm(Form):
    reason = forms.CharField(label="理由", max_length=300)


class RefuseForm(DayForm):
    reason = forms.CharField(label="不予登记的理由", max_length=300)


class PeriodForm(Form):
    kind = forms.ChoiceField(
        label="种类", choices=[(RegistrationKind.FIRST, "首次登记"), (RegistrationKind.RENEWAL, "再登记")]
    )
    starts = Day(label="登记有效期起")
    number = forms.CharField(label="登记证号", max_length=40, required=False)


class EndPeriodForm(DayForm):
    kind = forms.ChoiceField(label="方式", choices=RegistrationEnd.choices)
    reason = forms.CharField(label="理由", max_length=300)


class AuthorityForm(Form):
    name = forms.CharField(label="登记机关", max_length=100)
    starts = Day(label="自何日起")
    document = forms.CharField(label="依据文件", max_length=200)


class CheckForm(Form):
    """By number and name: neither alone says anything."""

    number = forms.CharField(label="证书管理号", max_length=40)
    name = forms.CharField(label="姓名", max_length=50)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
