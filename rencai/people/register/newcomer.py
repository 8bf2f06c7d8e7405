"""The form that registers one person."""

from typing import Any

from django import forms
from django.utils import timezone

from rencai.kernel.idnumber import Document, IdChecker
from rencai.org.models import Area, Level, Unit
from rencai.people.bulk import NewEmployment, NewPerson
from rencai.people.models import DocumentType, EmploymentKind, Sex
from rencai.people.models.fields import YES
from rencai.people.register.forms import Dated, PersonValues, UnitChoice, with_blank

_SEX = {"男": str(Sex.MALE), "女": str(Sex.FEMALE)}
_VALUES = ("sex", "birth", "ethnicity", "political_status", "phone", "work_since", "social_work_since", "remark")


class NewForm(PersonValues, Dated):
    """A person and the employment that puts them on the register."""

    document_type = forms.ChoiceField(label="证件类型", choices=DocumentType.choices)
    id = forms.CharField(label="证件号码", max_length=40)
    sure = forms.BooleanField(label="已对照证件确认号码无误", required=False)
    unit = UnitChoice()
    post_title = forms.CharField(label="岗位（职务）", max_length=60, required=False)
    kind = forms.ChoiceField(label="用人方式", choices=with_blank(EmploymentKind.choices), required=False)
    field_order = ("unit", "on", "post_title", "kind", "source", "name", "document_type", "id", "sure")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("id"):
            self._check_number(data)
        unit: Unit | None = data.get("unit")
        if unit is not None and data.get("on") and not unit.period.covers(data["on"]):
            self.add_error("unit", f"“{unit.name}”在该日不存续，请核对单位或日期。")
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        areas = frozenset(Area.objects.filter(level=Level.COUNTY).values_list("code", flat=True))
        checker = IdChecker(timezone.localdate(), areas)
        check = checker.check(data["id"], Document(data["document_type"]))
        if check.number is None or (check.status == "warned" and not data.get("sure")):
            self.add_error("id", check.message)
            return
        data["id"] = check.number
        self._compare(data, "birth", check.birth or "", "出生日期")
        self._compare(data, "sex", _SEX.get(check.sex or "", ""), "性别")

    def _compare(self, data: dict[str, Any], key: str, told: str, label: str) -> None:
        """What the number says fills a blank; a contradiction is for a person to settle."""
        typed = data.get(key, "")
        if told and typed and not told.startswith(typed):
            self.add_error(key, f"{label}与证件号码不符，请对照证件核对。")
        elif told:
            data[key] = told

    def person(self) -> NewPerson:
        data = self.cleaned_data
        unit: Unit = data["unit"]
        post = NewEmployment(unit.pk, unit.area_id, data["post_title"], data["on"], kind=data["kind"])
        values = {key: data[key] for key in _VALUES}
        known = [key for key in (*_VALUES, "name", "key_person") if data[key]] + ["id"]
        return NewPerson(
            county=unit.area_id[:6],
            name=data["name"],
            id_number=data["id"],
            employments=[post],
            document_type=data["document_type"],
            key_person={"": None}.get(data["key_person"], data["key_person"] == YES),
            sources={key: [data["source"], data["on"].isoformat()] for key in known},
            **values,
        )
