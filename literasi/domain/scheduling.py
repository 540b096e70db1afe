"""When required learning is due, late and due again, by the calendar of Samarinda."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

# Asia/Makassar has kept +08:00, without summer time, for as long as this site can hold dates, so no
# time-zone database is asked (a slim machine may lack one).
WITA = timezone(timedelta(hours=8), "Wita")
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)


class ReminderKind(StrEnum):
    """Why somebody is reminded; each but the last once for an obligation."""

    ASSIGNED = "assigned"
    WEEK = "week"
    DAY = "day"
    LATE = "late"
    TAP = "tap"  # by a supervisor, at most once a day


def day_of(moment: datetime) -> date:
    """The day in Samarinda at *moment*."""
    return moment.astimezone(WITA).date()


def start_of(day: date) -> datetime:
    """The moment, in UTC, at which *day* begins in Samarinda."""
    return datetime.combine(day, time(), WITA).astimezone(UTC)


def week_of(moment: datetime) -> date:
    """The Monday of the week in Samarinda at *moment*."""
    day = day_of(moment)
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day so many *months* later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Round:
    """One repetition of an assignment: a finish on *opens_on* or later counts for it."""

    number: int
    opens_on: date
    due_on: date
    late_from: date

    @property
    def counts_from(self) -> datetime:
        """The moment from which a finish counts."""
        return start_of(self.opens_on)


@dataclass(frozen=True)
class Schedule:
    """The days of an assignment. Round 0 is the first; without *repeat_months* it is the only one."""

    counts_from: date
    due_on: date
    grace_days: int = 0
    repeat_months: int | None = None
    days_for_new: int = 30

    def round(self, number: int) -> Round:
        """The round of this *number*, for those who are members when it opens."""
        due_on = self._due_on(number)
        return Round(number, self._opens_on(number), due_on, self.late_from(due_on))

    def round_for_new(self, number: int, joined_on: date) -> Round:
        """The round of this *number* for somebody who joins while it is open, with some days at least."""
        found = self.round(number)
        due_on = max(found.due_on, joined_on + timedelta(days=self.days_for_new))
        return Round(number, found.opens_on, due_on, self.late_from(due_on))

    def late_from(self, due_on: date) -> date:
        """The first day on which what was due on *due_on* is late: after the days of grace."""
        return due_on + timedelta(days=self.grace_days + 1)

    def next_opens_on(self, rounds: int) -> date | None:
        """The day on which the next round opens after so many *rounds*; None if there is none."""
        return self._opens_on(rounds) if self.repeat_months else None

    def _due_on(self, number: int) -> date:
        # From the first day each time: the 31st returns after a shorter month.
        return add_months(self.due_on, number * (self.repeat_months or 0))

    def _opens_on(self, number: int) -> date:
        return self.counts_from if number == 0 else self._due_on(number - 1) + A_DAY


def reminders_due(*, made_on: date, due_on: date, late_from: date, today: date) -> tuple[ReminderKind, ...]:
    """The kinds of reminder that an open obligation should have had by *today*, as far as they still help.

    A day on which nothing was sent is made up for on the next: a week before lasts until the day before,
    the day before until it is due. Who was told of an obligation within that time is not told again.
    """
    return tuple(_due(made_on, due_on, late_from, today))


def _due(made_on: date, due_on: date, late_from: date, today: date) -> Iterator[ReminderKind]:
    if made_on <= today < late_from or today == made_on:
        yield ReminderKind.ASSIGNED
    if due_on - A_WEEK <= today < due_on - A_DAY and made_on < due_on - A_WEEK:
        yield ReminderKind.WEEK
    if due_on - A_DAY <= today <= due_on and made_on < due_on - A_DAY:
        yield ReminderKind.DAY
    if today >= late_from and made_on < today:
        yield ReminderKind.LATE
