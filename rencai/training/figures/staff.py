"""The register seen by training: who of those on it was sent this year, who was not for three years."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from rencai.people.figures.breakdowns import BREAKDOWNS, CHOICES
from rencai.people.figures.columns import COLUMNS, page_of, prepare
from rencai.people.figures.register import BY_PINYIN, PER_PERSON, on_register
from rencai.people.figures.rows import registered
from rencai.people.search import search
from rencai.training.models import Enrolment
from rencai.ui.figures import Figure, Ratio, Rows, Scope, publish


def trained_in_year_to(day: date) -> Q:
    """The condition on a person to have come to a finished batch of the year, from whatever unit."""
    return Q(pk__in=Enrolment.objects.attended().held_in_year_to(day).values("person"))


def _trained(scope: Scope) -> Rows:
    return registered(scope).filter(trained_in_year_to(scope.on))


def _never_sent(scope: Scope) -> Rows:
    return registered(scope).exclude(pk__in=Enrolment.objects.sent_in_three_years(scope.on).values("person"))


def _staff(key: str, title: str, means: str, rows: Callable[[Scope], Rows]) -> Figure:
    return publish(
        Figure(
            key=f"training.{key}",
            title=title,
            unit="人",
            means=means,
            rows=rows,
            columns=COLUMNS,
            breakdowns=BREAKDOWNS,
            choices=CHOICES,
            search=search,
            prepare=prepare,
            link=page_of,
            order=BY_PINYIN,
        )
    )


staff_trained = _staff(
    "staff_trained",
    "在册人员当年参训人数",
    f"{PER_PERSON}，其中当年至统计日参加过至少一个已结班班次的；参训时在别的单位的也计入。",
    _trained,
)
never_sent = _staff(
    "never_sent",
    "三年内未参加过培训人数",
    f"{PER_PERSON}，其中统计日前三年内没有参加过任何已结班班次的；入册不满三年的也计入。",
    _never_sent,
)
staff_trained_share = publish(
    Ratio(
        "training.staff_trained_share",
        "在册人员参训率",
        "在册人员当年参训人数占在册人数的比例。",
        staff_trained,
        on_register,
    )
)
