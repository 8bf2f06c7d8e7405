"""What each app opens to whom, a module an app; the tests of every route and every outlet read them."""

from tests.reach import certificates, exams, ledger, reminders, training, verdicts
from tests.reach.reach import Reach

REACHES: tuple[Reach, ...] = (
    training.REACH,
    verdicts.REACH,
    exams.REACH,
    certificates.REACH,
    reminders.REACH,
    ledger.REACH,
)
