"""From learners' tests to the figures of their group."""

import hashlib
import json
import math
from dataclasses import replace
from random import Random
from statistics import fmean

import pytest
from scipy import stats

from literasi.config import ROOT
from literasi.domain.counterbalancing import Pair, gain
from literasi.domain.discernment import Ratings, detect
from literasi.domain.evidence import (
    Answer,
    Estimate,
    LearnerRecord,
    TakenTest,
    evidence,
    from_json,
    take,
    why_set_aside,
)
from literasi.domain.evidence.estimating import change, estimate, form_effects, plain
from literasi.domain.evidence.gains import corrected, ratio
from literasi.domain.evidence.gains import gain as effect_size
from literasi.domain.evidence.method import METHOD_HASH, METHOD_TEXT, VERSION
from literasi.domain.retention import retained
from tests.simulated import a_class, an_answering_class

BEFORE = [11, 12, 9, 14, 10, 13, 8, 12, 11, 15]
AFTER = [13, 14, 12, 15, 13, 13, 11, 15, 12, 16]


def ratings(hits, false_alarms, n=10):
    """Of ten true and ten false items so many called true, always "probably"."""
    return Ratings((0, n - hits, 0, 0, hits, 0), (0, n - false_alarms, 0, 0, false_alarms, 0))


def learner(row="ABC", before=(7, 4), after=(8, 3), later=None, **more):
    forms = iter(row)
    tests = [
        TakenTest(form, ratings(*one)) if one else None
        for form, one in zip(forms, (before, after, later), strict=False)
    ]
    return LearnerRecord(*tests, **more)


def test_the_mean_of_two_orders_is_free_of_the_forms():
    """The published example: gain 3.2, form A easier by 0.8, standard error 0.3."""
    strata = {"AB": [2, 3, 1, 2, 4], "BA": [4, 5, 3, 4, 4]}
    found = estimate(strata)

    assert found.value == pytest.approx(3.2)
    assert (found.upper - found.value) / stats.t.ppf(0.975, 8) == pytest.approx(0.3)
    assert form_effects(strata) == pytest.approx({"A": 0.4, "B": -0.4})


def test_three_orders_give_back_gain_and_form_effects():
    easier = {"A": 0.3, "B": 0.1, "C": -0.4}
    strata = {
        order: [1 + easier[order[1]] - easier[order[0]]] * size
        for order, size in zip(("AB", "BC", "CA"), (2, 5, 9), strict=True)
    }

    assert estimate(strata) == Estimate(pytest.approx(1), pytest.approx(1), pytest.approx(1), 16)
    assert form_effects(strata) == pytest.approx(easier)
    pairs = [Pair(order, 0, value) for order, values in strata.items() for value in values]
    assert gain(pairs).value == pytest.approx(1)


def test_the_interval_is_that_of_an_analysis_of_variance():
    strata = {"AB": [2.0, 3, 1], "BC": [4.0, 5], "CA": [4.0]}
    within = math.sqrt((2 + 0.5) / 3)
    half = stats.t.ppf(0.975, 3) * within * math.sqrt(1 / 3 + 1 / 2 + 1) / 3
    found = estimate(strata)

    assert (found.lower, found.upper) == pytest.approx((found.value - half, found.value + half))


def test_one_order_is_the_usual_interval():
    low, high = stats.t.interval(0.95, 9, fmean(BEFORE), stats.sem(BEFORE))

    assert plain(BEFORE) == Estimate(pytest.approx(11.5), pytest.approx(low), pytest.approx(high), 10)


@pytest.mark.parametrize(
    ("strata", "expected"),
    [
        ({}, Estimate(None, None, None, 0)),
        ({"AB": [1], "BC": [1], "CA": []}, Estimate(None, None, None, 2)),
        ({"AB": [1], "BC": [2], "CA": [3]}, Estimate(2, None, None, 3)),
        ({"AB": [1, 1], "BC": [1], "CA": [1]}, Estimate(1, 1, 1, 4)),
    ],
)
def test_what_cannot_be_computed_is_none(strata, expected):
    assert estimate(strata) == expected


def test_a_change_is_what_lies_between_both_levels():
    before, after = {"AB": [1.0, 2], "BA": [3.0, 5]}, {"AB": [2.0, 2], "BA": [5.0, 5]}
    found = change(before, after)

    assert found.change.value == pytest.approx(found.after.value - found.before.value)


def test_effect_sizes_of_one_order_are_the_published_ones():
    found = effect_size({"": BEFORE}, {"": AFTER}, Random(1), 2000)

    assert found.d_av == pytest.approx(1.01314725)
    assert found.g_av.value == pytest.approx(0.92588984)
    assert found.g_av.lower < 0.51, "wider than the bootstrap of so few, 0.51 to 1.42"
    assert found.g_av.upper > 1.42


def test_a_form_of_its_own_difficulty_makes_no_effect_smaller():
    easier = {"A": [value + 20 for value in BEFORE], "B": BEFORE}
    two = effect_size(
        {"AB": easier["A"], "BA": easier["B"]},
        {"AB": AFTER, "BA": [value + 20 for value in AFTER]},
        Random(1),
        200,
    )

    assert two.d_av == pytest.approx(1.01314725)


def test_an_effect_without_spread_is_none_and_with_one_sided_spread_is_a_number():
    assert corrected([(1, 1), (1, 1), (1, 1)]) is None
    assert effect_size({"": [1.0] * 10}, {"": [1.0] * 9 + [2.0]}, Random(1), 100).g_av.lower is not None


def test_beyond_two_thousand_pairs_normal_theory_says_the_same():
    chance = Random(4)
    before = {"AB": [chance.gauss(1, 1) for _ in range(2000)]}
    after = {"AB": [value * 0.6 + chance.gauss(0.8, 0.8) for value in before["AB"]]}
    resampled = effect_size(before, after, Random(1), 1000).g_av
    known = effect_size(*({"AB": strata["AB"] * 2} for strata in (before, after)), Random(1), 1).g_av

    assert resampled.value == pytest.approx(known.value, rel=1e-3)
    width = (resampled.upper - resampled.lower) / math.sqrt(2)
    assert width == pytest.approx(known.upper - known.lower, rel=0.06)


def test_the_ends_of_retention_are_the_shares_that_just_might_be():
    chance = Random(5)
    first = {
        order: [chance.gauss(0.8, 1) for _ in range(n)] for order, n in (("AB", 14), ("BC", 9), ("CA", 12))
    }
    later = {order: [value * 0.5 + chance.gauss(0, 0.6) for value in some] for order, some in first.items()}
    found = ratio(first, later)

    for share in found.interval:
        off = estimate({o: [y - share * x for x, y in zip(first[o], later[o], strict=True)] for o in first})
        assert min(abs(off.lower), abs(off.upper)) == pytest.approx(0, abs=1e-9)
    assert found.lower < found.value < found.upper


def test_retention_of_many_is_what_the_bootstrap_says():
    chance = Random(6)
    first = {order: [chance.gauss(1, 1) for _ in range(300)] for order in ("AB", "BC", "CA")}
    later = {order: [value * 0.5 + chance.gauss(0, 0.6) for value in some] for order, some in first.items()}
    found = ratio(first, later)
    drawn = retained(list(first.values()), list(later.values()), randomness=Random(1), rounds=1000)

    assert found.value == pytest.approx(drawn.share)
    assert found.interval == pytest.approx(drawn.interval, abs=0.01)


@pytest.fixture(scope="module")
def whole():
    return an_answering_class(90, gain=0.8, lost=0.2)


def test_any_order_of_records_gives_the_same_figures(whole):
    mixed = Random(3).sample(whole, len(whole))

    assert evidence(mixed, rounds=100) == evidence(whole, rounds=100)


def test_json_gives_everything_back(whole):
    found = evidence(whole, rounds=100)

    assert from_json(json.loads(json.dumps(found.to_json()))) == found
    assert from_json(evidence([]).to_json()) == evidence([])


def test_levels_are_means_of_learners(whole):
    found = evidence(whole, rounds=100)
    pairs = [record for record in whole if record.after and not record.set_aside]
    of_order = {
        order: [detect(one.before.ratings).sensitivity for one in pairs if one.order == order]
        for order in ("AB", "BC", "CA")
    }

    assert found.pairs == sum(found.orders.values()) == len(pairs) < found.starters
    assert found.sensitivity.before.value == pytest.approx(fmean(map(fmean, of_order.values())))
    assert found.orders == {order: len(some) for order, some in of_order.items()}


def test_shares_are_of_true_and_of_false_items():
    rows = ["ABC", "BCA", "CAB"] * 4
    found = evidence([learner(row, (7, 4), (6, 2)) for row in rows])

    assert found.hoaxes_rejected.before.value == pytest.approx(0.6)
    assert found.hoaxes_rejected.change.value == pytest.approx(0.2)
    assert found.trues_accepted.change.value == pytest.approx(-0.1)
    assert [(p.confidence, p.answers, p.n) for p in found.curve_before] == [
        (0.55, 0, 0),
        (0.75, 240, 12),
        (0.95, 0, 0),
    ]
    assert found.curve_before[1].right == pytest.approx(0.65)
    assert found.overconfidence.before.value == pytest.approx(0.10)


def test_nobody_who_is_set_aside_counts_and_all_are_counted_by_why():
    same = TakenTest("A", ratings(10, 10), "same")
    records = [learner(row) for row in ("ABC", "BCA", "CAB") * 4]
    records += [LearnerRecord(same, learner().after), learner(after=None), learner("ACB"), learner("AAB")]
    records += [replace(learner(), after=TakenTest("B", ratings(8, 3), "fast"))]
    found = evidence(records)

    assert (found.pairs, found.starters) == (12, 16)
    assert found.set_aside == {"same": 1, "fast": 1, "forms": 2}
    assert found.with_set_aside.n == 14


def test_an_order_nobody_had_leaves_nothing_to_tell():
    found = evidence([learner(row) for row in ("ABC", "BCA") * 10])

    assert (found.pairs, found.balanced, found.sensitivity.change.value) == (20, False, None)


def test_a_study_of_two_forms_is_read_both_ways_round():
    found = evidence([learner(row) for row in ("AB", "BA") * 10])

    assert (found.orders, found.balanced) == ({"AB": 10, "BA": 10}, True)
    gained = detect(ratings(8, 3)).sensitivity - detect(ratings(7, 4)).sensitivity
    assert found.sensitivity.change.value == pytest.approx(gained)


@pytest.mark.parametrize(
    ("given", "fast", "expected"),
    [
        (ratings(6, 5), False, None),
        (ratings(6, 5), True, "fast"),
        (ratings(10, 8), False, "same"),
        (ratings(10, 7), False, None),
        (ratings(7, 7, n=7), True, "unfinished"),
    ],
)
def test_what_is_set_aside_was_fixed_before(given, fast, expected):
    assert why_set_aside(given, fast=fast) == expected


def test_retention_is_of_those_who_came_back():
    lasting = a_class(300, gain=1.2, retained=0.5, lost_later=0.4)
    found = evidence(lasting, rounds=200).retention

    assert found.returned < found.eligible == 300
    assert found.share.lower < 0.5 < found.share.upper
    assert found.share.value == pytest.approx(found.gain_later.value / found.gain_after.value)
    assert found.returned_before.n == found.returned
    assert found.starters_before.n == 300


def test_there_is_no_retention_of_no_gain_nor_before_the_month_is_over():
    nothing = a_class(60, gain=0)
    waiting = [replace(one, due=False) for one in a_class(60, gain=1)]

    assert evidence(nothing, rounds=100).retention.share.value is None
    assert evidence(waiting, rounds=100).retention.eligible == 0


def test_what_was_seen_elsewhere_is_left_out_of_one_figure_only():
    answers = tuple(
        Answer(
            f"{true}-{place}", true, 6 if true else 1 if place < 4 else 6, "konteks_salah", seen=place >= 8
        )
        for true in (True, False)
        for place in range(10)
    )
    plain_ones = [learner(row) for row in ("ABC", "BCA", "CAB") * 4]
    after = take("B", answers)
    found = evidence([*plain_ones, replace(plain_ones[0], after=after)])
    without = evidence(
        [
            *plain_ones,
            replace(plain_ones[0], after=TakenTest("B", Ratings((0,) * 5 + (8,), (4, 0, 0, 0, 0, 4)))),
        ]
    )

    assert found.without_seen == without.sensitivity.change != found.sensitivity.change
    assert [(row.technique, row.true, row.after.right, row.after.answers) for row in found.techniques] == [
        ("konteks_salah", False, 4, 10),
        ("konteks_salah", True, 10, 10),
    ]


def test_reliability_is_of_first_tests_by_form(whole):
    found = evidence(whole, rounds=100).reliability

    assert [one.form for one in found] == ["A", "B", "C"]
    assert sum(one.n for one in found) == evidence(whole, rounds=100).starters
    assert all(0 < one.kr20_true < 1 for one in found)


def test_the_text_of_the_method_is_the_one_that_the_figures_name():
    """Changed the text? Then write its hash into method.py; and a new VERSION, if a figure changes."""
    text = (ROOT / METHOD_TEXT).read_bytes()

    assert hashlib.sha256(text).hexdigest() == METHOD_HASH
    assert f"Version {VERSION}" in text.decode()
