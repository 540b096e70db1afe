"""Days of required learning: rounds, newcomers, lateness and reminders, by the calendar of Samarinda."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.scheduling import Schedule, add_months, week_of
from literasi.domain.wita import day_of, start_of

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
SECONDS = st.integers(0, 40 * 365 * 24 * 3600)
MOMENTS = SECONDS.map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day, months, then):
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("moment", "day", "monday"),
    [
        (datetime(2026, 11, 23, 6, 2, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), date(2026, 11, 22), date(2026, 11, 16)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 23)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_day_begins_at_midnight_in_samarinda(moment, day, monday):
    assert (day_of(moment), week_of(moment)) == (day, monday)


@given(MOMENTS)
def test_a_moment_lies_in_its_day_and_its_week(moment):
    day = day_of(moment)
    assert start_of(day) <= moment < start_of(day + timedelta(days=1))
    assert week_of(moment).weekday() == 0
    assert timedelta() <= day - week_of(moment) < timedelta(days=7)


YEARLY = Schedule(date(2026, 9, 1), date(2026, 11, 30), grace_days=7, repeat_months=12, days_for_new=30)


def test_the_first_round_counts_from_its_first_day_until_it_is_due():
    first = YEARLY.round(0)
    assert (first.opens_on, first.due_on, first.late_from) == (
        date(2026, 9, 1),
        date(2026, 11, 30),
        date(2026, 12, 8),
    )
    assert first.counts_from == datetime(2026, 8, 31, 16, tzinfo=UTC)


def test_the_next_round_opens_on_the_day_after():
    second = YEARLY.round(1)
    assert (second.opens_on, second.due_on) == (date(2026, 12, 1), date(2027, 11, 30))
    assert YEARLY.next_opens_on(1) == date(2026, 12, 1)
    assert Schedule(date(2026, 9, 1), date(2026, 11, 30)).next_opens_on(1) is None


def test_the_last_of_the_month_returns_after_a_shorter_one():
    monthly = Schedule(date(2027, 1, 1), date(2027, 1, 31), repeat_months=1)
    assert [monthly.round(number).due_on for number in range(4)] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]


@pytest.mark.parametrize(
    ("joined", "due"),
    [
        (date(2026, 9, 1), date(2026, 11, 30)),
        (date(2026, 10, 31), date(2026, 11, 30)),
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2027, 6, 1), date(2027, 7, 1)),
    ],
)
def test_who_joins_late_has_some_days_at_least(joined, due):
    found = YEARLY.round_for_new(0, joined)
    assert (found.due_on, found.late_from) == (due, due + timedelta(days=8))
    assert found.opens_on == date(2026, 9, 1)


@given(DAYS, st.integers(0, 60), st.integers(0, 30), st.integers(1, 36), st.integers(0, 20))
def test_windows_follow_each_other_without_a_gap(due_on, before, grace, months, number):
    schedule = Schedule(due_on - timedelta(days=before), due_on, grace, months)
    this, following = schedule.round(number), schedule.round(number + 1)
    assert following.opens_on == this.due_on + timedelta(days=1) == schedule.next_opens_on(number + 1)
    assert this.opens_on <= this.due_on < this.late_from
    assert following.due_on > this.due_on


@given(DAYS, DAYS, st.integers(0, 90), st.integers(0, 5))
def test_nobody_has_fewer_days_than_new_members_have_or_than_the_others(due_on, joined, days, number):
    schedule = Schedule(due_on, due_on, 0, 6, days)
    found = schedule.round_for_new(number, joined)
    assert found.due_on >= schedule.round(number).due_on
    assert found.due_on >= joined + timedelta(days=days)
    assert found.due_on in {schedule.round(number).due_on, joined + timedelta(days=days)}
