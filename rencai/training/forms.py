"""Forms of plans, batches, nominations and programmes; money is typed in 元 and kept in 分."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from rencai.org.models import Unit
from rencai.people.register.forms import Day, Form, with_blank
from rencai.training.models import CourseKind, MemberState, OrganiserLevel, Plan


class YuanField(forms.DecimalField):
    """An amount in 元 with at most two decimals; cleans to whole 分, None for a blank."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=Decimal(0),
            max_digits=12,
            decimal_places=2,
            help_text="元，不知道的留空",
        )

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value


class PlanForm(Form):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2099)
    title = forms.CharField(label="名称", max_length=100)
    document = forms.CharField(label="依据文件", max_length=200, required=False)
    needs_until = Day(label="需求报送截止", required=False)


class IssueForm(Form):
    on = Day(label="下达日期")
    document = forms.CharField(label="文号", max_length=200)


class NeedForm(Form):
    """What a unit asks to be taught."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", empty_label="请选择")
    topic = forms.CharField(label="培训内容", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=CourseKind.choices)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=9999)
    reason = forms.CharField(label="说明", max_length=200, required=False)

    def offer(self, units: QuerySet[Unit]) -> None:
        field: Any = self.fields["unit"]
        field.queryset = units


class CourseForm(Form):
    """A course with its first batch."""

    title = forms.CharField(label="培训班名称", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=CourseKind.choices)
    organiser_level = forms.ChoiceField(label="主办层级", choices=OrganiserLevel.choices)
    organiser = forms.CharField(label="主办单位", max_length=100)
    document = forms.CharField(label="通知文号", max_length=100, required=False)
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="列入计划", required=False, empty_label="不列入（上级举办等）"
    )

    def offer(self, plans: QuerySet[Plan]) -> None:
        field: Any = self.fields["plan"]
        field.queryset = plans


class BatchForm(Form):
    code = forms.CharField(label="班次编号", max_length=30)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    place = forms.CharField(label="地点", max_length=100, required=False)
    capacity = forms.IntegerField(label="名额总数", min_value=1, max_value=9999, required=False)
    nominate_until = Day(label="报名截止", required=False)
    budget = YuanField("预算")
    spent = YuanField("实际支出")


class HalfDaysForm(Form):
    hours = forms.IntegerField(label="每半天学时", min_value=1, max_value=12, initial=4)


class SessionForm(Form):
    day = Day(label="日期")
    starts_at = forms.TimeField(label="开始时间", widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label="结束时间", widget=forms.TimeInput(attrs={"type": "time"}))
    hours = forms.IntegerField(label="学时", min_value=1, max_value=12)
    topic = forms.CharField(label="内容", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            self.fields[name].widget.attrs["class"] = "form-control"


class ReasonForm(Form):
    reason = forms.CharField(label="原因", max_length=200)


class TeachersForm(Form):
    """One teacher a line: 姓名，单位（职务），讲授内容."""

    teachers = forms.CharField(
        label="师资", required=False, max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        help_text="每行一人：姓名，单位（职务），讲授内容",
    )  # fmt: skip

    def rows(self) -> list[tuple[str, str, str]]:
        found = []
        for line in self.cleaned_data["teachers"].splitlines():
            parts = [part.strip() for part in line.replace(",", "，").split("，")] + ["", ""]
            if parts[0]:
                found.append((parts[0][:50], parts[1][:100], "，".join(filter(None, parts[2:]))[:100]))
        return found


class ProgrammeForm(Form):
    title = forms.CharField(label="项目名称", max_length=100)
    school = forms.CharField(label="合作高校", max_length=100)
    agreement = forms.CharField(label="协议或文号", max_length=100)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    fee = YuanField("协议费用")
    goal = forms.CharField(label="约定成效", max_length=200, required=False)


class ModuleForm(Form):
    title = forms.CharField(label="模块", max_length=100)
    remedies = forms.CharField(label="针对的薄弱指标", max_length=100, required=False)
    hours = forms.IntegerField(label="学时", min_value=1, max_value=999)


class TermForm(Form):
    title = forms.CharField(label="学期", max_length=50)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    fee = YuanField("费用")


class DayForm(Form):
    on = Day(label="日期")


class OutcomeForm(Form):
    state = forms.ChoiceField(
        label="去向", choices=[pair for pair in MemberState.choices if pair[0] != MemberState.STUDYING]
    )
    on = Day(label="日期")
    outcome = forms.CharField(label="成效或退出原因", max_length=200)


class ResultForm(Form):
    """How a member came through a module."""

    module = forms.ChoiceField(label="模块")
    passed = forms.TypedChoiceField(
        label="成绩", choices=[("1", "合格"), ("0", "不合格")], coerce=lambda value: value == "1"
    )
    on = Day(label="日期")

    def offer(self, modules: list[tuple[int, str]]) -> None:
        field: Any = self.fields["module"]
        field.choices = with_blank([(str(pk), title) for pk, title in modules], "请选择")
