"""Forms of the security administrator."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from rencai.org.forms.choices import ByCodeField, select, text
from rencai.org.models import Area, Role, Section, Unit, User

_USERNAME = RegexValidator(r"\A[\w.@-]+\Z", "登录名只能用汉字、字母、数字和 . @ - _。")


class AccessForm(forms.Form):
    """Role and scope. Offers what the acting administrator may assign."""

    role = select("角色", [("", "请选择"), *Role.choices])
    unit = ByCodeField(label="单位", what="单位", required=False, help_text="输入单位代码或名称；三类管理员可不填。")
    section = forms.ModelChoiceField(
        label="股室",
        queryset=Section.objects.none(),
        required=False,
        empty_label="不选",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    area = ByCodeField(label="管辖乡镇", what="乡镇", required=False, help_text="只有乡镇民政站填写。")

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.assignable_by(by)
        self.fields["unit"].offer(units.open())  # type: ignore[attr-defined]
        sections = Section.objects.filter(unit__in=units).select_related("unit")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["section"].label_from_instance = _section_label  # type: ignore[attr-defined]
        self.fields["area"].offer(Area.objects.townships_of(by.county))  # type: ignore[attr-defined]


class NewUserForm(AccessForm):
    """A new user."""

    username = text("登录名", 40, help_text="汉字、字母、数字均可，以后不能修改。")
    name = text("姓名", 50)
    field_order = ("username", "name")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        _USERNAME(username)
        return username


class DisableForm(forms.Form):
    """Why an account is disabled."""

    reason = select("停用原因", [(r, r) for r in ("离职", "调离岗位", "长期不用", "安全原因", "其他")])


def _section_label(section: Section) -> str:
    return f"{section.unit} · {section.name}"
