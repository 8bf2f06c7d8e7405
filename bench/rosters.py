"""The 100,000 × 20 roster: imported and exported by the product and by django-import-export."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.test import RequestFactory

from bench.timing import Memory, Results, clock
from rencai.org.models import Unit, User
from rencai.people.imports.words import WORDS
from rencai.site.demo.numbers import IdNumbers
from rencai.site.demo.people import population
from rencai.site.demo.places import units

ON = date(2023, 3, 31)
_TITLES = {
    "name": "姓名", "id_number": "身份证号", "sex": "性别", "birth": "出生日期", "ethnicity": "民族",
    "political_status": "政治面貌", "phone": "手机号", "unit_name": "工作单位", "unit_kind": "单位类型",
    "township": "乡镇", "post_title": "岗位（职务）", "categories": "人才类别", "work_since": "参加工作日期",
    "service_fields": "服务领域", "education_level": "学历", "major": "专业", "school": "毕业院校",
    "qualification_level": "职业资格", "certificate_number": "证书管理号", "remark": "备注",
}  # fmt: skip


def write_roster(path: Path, rows: int, titles: bool) -> None:
    """`rows` people who are on no register; with Chinese titles or with the field names as header."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, list(_TITLES.values()) if titles else list(_TITLES))
    for number, row in enumerate(_rows(rows), 1):
        sheet.write_row(number, 0, [row[key] for key in _TITLES])
    book.close()


def _rows(count: int) -> Any:
    planned = [unit for unit in units() if unit.merged is None]
    names = dict(enumerate(planned))
    keys = {unit.code: n for n, unit in names.items()}
    ids, made, seed = IdNumbers("629922"), 0, 7_000
    while made < count:
        for citizen in population("629922", planned, keys, seed=seed, ids=ids):
            if made == count:
                return
            made += 1
            row = _row(citizen.person, names[citizen.person.employments[-1].unit_id])
            # Each population numbers its certificates from one; in one roster no number stands twice.
            yield row | {
                "certificate_number": row["certificate_number"] and f"{row['certificate_number'][:12]}{made:08d}"
            }
        seed += 1


def _row(person: Any, unit: Any) -> dict[str, str]:
    school = person.educations[-1] if person.educations else None
    certificate = person.qualifications[-1] if person.qualifications else None
    level = ("无" if certificate.known_none else WORDS["qualification_level"][certificate.level]) if certificate else ""
    return {
        "name": person.name, "id_number": person.id_number, "sex": WORDS["sex"][person.sex], "birth": person.birth,
        "ethnicity": person.ethnicity, "political_status": person.political_status, "phone": person.phone,
        "unit_name": unit.renamed[1] if unit.renamed else unit.name, "unit_kind": WORDS["unit_kind"][unit.kind],
        "township": "", "post_title": person.employments[-1].post_title,
        "categories": "、".join(dict.fromkeys(WORDS["categories"][each] for each, _, _ in person.categories)),
        "work_since": person.work_since,
        "service_fields": "、".join(WORDS["service_fields"][each] for each, _, _ in person.service_fields),
        "education_level": WORDS["education_level"][school.level] if school else "",
        "major": school.major if school else "", "school": school.school if school else "",
        "qualification_level": level, "certificate_number": certificate.number if certificate else "",
        "remark": person.remark,
    }  # fmt: skip


def measure_product(results: Results, folder: Path, rows: int) -> None:
    """Import and export as the command and the worker do them, each in a process of its own."""
    path = folder / "roster.xlsx"
    write_roster(path, rows, titles=True)
    what = f"import {rows:,} × 20 .xlsx"
    results.add(what, "rencai", lambda: _own_process("import", path, rows))
    results.add(f"{what} again (nothing changes)", "rencai", lambda: _own_process("import", path, rows))
    results.add("export everybody to .xlsx", "rencai", lambda: _own_process("export", folder / "out.xlsx", 0))


def measure_peer(results: Results, folder: Path, rows: int) -> None:
    """django-import-export, on a plain table of the same columns."""
    path = folder / "plain.xlsx"
    write_roster(path, rows, titles=False)
    few = folder / "plain-few.xlsx"
    write_roster(few, min(rows, 2_000), titles=False)
    results.add(f"import {rows:,} × 20 .xlsx", "import-export bulk", lambda: _own_process("peer-bulk", path, rows))
    results.add(
        "export everybody to .xlsx", "import-export bulk", lambda: _own_process("peer-export", folder / "p.xlsx", 0)
    )
    slow = lambda: {**_own_process("peer-default", few, min(rows, 2_000)), "note": "on 2,000 rows"}  # noqa: E731
    results.add(f"import {rows:,} × 20 .xlsx", "import-export default", slow)


def _own_process(task: str, path: Path, rows: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.task", task, str(path)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    if not last.startswith("{"):
        raise RuntimeError((done.stderr or done.stdout).strip().splitlines()[-1][:200])
    numbers: dict[str, Any] = json.loads(last)
    numbers["rows/s"] = (rows or numbers.pop("rows")) / numbers["seconds"]
    numbers.pop("rows", None)
    return numbers


def import_roster(path: Path) -> dict[str, Any]:
    from rencai.people.imports.run import import_people  # noqa: PLC0415

    numbers: dict[str, Any] = {}
    with Memory() as memory, clock(numbers):
        result = import_people(path, unit=Unit.objects.get(code="YC001"), on=ON, by=User.objects.get(username="clerk"))
    numbers |= memory.numbers()
    numbers["note"] = f"{result.effect} {result.checked.counts}"
    return numbers


def export_roster(path: Path) -> dict[str, Any]:
    """The roster with clear numbers, asked for, approved by a second person, written and recorded."""
    from rencai.people.exports import actions, tables  # noqa: PLC0415 - the part may not be there yet

    clerk, leader = (User.objects.get(username=name) for name in ("clerk", "leader"))
    request = RequestFactory().get("/", {"on": ON.isoformat()})
    request.user = clerk
    numbers: dict[str, Any] = {}
    with Memory() as memory, clock(numbers):
        table = tables.table_of(request, tables.ROSTER)
        asked = actions.ask(table, query="", clear=True, purpose="测速", by=clerk)
        actions.decide(asked, approve=True, reason="", by=leader)
        asked.refresh_from_db()
        file, _ = actions.take(table, clear=True, purpose="测速", form="xlsx", by=clerk, request=asked)
        path.write_bytes(file.read())
    numbers |= {"rows": table.count, **memory.numbers()}
    numbers["note"] = f"{len(table.columns)} columns, {path.stat().st_size // 1024:,} KB"
    return numbers
