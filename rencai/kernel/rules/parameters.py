"""The values of rules: each dated, cited, checked on a day, and as sure as somebody made it; never in code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

Plain = int | str | bool


class Confidence(StrEnum):
    """How sure a value is: compared with the official text, found in other sources, or only remembered."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        return {"verified": "已核对原文", "secondary": "据二手资料，待核对原文", "unverified": "未核实"}[self]


_WEAKEST_FIRST = (Confidence.UNVERIFIED, Confidence.SECONDARY, Confidence.VERIFIED)


def weakest(found: Iterable[Confidence]) -> Confidence:
    """The least sure of several; VERIFIED of none."""
    return min(found, key=_WEAKEST_FIRST.index, default=Confidence.VERIFIED)


class BadParameters(ValueError):
    """A parameter file that may not be used; the message says where and why."""


class NoValue(LookupError):
    """A parameter has no value on the day asked."""


@dataclass(frozen=True)
class Value:
    """One value from `since` until before `until`, for an area (a prefix of area codes, "" = everywhere)."""

    value: Plain
    since: date
    cite: str
    checked: date
    confidence: Confidence
    until: date | None = None
    area: str = ""
    note: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Parameter:
    """A named quantity with its unit and its values, the newest last."""

    key: str
    title: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date) -> tuple[Value, ...]:
        """The values in force on the day, one for each area, the narrowest area first. Raises NoValue."""
        latest: dict[str, Value] = {}
        for value in self.values:
            if value.holds(day):
                latest[value.area] = value
        if not latest:
            raise NoValue(f"参数“{self.title}”（{self.key}）在 {day.isoformat()} 没有值。")
        return tuple(sorted(latest.values(), key=lambda value: -len(value.area)))

    def at(self, day: date, area: str = "") -> Value:
        """The value for one area code. Raises NoValue."""
        for value in self.on(day):
            if area.startswith(value.area):
                return value
        raise NoValue(f"参数“{self.title}”（{self.key}）在 {day.isoformat()} 对区划 {area or '（未填）'} 没有值。")


class Parameters(Mapping[str, Parameter]):
    """The parameters of one file, by key."""

    def __init__(self, found: Iterable[Parameter]) -> None:
        self._by_key = {parameter.key: parameter for parameter in found}

    def __getitem__(self, key: str) -> Parameter:
        return self._by_key[key]

    def __iter__(self) -> Any:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)


def load(path: Path) -> Parameters:
    """Read and check a parameter file. Raises BadParameters for anything missing, undated, uncited or double."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise BadParameters(f"{path.name}：应为以参数名为键的表。")
    return Parameters(_parameter(path.name, str(key), entry) for key, entry in content.items())


def _parameter(where: str, key: str, entry: Any) -> Parameter:
    place = f"{where} 的 {key}"
    if not isinstance(entry, dict) or not entry.get("title") or not isinstance(entry.get("values"), list):
        raise BadParameters(f"{place}：要有 title 和 values。")
    if unknown := entry.keys() - {"title", "unit", "values"}:
        raise BadParameters(f"{place}：不认识 {'、'.join(sorted(unknown))}。")
    values = [_value(place, one) for one in entry["values"]]
    if not values:
        raise BadParameters(f"{place}：一个值也没有。")
    values.sort(key=lambda value: value.since)
    starts = [(value.area, value.since) for value in values]
    if len(starts) != len(set(starts)):
        raise BadParameters(f"{place}：同一地区同一天起有两个值。")
    return Parameter(key, str(entry["title"]), str(entry.get("unit", "")), tuple(values))


_ASKED = {"value", "since", "cite", "checked", "confidence"}


def _value(place: str, entry: Any) -> Value:
    if not isinstance(entry, dict):
        raise BadParameters(f"{place}：每个值应写明 value、since、cite、checked、confidence。")
    if missing := sorted(name for name in _ASKED if entry.get(name) in (None, "")):
        raise BadParameters(f"{place}：一个值缺少 {'、'.join(missing)}。")
    if unknown := entry.keys() - _ASKED - {"until", "area", "note"}:
        raise BadParameters(f"{place}：不认识 {'、'.join(sorted(unknown))}。")
    value, area = entry["value"], str(entry.get("area", ""))
    if not isinstance(value, Plain):
        raise BadParameters(f"{place}：值 {value!r} 应为整数、文字或是否；金额以分为单位，不用小数。")
    for name in ("since", "checked", "until"):
        if name in entry and (not isinstance(entry[name], date) or hasattr(entry[name], "hour")):
            raise BadParameters(f"{place}：{name} 应为 2009-04-08 这样的日期。")
    if not (area == "" or (area.isascii() and area.isdigit())):
        raise BadParameters(f"{place}：area 应为加引号的区划代码。")
    try:
        confidence = Confidence(entry["confidence"])
    except ValueError as error:
        raise BadParameters(f"{place}：confidence 应为 verified、secondary 或 unverified。") from error
    until = entry.get("until")
    if until is not None and until <= entry["since"]:
        raise BadParameters(f"{place}：until 应晚于 since。")
    return Value(
        value, entry["since"], str(entry["cite"]), entry["checked"], confidence, until, area, str(entry.get("note", ""))
    )
