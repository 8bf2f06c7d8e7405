"""Backups: a verified copy of the database and files, encrypted, that a restore checks before it replaces anything."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RENCAI-BACKUP-1\n"
CHUNK = 1 << 20


class BackupFailed(Exception):
    """Nothing was changed; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the audit head at that moment and the digest of every file."""

    made_at: str
    head_seq: int
    head_hash: str
    files: dict[str, str]


def backup(database: Path, files: Path, key: bytes, target: Path) -> Manifest:
    """Write an encrypted backup to `target`; a failure leaves neither a partial file nor a changed old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / "rencai.sqlite3"
        try:
            with closing(sqlite3.connect(database)) as source:
                source.execute("VACUUM INTO ?", (str(copy),))
            head = _verified(copy)
        except sqlite3.Error as error:
            raise BackupFailed(f"备份没有完成：{error}。原有数据和旧备份未受影响。") from error
        members = {"rencai.sqlite3": copy}
        members |= {f"files/{path.relative_to(files)}": path for path in files.rglob("*") if path.is_file()}
        manifest = Manifest(
            datetime.now().astimezone().isoformat(timespec="seconds"),
            *head,
            {name: _digest(path) for name, path in members.items()},
        )
        archive = Path(folder) / "archive.tar"
        _pack(archive, members, manifest)
        sealed = Path(folder) / "sealed"
        _encrypt(archive, sealed, key)
        sealed.replace(target)
    return manifest


def restore(source: Path, database: Path, files: Path, key: bytes) -> Manifest:
    """Check a backup completely, keep the present database aside as a safety copy, then put the backup in its place."""
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".restore-") as folder:
        archive = Path(folder) / "archive.tar"
        _decrypt(source, archive, key)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        manifest = Manifest(**json.loads((Path(folder) / "manifest.json").read_text()))
        for name, digest in manifest.files.items():
            if _digest(Path(folder) / name) != digest:
                raise BackupFailed(f"备份中的 {name} 与清单不符，没有恢复任何内容。")
        copy = Path(folder) / "rencai.sqlite3"
        if _verified(copy) != (manifest.head_seq, manifest.head_hash):
            raise BackupFailed("备份的审计链头与清单不符，没有恢复任何内容。")
        _keep_aside(database, files)
        (Path(folder) / "files").mkdir(exist_ok=True)
        (Path(folder) / "files").replace(files)
        copy.replace(database)
    return manifest


def _keep_aside(database: Path, files: Path) -> None:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    for suffix in ("-wal", "-shm", "-journal"):
        leftover = database.with_name(database.name + suffix)
        if leftover.exists():
            leftover.replace(database.with_name(f"{database.name}{suffix}.before-{stamp}"))
    if database.exists():
        shutil.copy2(database, database.with_name(f"{database.name}.before-{stamp}"))
    if files.exists():
        files.replace(files.with_name(f"{files.name}.before-{stamp}"))


def _verified(copy: Path) -> tuple[int, str]:
    """The audit head of a database file that passes its integrity and foreign key checks. Raises BackupFailed."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        try:
            (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            seq, digest = connection.execute("SELECT seq, hash FROM org_audithead").fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise BackupFailed(f"数据库文件不完整：{error}") from error
    if answer != "ok" or broken:
        raise BackupFailed("数据库完整性检查没有通过，请从上一份备份恢复。")
    return seq, digest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(archive: Path, members: dict[str, Path], manifest: Manifest) -> None:
    with tarfile.open(archive, "w") as tar:
        body = json.dumps(manifest.__dict__, ensure_ascii=False).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(body)
        tar.addfile(entry, io.BytesIO(body))
        for name, path in members.items():
            tar.add(path, name, recursive=False)


def _encrypt(source: Path, target: Path, key: bytes) -> None:
    cipher, prefix = AESGCM(key), os.urandom(8)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with source.open("rb") as plain, os.fdopen(os.open(target, flags, 0o600), "wb") as sealed:
        sealed.write(MAGIC + prefix)
        count, chunk = 0, plain.read(CHUNK)
        while chunk:
            following = plain.read(CHUNK)
            sealed.write(cipher.encrypt(prefix + count.to_bytes(4, "big"), chunk, b"last" if not following else b""))
            count, chunk = count + 1, following
        sealed.flush()
        os.fsync(sealed.fileno())


def _decrypt(source: Path, target: Path, key: bytes) -> None:
    cipher = AESGCM(key)
    with source.open("rb") as sealed, target.open("wb") as plain:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise BackupFailed(f"{source.name} 不是本系统的备份文件。")
        prefix = sealed.read(8)
        count, chunk = 0, sealed.read(CHUNK + 16)
        while chunk:
            following = sealed.read(CHUNK + 16)
            place = b"last" if not following else b""
            try:
                plain.write(cipher.decrypt(prefix + count.to_bytes(4, "big"), chunk, place))
            except InvalidTag as error:
                raise BackupFailed("备份文件损坏，或不是用本机密钥加密的，没有恢复任何内容。") from error
            count, chunk = count + 1, following
        if not count:
            raise BackupFailed("备份文件是空的，没有恢复任何内容。")
