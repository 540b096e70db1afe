"""Draws: both sides, fresh before known, harder before easier; whatever the bank and the learner."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.drawing import Candidate, Draw, pick
from literasi.domain.exhibits import Technique, Topic, Verdict

DAY = datetime(2026, 11, 23, tzinfo=UTC)
MONEY, CITY = Topic.MONEY, Topic.CITY
IMPOSTOR, CONTEXT = Technique.IMPOSTOR, Technique.FALSE_CONTEXT


def item(key, verdict="salah", topic=MONEY, technique=IMPOSTOR, difficulty=3, seen=None):
    shown_at = None if seen is None else DAY - timedelta(days=seen)
    return Candidate(key, Verdict(verdict), topic, technique, difficulty, 1, shown_at)


def keys(found):
    return [one.key for one in found]


def draw(candidates, rule=None, seed=1, **options):
    return pick(candidates, rule or Draw(1, 1), random.Random(seed), **options)


def test_one_of_each_side_is_drawn():
    found = draw([item("a"), item("b"), item("c", "benar")])

    assert sorted(one.verdict for one in found) == ["benar", "salah"]


def test_unseen_items_come_first_and_the_harder_before_the_easier():
    candidates = [
        item("easy", difficulty=1),
        item("hard", difficulty=4),
        item("hardest", difficulty=5, seen=9),
    ]

    assert keys(draw(candidates, Draw(0, 3))) == ["hard", "easy", "hardest"]


def test_then_those_shown_longest_ago():
    candidates = [item("a", seen=1), item("b", seen=9, difficulty=1), item("c", seen=5)]

    assert keys(draw(candidates, Draw(0, 2))) == ["b", "c"]


def test_equals_come_in_any_order():
    candidates = [item(str(number)) for number in range(6)]

    assert len({tuple(keys(draw(candidates, Draw(0, 1), seed=seed))) for seed in range(60)}) == 6


def test_topic_and_technique_narrow_the_choice():
    candidates = [
        item("both"),
        item("topic", technique=CONTEXT),
        item("neither", topic=CITY, technique=CONTEXT),
    ]
    rule = Draw(0, 1, (MONEY,), (IMPOSTOR,))

    assert keys(draw(candidates, rule)) == ["both"]


@pytest.mark.parametrize(("count", "expected"), [(2, {"both", "topic"}), (3, {"both", "topic", "neither"})])
def test_a_bank_that_is_too_small_gives_what_is_nearest(count, expected):
    candidates = [item("both"), item("topic", technique=CONTEXT), item("neither", topic=CITY)]

    assert set(keys(draw(candidates, Draw(0, count, (MONEY,), (IMPOSTOR,))))) == expected


def test_what_the_quiz_has_itself_is_not_drawn():
    assert keys(draw([item("a"), item("b")], Draw(0, 2), excluded={"a"})) == ["b"]


candidates = st.lists(
    st.builds(
        item,
        key=st.integers(0, 400).map(str),
        verdict=st.sampled_from(["salah", "benar"]),
        topic=st.sampled_from(Topic),
        technique=st.sampled_from(Technique),
        difficulty=st.integers(1, 5),
        seen=st.none() | st.integers(1, 30),
    ),
    max_size=40,
    unique_by=lambda one: one.key,
)
rules = st.builds(
    Draw,
    true=st.integers(1, 4),
    false=st.integers(1, 4),
    topics=st.lists(st.sampled_from(Topic), max_size=3).map(tuple),
    techniques=st.lists(st.sampled_from(Technique), max_size=3).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(candidates, rules, st.integers(), st.sets(st.integers(0, 400).map(str), max_size=10))
def test_any_draw_keeps_the_rules(offered, rule, seed, excluded):
    found = draw(offered, rule, seed, excluded=excluded)
    assert len({one.key for one in found}) == len(found)
    assert not excluded & {one.key for one in found}
    for verdict, count in ((Verdict.TRUE, rule.true), (Verdict.FALSE, rule.false)):
        there = [one for one in offered if one.verdict is verdict and one.key not in excluded]
        drawn = [one for one in found if one.verdict is verdict]
        assert len(drawn) == min(count, len(there))
        fitting = [one for one in there if rule.fits(one.topic, one.technique)]
        if len(fitting) < count:
            continue
        assert set(drawn) <= set(fitting)
        left = set(fitting) - set(drawn)
        for one in drawn:
            if one.seen:
                assert all(other.seen and other.shown_at >= one.shown_at for other in left)
            else:
                assert all(other.seen or other.difficulty <= one.difficulty for other in left)
