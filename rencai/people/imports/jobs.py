"""An import as a job: uploaded, checked, confirmed, written; each step may be lost and taken up again."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.models import Unit, User
from rencai.people.imports import files
from rencai.people.imports.apply import RegisterMoved, Warned
from rencai.people.imports.collector import collector_resting
from rencai.people.imports.failpoints import failpoint
from rencai.people.imports.importer import Importer
from rencai.people.imports.kinds import KINDS, Planned, Written
from rencai.people.imports.run import ImportResult
from rencai.people.models import ImportJob, ImportState
from rencai.people.roster.check import Checked
from rencai.people.roster.columns import KEYS
from rencai.ui.sheets.book import Book
from rencai.ui.sheets.reading import FileRefused

_OVER = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.REFUSED})
_MOVED = "核对之后库中数据有变动，影响的人数与您确认时不同，没有写入。请重新核对后再确认。"
_BROKEN = "处理中断，没有写入任何数据。可以重新开始。"


@transaction.atomic
def upload(
    *, unit: Unit, on: date, file_name: str, data: bytes, by: User, hidden: bool = False, kind: str = "people"
) -> ImportJob:
    """A new job with its file, hidden columns left out unless `hidden`; the caller enqueues the check."""
    job = ImportJob(
        owner=by, unit=unit, on=on, kind=KINDS[kind].key, file_name=file_name[:120], sha256=files.sha256(data),
        stage="等待核对",
    )  # fmt: skip
    job.include_hidden = list(KEYS) if hidden else []
    job.save(force_insert=True)
    files.keep(job, files.UPLOAD, data)
    audit.record(
        f"上传{KINDS[kind].title}", by=by, on=job, county=job.county, detail={"统计日": on.isoformat()}, changes=False
    )
    return job


@collector_resting()
def run_check(job: ImportJob) -> None:
    """Read, check and compare the file; the job ends as checked, refused or failed. Does nothing in other states."""
    if job.state != ImportState.UPLOADED:
        return
    kind = KINDS[job.kind]
    try:
        with files.on_disk(job, files.UPLOAD) as path:
            _note(job, "正在读取文件", 10)
            book, checked = kind.checked_file(path, on=job.on, name=job.file_name, include_hidden=job.include_hidden)
            _note(job, "正在与库中人员比对", 60)
            plan = kind.plan(checked, on=job.on, importer=_importer(job), unit_choices=job.unit_choices)
            _keep_outcome(job, plan, book, path)
    except Exception:
        _end(job, ImportState.UPLOADED, ImportState.FAILED, message=_BROKEN)
        raise
    refused = plan.checked.file_status == "rejected"
    outcome = {"counts": plan.checked.counts, "effect": plan.effect | {"gone": len(plan.gone)}}
    after = ImportState.REFUSED if refused else ImportState.CHECKED
    moved = _end(job, ImportState.UPLOADED, after, message=plan.checked.reason or "", **outcome)
    if not moved and ImportJob.objects.filter(pk=job.pk, state=ImportState.CANCELLED).exists():
        files.forget(job)


def confirm(job: ImportJob, *, accepted: bool, by: User) -> bool:
    """Let the checked job be written; False when somebody did so already. The caller enqueues the writing."""
    with transaction.atomic():
        ready = ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKED)
        now = timezone.now()
        if not ready.update(
            state=ImportState.APPLYING, accepted=accepted, touched_at=now, stage="等待导入", progress=0
        ):
            return False
        audit.record("确认导入", by=by, on=job, county=job.county, detail={"存疑行已核对": accepted}, changes=False)
    return True


@collector_resting()
def run_apply(job: ImportJob) -> None:
    """Write a confirmed job, all or nothing and once however often it is started."""
    if job.state != ImportState.APPLYING:
        return
    kind = KINDS[job.kind]
    try:
        with files.on_disk(job, files.UPLOAD) as path:
            _note(job, "正在读取文件", 10)
            book, checked = kind.checked_file(path, on=job.on, name=job.file_name, include_hidden=job.include_hidden)
            plan = kind.plan(checked, on=job.on, importer=_importer(job), unit_choices=job.unit_choices)
            failpoint("planned")
            _note(job, "正在写入", 40)
            with transaction.atomic():
                applied = _write_once(job, plan, checked)
                failpoint("before_commit")
            failpoint("committed")
            if applied is not None and applied.late_refusals:
                _keep_outcome(job, applied.plan, book, path)
    except RegisterMoved:
        _check_again(job)
    except Exception:
        _end(job, ImportState.APPLYING, ImportState.FAILED, message=_BROKEN)
        raise


def _write_once(job: ImportJob, plan: Planned, checked: Checked) -> Written | None:
    """Write and mark the job done in the same transaction; None when another worker was faster."""
    locked = ImportJob.objects.select_for_update().get(pk=job.pk)
    if locked.state != ImportState.APPLYING:
        return None
    warned = Warned.ACCEPTED if locked.accepted else Warned.LEFT_OUT
    kind = KINDS[job.kind]
    applied = kind.apply(plan, checked, warned=warned, choices=locked.unit_choices, expected=locked.effect)
    effect = applied.effect | {"gone": len(applied.plan.gone), "left_out": applied.left_out}
    _end(job, ImportState.APPLYING, ImportState.DONE, counts=applied.plan.checked.counts, effect=effect)
    return applied


def _check_again(job: ImportJob) -> None:
    _end(job, ImportState.APPLYING, ImportState.UPLOADED)
    run_check(ImportJob.objects.get(pk=job.pk))
    ImportJob.objects.filter(pk=job.pk).update(message=_MOVED)


def restart(job: ImportJob, *, by: User) -> str:
    """Take up a job that was lost; returns the step to enqueue, `check` or `apply`, or "" when it only waits for a yes.

    Raises ValidationError for a job that is running or over.
    """
    if not job.stuck and job.state != ImportState.FAILED:
        raise ValidationError("该导入正在进行或已经结束，不需要重新开始。")
    state = job.state
    if state == ImportState.FAILED:
        state = ImportState.CHECKED if job.effect else ImportState.UPLOADED
    with transaction.atomic():
        moment = timezone.now()
        if not ImportJob.objects.filter(pk=job.pk, state=job.state, touched_at=job.touched_at).update(
            state=state, touched_at=moment, message="", finished_at=None
        ):
            raise ValidationError("该导入刚刚有了进展，请刷新页面。")
        audit.record("重新开始导入", by=by, on=job, county=job.county, changes=False)
    return {ImportState.UPLOADED: "check", ImportState.APPLYING: "apply"}.get(ImportState(state), "")


def choose_units(job: ImportJob, choices: Mapping[str, str], *, by: User) -> bool:
    """Say what unknown units are (the id of a known one, or `create`) and have the file compared anew."""
    with transaction.atomic():
        ready = ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKED)
        if not ready.update(state=ImportState.UPLOADED, unit_choices=dict(choices), touched_at=timezone.now()):
            return False
        audit.record("选择导入单位", by=by, on=job, county=job.county, detail={"单位数": len(choices)}, changes=False)
    return True


def cancel(job: ImportJob, *, by: User) -> bool:
    """Give up a job that has not been confirmed, and forget its files; False when it is too late."""
    with transaction.atomic():
        ready = ImportJob.objects.filter(
            pk=job.pk, state__in=[ImportState.UPLOADED, ImportState.CHECKED, ImportState.REFUSED, ImportState.FAILED]
        )
        if not ready.update(state=ImportState.CANCELLED, finished_at=timezone.now()):
            return False
        audit.record("取消导入", by=by, on=job, county=job.county, changes=False)
    files.forget(job)
    return True


def _importer(job: ImportJob) -> Importer:
    return Importer(job.owner, job.unit)


def _keep_outcome(job: ImportJob, plan: Planned, book: Book | None, path: Path) -> None:
    files.keep_json(job, files.PREVIEW, KINDS[job.kind].preview(plan))
    report = ImportResult(plan.checked, book, plan.effect, plan.gone).report()
    files.keep_json(job, files.REPORT, report)
    if book is None or not plan.checked.findings:
        return
    out = path.with_suffix(".marked.xlsx")
    try:
        KINDS[job.kind].mark(path, out, book, plan.checked, name=job.file_name)
    except FileRefused:
        return
    files.keep(job, files.MARKED, out.read_bytes())


def _note(job: ImportJob, stage: str, progress: int) -> None:
    ImportJob.objects.filter(pk=job.pk).update(stage=stage, progress=progress, touched_at=timezone.now())


def _end(job: ImportJob, before: str, after: str, **fields: Any) -> bool:
    """Move the job on; False if somebody else has."""
    now = timezone.now()
    over = {"finished_at": now, "progress": 100} if after in _OVER else {}
    message = {"message": ""} | over | fields
    waiting = ImportJob.objects.filter(pk=job.pk, state=before)
    return bool(waiting.update(state=after, touched_at=now, stage="", **message))


@transaction.atomic
def note_download(job: ImportJob, name: str, *, by: User) -> None:
    """Record that a file of the job, which holds numbers in clear, was taken."""
    audit.record("下载导入结果", by=by, on=job, county=job.county, detail={"文件": name}, changes=False)
