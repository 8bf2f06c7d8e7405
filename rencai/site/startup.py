"""What must hold before anything is served or written: a local disk, the right PRAGMAs, an up-to-date schema."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rencai.kernel.sealing import SealBroken
from rencai.site import databases, occupancy
from rencai.site.backups import UNFINISHED
from rencai.site.installation import PROJECT, BadSetting, data_folder

MOUNTS = Path("/proc/mounts")


class NotReady(Exception):
    """The installation can't run as it is; the message says why and what to do."""


def load() -> None:
    """Load Django with this project's settings; sealing keys that can't be read stop the program here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rencai.site.settings")
    try:
        django.setup()
    except BadSetting as error:
        raise NotReady(f"配置有误：{error}。") from error
    except PermissionError as error:
        raise NotReady(
            f"数据目录 {data_folder()} 不能读写（{error.filename}）。请换用有权限的账号，或用 RENCAI_DATA 另指目录。"
        ) from error
    except ImproperlyConfigured as error:
        raise NotReady(
            f"{error}。使用 PostgreSQL 需要 psycopg，请安装：pip install 'psycopg[binary,pool]'。"
        ) from error
    except (OSError, ValueError, KeyError) as error:
        raise NotReady(
            f"无法读取密钥或配置（{error}）。请从备份介质恢复 keys 目录；没有密钥不会写入任何数据。"
        ) from error


def prepare() -> None:
    """Take a share in the data folder and bring the schema up to date. Raises NotReady."""
    folders()
    try:
        occupancy.share(settings.DATA)
    except occupancy.InUse as error:
        raise NotReady(str(error)) from error
    if (settings.DATA / UNFINISHED).exists():
        raise NotReady("上次恢复备份没有完成。请再次运行 rencai restore，完成后才能使用。")
    if connection.vendor == "sqlite" and MOUNTS.exists():
        try:
            databases.refuse_network_share(settings.DATA, MOUNTS.read_text())
        except ValueError as error:
            raise NotReady(str(error)) from error
    migrate()
    assert_database()
    refuse_foreign_keys()
    from rencai.org import areas  # noqa: PLC0415 - models can be imported only once Django is loaded

    areas.load_country(PROJECT / "static-npm" / "china-division")


def folders() -> None:
    """Make the data folder, for its owner only."""
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.FILES.mkdir(parents=True, exist_ok=True, mode=0o700)


def migrate() -> None:
    """Bring the schema up to date. Raises NotReady when a later version of the program made the database."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    unknown = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known]
    if unknown:
        raise NotReady(f"数据库由更新版本的程序建立（{unknown[0]}），请先升级程序再启动。")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


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


def refuse_foreign_keys() -> None:
    """Raises NotReady when the sealing keys are not those that the records were sealed with."""
    from rencai.people.models import Person  # noqa: PLC0415 - as above

    first = Person.objects.exclude(id_sealed="").order_by("pk").first()
    try:
        if first is not None:
            first.open("id")
    except SealBroken as error:
        raise NotReady(f"密钥与数据库不符（{error}）。请从备份介质恢复 keys 目录；没有写入任何数据。") from error


def ready(then: Callable[[], None] = prepare) -> None:
    """Load Django and prepare the data, or end the program with one clear line."""
    try:
        load()
        then()
    except NotReady as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error
    except DatabaseError as error:
        told = str(error).splitlines()[0]
        print(
            f"数据库不能使用：{told}。请检查数据库是否在运行、磁盘是否已满；损坏时用 rencai restore 恢复备份。",
            file=sys.stderr,
        )
        raise SystemExit(1) from error
