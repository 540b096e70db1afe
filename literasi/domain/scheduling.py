"""When required learning is due, late and due again, by the calendar of Samarinda."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from literasi.domain.wita import day_of, monday_of, start_of

A_DAY = timedelta(days=1)


def week_of(moment: datetime) -> date:
    """The Monday of the week in Samarinda at *moment*."""
    return monday_of(day_of(moment))


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
