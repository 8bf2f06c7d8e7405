"""The audit chain: whatever is changed behind its back is found."""

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Max

from rencai.org import actions, audit
from rencai.org.audit import Anchor, faults, head, read_anchor, record, revision
from rencai.org.models import AuditEvent, AuditHead, Unit, User

LENGTH = 30


@pytest.fixture
def chain(world: SimpleNamespace) -> list[AuditEvent]:
    with transaction.atomic():
        for n in range(LENGTH):
            record(f"操作{n}", by=world.clerk, on=world.station, detail={"次数": n, "字段": ["甲", "乙"]})
    return list(AuditEvent.objects.all())


def unlock() -> None:
    """What somebody with the rights of the database's owner can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER audit_no_{verb}")
        else:
            cursor.execute("ALTER TABLE org_auditevent DISABLE TRIGGER USER")


def _edit(dice: random.Random) -> None:
    seq = dice.randint(1, LENGTH)
    field, value = dice.choice(
        [
            ("actor", "somebody"), ("action", "别的操作"), ("result", "失败"), ("target", "1"), ("county", "629999"),
            ("detail", {"次数": -1}), ("kind", "org.area"), ("previous", "0" * 64), ("hash", "f" * 64),
            ("at", AuditEvent.objects.get(seq=seq).at.replace(year=2001)),
        ]
    )  # fmt: skip
    AuditEvent.objects.filter(seq=seq).update(**{field: value})


def _delete(dice: random.Random) -> None:
    AuditEvent.objects.filter(seq=dice.randint(1, LENGTH)).delete()


def _swap(dice: random.Random) -> None:
    one, other = dice.sample(range(1, LENGTH + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        AuditEvent.objects.filter(seq=old).update(seq=new)


def _cut(dice: random.Random) -> None:
    AuditEvent.objects.filter(seq__gt=dice.randint(0, LENGTH - 1)).delete()


def _insert(dice: random.Random) -> None:
    last = AuditEvent.objects.get(seq=LENGTH)
    last.seq = LENGTH + dice.randint(1, 3)
    last.save(force_insert=True)


@pytest.mark.parametrize("tamper", [_edit, _delete, _swap, _cut, _insert])
def test_every_edit_deletion_swap_cut_and_addition_is_found(
    chain: list[AuditEvent], tamper: Callable[[random.Random], None]
) -> None:
    unlock()
    assert not list(faults())
    dice = random.Random(629921)  # noqa: S311
    for _ in range(200):
        kept = transaction.savepoint()
        tamper(dice)
        assert list(faults()), tamper.__name__
        transaction.savepoint_rollback(kept)
    assert not list(faults())


def _chain_again(events: list[AuditEvent]) -> None:
    """Write the whole chain anew as somebody who knows this code would."""
    previous = ""
    for event in events:
        event.previous = previous
        event.hash = previous = audit._hash(audit._content(event))
        AuditEvent.objects.filter(seq=event.seq).update(previous=event.previous, hash=event.hash, actor=event.actor)
    AuditHead.objects.update(seq=events[-1].seq, hash=previous)


def test_a_chain_written_anew_holds_in_itself_and_breaks_at_the_anchor(chain: list[AuditEvent]) -> None:
    anchor = head()
    unlock()
    chain[4].actor = "somebody"
    _chain_again(chain)
    assert not list(faults())
    assert any("锚点" in fault for fault in faults(anchor))


def test_a_cut_with_the_head_set_back_breaks_at_the_anchor(chain: list[AuditEvent]) -> None:
    anchor = head()
    unlock()
    AuditEvent.objects.filter(seq__gt=20).delete()
    AuditHead.objects.update(seq=20, hash=chain[19].hash)
    assert not list(faults())
    assert any("截断" in fault for fault in faults(anchor))


def test_an_older_anchor_holds_on_a_chain_that_went_on(chain: list[AuditEvent]) -> None:
    assert not list(faults(Anchor(10, chain[9].hash)))
    assert not list(faults(read_anchor(head().line())))


@pytest.mark.parametrize("line", ["", "abc", "12 short", "１ " + "a" * 64, f"-1 {'a' * 64}"])
def test_a_line_that_is_no_anchor_is_refused_in_words(line: str) -> None:
    with pytest.raises(ValueError, match="锚点文件应为一行"):
        read_anchor(line)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE org_auditevent SET actor = 'x'",
        "UPDATE org_auditevent SET seq = seq + 100",
        "DELETE FROM org_auditevent",
    ],
)
def test_the_programs_own_database_user_can_neither_change_nor_delete_events(
    chain: list[AuditEvent], statement: str
) -> None:
    with pytest.raises(DatabaseError, match="审计记录只可追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    with pytest.raises(TypeError):
        chain[0].delete()
    assert not list(faults())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_of_events_can_not_be_truncated(chain: list[AuditEvent]) -> None:
    with pytest.raises(DatabaseError, match="审计记录只可追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE org_auditevent")


def test_without_its_event_no_change_is_kept(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM org_audithead")
    before = (Unit.objects.count(), User.objects.count())
    with pytest.raises(AuditHead.DoesNotExist):
        actions.add_unit(
            code="YC900", name="某院", kind="village", area=world.station.area, starts=world.bureau.starts,
            by=world.clerk,
        )  # fmt: skip
    with pytest.raises(AuditHead.DoesNotExist):
        actions.add_user(username="x1", name="某", role="clerk", unit=world.bureau, by=world.security_admin)
    with pytest.raises(AuditHead.DoesNotExist):
        actions.disable(world.clerk, reason="离职", by=world.security_admin)
    assert (Unit.objects.count(), User.objects.count()) == before
    assert User.objects.get(pk=world.clerk.pk).is_active


def test_a_change_that_is_taken_back_leaves_no_event_and_no_gap(world: SimpleNamespace) -> None:
    dice = random.Random(1)  # noqa: S311
    for n in range(100):
        try:
            with transaction.atomic():
                record(f"操作{n}", by=world.clerk)
                if dice.random() < 0.5:
                    raise InterruptedError
        except InterruptedError:
            continue
    assert not list(faults())
    assert AuditEvent.objects.aggregate(n=Max("seq"))["n"] == AuditEvent.objects.count() < 100


def test_an_event_outside_a_transaction_is_refused(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(transaction.TransactionManagementError):
            record("操作", by=None)


@pytest.mark.parametrize(
    "detail", [{"金额": 1.5}, {1: "x"}, {"日期": object()}, {"名": ["a", {"b": 0.1}]}, {"a": "\0"}]
)
def test_what_databases_keep_in_different_ways_is_no_detail(world: SimpleNamespace, detail: Any) -> None:
    with pytest.raises(TypeError):
        record("操作", by=world.clerk, detail=detail)
    with pytest.raises(ValueError, match="longer than"):
        record("操作" * 40, by=world.clerk)
    assert head().seq == 0


def test_reads_do_not_move_the_revision_and_changes_do(world: SimpleNamespace) -> None:
    start = revision()
    record("查看", by=world.clerk, changes=False)
    assert revision() == start
    record("修改", by=world.clerk)
    assert revision() == start + 1


def test_names_beyond_the_basic_plane_and_another_time_zone_keep_the_chain_whole(
    world: SimpleNamespace, settings: Any
) -> None:
    record("更名", by=world.clerk, detail={"名称": "𠮷田䶮\u2028\\\"'"})
    settings.TIME_ZONE = "UTC"
    assert not list(faults())
