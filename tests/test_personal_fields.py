"""Each role gets exactly the personal fields that the table says, from every outlet; a new leak fails here."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import User
from rencai.people.imports import command, jobs
from rencai.people.models import ExportRequest, ImportJob, Person
from rencai.people.models.fields import PERSON_FIELDS
from rencai.reports import actions as reports
from rencai.reports import command as report_command
from rencai.site.commands.figures import figure_rows
from tests.matrix import MATRIX
from tests.outlets import GOLDEN, OPENED, OUTLETS, ROLES, SILENT
from tests.personal import CLEAR, NUMBER, PHONE, Seen, register, told
from tests.things import DAY, finish, of_the_apps

NAMES = {
    "id": "id", "name": "name", "phone": "phone", "birth": "birth", "ethnicity": "ethnicity", "remark": "remark",
    "political_status": "political status", "work_since": "working since", "social_work_since": "social work since",
}  # fmt: skip
WORDLESS = {"document_type", "sex", "key_person"}  # a choice, a man or a woman, yes or no


def workbook(world: SimpleNamespace) -> bytes:
    """A roster that changes the person's ethnicity and remark, with a row whose number is too long."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["姓名", "身份证号", "手机号", "工作单位", "民族", "备注"])
    sheet.append([CLEAR["name"][0], NUMBER, PHONE, world.organisation.name, "汉族", "改过的话"])
    sheet.append(["翁云舒", NUMBER + "9", "", world.organisation.name, "汉族", ""])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def filled(world: SimpleNamespace) -> SimpleNamespace:
    """The person, an import that names them, an export request, a report."""
    person = register(world)
    file = workbook(world)
    job = jobs.upload(unit=world.bureau, on=DAY, file_name="r.xlsx", data=file, by=world.clerk)
    jobs.run_check(ImportJob.objects.get(pk=job.pk))
    asked = ExportRequest.objects.create(
        asked_by=world.clerk, figure="people.on_register", title="在册人才", query="", rows=600, purpose="核对"
    )
    yearly = issued_and_corrected(world, person)
    ours = {"person": person.pk, "job": job.pk, "export": asked.pk, "yearly": yearly, "unit": world.organisation.pk}
    return SimpleNamespace(world=world, file=file, **ours, **of_the_apps(world, person))


def issued_and_corrected(world: SimpleNamespace, person: Person) -> int:
    """The report of the year, and since then a correction that takes the person out of one of its figures."""
    report = reports.draft(unit=world.bureau, year=2022, day=DAY, by=world.clerk)
    report_command.issue(2022, world.bureau.code, world.leader.username)
    with transaction.atomic():
        person.categories.update(starts=date(2023, 2, 1))
        audit.record("更正类别", by=world.clerk, on=person, county=person.county)
    return int(report.pk)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_the_declared_fields_and_no_others(
    role: str, filled: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    got = {}
    for name, outlet in OUTLETS.items():
        answer = outlet(sign_in(getattr(filled.world, role)), filled)
        got[name] = told(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        finish(answer)
    assert got == {name: GOLDEN.get(name, {}).get(role, Seen()) for name in OUTLETS}


def test_every_route_is_looked_at_or_said_to_be_silent() -> None:
    assert set(MATRIX) == OPENED | SILENT
    assert not OPENED & SILENT


def test_every_field_of_a_person_has_a_value_to_look_for() -> None:
    assert set(NAMES) | WORDLESS == set(PERSON_FIELDS)
    assert set(NAMES.values()) <= set(CLEAR)


def test_what_is_planted_is_found_in_every_kind_of_file() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = f"x{NUMBER}x"
    target = BytesIO()
    book.save(target)
    assert told(json.dumps("塔吉克族").encode()).clear == {"ethnicity"}
    assert told(b"&#x5854;&#x5409;&#20811;\xe6\x97\x8f").clear == {"ethnicity"}
    for answer in (f"<p>{NUMBER}</p>".encode(), f'{{"raw": "{NUMBER}"}}'.encode(), target.getvalue()):
        assert told(answer).clear == {"id"}
    assert told("<option value=x>塔吉克族</option>".encode()) == Seen()
    assert told('<option value="x" selected>塔吉克族</option>'.encode()).clear == {"ethnicity"}
    assert told(b"199****4321").masked == {"phone"}


def test_the_command_line_tells_no_more_than_the_pages(filled: SimpleNamespace, tmp_path: Path, capsys: Any) -> None:
    roster, out = tmp_path / "r.xlsx", tmp_path / "out.json"
    roster.write_bytes(filled.file)
    command.run("people", roster, filled.world.bureau.code, timezone.localdate(), True, out)
    assert told(out.read_bytes()) == Seen(clear=frozenset({"id"}))
    report_command.export(2022, filled.world.bureau.code, "html", False, tmp_path / "r.html")
    assert told((tmp_path / "r.html").read_bytes()) == Seen()
    printed = capsys.readouterr()
    assert told((printed.out + printed.err).encode()) == Seen()
    assert told(repr(figure_rows(DAY, filled.world.bureau.code)).encode()) == Seen()
