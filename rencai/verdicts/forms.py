"""Forms of kept runs."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from rencai.kernel.rules.parameters import NoValue, Plain
from rencai.kernel.rules.published import RULES
from rencai.kernel.rules.rule import Rule
from rencai.people.register.forms import Day, Form


class RunForm(Form):
    """Which rule, for which day; a day to come asks what would be so if nothing changed."""

    rule = forms.ChoiceField(label="规则")
    on = Day(label="测算日")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_people = [(key, one.rule.title) for key, one in RULES.items() if one.of_people]
        self.fields["rule"].choices = of_people  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())


class TryForm(Form):
    """The day, and another value for each whole-number parameter that holds everywhere."""

    on = Day(label="测算日")

    def __init__(self, rule: Rule, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", day)
        self._names: list[str] = []
        for name in sorted(rule.check()):
            parameter = rule.parameters[name]
            try:
                value = parameter.at(day).value
            except NoValue:
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                unit = f"（{parameter.unit}）" if parameter.unit else ""
                self._names.append(name)
                self.fields[name] = forms.IntegerField(
                    label=f"{parameter.title}{unit}", required=False, min_value=0, max_value=999_999_999,
                    widget=forms.NumberInput(attrs={"class": "form-control", "placeholder": str(value)}),
                )  # fmt: skip

    def tried(self) -> dict[str, Plain]:
        """The values given, by parameter."""
        return {name: self.cleaned_data[name] for name in self._names if self.cleaned_data.get(name) is not None}
