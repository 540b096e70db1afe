"""Days on which something is due, as an iCalendar file that any calendar can subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

TIME_ZONE = "Asia/Makassar"


@dataclass(frozen=True)
class DueDay:
    """One entry: the whole day. The *key* never changes; *version* rises whenever the entry does."""

    key: str
    version: int
    day: date
    summary: str
    description: str
    url: str
    changed_at: datetime
    is_done: bool


def write_calendar(name: str, entries: Iterable[DueDay], *, domain: str) -> bytes:
    """The file (RFC 5545): lines are folded, times are UTC, days belong to no time zone."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Literasi//{domain}//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", TIME_ZONE)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, domain))
    return bytes(calendar.to_ical())


def _event(entry: DueDay, domain: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{domain}")
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # the day stays free for other things
    event.add("status", "CONFIRMED")
    if not entry.is_done:
        event.add_component(_alarm(entry.summary))
    return event


def _alarm(summary: str) -> Alarm:
    """Nine in the morning of the day before, in the reader's own time."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(hours=-15))
    return alarm
