"""What participants thought of a batch, told only where enough of them answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rencai.training.ledger.actions.evaluations import open_until
from rencai.training.models import Batch, Enrolment, Evaluation

# Among fewer than this somebody could be recognised by an answer.
FEWEST = 5
_QUESTIONS = (("content", "课程内容"), ("teaching", "授课"), ("organisation", "组织服务"), ("use", "对工作的帮助"))


@dataclass(frozen=True)
class Question:
    """How often each score from 5 to 1 was given, and their mean in hundredths."""

    title: str
    counts: Sequence[tuple[int, int]]
    hundredths: int

    @property
    def mean(self) -> str:
        return f"{self.hundredths // 100}.{self.hundredths % 100:02d}"


@dataclass(frozen=True)
class Opinions:
    """The answers, question by question, and the comments in no order of time; both empty unless `shown`."""

    answered: int
    came: int
    shown: bool
    questions: Sequence[Question] = ()
    comments: Sequence[str] = ()


def opinions(batch: Batch, today: date) -> Opinions:
    """What was answered of the batch: once nobody can answer any more, or everybody has, and never of a few.

    Whoever looked twice while answers come in would see from the difference what the last one said.
    """
    given = list(Evaluation.objects.filter(batch=batch))
    came = Enrolment.objects.filter(batch=batch, hours__gt=0).taking_part()
    complete = today > open_until(batch) or not came.filter(evaluated=False).exists()
    if len(given) < FEWEST or not complete:
        return Opinions(len(given), came.count(), False)
    questions = []
    for field, title in _QUESTIONS:
        counts = Counter(getattr(one, field) for one in given)
        total = sum(score * number for score, number in counts.items())
        hundredths = (total * 100 * 2 + len(given)) // (2 * len(given))
        questions.append(Question(title, [(score, counts[score]) for score in range(5, 0, -1)], hundredths))
    # Sorted by themselves: beside a score, or in order of arrival, a comment would tell more than it says.
    return Opinions(len(given), came.count(), True, questions, sorted(one.comment for one in given if one.comment))
