"""An import whose process is killed anywhere leaves all or nothing, and can be run again."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rencai.people.roster.tests.rosters import SAMPLES

ROOT = SAMPLES.parents[1]
PREPARE = """
import django
django.setup()
from datetime import date
from django.core.management import call_command
from rencai.org.models import Area, Unit
call_command("migrate", verbosity=0, skip_checks=True)
for code, name in [("62", "甘肃省"), ("6299", "虚构市"), ("629921", "云川县")]:
    Area.objects.get_or_create(code=code, defaults={"name": name, "level": len(code)})
Unit.objects.create(code="YC001", name="云川县民政局", kind="bureau", area_id="629921", starts=date(2015, 1, 1))
"""
IMPORT = """
import django, sys
django.setup()
from datetime import date
from pathlib import Path
from rencai.people.imports.command import run
sys.exit(run("people", Path(sys.argv[1]), "YC001", date(2022, 12, 31)))
"""
KILLED = 70
# Until the commit nothing may be left behind.
BEFORE_COMMIT = ["planned", "units", "inserting", "inserted", "before_commit"]


def child(data: Path, program: str, *arguments: str, failpoint: str = "") -> int:
    kept = {name: value for name, value in os.environ.items() if name != "RENCAI_DATABASE"}
    own = {"RENCAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "rencai.site.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *arguments]
    ended = subprocess.run(
        command, env={**kept, **own, "RENCAI_FAILPOINT": failpoint}, capture_output=True, text=True, check=False
    )
    assert ended.returncode in {0, 3, KILLED}, ended.stderr
    return ended.returncode


def counts(data: Path) -> dict[str, int]:
    tables = ("people_person", "people_employment", "people_search", "people_doubt", "org_unit", "org_auditevent")
    with sqlite3.connect(data / "rencai.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty register."""
    data = tmp_path_factory.mktemp("prepared")
    child(data, PREPARE)
    return data


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What an import that nothing happened to leaves in the database."""
    data = tmp_path_factory.mktemp("undisturbed") / "data"
    shutil.copytree(prepared, data)
    assert child(data, IMPORT, str(SAMPLES / "roster-2022.xlsx")) == 3
    return counts(data)


@pytest.mark.parametrize("failpoint", BEFORE_COMMIT)
def test_killed_before_the_end_nothing_is_there_and_the_next_run_is_complete(
    failpoint: str, prepared: Path, undisturbed: dict[str, int], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    empty = counts(data)
    assert child(data, IMPORT, str(SAMPLES / "roster-2022.xlsx"), failpoint=failpoint) == KILLED
    assert counts(data) == empty
    assert child(data, IMPORT, str(SAMPLES / "roster-2022.xlsx")) == 3
    assert counts(data) == undisturbed


def test_killed_after_the_end_everything_is_there_and_the_next_run_changes_nobody(
    prepared: Path, undisturbed: dict[str, int], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    assert child(data, IMPORT, str(SAMPLES / "roster-2022.xlsx"), failpoint="committed") == KILLED
    assert counts(data) == undisturbed
    assert child(data, IMPORT, str(SAMPLES / "roster-2022.xlsx")) == 3
    after = counts(data)
    assert after.pop("org_auditevent") == undisturbed["org_auditevent"] + 1
    assert after == {table: count for table, count in undisturbed.items() if table != "org_auditevent"}
