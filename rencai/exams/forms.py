"""Forms of the examinations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rencai.exams.models import Answer, Article, LineKind, ScoreState, Sitting, Subject
from rencai.exams.outcomes import Mark
from rencai.people.models import QualificationLevel
from rencai.people.register.forms import Day, Form, with_blank

WORDS = {str(state.label): state for state in (ScoreState.ABSENT, ScoreState.MISCONDUCT, ScoreState.EXEMPT)}


def read_mark(text: str) -> Mark | None:
    """A mark as people write it: 62, 62.5 or 缺考, 违纪, 免考; None for a blank. Raises ValidationError."""
    text = text.strip()
    if not text:
        return None
    if text in WORDS:
        return Mark(WORDS[text])
    try:
        score = Decimal(text)
    except ArithmeticError as error:
        raise ValidationError(f"看不懂“{text[:10]}”：请填分数，或缺考、违纪、免考。") from error
    if not score.is_finite() or not Decimal(0) <= score <= Decimal(100) or score != round(score, 1):
        raise ValidationError(f"“{text[:10]}”不是0至100之间的分数（最多一位小数）。")
    return Mark(ScoreState.SCORED, score)


class SittingForm(Form):
    """The examination of a level in a year."""

    year = forms.IntegerField(label="年度", min_value=2008, max_value=2099)
    level = forms.ChoiceField(label="级别", choices=QualificationLevel.choices)
    make_up = forms.BooleanField(label="补考", required=False)
    first_day = Day(label="考试日期")
    last_day = Day(label="结束日期")
    registration_from = Day(label="报名开始", required=False)
    registration_until = Day(label="报名截止", required=False)
    results_on = Day(label="成绩公布日期", required=False)
    document = forms.CharField(label="依据文件", max_length=200, required=False)
    suspended = forms.BooleanField(label="本地停考", required=False)
    suspension_document = forms.CharField(label="停考文件", max_length=200, required=False)

    @classmethod
    def of(cls, sitting: Sitting, data: Any) -> "SittingForm":
        """Bound to a sitting that is there: its year and level stay."""
        form = cls(data, initial={name: getattr(sitting, name) for name in cls.base_fields})
        for name in ("year", "level", "make_up"):
            del form.fields[name]
        return form


class LineForm(Form):
    kind = forms.ChoiceField(label="合格线", choices=LineKind.choices)
    subject = forms.ChoiceField(label="科目", choices=with_blank(Subject.choices, "各科"), required=False)
    score = forms.DecimalField(label="分数", min_value=0, max_value=100, decimal_places=1, max_digits=4)
    document = forms.CharField(label="依据文件", max_length=200)


class ExtensionForm(Form):
    level = forms.ChoiceField(label="级别", choices=[(QualificationLevel.INTERMEDIATE, "社会工作师")])
    year = forms.IntegerField(label="成绩年度", min_value=2008, max_value=2099)
    until_year = forms.IntegerField(label="延长至年度", min_value=2009, max_value=2099)
    document = forms.CharField(label="依据文件", max_length=200)


class AnswerForm(Form):
    said = forms.ChoiceField(label="答复", choices=Answer.choices)
    reason = forms.CharField(label="说明", max_length=200, required=False)


class WithdrawForm(Form):
    reason = forms.CharField(label="撤回原因", max_length=200)


class MisconductForm(Form):
    article = forms.ChoiceField(label="适用条款（人社部令第31号）", choices=Article.choices)
    subject = forms.ChoiceField(label="科目", choices=with_blank(Subject.choices, "当次全部科目"), required=False)
    conduct = forms.CharField(label="行为", max_length=200)
    document = forms.CharField(label="处理决定文号", max_length=200)
    decided_on = Day(label="决定日期")


class RevokeForm(Form):
    on = Day(label="撤销日期")
    document = forms.CharField(label="撤销文号", max_length=200)


class ProofForm(Form):
    issued_on = Day(label="出具日期")
    proof_number = forms.CharField(label="证明编号", max_length=40, required=False)


class ReviewForm(Form):
    on = Day(label="申报日期")


class NoticeForm(Form):
    starts = Day(label="公示开始")
    ends = Day(label="公示截止")
    document = forms.CharField(label="公示或评审文号", max_length=200)


class DecideForm(Form):
    passed = forms.TypedChoiceField(
        label="结果", choices=[("1", "评审通过"), ("0", "评审未通过")], coerce=lambda value: value == "1"
    )
    on = Day(label="结果日期")
    note = forms.CharField(label="说明", max_length=200, required=False)


class MarksForm(Form):
    """The marks of one entry: a text field for each subject of the level."""

    def __init__(self, sitting: Sitting, *args: Any, corrected: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for subject in sitting.subjects:
            widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off"})
            self.fields[subject] = forms.CharField(
                label=subject.label, max_length=10, required=False, widget=widget
            )  # fmt: skip
        if corrected:
            self.fields["reason"] = forms.CharField(
                label="更正依据", max_length=200, required=False, help_text="改动已登记的成绩时必填，会保留原成绩",
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )  # fmt: skip
        self._subjects = sitting.subjects

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.marks: dict[Subject, Mark] = {}
        for subject in self._subjects:
            try:
                mark = read_mark(data.get(subject, ""))
            except ValidationError as error:
                self.add_error(subject, error)
                continue
            if mark is not None:
                self.marks[subject] = mark
        return data
