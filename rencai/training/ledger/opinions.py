"""What participants thought of a batch, told only where enough of them answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rencai.training.models import Batch, Evaluation

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
    """The answers, question by question, and the comments in no order of time; empty where too few answered."""

    answered: int
    questions: Sequence[Question]
    comments: Sequence[str]

    @property
    def enough(self) -> bool:
        return self.answered >= FEWEST


def opinions(batch: Batch) -> Opinions:
    """What was answered of the batch."""
    given = list(Evaluation.objects.filter(batch=batch))
    if len(given) < FEWEST:
        return Opinions(len(given), (), ())
    questions = []
    for field, title in _QUESTIONS:
        counts = Counter(getattr(one, field) for one in given)
        total = sum(score * number for score, number in counts.items())
        hundredths = (total * 100 * 2 + len(given)) // (2 * len(given))
        questions.append(Question(title, [(score, counts[score]) for score in range(5, 0, -1)], hundredths))
    # Sorted by themselves: beside a score, or in order of arrival, a comment would tell more than it says.
    return Opinions(len(given), questions, sorted(one.comment for one in given if one.comment))
