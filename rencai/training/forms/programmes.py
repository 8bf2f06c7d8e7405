"""Forms of commissioned programmes."""

from typing import Any

from django import forms

from rencai.people.models import Person
from rencai.people.register.forms import Day, Form, PastDay
from rencai.training.forms.fields import Yuan
from rencai.training.forms.nominations import PersonChoice
from rencai.training.models import MemberState, Module

_RESULTS = (("", "未登记"), ("1", "合格"), ("0", "不合格"))
_PASSED = {"": None, "1": True, "0": False}


class ProgrammeForm(Form):
    """What a partner school teaches for the county, by which agreement."""

    title = forms.CharField(label="项目名称", max_length=100)
    school = forms.CharField(label="合作高校", max_length=100)
    agreement = forms.CharField(label="协议或文号", max_length=100)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    fee = Yuan("协议费用（元）")
    goal = forms.CharField(
        label="约定成效", max_length=200, required=False, help_text="如：取得毕业证书，或考取资格证书"
    )


class ModuleForm(Form):
    """A module and the weak point it mends."""

    title = forms.CharField(label="模块", max_length=100)
    remedies = forms.CharField(label="针对的薄弱指标", max_length=100, required=False)
    hours = forms.IntegerField(label="学时", min_value=1, max_value=2000)


class TermForm(Form):
    """A term with its share of the fee."""

    title = forms.CharField(label="学期", max_length=50)
    first_day = Day(label="开始日期")
    last_day = Day(label="结束日期")
    fee = Yuan("费用（元）")


_REASON = "记入日志；请勿写入号码"


class ModuleEditForm(ModuleForm):
    """Puts a module right."""

    reason = forms.CharField(label="修改原因", max_length=200, help_text=_REASON)


class TermEditForm(TermForm):
    """Puts a term right, its payment as well."""

    paid_on = PastDay(label="支付日期", required=False, help_text="登记错了支付的，清空")
    reason = forms.CharField(label="修改原因", max_length=200, help_text=_REASON)


class ResumeForm(Form):
    """Why somebody studies on after all."""

    reason = forms.CharField(label="原因", max_length=200, help_text=_REASON)


class PaidForm(Form):
    """When a term was paid for."""

    on = PastDay(label="支付日期")


class JoinForm(Form):
    """Who becomes a member, from when."""

    person = PersonChoice(Person.objects.none(), label="学员", empty_label="请选择")
    on = PastDay(label="入学日期")


class LeaveForm(Form):
    """Completed or left."""

    state = forms.ChoiceField(
        label="办理", choices=[(one.value, one.label) for one in (MemberState.COMPLETED, MemberState.LEFT)]
    )
    on = PastDay(label="日期")
    outcome = forms.CharField(label="成效或退出原因", max_length=200, help_text="结业的填证书或成效")


class ResultsForm(Form):
    """How a member came through each module."""

    on = PastDay(label="登记日期")

    def __init__(self, modules: list[Module], known: dict[int, bool | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        said = {passed: value for value, passed in _PASSED.items()}
        for module in modules:
            field = forms.ChoiceField(label=module.title, choices=_RESULTS, required=False)
            field.widget.attrs["class"] = "form-select"
            field.initial = said[known.get(module.pk)]
            self.fields[f"module-{module.pk}"] = field

    def results(self) -> dict[Module, bool | None]:
        return {module: _PASSED[self.cleaned_data[f"module-{module.pk}"]] for module in self.modules}
