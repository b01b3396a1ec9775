"""Days as people in Stockholm count them."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    return timezone.localdate()


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment when the day has passed: midnight after it, Stockholm time."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(midnight)
