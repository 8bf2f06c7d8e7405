"""Writes and verifies the audit chain: an event is written in the transaction of the change it tells of."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from rencai.org.models import AuditEvent, AuditHead, User

SYSTEM = "系统"


def record(
    action: str,
    *,
    by: User | None,
    on: models.Model | None = None,
    county: str = "",
    result: str = "成功",
    detail: Mapping[str, Any] | None = None,
    changes: bool = True,
) -> AuditEvent:
    """Append one event. Must run inside the transaction of the change; `changes=False` for reads and sign-ins.

    `detail` names fields, counts and reasons, never personal values.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("审计记录必须与业务写在同一事务中。")
    head = AuditHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(
        seq=head.seq + 1,
        at=timezone.now(),
        actor=by.username if by else SYSTEM,
        action=action,
        kind=on._meta.label_lower if on is not None else "",
        target=str(on.pk) if on is not None else "",
        county=county or (by.county if by else ""),
        result=result,
        detail=dict(detail or {}),
        previous=head.hash,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    revision = head.revision + 1 if changes else head.revision
    AuditHead.objects.filter(pk=1).update(seq=event.seq, hash=event.hash, revision=revision)
    return event


def revision() -> int:
    """The number of the last recorded change: what was computed at this revision is still right."""
    return AuditHead.objects.values_list("revision", flat=True).get(pk=1)


def _hash(event: AuditEvent) -> str:
    content = [
        event.seq, _moment(event.at), event.actor, event.action, event.kind, event.target,
        event.county, event.result, event.detail, event.previous,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Anchor:
    """The head of the chain as written down elsewhere."""

    seq: int
    hash: str

    def line(self) -> str:
        return f"{self.seq} {self.hash}"


def read_anchor(text: str) -> Anchor:
    """An anchor from its line. Raises ValueError in the user's words."""
    seq, _, digest = text.strip().partition(" ")
    if not seq.isascii() or not seq.isdigit() or len(digest) != 64:
        raise ValueError("锚点文件应为一行：序号、空格、64位校验值。")
    return Anchor(int(seq), digest)


def head() -> Anchor:
    """The present head, to be printed or kept on another machine."""
    row = AuditHead.objects.get(pk=1)
    return Anchor(row.seq, row.hash)


def faults(anchor: Anchor | None = None) -> Iterator[str]:
    """Every place where the chain does not hold, in words; nothing when it is whole."""
    previous, expected = "", 1
    at_anchor = anchor is None or anchor.seq == 0
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=5000):
        if event.seq != expected:
            yield f"第 {expected} 条至第 {event.seq - 1} 条缺失。"
        if event.previous != previous:
            yield f"第 {event.seq} 条与前一条不衔接。"
        if event.hash != _hash(event):
            yield f"第 {event.seq} 条的内容被改动过。"
        if anchor is not None and event.seq == anchor.seq:
            at_anchor = True
            if event.hash != anchor.hash:
                yield f"第 {event.seq} 条与锚点不符：审计链在锚点之前被整体改写过。"
        previous, expected = event.hash, event.seq + 1
    now = head()
    if (now.seq, now.hash) != (expected - 1, previous):
        yield f"链尾应为第 {now.seq} 条，实际到第 {expected - 1} 条：末尾被截断或被改动。"
    if not at_anchor and anchor is not None:
        yield f"锚点所记的第 {anchor.seq} 条不在链上：审计链被截断过。"
