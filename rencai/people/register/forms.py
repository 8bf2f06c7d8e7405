"""Forms of the register: every value is checked by the rules that rosters are checked by."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from rencai.kernel.partialdate import read_date
from rencai.org.models import Unit, User
from rencai.people.models import (
    CategoryKind,
    Degree,
    EducationLevel,
    EmploymentKind,
    Field,
    Person,
    QualificationLevel,
    Source,
)
from rencai.people.models.fields import PERSON_FIELDS
from rencai.people.roster.contacts import check_phone
from rencai.people.roster.outcomes import Outcome
from rencai.people.roster.person_names import check_name

Choices = list[tuple[str, str]]
LEAVING = ("退休", "辞职", "调往县外", "解聘", "去世", "其他")
YES_NO: Choices = [("", "待核实"), ("1", "是"), ("0", "否")]
_TYPED = ("text", "number", "date", "time", "file", "textarea")
_LOOKS = dict.fromkeys(_TYPED, "form-control") | {"select": "form-select"}
BLANK_KEEPS = "留空不会清除原有内容；如确需清空，请在“清空”中勾选。"


def with_blank(choices: Any, blank: str = "未填") -> Choices:
    return [("", blank), *choices]


def settled(outcome: Outcome) -> Any:
    """The value to keep. Raises ValidationError for one that a roster would not take without a question."""
    if outcome.status in ("warned", "rejected"):
        raise ValidationError(outcome.message)
    return outcome.value


class PartialDate(forms.CharField):
    """2015-07-01, 2015-07 or 2015, from any spelling that leaves no doubt."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, required=False, max_length=40, help_text="如 1990-05-06 或 1990-05", **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        reading = read_date(text)
        if reading.value is None:
            raise ValidationError(reading.message)
        return reading.value


class Form(forms.Form):
    """A form in the house's looks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            look = _LOOKS.get(getattr(field.widget, "input_type", "textarea"))
            if look:
                field.widget.attrs.setdefault("class", look)


class Day(forms.DateField):
    """A day from the browser's own calendar, which takes and gives ISO days only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class PastDay(Day):
    """A day that has come already."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise ValidationError("日期不能晚于今天。")
        return day


class Dated(Form):
    """What every change asks: from which day, and where it comes from."""

    on = PastDay(label="自何日起")
    source = forms.ChoiceField(label="来源", choices=Source.choices, initial=Source.EVIDENCED)


class UnitChoice(forms.ModelChoiceField):
    """Units of the user's scope."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), label="工作单位", empty_label="请选择", **kwargs)


def offer_units(form: forms.Form, user: User) -> None:
    units: Any = form.fields["unit"]
    units.queryset = Unit.objects.visible_to(user).filter(ends__isnull=True)


class MoveForm(Dated):
    """To which unit and post."""

    unit = UnitChoice()
    post_title = forms.CharField(label="岗位（职务）", max_length=60, required=False)
    kind = forms.ChoiceField(label="用人方式", choices=with_blank(EmploymentKind.choices), required=False)
    reason = forms.CharField(label="变动原因", max_length=40, required=False, initial="调动")


class LeaveForm(Form):
    on = Dated.base_fields["on"]
    reason = forms.ChoiceField(label="离开原因", choices=[(reason, reason) for reason in LEAVING])


class PersonValues(Form):
    """The fields of a person; sealed ones are typed anew or left alone."""

    name = forms.CharField(label="姓名", max_length=50)
    sex = forms.ChoiceField(label="性别", choices=with_blank(PERSON_FIELDS["sex"].choices), required=False)
    birth = PartialDate("出生日期")
    ethnicity = forms.ChoiceField(label="民族", choices=with_blank(PERSON_FIELDS["ethnicity"].choices), required=False)
    political_status = forms.ChoiceField(
        label="政治面貌", choices=with_blank(PERSON_FIELDS["political_status"].choices), required=False
    )
    phone = forms.CharField(label="手机号", max_length=20, required=False, help_text="不修改请留空")
    work_since = PartialDate("参加工作日期")
    social_work_since = PartialDate("从事社会工作起始日期")
    key_person = forms.ChoiceField(label="是否重点人员", choices=YES_NO, required=False)
    remark = forms.CharField(label="备注", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_name(self) -> str:
        return str(settled(check_name(self.cleaned_data["name"], 50)))

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return str(settled(check_phone(text))) if text else ""


class EditForm(PersonValues, Dated):
    """Changes of a person: a field that was filled can be emptied only by saying so."""

    clear = forms.MultipleChoiceField(
        label="清空",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (key, field.label) for key, field in PERSON_FIELDS.items() if key not in ("name", "id", "document_type")
        ],
    )
    field_order = ("on", "source")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        initial = {key: field.read(person) for key, field in PERSON_FIELDS.items() if not field.sealed}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for key in ("political_status", "ethnicity"):
            keep_written(self.fields[key], initial[key])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        cleared = values.get("clear", [])
        for key, before in self.initial.items():
            if before and key in values and values[key] == "" and key not in cleared:
                self.add_error(key, BLANK_KEEPS)
            elif key in cleared and values.get(key) not in ("", before):
                self.add_error(key, "已勾选清空，又填写了新内容，请只选其一。")
        return values

    def values(self) -> dict[str, Any]:
        cleared = self.cleaned_data["clear"]
        return {key: self.cleaned_data[key] for key in PERSON_FIELDS if key in self.cleaned_data and key not in cleared}


def keep_written(field: Any, value: str) -> None:
    """A value of no list stays choosable, so that saving a form never changes what was not touched."""
    if value and value not in dict(field.choices):
        field.choices = [*field.choices, (value, f"{value}（原填写）")]


class RecordsForm(Dated):
    """Education, qualification, categories and fields of service, as they are from the day on."""

    level = forms.ChoiceField(label="最高学历", choices=with_blank(EducationLevel.choices), required=False)
    degree = forms.ChoiceField(label="学位", choices=with_blank(Degree.choices, "无或未填"), required=False)
    major = forms.CharField(label="专业", max_length=60, required=False)
    is_social_work = forms.ChoiceField(label="是否社会工作专业", choices=YES_NO, required=False)
    school = forms.CharField(label="毕业院校", max_length=60, required=False)
    qualification = forms.ChoiceField(
        label="职业资格",
        choices=[*with_blank(QualificationLevel.choices, "待核实"), ("none", "确认无")],
        required=False,
    )
    number = forms.CharField(label="证书管理号", max_length=40, required=False)
    obtained = PartialDate("取得日期")
    valid_until = PartialDate("登记有效期至")
    categories = forms.MultipleChoiceField(
        label="人才类别", choices=CategoryKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    service_fields = forms.MultipleChoiceField(
        label="服务领域", choices=Field.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    clear = forms.BooleanField(label="清空我删去的内容", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for key, before in self.initial.items():
            if before and isinstance(before, str) and data.get(key) == "" and not data.get("clear"):
                self.add_error(key, "留空不会清除原有内容；如确需清空，请勾选“清空我删去的内容”。")
        return data

    def education(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {key: data[key] for key in ("level", "degree", "major", "school")}
        return {**kept, "is_social_work": {"1": True, "0": False}.get(data["is_social_work"])}

    def held(self) -> dict[str, Any]:
        data, level = self.cleaned_data, self.cleaned_data["qualification"]
        kept = {key: data[key] for key in ("number", "obtained", "valid_until")}
        return {**kept, "level": "" if level == "none" else level, "known_none": level == "none"}


class RevealForm(Form):
    reason = forms.CharField(label="查看理由", max_length=100, help_text="会记入审计，请勿写入号码")


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """An action's refusal beside the fields it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for key, faults in error.error_dict.items():
        form.add_error(key if key in form.fields else None, [fault.message for fault in faults])


def attempt(form: forms.Form, action: Callable[[], object]) -> bool:
    """Whether `action` went through; if not, its refusal stands on the form."""
    try:
        action()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True
