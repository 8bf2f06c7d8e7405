"""What a file of continuing education would do: entries that are new, and those on record already."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rencai.certificates.education.actions import MOST_HALF_HOURS_A_DAY
from rencai.certificates.education_import.columns import TABLE
from rencai.certificates.models import Certificate, EducationEntry, EducationMode
from rencai.org import audit
from rencai.people.imports.among import among, portions
from rencai.people.imports.grid import Grids, Line
from rencai.people.imports.importer import Importer
from rencai.people.imports.matching import match
from rencai.people.imports.simple import SimplePlan
from rencai.people.models import Qualification
from rencai.people.roster.outcomes import rejected, warned
from rencai.ui.templatetags.rencai import half_hours

Learned = tuple[int, date, date, str, int, str]


def plan(grids: Grids, *, on: date, importer: Importer, unit_choices: Any = None) -> SimplePlan:
    """Compare the lines with the entries on record. Lines that can't go in are refused in place."""
    return plan_again(grids, on, importer)


def plan_again(grids: Grids, on: date, importer: Importer) -> SimplePlan:
    found = SimplePlan(grids, on, importer, audit.revision())
    if grids.reason is not None:
        return found
    lines = grids.lines.get(TABLE, [])
    match([line for line in lines if "person" not in line.ours], importer)
    good = [line for line in lines if not line.refused]
    numbers = _numbers({line.ours["person"].pk for line in good})
    for line in good:
        _check_days(line, on)
        _check_certificate(line, numbers)
    _refuse_repeated(good)
    _compare(found, [line for line in good if not line.refused])
    return found


def learned(line: Line) -> Learned:
    """What tells one entry from another: person, days, content, hours, proof."""
    told = line.values
    first, last = date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])
    return line.ours["person"].pk, first, last, told["title"], told["half_hours"], told.get("proof") or ""


def _numbers(people: set[int]) -> dict[int, set[str]]:
    """The certificate numbers on record of each person: of certificates, and as rosters stated them."""
    found: dict[int, set[str]] = {}
    for some in portions(people):
        for rows in (Certificate.objects.all(), Qualification.objects.all()):
            told = rows.filter(among("person", some)).exclude(number="").values_list("person", "number")
            for person, number in told:
                found.setdefault(person, set()).add(number)
    return found


def _check_days(line: Line, on: date) -> None:
    first, last = line.values["first_day"], line.values["last_day"]
    for key, day in (("first_day", first), ("last_day", last)):
        if not day or len(day) != 10:
            line.flag(key, rejected("day_needed", "日期要精确到日。"))
            return
    if last < first:
        line.flag("last_day", rejected("date_order", "结束日期早于开始日期。请核对。"))
        return
    if date.fromisoformat(last) > on:
        line.flag("last_day", rejected("after_day", f"结束日期晚于统计日{on}，尚未发生的不能登记。"))
        return
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    hours = line.values["half_hours"]
    if hours > days * MOST_HALF_HOURS_A_DAY and line.values["mode"][0] != EducationMode.DEGREE:
        message = (
            f"{days}天{half_hours(hours)}学时，平均每天超过{half_hours(MOST_HALF_HOURS_A_DAY)}学时，没有导入。请核对。"
        )
        line.flag("half_hours", rejected("hours_per_day", message))
    year = (line.values.get("year") or "").removesuffix("年")
    if year and year not in {first[:4], last[:4]}:
        line.flag("year", warned("year_differs", f"年度“{year[:4]}”与学习日期不符，按日期登记。"))


def _check_certificate(line: Line, numbers: dict[int, set[str]]) -> None:
    stated = line.values.get("certificate")
    known = numbers.get(line.ours["person"].pk, set())
    if not stated or stated in known:
        return
    if known:
        line.flag("certificate", warned("cert_differs", "证书管理号与库中登记的不同，请核对。", stated))
    else:
        line.flag("certificate", warned("cert_unknown", "库中没有该人员的证书管理号，请核对。", stated))


def _refuse_repeated(lines: Sequence[Line]) -> None:
    """One proof proves one thing: the first keeps it."""
    proofs: dict[str, Line] = {}
    rows: dict[Learned, Line] = {}
    for line in lines:
        if line.refused:
            continue
        proof = line.values.get("proof") or ""
        before = proofs.get(proof) if proof else rows.get(learned(line))
        if before is None:
            rows[learned(line)] = line
            if proof:
                proofs[proof] = line
        elif proof:
            line.flag("proof", rejected("proof_number_twice", f"证明编号与第{before.row}行重复，这一行没有导入。"))
        else:
            line.flag(None, rejected("twice", f"与第{before.row}行是同一人的同一项学习，这一行没有导入。"))


def _compare(found: SimplePlan, lines: Sequence[Line]) -> None:
    """Beside the entries that stand: the same is left, a proof that proves something else is refused."""
    proofs: dict[str, Learned] = {}
    rows: set[Learned] = set()
    standing = EducationEntry.objects.filter(county=found.importer.county, withdrawn_on=None)
    fields = ("person", "first_day", "last_day", "title", "half_hours", "proof_number")
    wanted = {line.values["proof"] for line in lines if line.values.get("proof")}
    for some in portions(wanted):
        for row in standing.filter(among("proof_number", some)).values_list(*fields):
            proofs[row[-1]] = row
    for people in portions({line.ours["person"].pk for line in lines}):
        rows.update(standing.filter(among("person", people)).values_list(*fields))
    for line in lines:
        key = learned(line)
        if key in rows:
            found.same.append(line)
        elif key[-1] in proofs:
            line.flag("proof", rejected("proof_used", "该证明编号已登记在另一条继续教育记录上。请核对。"))
        else:
            found.new.append(line)
