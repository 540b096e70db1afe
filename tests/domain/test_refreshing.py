"""When a technique comes back, and what a refresher shows."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.drawing import Candidate
from literasi.domain.exhibits import Technique, Topic, Verdict
from literasi.domain.refreshing import (
    LAST_STEP,
    MOST_A_DAY,
    PAUSES,
    Card,
    after,
    exemplars,
    freshest,
    new_card,
    plan,
)

TODAY = date(2026, 11, 23)
SEEN = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CARDS = st.builds(
    Card,
    st.sampled_from(Technique),
    st.integers(0, LAST_STEP),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)


def card(step=0, due_on=TODAY, technique=Technique.IMPOSTOR):
    return Card(technique, step, due_on)


def candidate(key, verdict, technique=Technique.IMPOSTOR, *, seen=None, difficulty=3):
    return Candidate(key, verdict, Topic.MONEY, technique, difficulty, 1, seen)


def some(count, verdict, technique=Technique.IMPOSTOR, **options):
    return [candidate(f"{technique}-{verdict}-{n}", verdict, technique, **options) for n in range(count)]


def both(count, technique=Technique.IMPOSTOR, **options):
    return [one for verdict in Verdict for one in some(count, verdict, technique, **options)]


def test_a_technique_comes_back_after_1_7_30_and_90_days_and_then_every_90():
    found, today, pauses = new_card(Technique.IMPOSTOR, TODAY), TODAY, []
    for _ in range(6):
        pauses.append((found.due_on - today).days)
        today = found.due_on
        found = after(found, 4, 4, today)

    assert pauses == [1, 7, 30, 90, 90, 90]


@pytest.mark.parametrize(("right", "step"), [(4, 2), (3, 2), (2, 1), (0, 1)])
def test_three_of_four_lengthen_the_pause_and_fewer_keep_it(right, step):
    assert after(card(1), right, 4, TODAY) == card(step, TODAY + PAUSES[step])


def test_one_that_is_late_counts_from_the_day_it_was_done():
    late = TODAY + 40 * DAY

    assert after(card(1), 4, 4, late) == card(2, late + PAUSES[2])


def test_practising_early_skips_no_pause_and_puts_off_nothing_that_went_badly():
    waiting = card(2, TODAY + 20 * DAY)

    assert after(waiting, 4, 4, TODAY) == card(2, TODAY + PAUSES[2])
    assert after(waiting, 2, 4, TODAY) == waiting


@given(CARDS, st.integers(0, 4), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_card_never_falls_back_never_skips_and_always_lies_ahead(before, right, today):
    found = after(before, right, 4, today)

    assert found.technique is before.technique
    assert before.step <= found.step <= min(before.step + 1, LAST_STEP)
    assert today < found.due_on <= max(before.due_on, today + PAUSES[found.step])


@given(st.lists(CARDS, max_size=8), st.integers(0, 6))
def test_never_more_than_a_few_lead_the_way_and_none_is_lost(cards, done_today):
    found = plan(cards, TODAY, done_today=done_today)

    assert len(found.due) <= max(0, MOST_A_DAY - done_today)
    assert sorted([*found.due, *found.waiting, *found.later], key=repr) == sorted(cards, key=repr)
    assert all(one.due_on <= TODAY for one in (*found.due, *found.waiting))
    assert found.next_on is None or found.next_on > TODAY


def test_the_most_overdue_comes_first():
    cards = [card(due_on=TODAY), card(due_on=TODAY - 3 * DAY), card(due_on=TODAY + DAY)]

    assert plan(cards, TODAY).due == (cards[1], cards[0])
    assert plan(cards, TODAY).next_on == TODAY + DAY


def test_four_messages_of_the_technique_two_of_each_side_unseen_first():
    offered = (
        both(4, seen=SEEN)
        + both(9, Technique.DEEPFAKE)
        + [
            candidate("baru-benar", Verdict.TRUE),
            candidate("baru-salah", Verdict.FALSE, difficulty=1),
        ]
    )
    found = exemplars(offered, Technique.IMPOSTOR, random.Random(1))

    assert len(found) == 4
    assert {one.technique for one in found} == {Technique.IMPOSTOR}
    assert {"baru-benar", "baru-salah"} <= {one.key for one in found}


def test_others_fill_the_side_of_which_the_technique_has_too_few():
    offered = [*some(1, Verdict.FALSE), *some(3, Verdict.TRUE), *both(3, Technique.DEEPFAKE)]
    found = exemplars(offered, Technique.IMPOSTOR, random.Random(1))
    kinds = sorted((one.verdict, one.technique) for one in found)

    assert kinds == sorted(
        [
            (Verdict.FALSE, Technique.IMPOSTOR),
            (Verdict.FALSE, Technique.DEEPFAKE),
            (Verdict.TRUE, Technique.IMPOSTOR),
            (Verdict.TRUE, Technique.IMPOSTOR),
        ]
    )


@given(
    st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Technique), st.booleans()), max_size=40),
    st.sampled_from(Technique),
    st.integers(0, 9),
)
def test_a_refresher_is_two_and_two_whenever_the_bank_has_them(kinds, technique, seed):
    offered = [
        candidate(str(number), verdict, kind, seen=SEEN if seen else None)
        for number, (verdict, kind, seen) in enumerate(kinds)
    ]
    found = exemplars(offered, technique, random.Random(seed))

    assert len({one.key for one in found}) == len(found)
    for verdict in Verdict:
        side = [one for one in offered if one.verdict is verdict]
        own = [one for one in side if one.technique is technique]
        mine = [one for one in found if one.verdict is verdict]
        assert len(mine) == min(2, len(side))
        assert sum(one.technique is technique for one in mine) == min(2, len(own))
        assert sum(not one.seen for one in mine if one.technique is technique) == min(
            2, sum(not one.seen for one in own)
        )


def test_who_is_new_begins_with_the_technique_of_which_most_is_new():
    offered = [*both(2), *both(1, Technique.DEEPFAKE), *both(9, Technique.FABRICATED, seen=SEEN)]

    assert freshest(offered, random.Random(1)) is Technique.IMPOSTOR
    assert freshest(both(1, seen=SEEN), random.Random(1)) is Technique.IMPOSTOR
    assert freshest([], random.Random(1)) is None
