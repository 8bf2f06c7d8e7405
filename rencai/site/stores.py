"""The embedded database as backups see it: a verified copy of the file, and its replacement by such a copy."""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Protocol

Head = tuple[int, str]
Migrations = Collection[tuple[str, str]]


class BackupFailed(Exception):
    """Nothing was changed; the message says why."""


class Store(Protocol):
    """A database that can be copied whole and replaced whole. What fails raises BackupFailed and changes nothing."""

    member: str
    """The name of the copy inside a backup: a backup of another kind of database has another one."""

    def dump(self, copy: Path) -> None:
        """Write a copy of one moment, while others go on writing."""

    def verified(self, copy: Path) -> tuple[Head, Migrations]:
        """The audit head (number, hash) and the applied migrations (app, name) of a copy found whole."""

    def put(self, copy: Path, head: Head, stamp: str) -> str:
        """Replace the database at once; says where the former one is kept, named by `stamp`."""


class Embedded:
    """One SQLite file."""

    member = "rencai.sqlite3"

    def __init__(self, database: Path) -> None:
        self.database = database

    def dump(self, copy: Path) -> None:
        try:
            with closing(sqlite3.connect(self.database)) as source:
                source.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.Error as error:
            raise BackupFailed(f"备份没有完成：{error}。原有数据和旧备份未受影响。") from error

    def verified(self, copy: Path) -> tuple[Head, Migrations]:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            try:
                (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
                broken = connection.execute("PRAGMA foreign_key_check").fetchone()
                seq, digest = connection.execute("SELECT seq, hash FROM org_audithead").fetchone()
                migrations = connection.execute("SELECT app, name FROM django_migrations").fetchall()
            except (sqlite3.DatabaseError, TypeError) as error:
                raise BackupFailed(f"数据库文件不完整：{error}") from error
        if answer != "ok" or broken:
            raise BackupFailed("数据库完整性检查没有通过，请从上一份备份恢复。")
        return (seq, digest), migrations

    def put(self, copy: Path, head: Head, stamp: str) -> str:
        """The database file is there whole at every moment: the former one, then the new one."""
        aside = self.database.with_name(f"{self.database.name}.before-{stamp}")
        if self.database.exists():
            try:
                shutil.copy2(self.database, aside)
            except OSError as error:
                aside.unlink(missing_ok=True)
                raise BackupFailed(f"原数据库不能另存（{error.strerror}），没有恢复任何内容。") from error
        # Named after the copy, they stay its own; beside the new file they would be taken for its log.
        for suffix in ("-wal", "-shm", "-journal"):
            leftover = self.database.with_name(self.database.name + suffix)
            if leftover.exists():
                leftover.replace(aside.with_name(aside.name + suffix))
        copy.replace(self.database)
        return str(aside)
