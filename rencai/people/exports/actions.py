"""Taking lists away and asking for it: every export is an event with its mark, large ones need a second person."""

import secrets
import tempfile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rencai.org import audit
from rencai.org.access import Ability
from rencai.org.models import User
from rencai.people.exports.tables import Table
from rencai.people.models import ExportRequest, ExportState
from rencai.ui.sheets.writing import ROWS_AT_MOST, write_csv, write_table

ALONE_AT_MOST = 500
_NOT_NOW = "该申请没有批准，或已经下载过一次。"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_trace() -> str:
    """A mark that stands in the file and in the audit chain, and nowhere else."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def take(
    table: Table, *, clear: bool, purpose: str, form: str, by: User, request: ExportRequest | None = None
) -> tuple[IO[bytes], str]:
    """Write the table and record it; returns the open file and its mark. Raises ValidationError."""
    _refuse_reveal(clear, by)
    if clear and not purpose.strip():
        raise ValidationError({"purpose": "导出完整证件号码必须写明用途。"})
    if form == "xlsx" and table.count > ROWS_AT_MOST:
        raise ValidationError(f"名单超过{ROWS_AT_MOST}行，一张 Excel 表放不下。请缩小范围后分别导出。")
    if table.count > ALONE_AT_MOST:
        _check_approved(request, table, clear)
    trace = new_trace()
    # Written before the transaction, so that nobody waits for it; without the event nobody gets the file.
    file = _written(table, clear, trace, form)
    try:
        _record(table, request, clear=clear, purpose=purpose, trace=trace, by=by)
    except BaseException:
        file.close()
        raise
    return file, trace


@transaction.atomic
def _record(table: Table, request: ExportRequest | None, *, clear: bool, purpose: str, trace: str, by: User) -> None:
    detail: dict[str, Any] = {
        "名单": table.title,
        "指标": table.key,
        "统计日": table.on.isoformat(),
        "行数": table.count,
        "列": [column.title for column in table.columns],
        "完整号码": clear,
        "导出标记": trace,
        "用途": purpose.strip(),
    }
    if request is not None:
        _use(request, trace, by)
        detail["批准人"] = request.decided_by.username if request.decided_by else ""
    audit.record("导出名单", by=by, on=request, detail=detail, changes=False)


def _check_approved(request: ExportRequest | None, table: Table, clear: bool) -> None:
    if request is None:
        raise ValidationError(f"超过{ALONE_AT_MOST}人的导出须先申请，由另一人批准。")
    if table.count > request.rows or (clear and not request.clear) or table.key != request.figure:
        raise ValidationError("名单在批准之后增加了，或与批准的内容不符。请重新申请。")
    if request.state != ExportState.APPROVED:
        raise ValidationError(_NOT_NOW)


def _use(request: ExportRequest, trace: str, by: User) -> None:
    """An approved request is good for one download by the one who asked."""
    mine = ExportRequest.objects.filter(pk=request.pk, asked_by=by, state=ExportState.APPROVED)
    if not mine.update(state=ExportState.FETCHED, trace=trace):
        raise ValidationError(_NOT_NOW)


def _written(table: Table, clear: bool, trace: str, form: str) -> IO[bytes]:
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - handed over open, its name exists nowhere
    try:
        _write(file, table, clear, trace, form)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write(file: IO[bytes], table: Table, clear: bool, trace: str, form: str) -> None:
    if form == "csv":
        write_csv(file, table.columns, table.rows(clear), trace=trace)  # type: ignore[arg-type]
    else:
        titled = {} if table.always_clear else {"title": table.title, "notes": table.notes}
        if len(table.columns) < 2:
            titled = {}
        write_table(file, table.columns, table.rows(clear), trace=trace, **titled)  # type: ignore[arg-type]


@transaction.atomic
def ask(table: Table, *, query: str, clear: bool, purpose: str, by: User) -> ExportRequest:
    """Ask for a large export. Raises ValidationError."""
    if not purpose.strip():
        raise ValidationError({"purpose": "请写明用途。"})
    _refuse_reveal(clear, by)
    request = ExportRequest.objects.create(
        asked_by=by, figure=table.key, title=table.title, query=query, rows=table.count, clear=clear,
        purpose=purpose.strip()[:200],
    )  # fmt: skip
    detail = {"名单": table.title, "行数": table.count, "完整号码": clear, "用途": request.purpose}
    audit.record("申请导出", by=by, on=request, detail=detail)
    return request


def _refuse_reveal(clear: bool, by: User) -> None:
    if clear and not by.may(Ability.REVEAL):
        raise ValidationError("您的角色不能导出完整证件号码。")


@transaction.atomic
def decide(request: ExportRequest, *, approve: bool, reason: str, by: User) -> None:
    """Say yes or no to somebody else's request. Raises ValidationError."""
    if request.asked_by_id == by.pk:
        raise ValidationError("申请人不能批准自己的申请。")
    if not by.may(Ability.APPROVE_EXPORT):
        raise ValidationError("您的角色不能批准导出。")
    if not approve and not reason.strip():
        raise ValidationError({"reason": "不批准的，请写明理由。"})
    state = ExportState.APPROVED if approve else ExportState.REFUSED
    open_ones = ExportRequest.objects.filter(pk=request.pk, state=ExportState.ASKED)
    if not open_ones.update(state=state, decided_by=by, decided_at=timezone.now(), reason=reason.strip()[:200]):
        raise ValidationError("该申请已经处理过了。")
    audit.record("批准导出" if approve else "不批准导出", by=by, on=request, detail={"行数": request.rows})
