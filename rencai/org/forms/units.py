"""Forms of units and areas."""

from typing import Any

from django import forms

from rencai.org.forms.choices import ByCodeField, day, select, text
from rencai.org.models import Area, Unit, UnitKind, User

_FILE = forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.csv"})


class UnitForm(forms.Form):
    """What a unit is, apart from its name over time."""

    kind = select("单位类型", UnitKind.choices)
    area = ByCodeField(label="所在区划", what="区划", help_text="输入区划代码或名称。")
    parent = ByCodeField(label="上级单位", what="单位", required=False, help_text="输入单位代码或名称，可不填。")
    uscc = text("统一社会信用代码", 18, required=False)

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(Area.objects.visible_to(by))  # type: ignore[attr-defined]
        self.fields["parent"].offer(Unit.objects.visible_to(by).open())  # type: ignore[attr-defined]

    def clean_uscc(self) -> str:
        uscc: str = self.cleaned_data["uscc"]
        return uscc.upper()


class NewUnitForm(UnitForm):
    """A new unit."""

    code = text("单位代码", 20, help_text="全国唯一，建议用县区代码加序号。")
    name = text("单位名称", 100)
    starts = day("设立日期", "不知道确切日期时，填开始登记的日期。")
    field_order = ("code", "name")


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = text("新名称", 100)
    on = day("更名日期")


class MergeForm(forms.Form):
    """The unit it goes into, and from which day on."""

    into = ByCodeField(label="并入单位", what="单位", help_text="输入单位代码或名称。")
    on = day("合并日期")

    def __init__(self, by: User, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(Unit.objects.visible_to(by).open().exclude(pk=unit.pk))  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The day a unit ends."""

    on = day("撤销日期")


class SectionForm(forms.Form):
    """A new section."""

    name = text("股室名称", 40)


class AreaForm(forms.Form):
    """A township or village."""

    code = text("代码", 12, help_text="乡镇（街道）9位，村（社区）12位。")
    name = text("名称", 60)


class AreaFileForm(forms.Form):
    """A list of codes and names."""

    file = forms.FileField(label="文件", widget=_FILE, help_text="两列：代码、名称。.xlsx、.xls 或 .csv。")


class AreaRowsForm(forms.Form):
    """The rows of a list that was checked and shown, to be written now."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)
