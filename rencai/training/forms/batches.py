"""Forms of courses, batches, sessions, places and teachers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from rencai.org.models import User
from rencai.people.register.forms import Day, Form
from rencai.training.forms.fields import Yuan
from rencai.training.ledger.forms import Clock
from rencai.training.models import CourseKind, OrganiserLevel, Plan, PlanState

MOST_TEACHERS, MOST_PLACES = 30, 9999
_TEACHER = (("姓名", 50), ("单位（职务）", 100), ("讲授内容", 100))


class CourseForm(Form):
    """A course; upper levels' courses stand on no plan of the county."""

    title = forms.CharField(label="培训班名称", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=CourseKind.choices)
    organiser_level = forms.ChoiceField(label="主办层级", choices=OrganiserLevel.choices, initial=OrganiserLevel.BUREAU)
    organiser = forms.CharField(label="主办单位", max_length=100)
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="列入的年度计划", required=False, empty_label="计划外或上级主办",
        help_text="只能列入尚未下达的计划",
    )  # fmt: skip
    document = forms.CharField(label="通知文号", max_length=100, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["plan"]
        own = self.initial.get("plan")
        offered.queryset = Plan.objects.visible_to(user).filter(Q(state=PlanState.DRAFT) | Q(pk=own and own.pk))


class MoneyForm(Form):
    """What a batch was to cost and did cost."""

    budget = Yuan("预算（元）")
    spent = Yuan("实际支出（元）", "结班后填写，可到分；不清楚的不填，不填不会当作零")


class BatchForm(MoneyForm):
    """One run of a course."""

    code = forms.CharField(label="班次编号", max_length=30, help_text="本县内不重复，如 PX2026-03")
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    place = forms.CharField(label="地点", max_length=100, required=False)
    capacity = forms.IntegerField(
        label="名额总数", min_value=1, max_value=MOST_PLACES, required=False, help_text="不限人数的不填"
    )
    nominate_until = Day(label="报名截止", required=False, help_text="各单位在此日（含）前选派；不填则到名单确定为止")
    field_order = ("code", "first_day", "last_day", "place", "capacity", "nominate_until", "budget", "spent")


class HalfDaysForm(Form):
    """The usual half days of every day of the batch."""

    hours = forms.IntegerField(label="每半天学时", min_value=1, max_value=12, initial=4)


class SessionForm(Form):
    """One session."""

    day = Day(label="日期")
    starts_at = Clock("开始时间", required=True)
    ends_at = Clock("结束时间", required=True)
    hours = forms.IntegerField(label="学时", min_value=1, max_value=24)
    topic = forms.CharField(label="内容", max_length=100, required=False)


class TeachersForm(Form):
    """Teachers, one in a line, as typed or pasted from a table."""

    teachers = forms.CharField(
        label="师资", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一位：姓名，单位（职务），讲授内容。用逗号隔开，也可从表格整列粘贴。",
    )  # fmt: skip

    def clean_teachers(self) -> list[tuple[str, str, str]]:
        lines = [line for line in self.cleaned_data["teachers"].splitlines() if line.strip()]
        if len(lines) > MOST_TEACHERS:
            raise ValidationError(f"一个班次最多登记{MOST_TEACHERS}位师资。")
        return [_teacher(number, line) for number, line in enumerate(lines, 1)]


def _teacher(number: int, line: str) -> tuple[str, str, str]:
    cells = line.split("\t") if "\t" in line else line.replace(",", "，").split("，", 2)
    parts = [cell.strip() for cell in [*cells, "", ""][:3]]
    if not parts[0]:
        raise ValidationError(f"第{number}行没有姓名。")
    for (title, longest), part in zip(_TEACHER, parts, strict=True):
        if len(part) > longest:
            raise ValidationError(f"第{number}行的{title}超过{longest}个字。")
    return parts[0], parts[1], parts[2]


class CancelForm(Form):
    """Why a batch is not held."""

    reason = forms.CharField(label="取消原因", max_length=200, help_text="选派单位和本人会看到，取消后不能恢复")
