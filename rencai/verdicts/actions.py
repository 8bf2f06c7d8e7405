"""Running a rule on everybody and keeping what came out; what is kept never changes."""

import hashlib
import json
import subprocess
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.kernel.rules.parameters import NoValue, weakest
from rencai.kernel.rules.published import RULES
from rencai.kernel.rules.rule import NoEdition, Rule
from rencai.org import audit
from rencai.org.models import User
from rencai.people.models import Person
from rencai.verdicts.models import Run, Verdict
from rencai.verdicts.reading import Said, counted, read_back

AT_ONCE = 5000


def run_rule(key: str, *, on: date, county: str, today: date, by: User | None) -> Run:
    """Runs a rule on everybody on the county's register that day and keeps each verdict.

    Reading and working out hold no transaction; writing does. Raises ValidationError for a rule there is not, or that
    has no wording or value on the day.
    """
    published = RULES.get(key)
    if published is None or not published.of_people:
        raise ValidationError(f"没有对人的规则“{key}”。")
    revision = audit.revision()
    people = Person.objects.filter(county=county).on_register(min(on, today))
    try:
        edition = published.rule.edition(on)
        said = list(read_back(published.rule, published.known(people, on, today), on))
        values = values_on(published.rule, on)
    except (NoEdition, NoValue) as error:
        raise ValidationError(str(error)) from error
    sure = weakest([edition.confidence, *[value["confidence"] for value in values.values()]])
    run = Run(
        county=county, rule=key, title=published.rule.title, on=on, cite=edition.cite[:300], confidence=sure,
        values={name: _plain(value) for name, value in values.items()}, wording=_fingerprint(edition.cite, values),
        code=program_version(), revision=revision, counts=counted(said), made_by=by,
    )  # fmt: skip
    return _keep(run, said)


@transaction.atomic
def _keep(run: Run, said: list[Said]) -> Run:
    run.save(force_insert=True)
    for start in range(0, len(said), AT_ONCE):
        Verdict.objects.bulk_create(
            Verdict(
                run=run, person_id=one.person, status=one.status, way=one.way, gap=one.gap, settle=one.settle,
                amount=one.amount,
            )
            for one in said[start : start + AT_ONCE]
        )  # fmt: skip
    detail = {"规则": run.title, "测算日": run.on.isoformat(), **run.counts}
    audit.record("规则测算", by=run.made_by, on=run, county=run.county, detail=detail)
    return run


def values_on(rule: Rule, on: date) -> dict[str, dict[str, Any]]:
    """The values in force that the rule reads, by parameter: value (by area where they differ), cite, confidence."""
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(rule.check()):
        try:
            values = rule.parameters[name].on(on)
        except NoValue:
            continue
        told = {value.area: value.value for value in values}
        found[name] = {
            "title": rule.parameters[name].title,
            "value": told[""] if list(told) == [""] else told,
            "cite": values[-1].cite,
            "confidence": weakest([value.confidence for value in values]),
        }
    return found


@cache
def program_version() -> str:
    """What program this is: the commit where it runs from a checkout, else the version of the package."""
    here = Path(__file__).resolve().parent
    try:
        told = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"], cwd=here, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return version("rencai")
    return told.stdout.strip()


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[name] if name == "value" else str(value[name]) for name in ("title", "value", "cite")}


def _fingerprint(cite: str, values: Mapping[str, Mapping[str, Any]]) -> str:
    told = {name: value["value"] for name, value in values.items()}
    return hashlib.sha256(json.dumps([cite, told], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
