"""When a day begins, as a moment of the local clock."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def begins(day: date) -> datetime:
    """The first moment of the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def ends(day: date) -> datetime:
    """The first moment after the day: `at__lt` it is up to the day, by an index where there is one.

    `at__date__lte` says the same and asks the database to turn every row's moment into a local day.
    """
    return begins(day + timedelta(days=1))
