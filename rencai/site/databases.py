"""Database settings of one county (SQLite, one file) or a province (PostgreSQL)."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
)


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL only where the linked SQLite carries the WAL-reset fix (3.51.3, 3.50.7, 3.44.6), else a rollback journal."""
    fixed = (
        version >= (3, 51, 3)
        or (version[:2] == (3, 50) and version >= (3, 50, 7))
        or (version[:2] == (3, 44) and version >= (3, 44, 6))
    )
    return "wal" if fixed and version[:3] != (3, 52, 0) else "delete"


def expected_pragmas() -> dict[str, str | int]:
    """What the live connection must answer, asserted at start."""
    return {
        "journal_mode": journal_mode(sqlite3.sqlite_version_info),
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Django settings of the embedded database: writers wait in line, every commit reaches the disk."""
    mode = journal_mode(sqlite3.sqlite_version_info)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={mode};PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Django settings from `postgresql://user:password@host:port/name` or `postgresql:///name?host=/socket/folder`."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c statement_timeout=120000 -c lock_timeout=20000"},
    }


def file_system(path: Path, mounts: str) -> str:
    """The type of the file system that holds `path`, by the longest mount point in the text of /proc/mounts."""
    found = ("", "")
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", ""]
        point = point.replace("\\040", " ")
        inside = point == "/" or path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


def refuse_network_share(path: Path, mounts: str) -> None:
    """Raises ValueError when the database would lie on a network share, where SQLite's locks don't hold."""
    kind = file_system(path.resolve(), mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise ValueError(f"数据目录 {path} 在网络共享（{kind}）上，数据库会损坏。请把 RENCAI_DATA 改到本机磁盘。")
