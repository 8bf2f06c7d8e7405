"""Forms of year plans and needs."""

from typing import Any

from django import forms

from rencai.org.models import Unit, User
from rencai.people.register.forms import Day, Form, PastDay
from rencai.training.models import CourseKind


class PlanForm(Form):
    """What a plan is called, which paper it goes back to, until when needs are taken."""

    title = forms.CharField(label="名称", max_length=100)
    document = forms.CharField(label="依据文件", max_length=200, required=False, help_text="如上级部署文件的名称和文号")
    needs_until = Day(label="需求报送截止", required=False, help_text="各单位在此日（含）前报送；不填则到下达为止")


class NewPlanForm(PlanForm):
    """A plan of a year."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    field_order = ("year", "title", "document", "needs_until")


class IssueForm(Form):
    """By which paper the plan is issued, and when."""

    issued_document = forms.CharField(label="下达文号", max_length=100)
    on = PastDay(label="下达日期")


class NeedForm(Form):
    """What a unit asks to be taught."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="报送单位", empty_label="请选择")
    topic = forms.CharField(label="培训内容", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=CourseKind.choices)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=9999)
    reason = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["unit"]
        offered.queryset = Unit.objects.visible_to(user).open()
        offered.initial = user.unit_id
