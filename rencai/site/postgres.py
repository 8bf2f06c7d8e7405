"""A PostgreSQL database as backups see it, through the client programs of its own version."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rencai.site.stores import BackupFailed, Head, Migrations

PROGRAMS = ("pg_dump", "pg_restore", "psql")
INSTALLED = "/usr/lib/postgresql/*/bin"
FOLDER = "RENCAI_PG_BIN"
_VERSION = re.compile(r"\) (\d+)")
_ROWS = re.compile(r"^COPY \S+ \((?P<columns>[^)]*)\) FROM stdin;\n(?P<rows>.*?)^\\\.$", re.DOTALL | re.MULTILINE)
_CHECK = """DO $$ BEGIN
IF NOT EXISTS (SELECT 1 FROM public.org_audithead WHERE seq = {seq} AND hash = '{hash}')
THEN RAISE EXCEPTION 'audit head differs'; END IF; END $$;
"""


def programs(version: int, named: str, installed: list[Path]) -> Path:
    """The folder whose client programs can talk to a server of this major version. Raises BackupFailed.

    Looked at in turn: the folder `named` by the operator, those `installed` by packages, the path.
    """
    on_path = shutil.which("pg_dump")
    folders = [Path(named)] if named else [*installed, *([Path(on_path).parent] if on_path else [])]
    found = {folder: _version(folder / "pg_dump") for folder in folders if (folder / "pg_dump").exists()}
    if not found:
        raise BackupFailed(f"本机没有 pg_dump。请安装 postgresql-client-{version}，或用 {FOLDER} 指明程序所在目录。")
    fitting = [folder for folder, its_version in found.items() if its_version >= version]
    if not fitting:
        raise BackupFailed(
            f"本机的 pg_dump 是 {max(found.values())} 版，服务器是 {version} 版，不能用旧程序备份新服务器。"
            f"请安装 postgresql-client-{version}，或用 {FOLDER} 指明程序所在目录。"
        )
    folder = min(fitting, key=lambda one: found[one])
    if lacking := [name for name in PROGRAMS if not (folder / name).exists()]:
        raise BackupFailed(f"{folder} 里没有 {'、'.join(lacking)}。请安装 postgresql-client-{version}。")
    return folder


def _version(program: Path) -> int:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = _VERSION.search(told)
    return int(found[1]) if found else 0


class Server:
    """The schema `public` of one database."""

    member = "rencai.pgdump"

    def __init__(self, settings: Mapping[str, Any], folder: Path) -> None:
        """`settings` as Django keeps them (NAME, USER, PASSWORD, HOST, PORT); `folder` holds the programs."""
        self.folder = folder
        told = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
        self.environment = {name: str(settings[key]) for name, key in told.items() if settings.get(key)}

    def dump(self, copy: Path) -> None:
        self._run("pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges", f"--file={copy}")

    def verified(self, copy: Path) -> tuple[Head, Migrations]:
        """Reads the whole dump once, then the two tables in it."""
        self._run("pg_restore", "--file=/dev/null", str(copy))
        heads = self._rows(copy, "org_audithead")
        if len(heads) != 1:
            raise BackupFailed("备份里没有审计链头，没有恢复任何内容。")
        migrations = [(row["app"], row["name"]) for row in self._rows(copy, "django_migrations")]
        return (int(heads[0]["seq"]), heads[0]["hash"]), migrations

    def put(self, copy: Path, head: Head, stamp: str) -> str:
        """One transaction: the former schema is renamed, the copy comes in, the head is compared."""
        aside = f"before_{stamp.replace('-', '_')}"
        script, listing = copy.with_suffix(".sql"), copy.with_suffix(".list")
        # The schema itself is made by us; a dump may or may not hold it.
        lines = self._run("pg_restore", "--list", str(copy)).splitlines(keepends=True)
        listing.write_text("".join(line for line in lines if not re.search(r" SCHEMA - ", line)))
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--use-list={listing}", f"--file={script}", str(copy))
        before, after = copy.with_suffix(".before"), copy.with_suffix(".after")
        rename = f"ALTER SCHEMA public RENAME TO {aside};\n"
        before.write_text(f"SET lock_timeout = '10s';\n{rename}CREATE SCHEMA public;\n")
        after.write_text(_CHECK.format(seq=int(head[0]), hash=re.sub(r"[^0-9a-f]", "", head[1])))
        files = [f"--file={path}" for path in (before, script, after)]
        self._run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)
        return f"数据库模式 {aside}"

    def _rows(self, copy: Path, table: str) -> list[dict[str, str]]:
        text = self._run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(copy))
        found = _ROWS.search(text)
        if found is None:
            raise BackupFailed(f"备份里没有表 {table}，没有恢复任何内容。")
        columns = found["columns"].replace('"', "").split(", ")
        return [dict(zip(columns, line.split("\t"), strict=True)) for line in found["rows"].splitlines()]

    def _run(self, program: str, *arguments: str) -> str:
        run = subprocess.run(
            [self.folder / program, *arguments],
            env={**os.environ, **self.environment, "PGOPTIONS": "", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            told = next((line for line in run.stderr.splitlines() if line.strip()), f"退出码 {run.returncode}")
            raise BackupFailed(f"{program} 没有成功：{told}。原有数据未受影响。")
        return run.stdout
