"""Freezes the facts of a report when it is issued, and reads them back."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from rencai.reports.facts import Fact
from rencai.reports.models import FrozenFigure, Report, pack
from rencai.ui.figures import keys_of


def freeze(report: Report, facts: Iterable[Fact]) -> list[FrozenFigure]:
    """The facts as rows to be written, each with the keys of what it counted; reads the records, writes nothing."""
    return [_frozen(report, position, fact) for position, fact in enumerate(facts)]


def _frozen(report: Report, position: int, fact: Fact) -> FrozenFigure:
    rows = fact.rows() if fact.rows else None
    model: type[Model] | None = rows.model if rows is not None else None
    return FrozenFigure(
        report=report,
        position=position,
        fact_id=fact.fact_id,
        key=fact.key,
        modifier=fact.modifier,
        title=fact.title,
        label=fact.label,
        unit=fact.unit,
        means=fact.means,
        scope={"on": fact.on.isoformat(), "county": report.county},
        version=fact.version,
        number=fact.number,
        text=fact.text,
        small=fact.small,
        row_model=model._meta.label_lower if model else "",
        row_keys=pack(keys_of(rows.order_by())) if rows is not None else b"",
    )


def frozen_facts(report: Report) -> list[Fact]:
    """The facts of an issued report, in their order."""
    return [thawed(row) for row in report.figures.defer("row_keys")]


def thawed(row: FrozenFigure) -> Fact:
    """A frozen figure as the fact it was."""
    return Fact(
        row.fact_id,
        row.key,
        row.modifier,
        row.title,
        row.unit,
        row.number,
        row.text,
        row.means,
        date.fromisoformat(row.scope["on"]),
        row.version,
        row.small,
        row.label,
    )
