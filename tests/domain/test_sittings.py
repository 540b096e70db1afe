"""The rules of the test: who may take it when, which form, and which answers count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.sittings import (
    FORMS,
    LATER_AFTER,
    SQUARE,
    TESTS,
    History,
    Offer,
    Phase,
    Reason,
    SetAside,
    Taken,
    form_for,
    offer,
    set_aside,
)

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
SARING, JEBAKAN = 1, 2


def history(course_id=None, taken=(), finished=(), begun=(), forms_left=True):
    return History(course_id, taken, dict.fromkeys(finished, NOW), set(begun), (SARING, JEBAKAN), forms_left)


BEFORE = Taken(Phase.BEFORE, NOW - timedelta(days=40))


def test_before_any_course_the_learner_chooses_on_which_to_be_measured():
    assert offer(history(), NOW) == Offer(Phase.BEFORE, courses=(SARING, JEBAKAN))


def test_a_course_that_was_begun_cannot_be_measured_from_before():
    assert offer(history(begun=[SARING]), NOW) == Offer(Phase.BEFORE, courses=(JEBAKAN,))
    assert offer(history(begun=[SARING, JEBAKAN]), NOW) == Offer(None, Reason.BEGUN)


def test_who_finished_without_a_first_test_may_still_take_the_second():
    found = offer(history(begun=[SARING, JEBAKAN], finished=[JEBAKAN]), NOW)

    assert found == Offer(Phase.AFTER, courses=(JEBAKAN,))


def test_the_second_test_opens_when_the_course_of_the_first_is_finished():
    waiting = history(SARING, [BEFORE], finished=[JEBAKAN])
    finished = history(SARING, [BEFORE], finished=[SARING])

    assert offer(waiting, NOW) == Offer(None, Reason.COURSE)
    assert offer(finished, NOW) == Offer(Phase.AFTER, courses=(SARING,))


@pytest.mark.parametrize(("days", "phase"), [(29, None), (30, Phase.LATER), (300, Phase.LATER)])
def test_the_third_test_opens_thirty_days_after_the_second(days, phase):
    closed = NOW - timedelta(days=days)
    found = offer(history(SARING, [BEFORE, Taken(Phase.AFTER, closed)], [SARING]), NOW)

    assert found.phase is phase
    assert phase or found == Offer(None, Reason.DAY, opens_at=closed + LATER_AFTER)


def test_three_tests_are_all():
    taken = [BEFORE, Taken(Phase.AFTER, NOW), Taken(Phase.LATER, NOW)]

    assert offer(history(SARING, taken, [SARING]), NOW).reason is Reason.DONE


def test_nobody_is_shown_a_form_twice():
    assert offer(history(forms_left=False), NOW).reason is Reason.NO_FORM


def test_each_form_stands_once_in_each_place_of_the_square():
    for place in range(3):
        assert {row[place] for row in SQUARE} == set(FORMS)
    assert all(set(row) == set(FORMS) for row in SQUARE)


@given(st.integers(0, 2), st.sampled_from(TESTS), st.sets(st.sampled_from(FORMS)))
def test_a_form_is_the_rows_own_unless_it_was_shown(row, phase, shown):
    form = form_for(row, phase, shown)
    own = SQUARE[row][TESTS.index(phase)]

    assert form == own if own not in shown else form not in shown
    assert (form is None) == (shown == set(FORMS))


SLOW = [timedelta(seconds=9)] * 20
MIXED = [1, 2, 3, 4, 5, 6, 2, 5] * 3


@pytest.mark.parametrize(
    ("ratings", "times", "sides", "why"),
    [
        (MIXED[:20], SLOW, (10, 10), None),
        (MIXED[:16], SLOW[:16], (8, 8), None),
        (MIXED[:17], SLOW[:17], (10, 7), SetAside.UNFINISHED),
        ([], [], (0, 0), SetAside.UNFINISHED),
        (MIXED[:20], [timedelta(milliseconds=700)] * 20, (10, 10), SetAside.FAST),
        (MIXED[:20], [], (10, 10), None),
        ([1] * 18 + [6, 6], SLOW, (10, 10), SetAside.SAME),
        ([1] * 17 + [6, 6, 6], SLOW, (10, 10), None),
    ],
)
def test_what_says_too_little_is_set_aside(ratings, times, sides, why):
    assert set_aside(ratings, times, *sides) is why
