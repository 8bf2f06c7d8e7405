"""Forms of the bureau's side of the ledger."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rencai.people.register.forms import Form
from rencai.training.models import COUNTED, Presence


class Clock(forms.TimeField):
    """A time of the day from the browser's own clock."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"})
        super().__init__(label=label, required=required, widget=widget, **kwargs)


class CorrectionForm(Form):
    """How somebody was at a session, and why the entry is put right."""

    presence = forms.ChoiceField(label="到课情况", choices=Presence.choices)
    at = Clock("签到时间", help_text="迟到的填到场时间，可不填")
    left_at = Clock("离开时间", help_text="早退的填离开时间，可不填")
    reason = forms.CharField(label="理由", max_length=200, help_text="如：核对签到表原件；会与更正记录一并保存")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("presence") not in COUNTED:
            data |= {"at": None, "left_at": None}
        return data


class WalkInForm(Form):
    """Somebody of the county's register who came without being sent."""

    name = forms.CharField(label="姓名", max_length=50)
    tail = forms.CharField(label="证件号码后四位", min_length=4, max_length=4)
    reason = forms.CharField(label="说明", max_length=200, required=False, help_text="班次已结班的必须填写")


class TermsForm(Form):
    """What the batch asks of a sign-in by phone and of a certificate."""

    grace_minutes = forms.IntegerField(label="开始后几分钟内不算迟到", min_value=0, max_value=120)
    people_per_phone = forms.IntegerField(
        label="同一手机最多签到人数", min_value=1, max_value=20, help_text="一机多人会在考勤页上标出"
    )
    completion_share = forms.IntegerField(
        label="结业所需学时比例（%）", min_value=1, max_value=100, help_text="达到总学时的这一比例才签发结业证明"
    )


class HoursForm(Form):
    """What a session is worth; after the end with the reason why that was wrong."""

    hours = forms.IntegerField(label="学时", min_value=0, max_value=24, help_text="所有参训人员的学时随之重算")
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="班次已结班的必须填写")


class ObjectionForm(Form):
    """A participant's objection."""

    text = forms.CharField(
        label="异议说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="写明实际到课情况和依据"
    )


class RefusalForm(Form):
    """Why the entry stays as it is."""

    answer = forms.CharField(label="维持原登记的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    """Why something is taken back."""

    reason = forms.CharField(label="理由", max_length=200)


def read_time(text: str) -> time | None:
    """8:05, 08:05 or ８：０５ as a time, None for nothing. Raises ValidationError."""
    plain = text.strip().replace("：", ":")
    if not plain:
        return None
    hour, _, minute = plain.partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ValidationError(f"时间“{text}”看不懂，请写成 9:10 的样子。") from error
