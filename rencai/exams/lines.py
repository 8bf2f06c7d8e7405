"""The pass lines of a sitting: what its notice says, else the dated values that have a source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from rencai.exams.models import LineKind, Sitting, Subject
from rencai.exams.outcomes import Lines
from rencai.kernel.rules.parameters import Confidence, NoValue, load

PARAMETERS = load(Path(__file__).parent / "lines.yaml")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the page says it: for a subject ("" = all), its score, where it comes from and how sure it is."""

    kind: LineKind
    subject: str
    score: Decimal
    cite: str
    confidence: Confidence
    entered: bool

    @property
    def subject_label(self) -> str:
        """The subject in words; "" for all."""
        return str(Subject(self.subject).label) if self.subject else ""


def lines_of(sitting: Sitting) -> Lines:
    """The lines that decide the sitting. Raises NoValue where not even a national one is known."""
    told = told_lines(sitting)
    found: dict[LineKind, dict[Subject, Decimal]] = {kind: {} for kind in LineKind}
    # What is said of one subject goes before what is said of all.
    for line in sorted(told, key=lambda one: one.subject):
        for subject in [Subject(line.subject)] if line.subject else sitting.subjects:
            found[line.kind][subject] = line.score
    if set(sitting.subjects) - found[LineKind.NATIONAL].keys():
        raise NoValue(f"{sitting}没有国家合格线，请先登记。")
    return Lines(found[LineKind.NATIONAL], found[LineKind.LOCAL])


def told_lines(sitting: Sitting) -> list[Line]:
    """Every line known of the sitting, entered ones first; none where nothing is known."""
    entered = [
        Line(LineKind(row.kind), row.subject, row.score, row.document, Confidence.SECONDARY, True)
        for row in sitting.lines.all()
    ]
    kinds = {line.kind for line in entered if not line.subject}
    names = {LineKind.NATIONAL: "national_line", LineKind.LOCAL: f"local_line_{sitting.level}"}
    known = [_known(kind, name, sitting) for kind, name in names.items() if kind not in kinds]
    return entered + [line for line in known if line is not None]


def _known(kind: LineKind, name: str, sitting: Sitting) -> Line | None:
    try:
        value = PARAMETERS[name].at(sitting.first_day, sitting.county)
    except NoValue:
        return None
    return Line(kind, "", Decimal(int(value.value)), value.cite, value.confidence, False)


def number(name: str, on: date) -> int:
    """A whole number of lines.yaml on a day. Raises NoValue."""
    return int(PARAMETERS[name].at(on).value)
