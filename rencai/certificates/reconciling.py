"""A list from above beside the certificates here: both, only here, only there, field by field; nothing is changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from rencai.certificates.models import Certificate, CertificateState, Matched, Reconciliation, Side
from rencai.kernel.idnumber import IdChecker
from rencai.kernel.partialdate import agrees, read_date
from rencai.org import audit
from rencai.org.models import User
from rencai.people.imports.run import known_areas
from rencai.people.models import Person, QualificationLevel
from rencai.people.roster.columns import ID_TITLES
from rencai.ui.sheets.book import FileRefused, Sheet
from rencai.ui.sheets.headers import ColumnSpec, Layout, find_header
from rencai.ui.sheets.reading import read

SPECS = (
    ColumnSpec("name", "姓名", ("人员姓名",), True),
    ColumnSpec("id_number", "身份证号", ID_TITLES, True),
    ColumnSpec("level", "级别", ("证书级别", "资格等级", "职业资格", "报考级别"), True),
    ColumnSpec("number", "证书管理号", ("管理号", "证书编号"), False),
    ColumnSpec("obtained", "批准日期", ("取得日期", "取得时间", "发证日期"), False),
    ColumnSpec("valid_until", "登记有效期至", ("有效期至", "登记有效期"), False),
)
_LEVELS = {
    **{str(level.label): level.value for level in QualificationLevel},
    "初级": "assistant", "助理": "assistant", "中级": "intermediate", "高级": "senior",
}  # fmt: skip
_TITLES = {spec.key: spec.title for spec in SPECS}


@dataclass(slots=True)
class Listed:
    """One row of the list as it may be compared; `fault` says why it can't be."""

    row: int
    name: str
    index: str = ""
    level: str = ""
    told: dict[str, str] = field(default_factory=dict)
    fault: str = ""


def read_list(path: Path, *, on: date, name: str) -> list[Listed]:
    """The rows of the file. Raises FileRefused with what is wrong in the user's words."""
    book = read(path, name=name)
    for sheet in book.sheets:
        layout = None if sheet.hidden else find_header(sheet, SPECS)
        if layout is not None:
            missing = [spec.title for spec in SPECS if spec.required and spec.key not in layout.mapping]
            if missing:
                raise FileRefused(f"缺少必需的列：{'、'.join(missing)}。请补上后重新上传。", "missing_columns")
            return list(_rows(sheet, layout, on))
    raise FileRefused("没有找到名单的表头，至少要有姓名、身份证号、级别三列。", "no_header")


def _rows(sheet: Sheet, layout: Layout, on: date) -> Iterator[Listed]:
    checker = IdChecker(on, known_areas())
    for number in layout.data_rows:
        cells = sheet.rows[number - sheet.first_row]
        told = {key: _text(cells[at]) for key, at in layout.mapping.items()}
        found = Listed(number, told.get("name", ""))
        identity = checker.check(cells[layout.mapping["id_number"]])
        level = _LEVELS.get(told.get("level", ""))
        if identity.number is None or identity.status == "rejected":
            found.fault = f"身份证号：{identity.message}"
        elif level is None:
            found.fault = f"级别“{told.get('level', '')[:20]}”看不懂，应为助理社会工作师、社会工作师或高级社会工作师。"
        else:
            found.index = settings.KEYRING.index_all([identity.number], "id")[0]
            found.level = level
        found.told = {key: told[key] for key in ("number", "obtained", "valid_until") if told.get(key)}
        yield found


@transaction.atomic
def reconcile(listed: list[Listed], *, county: str, on: date, file_name: str, data: bytes, by: User) -> Reconciliation:
    """Keeps the comparison of a list with the county's valid certificates as of the day."""
    made = Reconciliation.objects.create(
        county=county, on=on, file_name=file_name[:120], sha256=hashlib.sha256(data).hexdigest(), made_by=by
    )
    people = {one.id_index: one for one in Person.objects.filter(county=county, id_index__in=[x.index for x in listed])}
    ours = Certificate.objects.filter(county=county, state=CertificateState.VALID, obtained__lte=on.isoformat())
    here = {(one.person_id, one.level): one for one in ours.select_related("person").prefetch_related("registrations")}
    rows: list[Matched] = []
    again: list[Matched] = []
    first: dict[tuple[str, str], Listed] = {}
    for one in listed:
        person = people.get(one.index)
        certificate = here.get((person.pk, one.level)) if person else None
        before = first.setdefault((one.index, one.level), one)
        row = _matched(made, one, person, certificate, on)
        if one.fault or before is one:
            rows.append(row)
        else:
            row.differences = {"名单": ["", f"与第{before.row}行重复"]}
            again.append(row)
    found = {row.certificate_id for row in rows}
    rows += [
        Matched(reconciliation=made, side=Side.HERE, certificate=left, person=left.person, name=left.person.name)
        for left in here.values() if left.pk not in found
    ]  # fmt: skip
    Matched.objects.bulk_create(rows + again, batch_size=500)
    made.counts = {str(side.label): sum(row.side == side for row in rows) for side in Side}
    made.counts["有差异"] = sum(bool(row.differences) for row in rows + again)
    made.save(update_fields=["counts"])
    audit.record("与全国名单比对", by=by, on=made, county=county, detail=dict(made.counts))
    return made


@transaction.atomic
def settle(matched: Matched, *, note: str, on: date, by: User) -> None:
    """What somebody found out about a row; nothing else changes."""
    matched.note, matched.settled_on, matched.settled_by = note.strip()[:200], on, by
    matched.save(update_fields=["note", "settled_on", "settled_by"])
    audit.record("核实比对结果", by=by, on=matched, county=matched.reconciliation.county)


def _matched(
    made: Reconciliation, one: Listed, person: Person | None, certificate: Certificate | None, on: date
) -> Matched:
    differences = {} if certificate is None else dict(_differences(one, certificate, on))
    if one.fault:
        differences = {"名单": ["", one.fault]}
    return Matched(
        reconciliation=made, side=Side.BOTH if certificate else Side.THERE, certificate=certificate, person=person,
        name=one.name[:50], row=one.row, there=one.told, differences=differences,
    )  # fmt: skip


def _differences(one: Listed, certificate: Certificate, on: date) -> Iterator[tuple[str, list[str]]]:
    """(field, [here, there]) where both say something and say it otherwise, and a number that is only in the list."""
    if one.name and one.name != certificate.person.name:
        yield "姓名", [certificate.person.name, one.name]
    if one.told.get("number") and one.told["number"] != certificate.number:
        yield _TITLES["number"], [certificate.number, one.told["number"]]
    there = read_date(one.told["obtained"]).value if one.told.get("obtained") else None
    if there and not agrees(certificate.obtained, there):
        yield _TITLES["obtained"], [certificate.obtained, there]
    until = read_date(one.told["valid_until"]).value if one.told.get("valid_until") else None
    periods = [period for period in certificate.registrations.all() if period.starts <= on]
    ours = max((period.last_held for period in periods), default=None)
    said = ours.isoformat() if ours else ""
    if until and said and not agrees(said, until):
        yield _TITLES["valid_until"], [said, until]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell).strip()
