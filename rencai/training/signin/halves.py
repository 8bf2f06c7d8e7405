"""What a row of a sign-in file says of each session of its day: a mark for the morning, one for the afternoon."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError

from rencai.people.imports.grid import Line
from rencai.training.ledger.timing import is_early, is_over
from rencai.training.models import COUNTED, Presence, Session
from rencai.training.signin.columns import Sign

HALVES = ("morning", "afternoon")
_WORDS = {"morning": "上午", "afternoon": "下午"}
# What a half day of a batch that came with the file is worth.
HALF_DAY = 4
_NOON, _AFTERNOON, _EVENING = time(12, 30), time(14), time(18)
_AT_THE_LEDGER = "请到考勤页录入签到表。"

Told = tuple[Session, Presence, time | None]


def half_of(session: Session) -> str:
    """The column that tells of the session; "" for an evening, of which a sign-in file says nothing."""
    if session.starts_at >= _EVENING:
        return ""
    return HALVES[0] if session.starts_at < _NOON else HALVES[1]


def marks_of(line: Line, sessions: Sequence[Session], now: datetime) -> list[Told]:
    """How the person was at each session of the row's day, as far as the row says.

    A blank is absence once the session is over; until then somebody may still come. Raises ValidationError, by the
    key of the column or None, where the row says something that can't be brought to the sessions.
    """
    if not sessions:
        raise ValidationError({"day": "该班次这一天没有安排节次。请核对日期，或先在班次的“节次”页安排。"})
    found: list[Told] = []
    for half in HALVES:
        mine = sorted((one for one in sessions if half_of(one) == half), key=lambda one: one.starts_at)
        sign: Sign | None = line.values.get(half)
        if sign is None:
            found += [(one, Presence.ABSENT, None) for one in mine if is_over(one, now)]
        elif not mine and found and found[-1][0].ends_at > _AFTERNOON:
            if sign[0] != found[-1][1]:
                raise ValidationError({half: f"该班次当日上午、下午是同一节，填写却不同。{_AT_THE_LEDGER}"})
        elif fault := _fault(half, sign, mine, now):
            raise ValidationError({half: fault})
        else:
            # Whoever signed in once for the half day came at that time; of the later sessions no time is known.
            times = [sign[1] if sign[0] == Presence.PRESENT else None, *[None] * len(mine)]
            found += [(one, sign[0], at) for one, at in zip(mine, times, strict=False)]
    return found


def hours_of(marks: Iterable[Told]) -> int:
    """What the sessions are worth at which the person was."""
    return sum(session.hours for session, presence, _ in marks if presence in COUNTED)


def _fault(half: str, sign: Sign, sessions: Sequence[Session], now: datetime) -> str:
    """Why the mark can't be brought to the sessions of the half day; "" where it can."""
    presence, at = sign
    if not sessions:
        return f"该班次当日{_WORDS[half]}没有节次。请核对节次安排；{_AT_THE_LEDGER}" if presence in COUNTED else ""
    early = [one for one in sessions if is_early(one, now)]
    if early:
        return f"{early[0].starts_at:%H:%M}一节还没有开始，不能登记签到。"
    if len(sessions) == 1:
        return ""
    if presence in {Presence.LATE, Presence.LEFT_EARLY}:
        word = Presence(presence).label
        return f"该班次当日{_WORDS[half]}有{len(sessions)}节，分不清是哪一节{word}。{_AT_THE_LEDGER}"
    if at is not None and at >= sessions[0].ends_at:
        return f"签到时间在{_WORDS[half]}第一节结束之后，分不清参加了哪几节。{_AT_THE_LEDGER}"
    return ""
