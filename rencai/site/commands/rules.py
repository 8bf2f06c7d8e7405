"""Rules on the command line: one person explained, or everybody run here or on an engine."""

import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from rencai.kernel.rules.explaining import Clause, Status, Way
from rencai.kernel.rules.explaining import explain as explain_row
from rencai.kernel.rules.parameters import NoValue
from rencai.kernel.rules.published import RULES, Published
from rencai.kernel.rules.rule import VERDICT, NoEdition
from rencai.kernel.rules.running import NoEngine, run
from rencai.people.models import Person


class Impossible(ValueError):
    """The command can't be done; the message says why."""


def listed() -> list[str]:
    return [f"{key}\t{published.rule.title}" for key, published in RULES.items() if published.of_people]


def explained(key: str, person: int, on: date) -> dict[str, Any]:
    """The explanation as plain values. Raises Impossible."""
    published = _published(key)
    people = Person.objects.filter(pk=person)
    facts = published.known(people, on, timezone.localdate())
    if not facts.height:
        raise Impossible(f"没有编号为 {person} 的人员。")
    try:
        found = explain_row(published.rule, facts.row(0, named=True), on)
    except (NoEdition, NoValue) as error:
        raise Impossible(str(error)) from error
    return {
        "rule": key,
        "title": published.rule.title,
        "person": person,
        "on": on.isoformat(),
        "status": str(found.status),
        "gaps": list(found.gaps),
        "cite": found.cite,
        "confidence": str(found.confidence),
        "clauses": [_plain(clause) for clause in found.clauses],
        "ways": [_way(way) for way in found.ways],
    }


def _way(way: Way) -> dict[str, Any]:
    clauses = [_plain(clause) for clause in way.clauses]
    return {"key": way.key, "says": way.says, "status": str(way.status), "clauses": clauses}


def _plain(clause: Clause) -> dict[str, Any]:
    named = asdict(clause) | {"status": str(clause.status), "confidence": clause.confidence.label}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in named.items() if value != ""}


def in_words(found: dict[str, Any]) -> str:
    """The explanation as lines to read."""
    lines = [f"{found['title']} · {found['on']} · 人员 {found['person']}：{found['status']}"]
    lines += [f"  {gap}" for gap in found["gaps"]]
    lines.append(f"依据：{found['cite']}")
    lines += [_line(clause, "  ") for clause in found["clauses"]]
    for way in found["ways"]:
        lines.append(f"  {way['status']}　{way['says']}")
        lines += [_line(clause, "      ") for clause in way["clauses"]]
    return "\n".join(lines)


def _line(clause: dict[str, Any], indent: str) -> str:
    facts = "；".join(f"{title}：{value}" for title, value in clause["facts"])
    settle = f"；可凭{'、'.join(clause['settle'])}核实" if clause["settle"] else ""
    return (
        f"{indent}{clause['status']}　{clause['says']}（{facts}{settle}）〔{clause['cite']}，{clause['confidence']}〕"
    )


def run_for_all(key: str, on: date, *, county: str, facts: Path | None, engine: str, out: Path | None) -> str:
    """Everybody's verdict, counted in a sentence. Raises Impossible."""
    published = _published(key)
    with tempfile.TemporaryDirectory() as folder:
        path = facts or Path(folder) / "facts.parquet"
        if not path.exists():
            today = timezone.localdate()
            people = Person.objects.filter(county=county) if county else Person.objects.all()
            published.known(people.on_register(min(on, today)), on, today).write_parquet(path)
        try:
            found = run(published.rule, path, on, engine=engine)
        except (NoEngine, NoEdition, NoValue) as error:
            raise Impossible(str(error)) from error
    if out is not None:
        found.write_parquet(out)
    counted = dict(found.group_by(VERDICT).agg(pl.len()).iter_rows())
    told = "，".join(f"{Status.of(verdict)} {counted.get(verdict, 0)} 人" for verdict in (True, False, None))
    return f"{published.rule.title} · {on.isoformat()}：共 {found.height} 人，{told}。"


def _published(key: str) -> Published:
    known = {one: published for one, published in RULES.items() if published.of_people}
    if key in RULES and key not in known:
        raise Impossible(f"规则“{key}”不是对人的规则，请在证书和学时账户的页面查看逐条说明。")
    if key not in known:
        raise Impossible(f"没有规则“{key}”，可用：{'、'.join(known)}。")
    return known[key]
