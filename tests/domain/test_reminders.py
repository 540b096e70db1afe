"""When messages may go, and which due days a reminder is for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.reminders import MOST_ATTEMPTS, Reminder, due_days, pause_after, send_moment
from literasi.domain.wita import day_of, monday_of, start_of

MONDAY = date(2026, 11, 23)


def wita(hour, minute=0, day=MONDAY):
    return start_of(day, hour) + timedelta(minutes=minute)


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        (wita(0), wita(7)),
        (wita(6, 59), wita(7)),
        (wita(7), wita(7)),
        (wita(13, 30), wita(13, 30)),
        (wita(19, 59), wita(19, 59)),
        (wita(20), wita(7, day=MONDAY + timedelta(days=1))),
        (wita(23, 59), wita(7, day=MONDAY + timedelta(days=1))),
    ],
)
def test_messages_go_by_day(written, goes):
    assert send_moment(written) == goes


def test_a_day_begins_at_midnight_in_samarinda():
    assert day_of(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert day_of(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == MONDAY
    assert start_of(MONDAY) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert monday_of(date(2026, 11, 29)) == MONDAY


@given(
    st.integers(0, 1_000_000).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
)
def test_no_message_goes_earlier_than_written_nor_later_than_half_a_day(moment):
    assert timedelta(0) <= send_moment(moment) - moment <= timedelta(hours=11)


def test_a_week_and_a_day_before():
    assert due_days(Reminder.WEEK, MONDAY) == (date(2026, 11, 25), date(2026, 11, 30))
    assert due_days(Reminder.DAY, MONDAY) == (date(2026, 11, 23), date(2026, 11, 24))


def test_pauses_grow_and_end_within_a_day():
    pauses = [pause_after(attempts) for attempts in range(1, MOST_ATTEMPTS)]

    assert pauses[0] == timedelta(minutes=5)
    assert pauses == sorted(pauses)
    assert timedelta(hours=20) < sum(pauses, timedelta(0)) < timedelta(hours=24)
    assert pause_after(MOST_ATTEMPTS) is None
