"""Writes and verifies the audit chain: an event is written in the transaction of the change it tells of."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from rencai.org.models import AuditEvent, AuditHead, User

SYSTEM = "系统"
CONTENT = ("seq", "at", "actor", "action", "kind", "target", "county", "result", "detail", "previous")
PIECE = 5000
_REVISION = "SELECT revision FROM org_audithead WHERE id = 1"
_LENGTHS = {
    field.name: field.max_length
    for field in AuditEvent._meta.get_fields()
    if isinstance(field, models.CharField) and field.max_length
}
_dumps = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


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

    `detail` names fields, counts and reasons, never personal values; it holds text, whole numbers, yes and no.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("审计记录必须与业务写在同一事务中。")
    _check_plain(detail)
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
    event.hash = _hash(_content(event))
    event.revision = head.revision + 1 if changes else None
    _check_lengths(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(
        seq=event.seq, hash=event.hash, revision=event.revision if changes else head.revision
    )
    return event


def labels(model: type[models.Model], fields: Iterable[str]) -> list[str]:
    """The Chinese names of fields, for `detail`."""
    return [str(getattr(model._meta.get_field(field), "verbose_name", field)) for field in fields]


def revision() -> int:
    """The number of the last recorded change: what was computed at this revision is still right."""
    # Every page asks, some twice: putting the query together would take ten times as long as running it.
    with connection.cursor() as cursor:
        cursor.execute(_REVISION)
        return int(cursor.fetchone()[0])


def changed_since(before: int, at_most: int) -> list[tuple[str, str, str]]:
    """(kind, target, county) of the changes after that revision, oldest first."""
    later = AuditEvent.objects.filter(revision__gt=before).order_by("revision")
    return list(later.values_list("kind", "target", "county")[:at_most])


def _check_plain(value: Any) -> None:
    """What databases keep in different ways (floats, dates, other keys than text) would break the chain by itself."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("audit detail has keys that are not text")
        for one in value.values():
            _check_plain(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check_plain(one)
    elif not (value is None or isinstance(value, str | int)) or (isinstance(value, str) and "\0" in value):
        raise TypeError(f"audit detail can't hold {type(value).__name__}")


def _check_lengths(event: AuditEvent) -> None:
    """SQLite takes any length; an event that one engine refuses must not pass on the other."""
    for name, longest in _LENGTHS.items():
        if len(getattr(event, name)) > longest:
            raise ValueError(f"audit field {name} is longer than {longest} characters")


def _content(event: AuditEvent) -> tuple[Any, ...]:
    return tuple(getattr(event, name) for name in CONTENT)


def _hash(content: tuple[Any, ...]) -> str:
    seq, at, *rest = content
    text = _dumps([seq, _moment(at), *rest])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(at: datetime) -> str:
    """One spelling for a moment however a database returns it, never another one after a change of time zone."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


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
    """Every place where the chain does not hold, in words; nothing when it is whole.

    Reads in pieces, so that others go on writing meanwhile.
    """
    previous, last = "", 0
    at_anchor = anchor is None or anchor.seq == 0
    for content, digest in _rows():
        seq, claimed = content[0], content[-1]
        if seq != last + 1:
            yield f"第 {last + 1} 条至第 {seq - 1} 条缺失。"
        if claimed != previous:
            yield f"第 {seq} 条与前一条不衔接。"
        if digest != _hash(content):
            yield f"第 {seq} 条的内容被改动过。"
        if anchor is not None and seq == anchor.seq:
            at_anchor = True
            if digest != anchor.hash:
                yield f"第 {seq} 条与锚点不符：审计链在锚点之前被整体改写过。"
        previous, last = digest, seq
    yield from _faults_of_the_end(last, previous)
    if not at_anchor and anchor is not None:
        yield f"锚点所记的第 {anchor.seq} 条不在链上：审计链被截断过。"


def _rows() -> Iterator[tuple[tuple[Any, ...], str]]:
    """Each event's content and its hash, oldest first."""
    after = -1
    while True:
        piece = list(AuditEvent.objects.filter(seq__gt=after).order_by("seq").values_list(*CONTENT, "hash")[:PIECE])
        for *content, digest in piece:
            yield tuple(content), digest
        if len(piece) < PIECE:
            return
        after = piece[-1][0]


def _faults_of_the_end(last: int, digest: str) -> Iterator[str]:
    """The head must be the last event; events written since the reading ended lie between them and are no fault."""
    now = head()
    if (now.seq, now.hash) == (last, digest):
        return
    since = AuditEvent.objects.filter(seq__gt=last).order_by("seq").values_list("seq", "previous", "hash")
    for seq, previous, its_hash in since.filter(seq__lte=now.seq):
        if seq != last + 1 or previous != digest:
            break
        last, digest = seq, its_hash
    if (now.seq, now.hash) != (last, digest):
        yield f"链尾应为第 {now.seq} 条，实际到第 {last} 条：末尾被截断或被改动。"
