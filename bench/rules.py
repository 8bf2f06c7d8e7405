"""Every rule on synthetic facts of any size; one of them beside the same rule in OpenFisca and in plain NumPy."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from openfisca_core import periods, simulation_builder
from openfisca_core.variables import Variable
from openfisca_country_template import CountryTaxBenefitSystem
from openfisca_country_template.entities import Person
from pysail.spark import SparkConnectServer

from bench.timing import Results, timed
from rencai.exams.rules import ASSISTANT
from rencai.kernel.rules.explaining import explain, frame_schema
from rencai.kernel.rules.published import RULES
from rencai.kernel.rules.rule import VERDICT, Rule
from rencai.kernel.rules.running import run
from rencai.kernel.rules.steps import Fact

ON = date(2024, 6, 15)
_COUNTED_TO = ON.year * 10_000 + 1231
_NO, _YES, _UNKNOWN = 0, 1, 2
_PERIOD = "2024-06"
_LARGEST = 1_000_000
_OF_ENGINES = 10_000_000


def measure(results: Results, size: int, folder: Path) -> None:
    """Each rule in memory, the peers, one row explained; at a million people also both engines on ten million."""
    for published in RULES.values():
        rule = published.rule
        frame = facts(rule, size)
        results.add(f"rule {rule.key}", "rencai", lambda rule=rule, frame=frame: _timed(rule, frame))
    frame = facts(ASSISTANT, size)
    ours = ASSISTANT.apply(frame, ON)[VERDICT].cast(pl.Int8).fill_null(_UNKNOWN).to_numpy()
    results.add(f"rule {ASSISTANT.key}", "NumPy", lambda: _numpy(frame, ours))
    results.add(f"rule {ASSISTANT.key}", "OpenFisca", lambda: _openfisca(frame, ours))
    row = frame.row(0, named=True)
    results.add("explain one row", "rencai", lambda: timed(lambda: explain(ASSISTANT, row, ON)))
    if size >= _LARGEST:
        path = folder / "facts.parquet"
        facts(ASSISTANT, _OF_ENGINES).with_row_index("id").write_parquet(path)
        results.add("rule over 10,000,000 in Parquet", "rencai", lambda: _over(path, "local"))
        results.add("rule over 10,000,000 in Parquet", "Sail", lambda: _sail(path))


def facts(rule: Rule, size: int) -> pl.DataFrame:
    """Rows with every fact of the rule at random, a tenth of each unknown."""
    chance = np.random.default_rng(2022)
    schema = frame_schema(rule.facts)

    def column(fact: Fact, kind: Any) -> pl.Series:
        known = pl.Series(chance.random(size) >= 0.1)
        drawn = pl.Series(_drawn(fact, chance, size), dtype=kind)
        return pl.select(pl.when(known).then(drawn)).to_series()

    columns = {name: column(fact, schema[name]) for name, fact in rule.facts.items()}
    return pl.DataFrame(columns | {"area": pl.Series(["629921001"] * size)})


def _drawn(fact: Fact, chance: np.random.Generator, size: int) -> np.ndarray:
    if fact.kind == "yes":
        return chance.random(size) < 0.5
    if fact.kind == "day":
        month, day = chance.integers(1, 13, size), chance.integers(1, 29, size)
        return chance.integers(2008, 2025, size) * 10_000 + month * 100 + day
    if fact.kind == "count":
        return chance.integers(0, 100, size)
    return chance.choice(list(fact.choices or {"": ""}), size)


def _timed(rule: Rule, frame: pl.DataFrame) -> dict[str, Any]:
    numbers: dict[str, Any] = timed(lambda: rule.apply(frame, ON))
    return numbers | {"columns": rule.apply(frame, ON).width - frame.width}


def _arrays(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Whole numbers, -1 where unknown."""
    major = frame["social_work_major"].cast(pl.Int8)
    education = frame["education"].cast(pl.Int32)
    columns = {"education": education, "major": major, "since": frame["service_since"].cast(pl.Int32)}
    return {name: column.fill_null(-1).to_numpy() for name, column in columns.items()}


def _eligible(education: np.ndarray, major: np.ndarray, since: np.ndarray) -> np.ndarray:
    """The verdict of exams.assistant by hand, with unknown kept apart: the ways joined as no, yes or unknown."""
    years = np.where(since < 0, -1, (_COUNTED_TO - since) // 10_000)
    unknown_years = since < 0

    def three(yes: np.ndarray, unknown: np.ndarray) -> np.ndarray:
        return np.where(unknown, _UNKNOWN, np.where(yes, _YES, _NO)).astype(np.int8)

    def long_enough(wanted: int) -> np.ndarray:
        return three(years >= wanted, unknown_years)

    def every(*parts: np.ndarray) -> np.ndarray:
        no = np.logical_or.reduce([part == _NO for part in parts])
        yes = np.logical_and.reduce([part == _YES for part in parts])
        return np.where(no, _NO, np.where(yes, _YES, _UNKNOWN)).astype(np.int8)

    def some(*parts: np.ndarray) -> np.ndarray:
        yes = np.logical_or.reduce([part == _YES for part in parts])
        no = np.logical_and.reduce([part == _NO for part in parts])
        return np.where(yes, _YES, np.where(no, _NO, _UNKNOWN)).astype(np.int8)

    untold = education < 0
    secondary = three((education == 40) | (education == 60), untold)
    college, bachelor = three(education == 30, untold), three((education == 10) | (education == 20), untold)
    own, other = three(major == 1, major < 0), three(major == 0, major < 0)
    return some(
        every(secondary, long_enough(4)),
        every(college, own, long_enough(2)),
        every(bachelor, own),
        every(college, other, long_enough(4)),
        every(bachelor, other, long_enough(2)),
    )


def _numpy(frame: pl.DataFrame, ours: np.ndarray) -> dict[str, Any]:
    arrays = _arrays(frame)
    numbers: dict[str, Any] = timed(lambda: _eligible(**arrays))
    return numbers | {"note": _compared(_eligible(**arrays), ours)}


def _variable(name: str, formula: Any = None) -> type[Variable]:
    body = {"value_type": int, "entity": Person, "definition_period": periods.MONTH, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def _openfisca(frame: pl.DataFrame, ours: np.ndarray) -> dict[str, Any]:
    """The country template with the inputs and the rule as variables; a fresh simulation each time, as it caches."""
    system = CountryTaxBenefitSystem()
    names = ("education", "major", "since")
    for name in names:
        system.add_variable(_variable(f"sw_{name}"))

    def formula(person: Any, period: Any) -> Any:
        return _eligible(*(person(f"sw_{name}", period) for name in names))

    system.add_variable(_variable("sw_eligible", formula))
    arrays = _arrays(frame)
    found: list[np.ndarray] = []

    def calculated() -> None:
        simulation = simulation_builder.SimulationBuilder().build_default_simulation(system, count=frame.height)
        for name, values in arrays.items():
            simulation.set_input(f"sw_{name}", _PERIOD, values)
        found[:] = [simulation.calculate("sw_eligible", _PERIOD)]

    numbers: dict[str, Any] = timed(calculated)
    return numbers | {"note": "with inputs set, " + _compared(found[0], ours)}


def _compared(theirs: np.ndarray, ours: np.ndarray) -> str:
    different = int((theirs != ours).sum())
    return "the same verdicts; the verdict alone" if not different else f"{different} verdicts differ"


def _over(path: Path, engine: str) -> dict[str, Any]:
    start = time.perf_counter()
    found = run(ASSISTANT, path, ON, engine=engine)
    seconds = time.perf_counter() - start
    counted = found[VERDICT].value_counts().sort(VERDICT)["count"].to_list()
    return {"seconds": seconds, "note": f"{found.height:,} rows, {found.width} columns, verdicts {counted}"}


def _sail(path: Path) -> dict[str, Any]:
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    try:
        _, port = server.listening_address
        return _over(path, f"sc://127.0.0.1:{port}")
    finally:
        server.stop()
