"""Entering a paper sheet: what is typed for the few who were not simply there, one line a person."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError

from rencai.training.ledger.actions import Mark
from rencai.training.ledger.forms import read_time
from rencai.training.ledger.reading import Line, of_row_code
from rencai.training.models import Presence, Session

WORDS: Mapping[str, Presence] = {
    **dict.fromkeys(("到", "出勤", "√", "1"), Presence.PRESENT),
    **dict.fromkeys(("迟", "迟到", "2"), Presence.LATE),
    **dict.fromkeys(("退", "早退", "3"), Presence.LEFT_EARLY),
    **dict.fromkeys(("缺", "缺勤", "×", "4"), Presence.ABSENT),
    **dict.fromkeys(("假", "请假", "5"), Presence.EXCUSED),
}  # fmt: skip
HOW = "每行一人：行码（或姓名） 情况 时间，如“10437 缺”“10481 迟 9:10”。"


def exceptions(text: str, session: Session, lines: Sequence[Line]) -> list[Mark]:
    """The marks that the lines of `text` mean. Raises ValidationError with a sentence for each line that is wrong."""
    found: dict[int, Mark] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            mark = _mark(line.split(), session, lines)
            if mark.enrolment in found:
                raise ValidationError("同一人写了两行。")
            found[mark.enrolment] = mark
        except ValidationError as error:
            faults.append(f"{session} 第{number}行“{line.strip()[:40]}”：{error.messages[0]}")
    if faults:
        raise ValidationError(faults)
    return list(found.values())


def made(enrolment: int, session: int, presence: Presence, moment: str) -> Mark:
    """A mark with the one time that its presence asks for: when somebody came late, when somebody left early."""
    known = read_time(moment)
    late, early = presence == Presence.LATE, presence == Presence.LEFT_EARLY
    return Mark(enrolment, session, presence, at=known if late else None, left_at=known if early else None)


def _mark(words: Sequence[str], session: Session, lines: Sequence[Line]) -> Mark:
    if not 2 <= len(words) <= 3:
        raise ValidationError(HOW)
    who, how, *when = words
    if how not in WORDS:
        raise ValidationError(f"情况“{how}”看不懂，请写 到、迟、退、缺、假 之一。")
    return made(_who(who, lines), session.pk, WORDS[how], when[0] if when else "")


def _who(word: str, lines: Sequence[Line]) -> int:
    key = of_row_code(word)
    named = [one for one in lines if one.enrolment.pk == key or one.enrolment.person.name == word]
    if not named:
        raise ValidationError("名单中没有这个行码或姓名，请对照签到表核对。")
    if len(named) > 1:
        raise ValidationError("名单中有同名的人，请填行码。")
    return int(named[0].enrolment.pk)
