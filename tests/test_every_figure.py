"""What holds of every figure: one number on page, list and export; parts that add up; nobody elses people."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from openpyxl import load_workbook

from rencai.org.models import User
from rencai.ui.figures import FIGURES, UNITS, Figure, Ratio, Scope
from tests.things import finish

DAYS = [date(2021, 6, 30), date(2022, 12, 31)]
LOOKERS = ["leader", "clerk", "colleague", "township_clerk", "unit_contact", "stranger"]
COUNTED = {key: figure for key, figure in FIGURES.items() if isinstance(figure, Figure)}


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_says_its_unit_and_its_meaning(key: str) -> None:
    figure = FIGURES[key]
    assert figure.unit in UNITS
    assert figure.title
    assert figure.means.endswith("。")


@pytest.mark.parametrize("key", COUNTED)
def test_the_number_is_the_rows_and_the_parts_add_up(key: str, things: SimpleNamespace) -> None:
    figure = COUNTED[key]
    for day in DAYS:
        for role in LOOKERS:
            scope = Scope(on=day, user=getattr(things.world, role))
            rows = list(figure.rows(scope))
            number = figure.number(scope)
            assert number == figure.measure(figure.rows(scope))
            if not figure.total:
                assert number == len(rows) == len({row.pk for row in rows})
            for breakdown in figure.breakdowns:
                parts = sum(figure.counts(scope, breakdown.parts(scope)).values())
                together = parts == number or (breakdown.overlap and parts >= number)
                assert together, f"{breakdown.key} on {day} for {role}: {parts} of {number}"


@pytest.mark.parametrize("key", COUNTED)
def test_the_page_and_the_export_show_the_same_number(
    key: str, things: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    clerk = sign_in(things.world.clerk)
    number = COUNTED[key].number(Scope(on=DAYS[1], user=things.world.clerk))
    page = clerk.get(f"/figures/{key}/?on=2022-12-31").content.decode()
    shown = re.search(r'<strong class="number">([\d,]+)</strong>', page)
    assert shown is not None
    assert int(shown[1].replace(",", "")) == number
    export = clerk.get(f"/exports/figures/{key}/?on=2022-12-31")
    content = export.getvalue()
    finish(export)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = [[cell for cell in row if cell not in (None, "")] for row in sheet.iter_rows(values_only=True)]
    header = next(n for n, row in enumerate(rows) if len(row) > 1 and row[0] == COUNTED[key].columns[0].title)
    listed = [row for row in rows[header + 1 :] if len(row) > 1]
    figure = COUNTED[key]
    if figure.total:  # as many rows as there are, and what stands in the summed column adds up to the number
        assert len(listed) == figure.rows(Scope(on=DAYS[1], user=things.world.clerk)).count()
        at = rows[header].index(next(column.title for column in figure.columns if column.name == figure.total))
        assert sum(int(row[at]) for row in listed) == number
    else:
        assert len(listed) == number


@pytest.mark.parametrize("key", FIGURES)
def test_a_stranger_counts_none_of_our_people(key: str, things: SimpleNamespace) -> None:
    figure = FIGURES[key]
    scope = Scope(on=DAYS[1], user=things.world.stranger)
    for counted in (figure.part, figure.whole) if isinstance(figure, Ratio) else (figure,):
        assert counted.number(scope) == 0


def test_the_names_in_the_report_text_are_published_or_said_to_be_missing() -> None:
    text = (Path(__file__).parent.parent / "rencai/reports/templates_text/annual.txt").read_text()
    named = set(re.findall(r"\{([a-z_]+\.[a-z_]+)", text))
    assert len(named & set(FIGURES)) >= 10
