"""Form of a day on which a county works or rests otherwise than published."""

from typing import Any

from django import forms

from rencai.org.forms import choices

FIRST_YEAR, LAST_YEAR = 2004, 2099


class DayForm(forms.Form):
    """A day, what it is, and by what paper."""

    day = choices.day("日期")
    working = choices.select("改为", [("work", "上班"), ("rest", "休息")])
    reason = choices.text("依据", 200, help_text="文件名称和文号，如放假安排通知。")

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。")
        return day

    def clean_working(self) -> bool:
        return bool(self.cleaned_data["working"] == "work")
