"""Deletes what has been kept long enough: files of imports, databases replaced by a restore, ended sign-ins."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from rencai.org import audit
from rencai.org.models import AuditEvent
from rencai.people.imports.expiry import expire
from rencai.reminders import rounds

ACTION = "清理到期数据"
EVERY = timedelta(hours=20)
GAP = timedelta(days=30)
_STAMP = re.compile(r"\.before-(\d{8}-\d{6})|^before_(\d{8}_\d{6})")


def clean(days: int) -> str:
    """Delete whatever is older than `days`. Raises ValueError in the user's words."""
    if days < 1:
        raise ValueError("保存天数至少为1天。")
    now = timezone.now()
    before = now - timedelta(days=days)
    gone = expire(before) | {
        "恢复前的旧数据": _replaced_files(before) + _replaced_schemas(before),
        "过期登录": Session.objects.filter(expire_date__lt=now).delete()[0],
        "提醒记录": rounds.forget(now - rounds.KEPT),
        "后台任务记录": DBTaskResult.objects.filter(finished_at__lt=before).delete()[0],
    }
    with transaction.atomic():
        audit.record(ACTION, by=None, detail={"保存天数": days, **gone}, changes=False)
    told = "，".join(f"{what}{count}项" for what, count in gone.items() if count)
    return f"已清理{days}天以前的数据：{told or '没有到期的'}。"


def clean_daily() -> str:
    """As `clean`, once a day however often it is called; nothing where the clock seems to have jumped ahead."""
    last = last_cleaned()
    now = timezone.now()
    if last is not None and now - last < EVERY:
        return "今天已清理过。"
    if last is not None and now - last > GAP:
        raise ValueError(
            f"上次清理是{last:%Y-%m-%d}，相隔超过{GAP.days}天，没有自动清理。请核对本机时间，再运行 rencai clean。"
        )
    return clean(settings.KEEP_DAYS)


def last_cleaned() -> datetime | None:
    return AuditEvent.objects.filter(action=ACTION).order_by("-seq").values_list("at", flat=True).first()


def _replaced_files(before: datetime) -> int:
    old = [path for path in settings.DATA.iterdir() if _is_older(path.name, before)]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(old)


def _replaced_schemas(before: datetime) -> int:
    old = [name for name in _schemas() if _is_older(name, before)]
    with connection.cursor() as cursor:
        for name in old:
            cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(name)} CASCADE")
    return len(old)


def _schemas() -> Iterator[str]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before\\_%%'", [])
        yield from [name for (name,) in cursor.fetchall()]


def _is_older(name: str, before: datetime) -> bool:
    """Whether the name tells of a restore before that moment, in local time as the restore wrote it."""
    found = _STAMP.search(name)
    if found is None:
        return False
    stamp = (found[1] or found[2]).replace("_", "-")
    return datetime.strptime(stamp, "%Y%m%d-%H%M%S").astimezone() < before
