"""What a phone sends: who somebody is, and what they thought of the course."""

from django import forms
from django.core.exceptions import ValidationError

from rencai.kernel.idnumber import canonical
from rencai.people.register.forms import Form

TAIL = 4
SCORES = [(5, "5 很好"), (4, "4 较好"), (3, "3 一般"), (2, "2 较差"), (1, "1 很差")]


class IdentityForm(Form):
    """Name and the last four characters; nothing of it is kept."""

    name = forms.CharField(
        label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"})
    )
    tail = forms.CharField(
        label="身份证号后四位",
        max_length=10,
        help_text="末位是 X 的填 X",
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )

    def clean_tail(self) -> str:
        text = canonical(self.cleaned_data["tail"])
        if len(text) != TAIL or not (text.isascii() and text.isalnum()):
            raise ValidationError("请填写四位，如 1234 或 123X。")
        return text


class Score(forms.TypedChoiceField):
    """1 to 5, best first."""

    def __init__(self, label: str) -> None:
        widget = forms.RadioSelect(attrs={"class": "form-check-input"})
        super().__init__(label=label, choices=SCORES, coerce=int, widget=widget)


class EvaluationForm(Form):
    """Four scores and, if one likes, some words."""

    content = Score("课程内容")
    teaching = Score("授课")
    organisation = Score("组织服务")
    use = Score("对工作的帮助")
    comment = forms.CharField(
        label="意见和建议（可不填）", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
