"""A day's sheet as it is being entered: what each cell shows, and the marks that a posted sheet means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from rencai.training.ledger import quick
from rencai.training.ledger.actions import Mark
from rencai.training.ledger.reading import Cell, Line
from rencai.training.models import Presence, Session

Posted = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One cell of the form: the presence chosen and its time, and what the ledger said when the page was made."""

    session: Session
    name: str
    chosen: str
    moment: str
    shown: str


def choices(line: Line, posted: Posted) -> list[Choice]:
    """A cell for each session, as it was posted or as the ledger says."""
    found = []
    for cell in line.cells:
        name = f"{line.enrolment.pk}-{cell.session.pk}"
        chosen, moment = _said(cell)
        shown = posted.get(f"was{name}", _joined(chosen, moment))
        now = posted.get(f"p{name}", chosen), posted.get(f"t{name}", moment)
        found.append(Choice(cell.session, name, *now, shown))
    return found


def marks(sessions: Sequence[Session], lines: Sequence[Line], posted: Posted) -> list[Mark]:
    """What was typed in lines, what was chosen by hand, and the rest as present where that is ticked.

    A cell left as the page showed it means nothing, so that what came in meanwhile stays. Raises ValidationError.
    """
    found: dict[tuple[int, int], Mark] = {}
    faults: list[str] = []
    for session in sessions:
        try:
            typed = quick.exceptions(posted.get(f"lines-{session.pk}", ""), session, lines)
            found |= {(one.enrolment, one.session): one for one in typed}
        except ValidationError as error:
            faults += error.messages
    if faults:
        raise ValidationError(faults)
    for line in lines:
        for cell, choice in zip(line.cells, choices(line, posted), strict=True):
            key = (line.enrolment.pk, cell.session.pk)
            if key in found:
                continue
            if choice.chosen in Presence.values and _joined(choice.chosen, choice.moment) != choice.shown:
                found[key] = quick.made(*key, Presence(choice.chosen), choice.moment)
            elif f"rest-{cell.session.pk}" in posted and cell.entry is None:
                found[key] = Mark(*key, Presence.PRESENT)
    return list(found.values())


def _said(cell: Cell) -> tuple[str, str]:
    """The presence and the one time that goes with it."""
    entry = cell.entry
    if entry is None:
        return "", ""
    moment = {Presence.LATE: entry.at, Presence.LEFT_EARLY: entry.left_at}.get(Presence(entry.presence))
    return entry.presence, f"{moment:%H:%M}" if moment else ""


def _joined(chosen: str, moment: str) -> str:
    return f"{chosen} {moment}".strip()
