"""How questions work: published answers, and properties that hold for any answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.intervals import wilson
from literasi.domain.item_analysis import (
    Group,
    Meeting,
    Sitting,
    alpha,
    discrimination,
    first_meetings,
    item_figures,
    thirds,
)
from tests.domain.matrices import ALPHA, R_REST, R_TOTAL, SHARES, TEN_BY_FIVE, WILSON


def met(question, mark, *, group=Group.KNOWLEDGE, picked=("a",), **options):
    return Meeting(question, group, mark, picked, **options)


def sitting(learner, *meetings):
    return Sitting(learner, meetings)


def matrix(times=1):
    """The published matrix as sittings: choice b is right, a is wrong."""
    return [
        sitting(number, *(met(f"q{place}", mark, picked=("ab"[mark],)) for place, mark in enumerate(row)))
        for number, row in enumerate(TEN_BY_FIVE * times)
    ]


@pytest.mark.parametrize(("successes", "n", "low", "high"), WILSON)
def test_published_intervals(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-7)


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_holds_its_share_and_narrows(successes, n):
    successes = min(successes, n)
    low, high = wilson(successes, n)

    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1
    assert high - low > wilson(successes * 4, n * 4)[1] - wilson(successes * 4, n * 4)[0]


def test_published_reliability():
    assert alpha(TEN_BY_FIVE) == pytest.approx(ALPHA, abs=1e-7)


@pytest.mark.parametrize("rows", [[], [[1, 0]], [[1], [0]], [[1, 0], [0, 1], [1, 0]]])
def test_there_is_no_reliability_without_variance(rows):
    assert alpha(rows) is None


def test_published_discrimination_is_with_the_rest_and_not_with_the_total():
    found = item_figures(matrix(times=10))

    assert [found[f"q{place}"].facility.value for place in range(5)] == pytest.approx(SHARES)
    assert [found[f"q{place}"].discrimination for place in range(5)] == pytest.approx(R_REST, abs=1e-6)
    totals = [sum(row) for row in TEN_BY_FIVE]
    marks = list(zip(*TEN_BY_FIVE, strict=True))
    assert [discrimination(column, totals) for column in marks] == pytest.approx(R_TOTAL, abs=1e-6)


@pytest.mark.parametrize(
    ("sittings", "facility", "discriminates"),
    [
        (matrix(2)[:29], False, False),
        (matrix(3), True, False),
        (matrix(10)[:99], True, False),
        (matrix(10), True, True),
    ],
    ids=["20", "30", "99", "100"],
)
def test_nothing_is_said_below_the_minimum(sittings, facility, discriminates):
    found = item_figures(sittings)["q1"]

    assert (found.facility is not None, found.uses is not None) == (facility, facility)
    assert (found.discrimination is not None) == discriminates
    assert found.answered == len(sittings)


def test_what_all_get_right_discriminates_nothing():
    found = item_figures([sitting(n, met("all", 1), met("other", n % 2)) for n in range(100)])

    assert found["all"].discrimination is None
    assert found["all"].facility.value == 1
    assert found["all"].facility.high == 1


def test_judgements_are_compared_with_the_same_verdict_only():
    """Who calls everything a hoax is right about every hoax and wrong about all that is true."""

    def cynic_or_believer(number):
        cynic = number % 2
        return sitting(
            number,
            *(met(f"f{n}", cynic, group=Group.FALSE) for n in range(2)),
            met("t0", 1 - cynic, group=Group.TRUE),
            met("k0", 1),
        )

    fresh = first_meetings([cynic_or_believer(n) for n in range(4)])

    assert [one.rest for one in fresh["f0"]] == [0, 1, 0, 1]
    assert [one.rest for one in fresh["t0"]] == [None] * 4
    assert [one.rest for one in fresh["k0"]] == [None] * 4


def test_what_was_seen_before_is_counted_and_nothing_else():
    sittings = [sitting(n, met("q", 0), met("r", 1)) for n in range(30)]
    sittings += [sitting(n + 30, met("q", 1, seen=True, seconds=1), met("r", 1)) for n in range(30)]
    found = item_figures(sittings)

    assert (found["q"].shown, found["q"].seen, found["q"].answered) == (60, 30, 30)
    assert found["q"].facility.value == 0
    assert found["q"].seconds is None
    assert found["r"].paired == 30


def test_a_question_left_open_earns_nothing_and_is_counted():
    sittings = [sitting(n, met("q", 1)) for n in range(30)]
    sittings += [sitting(n + 30, met("q", 0, picked=())) for n in range(10)]
    found = item_figures(sittings)["q"]

    assert (found.answered, found.left_open, found.facility.n) == (30, 10, 40)
    assert found.facility.value == pytest.approx(0.75)


def test_an_item_of_the_bank_is_compared_over_all_sittings():
    """Three other items of its verdict are enough; with fewer it is the rest of the sitting."""

    def item(key, mark, group=Group.FALSE):
        return met(key, mark, group=group, from_bank=True)

    many = [sitting(1, item("a", 1), item("b", 0)), sitting(1, item("c", 1), item("d", 1))]
    few = [sitting(2, item("a", 1), item("b", 0)), sitting(2, item("c", 1))]
    fresh = first_meetings(many + few)

    assert [one.rest for one in fresh["a"]] == [pytest.approx(2 / 3), 0]
    assert [one.rest for one in fresh["c"]] == [pytest.approx(2 / 3), None]


def test_time_is_a_median_without_those_who_were_away():
    seconds = [10.0] * 16 + [90.0] * 14 + [1801.0] * 10 + [None] * 5
    found = item_figures([sitting(n, met("q", 1, seconds=value)) for n, value in enumerate(seconds)])

    assert found["q"].seconds == 10


def test_thirds_share_those_who_are_tied():
    """The example of docs/item-analysis.md."""
    low, middle, high = thirds([(1, "b"), (0, "a"), (1, "c"), (2, "f"), (1, "d"), (1, "e")])

    assert low == [(1, "a"), *((0.25, name) for name in "bcde")]
    assert middle == [(0.5, name) for name in "bcde"]
    assert high == [*((0.25, name) for name in "bcde"), (1, "f")]


def test_the_use_of_choices_by_thirds():
    sittings = [
        sitting(
            n, met("q", 0, picked=("a" if n < 10 else "b",)), *(met(f"r{k}", n // 10 / 2) for k in range(2))
        )
        for n in range(30)
    ]
    found = item_figures(sittings)["q"].uses

    assert found["a"].times == 10
    assert found["a"].thirds == pytest.approx((1, 0, 0))
    assert found["b"].thirds == pytest.approx((0, 1, 1))


SCORES = st.lists(st.tuples(st.sampled_from([0, 0.25, 0.5, 1]), st.integers(0, 3)), min_size=1, max_size=40)


@given(SCORES, st.randoms())
def test_thirds_are_equal_and_know_no_order(scored, randomness):
    def weights(rows):
        return [
            {name: pytest.approx(sum(w for w, other in part if other == name)) for name in range(4)}
            for part in thirds(rows)
        ]

    for part in thirds(scored):
        assert sum(weight for weight, _ in part) == pytest.approx(len(scored) / 3)
    assert sum(weight for part in thirds(scored) for weight, _ in part) == pytest.approx(len(scored))
    assert weights(scored) == weights(randomness.sample(scored, len(scored)))


MARKS = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.2, 0.7])), max_size=30)


@given(MARKS, st.sampled_from([0.5, 3.0]))
def test_discrimination_has_bounds_and_knows_no_constant(pairs, more):
    marks, rests = [mark for mark, _ in pairs], [rest for _, rest in pairs]
    found = discrimination(marks, rests)

    assert found is None or -1 <= found <= 1
    assert (found is None) == (len(set(marks)) < 2 or len(set(rests)) < 2)
    assert discrimination([mark + more for mark in marks], rests) == (
        found if found is None else pytest.approx(found)
    )


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=10))
@settings(max_examples=100)
def test_reliability_has_an_upper_bound_and_knows_no_constant(rows):
    found = alpha(rows)

    assert found is None or found <= 1 + 1e-9
    more = alpha([[row[0] + 5, *row[1:]] for row in rows])
    assert more == (found if found is None else pytest.approx(found))
