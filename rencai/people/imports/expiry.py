"""Files of imports are kept for a time only: what was never confirmed expires, what is over keeps its summary."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.people.models import ImportJob, ImportState

FOLDER = "imports"
_OVER = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.CANCELLED})
_STAGE = "已过期"
_MESSAGE = "超过保存期限没有确认，上传的文件已删除，没有写入任何数据。需要时请重新上传。"


def expire(before: datetime) -> dict[str, int]:
    """Delete the files of imports without progress since `before`; counts what went, by its name in the audit chain.

    A job that still waits for somebody is ended first, so that it can't be confirmed without its file.
    """
    gone = {"导入文件": 0, "未确认而过期": 0, "无主文件": 0}
    folders = dict(_folders())
    jobs = ImportJob.objects.select_related("unit").in_bulk(list(folders))
    for pk, folder in folders.items():
        job = jobs.get(pk)
        if job is None:
            if folder.stat().st_mtime < before.timestamp():
                gone["无主文件"] += _deleted(folder)
        elif job.touched_at < before:
            if job.state in _OVER:
                gone["导入文件"] += _deleted(folder)
            elif _ended(job, before):
                gone["未确认而过期"] += _deleted(folder)
    return gone


def _folders() -> Iterator[tuple[UUID, Path]]:
    """Every folder of an import, whether its job is known or not."""
    place = Path(settings.FILES) / FOLDER
    for folder in place.iterdir() if place.is_dir() else ():
        try:
            yield UUID(folder.name), folder
        except ValueError:
            continue


def _ended(job: ImportJob, before: datetime) -> bool:
    """End a job that waits; False when somebody went on with it just now."""
    with transaction.atomic():
        waiting = ImportJob.objects.filter(pk=job.pk, state=job.state, touched_at__lt=before)
        ended = {"state": ImportState.CANCELLED, "finished_at": timezone.now()}
        if not waiting.update(stage=_STAGE, message=_MESSAGE, **ended):
            return False
        audit.record("导入过期", by=None, on=job, county=job.county, changes=False)
    return True


def _deleted(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
