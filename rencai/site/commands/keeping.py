"""Backup, restore, key rotation and self-check."""

from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from rencai.documents.fonts import missing_fonts
from rencai.org import audit
from rencai.people.models import Person
from rencai.site import backups
from rencai.site.installation import backup_key, keys_folder

BATCH = 2000
SEALED = ("id", "phone")


def backup(out: Path) -> str:
    """Write an encrypted backup. Raises ValueError in the user's words."""
    _embedded_only("备份")
    try:
        manifest = backups.backup(Path(connection.settings_dict["NAME"]), settings.FILES, backup_key(), out)
    except (backups.BackupFailed, OSError) as error:
        raise ValueError(f"备份没有完成：{error}") from error
    with transaction.atomic():
        audit.record("备份", by=None, detail={"files": len(manifest.files)}, changes=False)
    return f"已备份到 {out}，审计链头第 {manifest.head_seq} 条。密钥不在备份里，请另行保管 {keys_folder()}。"


def restore(file: Path) -> str:
    """Replace the database by a backup after checking it whole. Raises ValueError in the user's words."""
    _embedded_only("恢复")
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    try:
        manifest = backups.restore(file, database, settings.FILES, backup_key())
    except (backups.BackupFailed, OSError) as error:
        raise ValueError(str(error)) from error
    with transaction.atomic():
        audit.record("恢复备份", by=None, detail={"made_at": manifest.made_at, "head": manifest.head_seq})
    return f"已恢复 {manifest.made_at} 的备份，原数据库另存在 {database.parent}。"


def _embedded_only(what: str) -> None:
    if connection.vendor != "sqlite":
        raise ValueError(f"本机使用 PostgreSQL，请用 pg_dump / pg_restore {what}，并另行保管密钥目录。")


def rotate(provider: str) -> str:
    """Seal everything under a new key, batch by batch. Raises ValueError for an unknown provider."""
    if provider not in {"aes", "sm4"}:
        raise ValueError("加密算法只能是 aes 或 sm4。")
    ring = settings.KEYRING.with_new_key(provider)
    ring.write(keys_folder() / "sealing.json")
    settings.KEYRING = ring
    count, last = 0, 0
    while batch := list(Person.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            for person in batch:
                for field in SEALED:
                    sealed = ring.seal(person.open(field), person.place(field))
                    setattr(person, f"{field}_sealed", sealed)
            Person.objects.bulk_update(batch, [f"{field}_sealed" for field in SEALED])
            audit.record("轮换密钥", by=None, detail={"key": ring.current, "people": len(batch)})
        count, last = count + len(batch), batch[-1].pk
    return f"已用新密钥 {ring.current}（{provider}）重新加密 {count} 人。旧密钥仍保留，用于读取旧备份。"


def check() -> list[tuple[str, bool]]:
    """One line per thing looked at, and whether it is sound."""
    faults = list(audit.faults())
    lacking = missing_fonts()
    first = Person.objects.first()
    if first is not None:
        first.open("id")
    return [
        (f"数据库：{connection.vendor}，数据目录 {settings.DATA}", True),
        ("密钥：可用", True),
        *[(f"审计链：{fault}", False) for fault in faults[:5]],
        (f"审计链：{audit.head().seq} 条" + ("" if faults else "，完整"), not faults),
        *[(f"字体：{line}", False) for line in lacking],
        *([] if lacking else [("字体：齐全", True)]),
    ]
