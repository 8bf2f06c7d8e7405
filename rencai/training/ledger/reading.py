"""The ledger of a batch as pages show it: people by sessions, what is missing, who signed in from one phone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rencai.training.models import Attendance, Batch, BatchState, Correction, Enrolment, Presence, Session

COLOURS = {
    Presence.PRESENT: "green", Presence.LATE: "amber", Presence.LEFT_EARLY: "amber", Presence.ABSENT: "red",
    Presence.EXCUSED: "grey",
}  # fmt: skip
NO_ENTRY = ("grey", "未登记")


@dataclass(frozen=True)
class Cell:
    """A participant at a session; `entry` is None where the ledger says nothing."""

    session: Session
    entry: Attendance | None
    corrected: int

    @property
    def lamp(self) -> tuple[str, str, str]:
        if self.entry is None:
            return (*NO_ENTRY, "")
        presence = Presence(self.entry.presence)
        return COLOURS[presence], presence.label, self.entry.times


@dataclass(frozen=True)
class Line:
    """A participant with a cell for each session."""

    enrolment: Enrolment
    cells: Sequence[Cell]

    @property
    def code(self) -> str:
        return row_code(self.enrolment.pk)


def lines(user: Any, batch: Batch, sessions: Sequence[Session]) -> list[Line]:
    """Those who take part and whom `user` may see, by unit and name."""
    enrolments = Enrolment.objects.visible_to(user).filter(batch=batch).taking_part().select_related("person", "unit")
    ordered = list(enrolments.order_by("unit__code", "person__pinyin", "pk"))
    entries = {
        (one.enrolment_id, one.session_id): one
        for one in Attendance.objects.filter(enrolment__batch=batch, session__in=sessions).select_related("session")
    }
    corrected = Counter(
        Correction.objects.filter(attendance__enrolment__batch=batch).values_list("attendance", flat=True)
    )
    return [
        Line(
            one,
            [
                Cell(session, found := entries.get((one.pk, session.pk)), corrected[found.pk] if found else 0)
                for session in sessions
            ],
        )
        for one in ordered
    ]


def sessions_of(batch: Batch) -> list[Session]:
    return list(Session.objects.filter(batch=batch))


@dataclass(frozen=True)
class Gap:
    """A session of which the ledger says nothing about `silent` of the `expected` participants."""

    session: Session
    silent: int
    expected: int

    @property
    def words(self) -> str:
        if self.silent == self.expected:
            return f"{self.session} 还没有任何签到记录"
        return f"{self.session} 还有 {self.silent} 人没有登记"


def gaps(batch: Batch) -> list[Gap]:
    """Where the ledger is silent: what stands between the batch and its end."""
    expected = Enrolment.objects.filter(batch=batch).taking_part()
    number = expected.count()
    told = Counter(Attendance.objects.filter(enrolment__in=expected).values_list("session", flat=True))
    found = [Gap(one, number - told[one.pk], number) for one in sessions_of(batch)]
    return [gap for gap in found if gap.silent]


def obstacles(batch: Batch, today: date) -> list[str]:
    """Why the batch can't be finished yet, in sentences; nothing when its ledger is whole.

    Nobody becomes absent silently: each participant needs an entry for each session, by a scan or a person's word.
    """
    if batch.state == BatchState.CANCELLED:
        return ["班次已取消，没有学时可以认定。"]
    found = []
    if batch.last_day > today:
        found.append(f"培训到 {batch.last_day.isoformat()} 才结束。")
    if not Session.objects.filter(batch=batch).exists():
        found.append("还没有安排节次，无法由签到计算学时。")
    if not Enrolment.objects.filter(batch=batch).taking_part().exists():
        found.append("没有参训人员。")
    return found + [f"{gap.words}。" for gap in gaps(batch)]


def shared_phones(batch: Batch) -> list[tuple[Session, list[Attendance]]]:
    """Entries that came from one phone for more than one person in the same session."""
    by_phone: dict[tuple[int, str], list[Attendance]] = defaultdict(list)
    scanned = Attendance.objects.filter(enrolment__batch=batch).exclude(device="")
    for entry in scanned.select_related("session", "enrolment__person"):
        by_phone[entry.session_id, entry.device].append(entry)
    return [(found[0].session, found) for found in by_phone.values() if len(found) > 1]


_WEIGHTS = (3, 7, 9, 1)


def row_code(key: int) -> str:
    """The number that stands in a row of the printed sheet: the enrolment's key and a check digit."""
    digits = str(key)
    check = sum(int(digit) * _WEIGHTS[at % 4] for at, digit in enumerate(reversed(digits))) % 10
    return f"{digits}{check}"


def of_row_code(code: str) -> int | None:
    """The enrolment's key; None for a mistyped code."""
    if not (code.isascii() and code.isdigit() and 1 < len(code) <= 12):
        return None
    key = int(code[:-1])
    return key if row_code(key) == code else None
