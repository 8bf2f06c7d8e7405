"""Backups: a verified copy of the database and files, encrypted, that a restore checks before it replaces anything."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rencai.site.stores import BackupFailed, Migrations, Store

MAGIC = b"RENCAI-BACKUP-1\n"
CHUNK = 1 << 20
UNFINISHED = "restore.unfinished"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the audit head at that moment and the digest of every file."""

    made_at: str
    head_seq: int
    head_hash: str
    files: dict[str, str]


def backup(store: Store, files: Path, key: bytes, target: Path) -> Manifest:
    """Write an encrypted backup to `target`; a failure leaves neither a partial file nor a changed old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / store.member
        store.dump(copy)
        head, _migrations = store.verified(copy)
        members = {store.member: copy}
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


def restore(source: Path, store: Store, files: Path, key: bytes, known: Migrations) -> tuple[Manifest, str]:
    """Check a backup completely, then put it in the place of database and files; both former ones are kept aside.

    `known` are the migrations of this program. Returns the manifest and where the former database is.
    Cut off between the two, the restore leaves a mark beside the files, which startup refuses to pass.
    """
    with tempfile.TemporaryDirectory(dir=files.parent, prefix=".restore-") as place:
        folder = Path(place)
        archive = folder / "archive.tar"
        _decrypt(source, archive, key)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        archive.unlink()
        manifest = _checked(folder, store, known)
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        mark = files.parent / UNFINISHED
        mark.write_text(f"{source}\n")
        try:
            aside = store.put(folder / store.member, (manifest.head_seq, manifest.head_hash), stamp)
        except BackupFailed:
            mark.unlink()
            raise
        if files.exists():
            files.replace(files.with_name(f"{files.name}.before-{stamp}"))
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files").replace(files)
        mark.unlink()
    return manifest, aside


def _checked(folder: Path, store: Store, known: Migrations) -> Manifest:
    """The manifest of an unpacked backup that fits this installation. Raises BackupFailed."""
    manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
    if store.member not in manifest.files:
        raise BackupFailed("这份备份来自另一种数据库（SQLite 与 PostgreSQL 不能互相恢复），没有恢复任何内容。")
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupFailed(f"备份中的 {name} 与清单不符，没有恢复任何内容。")
    head, migrations = store.verified(folder / store.member)
    if head != (manifest.head_seq, manifest.head_hash):
        raise BackupFailed("备份的审计链头与清单不符，没有恢复任何内容。")
    if newer := sorted(set(migrations) - set(known)):
        raise BackupFailed(f"备份由更新版本的程序生成（{'.'.join(newer[0])}），请先升级程序，没有恢复任何内容。")
    return manifest


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
