"""What is behind a figure of a report: definition, scope, rows, last year's value, who signed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from rencai.org.access import Ability
from rencai.org.models import User
from rencai.reports.building import compose, live_facts
from rencai.reports.facts import Fact, MissingFigure, percent
from rencai.reports.models import FrozenFigure, Report
from rencai.ui.figures import FIGURES

WAYS = {"": "统计日当日", "last": "上年同日", "change": "与上年同日相比", "names": "名单"}


@dataclass(frozen=True)
class Inspected:
    """One fact with everything its reader may want to know; `rows` is "" where the reader may not see them."""

    fact: Fact
    way: str
    text: str
    rows: str
    last: str
    said_last_year: str
    drawn_from: int | None
    version_now: int | None


def inspected(report: Report, fact_id: str, user: User) -> Inspected | None:
    """None where the report has no such fact."""
    fact = compose(report).facts.get(fact_id)
    if fact is None:
        return None
    frozen = report.figures.filter(fact_id=fact_id).first() if report.is_issued else None
    figure = FIGURES.get(fact.key)
    return Inspected(
        fact=fact,
        way=WAYS.get(fact.modifier, f"分组：{fact.label}"),
        text=worded(fact.number, fact.unit) if fact.modifier != "names" else fact.text,
        rows=_rows(fact, user),
        last=_last(report, fact),
        said_last_year=_said_last_year(report, fact),
        drawn_from=len(frozen.keys()) if frozen and frozen.row_model else None,
        version_now=figure.version if figure else None,
    )


def worded(number: int | None, unit: str) -> str:
    """A number with its unit."""
    if unit == "%":
        return percent(number)
    return "暂缺" if number is None else f"{number}{unit}"


def _rows(fact: Fact, user: User) -> str:
    """The address of the list behind the fact."""
    figure = FIGURES.get(fact.key)
    if figure is None or not user.may(Ability.SEE_PEOPLE) or not any(map(user.may, map(Ability, figure.abilities))):
        return ""
    query = {"on": fact.on.isoformat()}
    if fact.modifier.startswith("by:"):
        query["part"] = fact.modifier.removeprefix("by:")
    return f"{reverse('figure', args=[fact.key])}?{urlencode(query)}"


def _last(report: Report, fact: Fact) -> str:
    """Last year's value: as frozen, else counted now."""
    if fact.modifier not in {"", "change"}:
        return ""
    frozen = report.figures.filter(key=fact.key, modifier="last").first() if report.is_issued else None
    if frozen is not None:
        return worded(frozen.number, frozen.unit)
    try:
        return worded(live_facts(report).fact(fact.key, "last").number, fact.unit)
    except MissingFigure:
        return ""


def _said_last_year(report: Report, fact: Fact) -> str:
    """What last year's issued report said of the same figure."""
    said = (
        FrozenFigure.objects.filter(
            report__unit=report.unit_id,
            report__year=report.year - 1,
            report__state="issued",
            key=fact.key,
            modifier="" if fact.modifier in {"last", "change"} else fact.modifier,
        )
        .defer("row_keys")
        .first()
    )
    return worded(said.number, said.unit) if said and fact.modifier != "names" else ""
