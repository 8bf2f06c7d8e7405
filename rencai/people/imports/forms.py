"""Forms of imports."""

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from rencai.org.access import area_scope
from rencai.org.forms.choices import ByCodeField, day
from rencai.org.models import Unit
from rencai.people.roster.text import clean

_ACCEPTED = ".xlsx,.xls,.csv"


class UploadForm(forms.Form):
    """A file, who sent it, and the day it speaks of."""

    unit = ByCodeField(label="报送单位", what="单位", help_text="输入单位代码或完整名称")
    on = day("统计日", "文件反映的是哪一天的情况")
    file = forms.FileField(
        label="文件",
        help_text="Excel（.xlsx、.xls）或 CSV，不超过20MB、10万行",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": _ACCEPTED}),
        error_messages={"empty": "文件是空的，请重新选择。", "required": "请选择要导入的文件。"},
    )

    hidden = forms.BooleanField(
        label="隐藏的列也导入", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, user: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.filter(area_scope(user, area="area__code", unit="id"), ends=None).order_by("code")
        field = self.fields["unit"]
        if isinstance(field, ByCodeField):
            field.offer(units)
        self.initial.setdefault("unit", user.unit)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError("统计日不能晚于今天。")
        return on

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ValidationError("文件超过20MB。请删除图片等无关内容，或拆分后再上传。")
        return file


def shown_name(file_name: str | None) -> str:
    """The name a file came with, as text for people: no folders, nothing invisible."""
    name = PurePosixPath((file_name or "").replace("\\", "/")).name
    return (clean(name).text or "花名册")[-120:]
