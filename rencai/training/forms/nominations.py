"""Forms of nominations."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery

from rencai.people.models import Employment, Person
from rencai.people.register.forms import Form


class ReasonForm(Form):
    """Why somebody is declined or withdrawn."""

    reason = forms.CharField(label="原因", max_length=200, help_text="选派单位和本人会看到，请勿写入号码")


OFFERED_AT_MOST = 50


class PersonChoice(forms.ModelChoiceField):
    """People told apart by the masked number and the unit they are at."""

    def offer(self, found: QuerySet[Person], today: date) -> None:
        """These may be chosen; where there are too many to list, or none, it is said below."""
        keys = list(found.values_list("pk", flat=True)[: OFFERED_AT_MOST + 1])
        here = Employment.objects.main().on(today).filter(person=OuterRef("pk")).values("unit__name")[:1]
        people = Person.objects.filter(pk__in=keys[:OFFERED_AT_MOST]).order_by("pinyin", "pk")
        self.queryset = people.annotate(here=Subquery(here))
        if len(keys) > OFFERED_AT_MOST:
            self.help_text = f"人数较多，只列出前{OFFERED_AT_MOST}人。没有要找的人，请写全姓名再查找。"
        elif not keys:
            self.help_text = "没有可选的人员，请换个姓名或单位再查找。"

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.id_masked}）{obj.here or ''}"


class ReplaceForm(ReasonForm):
    """Who goes instead; found by the words of the search beside it."""

    person = PersonChoice(Person.objects.none(), label="改派人员", empty_label="请选择")
    field_order = ("person", "reason")
