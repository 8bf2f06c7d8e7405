"""人数: people who were trained, and those on the register who were not for three years."""

from dataclasses import replace
from datetime import date
from typing import Any

from rencai.people.figures.register import on_register
from rencai.people.figures.rows import registered
from rencai.people.models import Person
from rencai.training.figures.divided import OF_THE_YEAR
from rencai.training.figures.ledger import attended
from rencai.training.models import BatchState, Enrolment
from rencai.ui.figures import Figure, Ratio, Scope, publish

YEARS = 3


def _trained(scope: Scope) -> Any:
    """Everybody who attended, on the register or not any more."""
    return Person.objects.visible_to(scope.user, scope.on).filter(pk__in=attended(scope).order_by().values("person"))


def _on_register_and_trained(scope: Scope) -> Any:
    return registered(scope).filter(pk__in=_attended_anywhere(scope, date(scope.on.year, 1, 1)))


def _never_sent(scope: Scope) -> Any:
    since = date(scope.on.year - YEARS, scope.on.month, min(scope.on.day, 28))
    return registered(scope).exclude(pk__in=_attended_anywhere(scope, since))


def _attended_anywhere(scope: Scope, since: date) -> Any:
    """People who attended between the days, wherever they were then."""
    rows = Enrolment.objects.attended().filter(
        batch__county=scope.user.county,
        batch__state=BatchState.FINISHED,
        batch__last_day__gte=since,
        batch__last_day__lte=scope.on,
    )
    return rows.order_by().values("person")


persons = publish(
    Figure(
        key="training.persons",
        title="培训人数",
        unit="人",
        means=f"{OF_THE_YEAR}中，至少有一节计学时的参训人员，按人去重：一人参加几个班次只计一人。",
        rows=_trained,
        columns=on_register.columns,
        search=on_register.search,
        prepare=on_register.prepare,
        link=on_register.link,
        order=("pinyin", "pk"),
    )
)
staff_trained = publish(
    replace(
        on_register,
        key="training.staff_trained",
        title="在册人员中本年参训人数",
        means="统计日在册的人员中，当年在已结班的班次里至少有一节计学时的，按人去重。",
        rows=_on_register_and_trained,
    )
)
never_sent = publish(
    replace(
        on_register,
        key="training.never_sent",
        title="三年内未参训人数",
        means="统计日在册的人员中，近三年（含统计日）没有在任何已结班的班次里计过学时的，按人去重；入册不满三年的也列出。",
        rows=_never_sent,
    )
)
staff_trained_share = publish(
    Ratio(
        "training.staff_trained_share",
        "在册人员参训率",
        "在册人员中本年参训人数占在册人数的比例。",
        staff_trained,
        on_register,
    )
)
