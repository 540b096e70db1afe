"""What somebody may require of others: the fields of an assignment, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from literasi.domain.messages import N_

LONGEST_TITLE = 120
LONGEST_REASON = 300
MOST_DAYS = 365
REPEATS = (6, 12, 24)  # months
EARLIEST = timedelta(days=2 * 366)  # so far back earlier finishes may count
LATEST = timedelta(days=5 * 366)

NO_COURSE = N_("Choose one course at least.")
NO_REASON = N_("Write why it is required. Whoever owes it reads this.")
LONG_REASON = N_("This is longer than 300 characters. Shorten it.")
LONG_TITLE = N_("This is longer than 120 characters. Shorten it.")
NO_DUE_DAY = N_("Write the last day, for example 31/12/2026.")
NO_FIRST_DAY = N_("Write the day since when a finish counts, for example 31/12/2026.")
PAST = N_("The last day has passed. Choose today or later.")
TOO_FAR = N_("The last day is too far away. Choose one within five years.")
TOO_EARLY = N_("The day since when a finish counts is too long ago. Choose one within the last two years.")
BEFORE_START = N_("It is due before anything counts. Choose a later day here, or an earlier one there.")
BAD_GRACE = N_("Write the days of grace as a whole number, from 0 to 365.")
BAD_NEW = N_("Write the days for new members as a whole number, from 0 to 365.")
BAD_REPEAT = N_("Choose how often.")


@dataclass(frozen=True)
class Plan:
    """An assignment before it is made. What could not be read is None."""

    course_ids: tuple[int, ...]
    cohort_id: int | None
    title: str
    reason: str
    counts_from: date | None
    due_on: date | None
    grace_days: int | None
    repeat_months: int | None
    days_for_new: int | None


def problems(plan: Plan, today: date) -> dict[str, str]:
    """What is wrong with each field of *plan* on the day *today*: messages (English msgids) by field."""
    return dict(_problems(plan, today))


def words_problems(title: str, reason: str, grace_days: int | None) -> dict[str, str]:
    """The same for what can still be changed later."""
    return dict(_words_problems(title, reason, grace_days))


def _problems(plan: Plan, today: date) -> Iterator[tuple[str, str]]:
    if not plan.course_ids:
        yield "course", NO_COURSE
    yield from _words_problems(plan.title, plan.reason, plan.grace_days)
    yield from _day_problems(plan, today)
    if plan.repeat_months not in {None, *REPEATS}:
        yield "repeat", BAD_REPEAT
    if not _is_days(plan.days_for_new):
        yield "days_for_new", BAD_NEW


def _words_problems(title: str, reason: str, grace_days: int | None) -> Iterator[tuple[str, str]]:
    if len(title) > LONGEST_TITLE:
        yield "title", LONG_TITLE
    if not reason:
        yield "reason", NO_REASON
    elif len(reason) > LONGEST_REASON:
        yield "reason", LONG_REASON
    if not _is_days(grace_days):
        yield "grace_days", BAD_GRACE


def _day_problems(plan: Plan, today: date) -> Iterator[tuple[str, str]]:
    if plan.counts_from is None:
        yield "counts_from", NO_FIRST_DAY
    elif plan.counts_from < today - EARLIEST:
        yield "counts_from", TOO_EARLY
    if plan.due_on is None:
        yield "due_on", NO_DUE_DAY
    elif plan.due_on < today:
        yield "due_on", PAST
    elif plan.due_on > today + LATEST:
        yield "due_on", TOO_FAR
    elif plan.counts_from is not None and plan.due_on < plan.counts_from:
        yield "due_on", BEFORE_START


def _is_days(number: int | None) -> bool:
    return number is not None and 0 <= number <= MOST_DAYS
