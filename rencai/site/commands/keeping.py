"""Backup, restore, key rotation and self-check."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from rencai.documents.fonts import missing_fonts
from rencai.org import audit
from rencai.people.models import Person
from rencai.site import backups, occupancy, postgres, startup
from rencai.site.commands.cleaning import GAP, last_cleaned
from rencai.site.installation import backup_key, keys_folder
from rencai.site.stores import BackupFailed, Embedded, Store

BATCH = 2000
SEALED = ("id", "phone")


def backup(out: Path) -> str:
    """Write an encrypted backup. Raises ValueError in the user's words."""
    try:
        manifest = backups.backup(_store(), settings.FILES, backup_key(), out)
    except (BackupFailed, OSError) as error:
        raise ValueError(f"备份没有完成：{error}") from error
    with transaction.atomic():
        audit.record("备份", by=None, detail={"files": len(manifest.files)}, changes=False)
    return f"已备份到 {out}，审计链头第 {manifest.head_seq} 条。密钥不在备份里，请另行保管 {keys_folder()}。"


def restore(file: Path) -> str:
    """Replace the database by a backup after checking it whole. Raises ValueError in the user's words.

    Needs the data folder to itself; the present database may be missing or damaged.
    """
    try:
        occupancy.alone(settings.DATA)
        store = _store()
        _refuse_company()
        known = set(MigrationLoader(None).disk_migrations)
        manifest, aside = backups.restore(file, store, settings.FILES, backup_key(), known)
        startup.prepare()
    except (occupancy.InUse, BackupFailed, startup.NotReady, OSError) as error:
        raise ValueError(str(error)) from error
    with transaction.atomic():
        # Whoever signed out or was disabled since the backup must not be signed in again by it.
        ended, _ = Session.objects.all().delete()
        detail = {"made_at": manifest.made_at, "head": manifest.head_seq, "sessions": ended}
        audit.record("恢复备份", by=None, detail=detail)
    return (
        f"已恢复 {manifest.made_at} 的备份，原数据另存在 {aside}。所有人须重新登录；"
        "备份之后停用的账号、改过的密码和权限回到备份时的样子，请安全管理员核对。"
    )


def _store() -> Store:
    if connection.vendor == "sqlite":
        return Embedded(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10000
    installed = sorted(Path("/").glob(postgres.INSTALLED.lstrip("/")))
    folder = postgres.programs(version, os.environ.get(postgres.FOLDER, ""), installed)
    return postgres.Server(connection.settings_dict, folder)


def _refuse_company() -> None:
    """Servers on other machines don't share our data folder; PostgreSQL knows of their connections."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend'"
            )
            (others,) = cursor.fetchone()
        if others:
            raise BackupFailed(f"数据库上还有{others}个其他连接，没有恢复任何内容。请先停止使用它的服务。")
    connection.close()


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
        _cleaned(),
    ]


def _cleaned() -> tuple[str, bool]:
    last = last_cleaned()
    kept = f"到期数据：保存{settings.KEEP_DAYS}天，"
    if last is None:
        return f"{kept}还没有清理过（服务运行时每天自动清理）", True
    overdue = timezone.now() - last > GAP
    return f"{kept}上次清理 {last:%Y-%m-%d}" + ("，请核对本机时间后运行 rencai clean" if overdue else ""), not overdue
