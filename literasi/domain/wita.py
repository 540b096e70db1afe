"""Days as they begin and end in Samarinda, whatever the server's clock is set to."""

from datetime import date, datetime, time, timedelta, timezone

# Asia/Makassar has kept +08:00, without summer time, for as long as this site can hold dates, so no
# time-zone database is asked (a slim machine may lack one).
WITA = timezone(timedelta(hours=8), "Wita")


def day_of(moment: datetime) -> date:
    """The day in Samarinda at *moment*."""
    return moment.astimezone(WITA).date()


def start_of(day: date, hour: int = 0) -> datetime:
    """The moment at which *day* begins in Samarinda, or its *hour* strikes."""
    return datetime.combine(day, time(hour), tzinfo=WITA)


def monday_of(day: date) -> date:
    """The first day of the week of *day*."""
    return day - timedelta(days=day.weekday())
