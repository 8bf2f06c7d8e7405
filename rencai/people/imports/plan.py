"""What an import would do: every checked row beside the register, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.conf import settings

from rencai.kernel.idnumber import mask_id
from rencai.kernel.names import name_key
from rencai.kernel.partialdate import agrees
from rencai.org import audit
from rencai.people.imports.among import among, portions
from rencai.people.imports.differences import Differences, differences, without_certificate
from rencai.people.imports.importer import Importer
from rencai.people.imports.later import later_than
from rencai.people.imports.stored import stored_values
from rencai.people.imports.units import ResolvedUnits, resolve_units
from rencai.people.models import Employment
from rencai.people.roster.check import Checked, CheckedRow
from rencai.people.roster.columns import TITLES, Values
from rencai.people.roster.outcomes import RANKS, Finding, Status

_REGISTERED = "该证件号码已在库，请联系县民政局办理调动。"


class Change(NamedTuple):
    """One known person's row; `fields` are empty when nothing differs."""

    person: int
    row: CheckedRow
    fields: Differences


@dataclass
class Plan:
    """`revision` is the state of the register it was made for; `gone` are people of the file's units it leaves out."""

    checked: Checked
    on: date
    importer: Importer
    revision: int
    units: ResolvedUnits = field(default_factory=ResolvedUnits)
    new: list[CheckedRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    @property
    def effect(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "same": len(self.same)}


def make_plan(checked: Checked, *, on: date, importer: Importer, unit_choices: Mapping[str, str] | None = None) -> Plan:
    """Compare a checked file with the register. Rows that can't go in are rejected in the plan's copy of `checked`."""
    checked = replace(
        checked,
        rows=list(checked.rows),
        findings=list(checked.findings),
        notices=list(checked.notices),
        counts=dict(checked.counts),
    )
    plan = Plan(checked, on, importer, audit.revision())
    if checked.file_status != "ok":
        return plan
    rows = [row for row in checked.rows if row.status != "rejected"]
    plan.units = resolve_units([row.values for row in rows], on=on, importer=importer, choices=unit_choices)
    checked.notices.extend(plan.units.notices)
    rejections = _Rejections()
    rows = [row for row in rows if not rejections.of_unit(row, plan.units)]
    indexes = settings.KEYRING.index_all((row.values.id_number for row in rows), "id")
    known, taken = _known(indexes, importer)
    fresh, pairs = [], []
    for row, index in zip(rows, indexes, strict=True):
        if index in taken and index not in known:
            rejections.add(row, "id_number", "registered_elsewhere", _REGISTERED)
        elif index in known:
            pairs.append((known[index], row))
        else:
            fresh.append(row)
    _compare(plan, pairs, rejections)
    _doubt_namesakes(plan, fresh)
    plan.new = fresh
    plan.gone = _gone(plan, {person for person, _ in pairs})
    rejections.enter(checked)
    return plan


class _Rejections:
    """Rows that the register does not let in, entered into the result of the check at the end."""

    def __init__(self) -> None:
        self.found: dict[tuple[str | None, int], Finding] = {}

    def add(self, row: CheckedRow, key: str, code: str, message: str) -> None:
        raw = mask_id(row.values.id_number) if key == "id_number" else getattr(row.values, key)
        self.found[row.sheet, row.row] = Finding(row.sheet, row.row, TITLES[key], "rejected", code, message, raw, None)

    def of_unit(self, row: CheckedRow, units: ResolvedUnits) -> bool:
        reason = units.refused.get(row.values.unit_name)
        if reason:
            self.add(row, "unit_name", "unit_refused", reason)
        return reason is not None

    def enter(self, checked: Checked) -> None:
        if self.found:
            regrade(checked, dict.fromkeys(self.found, "rejected"), list(self.found.values()))


def regrade(checked: Checked, grades: Mapping[tuple[str | None, int], Status], findings: list[Finding]) -> None:
    """Put rows into a graver status, by (sheet, row), with the findings that say why."""
    for at, row in enumerate(checked.rows):
        grade = grades.get((row.sheet, row.row))
        if grade and RANKS[grade] > RANKS[row.status]:
            checked.counts[row.status] -= 1
            checked.counts[grade] += 1
            checked.rows[at] = row._replace(status=grade)
    checked.findings.extend(findings)


def _known(indexes: Sequence[str], importer: Importer) -> tuple[dict[str, int], set[str]]:
    """Blind index → key of the people the importer sees, and the indexes of everybody the county has."""
    taken: dict[str, int] = {}
    for some in portions(indexes):
        taken.update(importer.all_people().filter(among("id_index", some)).values_list("id_index", "pk"))
    seen: set[int] = set()
    for keys in portions(taken.values()):
        seen.update(importer.people().filter(among("pk", keys)).values_list("pk", flat=True))
    return {index: key for index, key in taken.items() if key in seen}, set(taken)


def _compare(plan: Plan, pairs: Sequence[tuple[int, CheckedRow]], rejections: _Rejections) -> None:
    rows = dict(pairs)
    found: list[Change] = []
    for person, unit, held in stored_values(list(rows), plan.on, clear=False):
        row = rows[person]
        if held.name != row.values.name and name_key(held.name) != name_key(row.values.name):
            message = "该证件号码在库中登记的是另一个姓名。请核对姓名和号码；确已改名的，请先在人员页面办理更名。"
            rejections.add(row, "name", "name_conflict", message)
            continue
        found.append(Change(person, row, _all_differences(plan, row, unit, held)))
    changed = [change for change in found if change.fields]
    late = later_than(plan.on, [change.person for change in changed])
    for change in changed:
        if change.person in late:
            day = late[change.person].isoformat()
            message = f"该人员的登记在统计日之后（{day}）已有更新，不能用较早的名册改动。请在人员页面办理。"
            rejections.add(change.row, "name", "changed_later", message)
        else:
            plan.changed.append(change)
    plan.same = [change for change in found if not change.fields]


def _all_differences(plan: Plan, row: CheckedRow, unit: int | None, held: Values) -> Differences:
    fields = differences(without_certificate(row.values), held, row.derived)
    name = row.values.unit_name
    if unit is None or unit != plan.units.known.get(name):
        fields["unit_name"] = (held.unit_name, name)
        if row.values.post_title:  # a post belongs to its unit: the same title elsewhere is said anew
            fields.setdefault("post_title", (held.post_title, row.values.post_title))
    return fields


def _doubt_namesakes(plan: Plan, fresh: list[CheckedRow]) -> None:
    """Flag new rows whose name and birth date somebody on the register has under another number."""
    keys = [name_key(row.values.name) for row in fresh]
    births: dict[str, set[str]] = {}
    for some in portions(set(keys)):
        found = plan.importer.people().filter(among("name_key", some)).exclude(birth="")
        for key, birth in found.values_list("name_key", "birth"):
            births.setdefault(key, set()).add(birth)
    message = "库中已有同名、同出生日期而证件号码不同的人员。请核对是否为同一人（号码有误），不是同一人的可以导入。"
    findings = []
    for row, key in zip(fresh, keys, strict=True):
        own = row.values.birth
        if own and key in births and any(agrees(own, other) for other in births[key]):
            findings.append(
                Finding(
                    row.sheet, row.row, TITLES["name"], "warned", "same_name_and_birth", message,
                    row.values.name, row.values.name,
                )
            )  # fmt: skip
    if findings:
        places: dict[tuple[str | None, int], Status] = {(each.sheet, each.row): "warned" for each in findings}
        regrade(plan.checked, places, findings)
        for at, row in enumerate(fresh):
            if (row.sheet, row.row) in places and RANKS[row.status] < RANKS["warned"]:
                fresh[at] = row._replace(status="warned")


def _gone(plan: Plan, present: set[int]) -> list[int]:
    """People on the register of the day at units the file names, who do not stand in it."""
    units = {*plan.units.known.values(), plan.importer.unit.pk}
    found: list[int] = []
    for some in portions(units):
        rows = Employment.objects.on(plan.on).filter(among("unit", some), main=True)
        found.extend(key for key in rows.values_list("person_id", flat=True) if key not in present)
    return found
