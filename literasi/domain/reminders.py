"""When people are reminded of what they owe, and when a message may reach them."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from literasi.domain.wita import day_of, start_of

FIRST_HOUR, LAST_HOUR = 7, 20  # of the day in Samarinda in which messages are sent
MOST_ATTEMPTS = 9  # the last one about 21 hours after the first
FIRST_PAUSE = timedelta(minutes=5)


class Reminder(StrEnum):
    """Why somebody is reminded, the most pressing first."""

    LATE = "late"
    TAP = "tap"  # a supervisor pressed the button
    DAY = "day"
    WEEK = "week"
    ASSIGNED = "assigned"


# How many days before the due day the reminder comes, and until how many days before it still makes sense:
# whoever was not reached in time hears it a day later, but not when the next one is due already.
BEFORE_DUE = {Reminder.WEEK: (7, 2), Reminder.DAY: (1, 0)}


def due_days(kind: Reminder, today: date) -> tuple[date, date]:
    """The first and the last due day for which the reminder of this *kind* is to be made *today*.

    Only for those of ``BEFORE_DUE``: with today 23 November, WEEK means due days from 25 to 30 November.
    """
    earliest, latest = BEFORE_DUE[kind]
    return today + timedelta(days=latest), today + timedelta(days=earliest)


def send_moment(now: datetime) -> datetime:
    """When a message that is written *now* may go: at once by day, otherwise at seven in the morning."""
    today = day_of(now)
    if now < start_of(today, FIRST_HOUR):
        return start_of(today, FIRST_HOUR)
    return now if now < start_of(today, LAST_HOUR) else start_of(today + timedelta(days=1), FIRST_HOUR)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed *attempts* (1 or more); None when it is given up."""
    return None if attempts >= MOST_ATTEMPTS else FIRST_PAUSE * 2 ** (attempts - 1)
