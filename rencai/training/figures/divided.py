"""How training divides: by who ran it, what it taught, and the month in which it ended."""

from collections.abc import Sequence

from django.db.models import Q

from rencai.people.figures.placed import by_choice
from rencai.training.models import CourseKind, OrganiserLevel
from rencai.ui.figures import Breakdown, Part, Scope

OF_THE_YEAR = "当年（统计日所在年份）、结束日期不晚于统计日并已结班的班次"


def level(path: str) -> Breakdown:
    return by_choice("organiser_level", "主办层级", f"{path}course__organiser_level", OrganiserLevel.choices)


def kind(path: str) -> Breakdown:
    return by_choice("kind_of_course", "类别", f"{path}course__kind", CourseKind.choices)


def month(path: str) -> Breakdown:
    """The months of the scope's year; all rows lie in one."""

    def parts(_scope: Scope) -> Sequence[Part]:
        return [Part(str(n), f"{n}月", Q(**{f"{path}last_day__month": n})) for n in range(1, 13)]

    return Breakdown("month", "月份", parts)
