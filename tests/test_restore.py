"""Backup and restore as an operator runs them, on the database that this run of the tests uses."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import pytest

from rencai.site import postgres, serving
from rencai.site.stores import BackupFailed

RENCAI = Path(sys.executable).parent / "rencai"
SERVER = os.environ.get("RENCAI_DATABASE", "")
ADD = """
from rencai.org.models import Area, Unit
from datetime import date
Unit.objects.create(code="{code}", name="云川县民政局", kind="bureau", area_id="620102", starts=date(2020, 1, 1))
"""
CODES = "from rencai.org.models import Unit; print(*Unit.objects.order_by('code').values_list('code', flat=True))"
SIGN_IN = "from django.contrib.sessions.backends.db import SessionStore; SessionStore().create()"
FOUND = """
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from rencai.org import audit
from rencai.org.models import AuditEvent, Unit
print(*Unit.objects.values_list('code', flat=True), Session.objects.count(), *audit.faults(), end=' ')
try:
    AuditEvent.objects.update(actor='别人')
except DatabaseError as error:
    print('只可追加' in str(error))
"""
ASIDE = """
from django.db import connection
cursor = connection.cursor()
cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'")
((schema,),) = cursor.fetchall()
cursor.execute(f"SELECT code FROM {schema}.org_unit ORDER BY code")
print(*[code for (code,) in cursor.fetchall()])
"""

OLDER = """
from pathlib import Path
from django.conf import settings
from django.db import connection
cursor = connection.cursor()
cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'")
((schema,),) = cursor.fetchall()
cursor.execute(f"ALTER SCHEMA {schema} RENAME TO before_20200101_000000_000000")
(files,) = settings.DATA.glob("files.before-*")
files.rename(files.with_name("files.before-20200101-000000-000000"))
"""


class Installation:
    """A data folder and a database of its own."""

    def __init__(self, data: Path, database: str) -> None:
        told = {"RENCAI_DATA": str(data), "RENCAI_DATABASE": database}
        outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        self.data, self.backup = data, data / "b.bak"
        self.environment = {**outside, **told, "DJANGO_SETTINGS_MODULE": "rencai.site.settings"}

    def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return self._run(RENCAI, *arguments)

    def python(self, code: str) -> str:
        run = self._run(sys.executable, "-c", f"import django; django.setup()\n{code}")
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [RENCAI, *arguments]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, text=True, start_new_session=True
        )

    def _run(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One unit in a fresh installation, of which every test gets a copy."""
    data = tmp_path_factory.mktemp("installation")
    with _database("") as url:
        made = Installation(data, url)
        run = made.run("init")
        assert run.returncode == 0, run.stderr
        made.python(ADD.format(code="YC001"))
        (data / "files" / "a.xlsx").write_bytes(b"roster")
        run = made.run("backup", "--out", made.backup)
        assert run.returncode == 0, run.stderr
        yield made


@pytest.fixture
def installation(initialised: Installation, tmp_path: Path) -> Iterator[Installation]:
    shutil.copytree(initialised.data, tmp_path / "data")
    with _database(initialised.environment["RENCAI_DATABASE"]) as url:
        yield Installation(tmp_path / "data", url)


@contextmanager
def _database(template: str) -> Iterator[str]:
    """The address of a database that goes afterwards; an empty text for SQLite."""
    if not SERVER:
        yield ""
        return
    psycopg = pytest.importorskip("psycopg")
    name = f"rencai_{uuid.uuid4().hex}"
    copied = urlsplit(template).path.lstrip("/") if template else "template1"
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {copied}")
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_restore_brings_back_what_was_there_and_keeps_the_replaced(installation: Installation) -> None:
    installation.python(ADD.format(code="YC999") + SIGN_IN)
    (installation.data / "files" / "a.xlsx").unlink()
    run = installation.run("restore", installation.backup)
    assert run.returncode == 0, run.stderr
    assert installation.python(FOUND) == "YC001 0 True"
    assert (installation.data / "files" / "a.xlsx").read_bytes() == b"roster"
    if SERVER:
        assert installation.python(ASIDE) == "YC001 YC999"
        assert "恢复前的旧数据" not in installation.run("clean").stdout
        installation.python(OLDER)
        assert "恢复前的旧数据2项" in installation.run("clean").stdout
    else:
        assert list(installation.data.glob("rencai.sqlite3.before-*"))


def test_a_backup_shows_nothing_in_clear_and_can_be_made_again_after_a_restore(installation: Installation) -> None:
    assert installation.backup.stat().st_mode & 0o777 == 0o600
    assert "云川县民政局".encode() not in installation.backup.read_bytes()
    assert installation.run("restore", installation.backup).returncode == 0
    again = installation.run("backup", "--out", installation.data / "again.bak")
    assert again.returncode == 0, again.stderr
    assert installation.run("restore", installation.data / "again.bak").returncode == 0


def test_a_damaged_backup_is_refused_and_changes_nothing(installation: Installation) -> None:
    installation.python(ADD.format(code="YC999"))
    body = bytearray(installation.backup.read_bytes())
    body[len(body) // 2] ^= 1
    installation.backup.write_bytes(bytes(body))
    run = installation.run("restore", installation.backup)
    assert run.returncode == 1
    assert "没有恢复" in run.stderr
    assert "Traceback" not in run.stderr
    assert installation.python(CODES) == "YC001 YC999"


def test_after_a_damaged_database_or_an_unfinished_restore_it_is_restored_again(installation: Installation) -> None:
    (installation.data / "restore.unfinished").write_text("b.bak")
    run = installation.run("check")
    assert run.returncode == 1
    assert "rencai restore" in run.stderr
    if SERVER:
        installation.python(
            "from django.db import connection; connection.cursor().execute('DROP TABLE org_audithead CASCADE')"
        )
    else:
        (installation.data / "rencai.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4096)
    run = installation.run("restore", installation.backup)
    assert run.returncode == 0, run.stderr
    assert installation.python(FOUND) == "YC001 0 True"


def test_under_a_running_server_nothing_is_restored_and_ctrl_c_ends_all_of_it(installation: Installation) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = installation.start("serve", "--port", str(port))
    try:
        _wait(f"http://127.0.0.1:{port}/login/", server)
        run = installation.run("restore", installation.backup)
        assert run.returncode == 1
        assert "停止服务" in run.stderr
    finally:
        os.killpg(server.pid, signal.SIGINT)  # as Ctrl+C does: everybody in the terminal gets it
    assert server.wait(serving.STOP_SECONDS - 5) == 0
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{port}/login/")
    assert installation.run("restore", installation.backup).returncode == 0


def test_a_restore_refuses_the_servers_of_other_machines_too(installation: Installation) -> None:
    if not SERVER:
        pytest.skip("a database of several machines is a PostgreSQL")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(installation.environment["RENCAI_DATABASE"]):
        run = installation.run("restore", installation.backup)
    assert run.returncode == 1
    assert "1个其他连接" in run.stderr


@pytest.mark.parametrize(("has", "word"), [("", "没有 pg_dump"), ("14", "14 版"), ("16", "pg_restore、psql")])
def test_a_missing_or_too_old_client_program_is_named(tmp_path: Path, has: str, word: str) -> None:
    if has:
        program = tmp_path / "pg_dump"
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {has}.1'\n")
        program.chmod(0o755)
    with pytest.raises(BackupFailed, match=word) as failed:
        postgres.programs(16, str(tmp_path), [])
    assert "postgresql-client-16" in str(failed.value)


def _wait(url: str, server: "subprocess.Popen[str]") -> None:
    for _ in range(300):
        assert server.poll() is None
        try:
            with urlopen(url) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
