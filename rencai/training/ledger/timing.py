"""When a session can be signed in to, by phone or from paper, and from when on somebody is late."""

from datetime import datetime, timedelta

from django.utils import timezone

from rencai.training.models import Session

OPENS_BEFORE = timedelta(minutes=30)


def opens_at(session: Session) -> datetime:
    """The first moment at which a scan counts, and the ledger takes an entry from paper, a file or by hand."""
    return _moment(session, "starts_at") - OPENS_BEFORE


def words_of_opening(session: Session) -> str:
    """That moment as "10月12日 08:00"."""
    moment = timezone.localtime(opens_at(session))
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


def is_early(session: Session, now: datetime) -> bool:
    """Whether nobody can be there yet: what the ledger says of a session is refused so long."""
    return now < opens_at(session)


def is_over(session: Session, now: datetime) -> bool:
    return now >= _moment(session, "ends_at")


def is_late(session: Session, now: datetime) -> bool:
    """Whether the minutes that the batch grants have passed; `session.batch` must be loaded."""
    return now >= _moment(session, "starts_at") + timedelta(minutes=session.batch.grace_minutes + 1)


def _moment(session: Session, field: str) -> datetime:
    return timezone.make_aware(datetime.combine(session.day, getattr(session, field)))
