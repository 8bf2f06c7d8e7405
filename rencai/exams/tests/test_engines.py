"""The same rules on a really started Spark Connect engine: every column of every row as on this machine."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from pysail.spark import SparkConnectServer

from rencai.exams.rules import DEGREES, EDUCATIONS, RULES
from rencai.kernel.rules.rule import Rule
from rencai.kernel.rules.running import run

ROWS = 3_000


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    """The address of an engine that lives as long as these tests."""
    # The client takes a test worker, whose program has no file, for one of its own doctests.
    sys.modules["__main__"].__dict__.setdefault("__file__", __file__)
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield f"sc://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every combination of education and degree, days at the ends of months, and a quarter of everything unknown."""
    chance = np.random.default_rng(20221231)

    def unknown(values: list[Any]) -> list[Any]:
        return [None if chance.random() < 0.25 else value for value in values]

    def days() -> list[int]:
        ends = [(2, 28), (2, 29), (12, 31), (1, 1), (6, 18), (6, 30)]
        found = [(int(chance.integers(2008, 2024)), *ends[chance.integers(len(ends))]) for _ in range(ROWS)]
        leap = [year if (month, day) != (2, 29) else year - year % 4 for year, month, day in found]
        return [year * 10_000 + month * 100 + day for year, (_, month, day) in zip(leap, found, strict=True)]

    def yes() -> list[bool]:
        return [bool(one) for one in chance.integers(0, 2, ROWS)]

    columns = {
        "id": list(range(ROWS)),
        "area": unknown(list(chance.choice(["629921001", "629921002", "620102"], ROWS))),
        "education": unknown(list(chance.choice(list(EDUCATIONS), ROWS))),
        "degree": unknown(list(chance.choice(list(DEGREES), ROWS))),
        **{name: unknown(yes()) for name in ("social_work_major", "fresh_graduate", "endorsed")},
        **{name: unknown(days()) for name in ("service_since", "assistant_since", "intermediate_since")},
    }
    path = tmp_path_factory.mktemp("facts") / "people.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_a_rule_comes_out_the_same_on_the_engine_as_here(rule: Rule, engine: str, people: Path) -> None:
    here = run(rule, people, date(2024, 6, 15)).sort("id")
    there = run(rule, people, date(2024, 6, 15), engine=engine).sort("id")
    assert here.columns == there.columns
    assert here["verdict"].value_counts().sort("verdict").height == 3
    for name in here.columns:
        assert here[name].to_list() == there[name].to_list(), name
