"""Forms of nominations."""

from typing import Any

from django import forms

from rencai.people.models import Person
from rencai.people.register.forms import Form


class ReasonForm(Form):
    """Why somebody is declined or withdrawn."""

    reason = forms.CharField(label="原因", max_length=200, help_text="选派单位和本人会看到，请勿写入号码")


class PersonChoice(forms.ModelChoiceField):
    """People told apart by the masked number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.id_masked}）"


class ReplaceForm(ReasonForm):
    """Who goes instead; found by the words of the search beside it."""

    person = PersonChoice(Person.objects.none(), label="改派人员", empty_label="请选择")
    field_order = ("person", "reason")
