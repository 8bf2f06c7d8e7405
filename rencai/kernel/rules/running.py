"""A rule over a Parquet file of facts, on this machine or on a Spark Connect engine (Sail, Spark), unchanged."""

from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from rencai.kernel.rules.rule import Rule


class NoEngine(RuntimeError):
    """The engine asked for can't be used; the message says what to do."""


def run(rule: Rule, facts: Path, on: date, *, engine: str = "local") -> pl.DataFrame:
    """The file's rows with the rule's columns. `engine` is "local" or an address such as sc://127.0.0.1:50051.

    An engine on another machine reads the file by the same path. Raises NoEngine.
    """
    if engine == "local":
        found: pl.DataFrame = rule.apply(pl.scan_parquet(facts), on).collect()
        return found
    try:
        # Only where an engine is asked for: the client is an extra of its own.
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise NoEngine("没有安装计算引擎的客户端，请先安装 rencai[engine]。") from error
    session = SparkSession.builder.remote(engine).getOrCreate()
    try:
        frame = rule.apply(session.read.parquet(str(facts)), on)
        collected: pl.DataFrame = nw.from_native(frame).collect("polars").to_native()
        return collected
    finally:
        session.stop()
