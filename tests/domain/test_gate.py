"""The gate: from how many on, how precisely, what would tell of others, and that nobody gets around it."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain import gate
from literasi.domain.gate import Figure, Hidden, made_here
from literasi.domain.gate_rules import RULES, Kind, Reason
from literasi.domain.intervals import wilson
from tests.domain.matrices import WILSON

SPREAD = (0.1, 0.9)
ABOVE = (0.05, 0.5)


def said(shown):
    """Value and interval of a figure, or why it is hidden."""
    return (shown.value, shown.interval) if shown.told else shown.reason


@pytest.mark.parametrize("n", range(10))
def test_of_fewer_than_ten_people_nothing_is_told_not_even_nobody(n):
    for shown in (gate.people(n), gate.times(n), gate.share(n, n), gate.level(1, SPREAD, n)):
        assert shown == Hidden(Reason.FEW)


def test_ten_people_are_told():
    assert gate.people(10).value == 10
    assert gate.level(1.239, SPREAD, 10).value == 1.24


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        (9, 40, Reason.COMPLEMENT),
        (0, 40, Reason.COMPLEMENT),
        (31, 40, Reason.COMPLEMENT),
        (40, 40, Reason.COMPLEMENT),
        (10, 20, (0.5, (0.3, 0.7))),
        (30, 40, (0.75, (0.6, 0.85))),
        (42, 60, (0.7, (0.55, 0.8))),
        (251, 412, (0.61, (0.56, 0.66))),
    ],
)
def test_a_share_is_rounded_and_hides_a_small_side(x, n, expected):
    assert said(gate.share(x, n)) == expected


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_share_holds_its_point_and_no_more_than_its_steps(x, more):
    shown = gate.share(x, x + more)
    if isinstance(shown, Hidden):
        assert min(x, more) < 10
        return
    low, high = shown.interval
    step = 1 if shown.n >= 100 else 5

    assert low <= shown.value <= high
    assert all(abs(part * 100 / step - round(part * 100 / step)) < 1e-9 for part in (low, shown.value, high))
    assert shown.value == pytest.approx(x / shown.n, abs=step / 200 + 1e-9)
    assert (low, high) == pytest.approx(wilson(x, shown.n), abs=step / 200 + 1e-9)


@pytest.mark.parametrize(("x", "n", "low", "high"), [case for case in WILSON if case[1] >= 10])
def test_published_intervals_pass_in_steps(x, n, low, high):
    shown = gate.curve_point(x, n, own=True)

    assert shown.interval == pytest.approx((low, high), abs=0.025)


def test_a_table_of_parts_hides_all_that_it_hides_in_one_word():
    shown = gate.partition(60, {"a": 3, "b": 20, "c": 37})

    assert {name: said(one) for name, one in shown.items()} == {
        "a": Reason.COMPLEMENT,
        "b": Reason.COMPLEMENT,
        "c": (37, None),
    }
    assert set(gate.partition(9, {"a": 9, "b": 0}).values()) == {Hidden(Reason.FEW)}


def test_a_table_of_shares_hides_whole_rows_and_no_share_without_a_total():
    table = gate.shares((61, 140), {"a": (3, 20), "b": (20, 40), "c": (38, 80)})
    early = gate.shares((4, 60), {"a": (4, 20), "b": (0, 40)})
    hidden = Hidden(Reason.COMPLEMENT)

    assert table == {
        "a": (hidden, hidden),
        "b": (hidden, hidden),
        "c": (gate.people(80), gate.share(38, 80)),
    }
    assert early == {"a": (gate.people(20), hidden), "b": (gate.people(40), hidden)}


def test_groups_within_groups_differ_by_ten_or_are_hidden():
    close = Hidden(Reason.DIFFERENCE)
    counts = [gate.people(n) for n in (100, 95, 85, 85, 75, 9)]

    assert gate.nested(*counts) == (counts[0], close, counts[2], close, counts[4], close)
    assert gate.nested(gate.people(9), gate.people(3)) == (Hidden(Reason.FEW),) * 2
    assert gate.nested(gate.share(50, 100), gate.share(48, 95))[1] == close
    with pytest.raises(ValueError, match="larger"):
        gate.nested(gate.people(20), gate.people(30))


def test_whoever_knows_the_rule_learns_no_small_difference():
    """Among all chains that are told alike, every hidden group has more than one size."""
    alike = {}
    for chain in combinations_with_replacement(range(44, -1, -1), 3):
        if chain[0] >= 10:
            alike.setdefault(gate.nested(*map(gate.people, chain)), []).append(chain)
    for shown, chains in alike.items():
        hidden = [place for place in (1, 2) if not shown[place].told]
        sizes = [one.n for one in shown if one.told]

        assert all(len({chain[place] for chain in chains}) > 1 for place in hidden), (shown, chains)
        assert all(before - after >= 10 for before, after in pairwise(sizes))


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ((4, 5), Reason.FEW),
        ((5, 5), (None, ABOVE)),
        ((14, 15), (None, ABOVE)),
        ((21, 9), (None, ABOVE)),
        ((20, 10), (0.3, ABOVE)),
        ((3, 3, 3), Reason.FEW),
        ((9, 1, 0), (None, ABOVE)),
        ((30, 30, 9), (None, ABOVE)),
        ((10, 10, 10), (0.3, ABOVE)),
        ((60,), (None, ABOVE)),
    ],
)
def test_a_gain_is_first_an_interval_and_then_a_number(orders, expected):
    assert said(gate.gain(0.3, ABOVE, *orders)) == expected
    assert said(gate.share_gain(0.3, ABOVE, *orders)) == expected


def test_a_gain_that_cannot_be_computed_is_not_told():
    assert said(gate.gain(None, None, 5, 4, 0)) == Reason.FEW
    assert said(gate.gain(None, None, 6, 5, 0)) == Reason.UNDEFINED
    assert said(gate.gain(None, None, 30, 30, 0)) == Reason.UNDEFINED


def test_a_mean_share_is_finer_than_a_share_of_people():
    assert said(gate.mean_share(0.713, (0.66, 0.764), 60)) == (0.71, (0.66, 0.76))
    assert said(gate.mean_share(0.713, (0.41, 1.02), 13)) == (0.71, (0.41, 1))
    assert said(gate.mean_share(0.713, (0.4, 1), 10)) == (0.7, (0.4, 1))


def test_a_mean_share_where_nearly_all_answered_alike_is_hidden():
    assert said(gate.mean_share(0.713, (0.4, 1), 9)) == Reason.FEW
    assert said(gate.mean_share(0.95, (0.9, 1), 20)) == Reason.COMPLEMENT
    assert said(gate.mean_share(None, None, 20)) == Reason.UNDEFINED
    assert said(gate.technique_share(25, 34, 30)) == Reason.COMPLEMENT
    assert said(gate.technique_share(20, 30, 9)) == Reason.FEW
    assert said(gate.technique_share(20, 40, 20)) == (0.5, (0.3, 0.7))
    assert said(gate.technique_share(0, 0, 0)) == Reason.FEW


def test_retention_of_no_sure_gain_is_unsure():
    assert said(gate.retained(None, None, 10, 12)) == Reason.UNSURE
    assert said(gate.retained(None, None, 9, 12)) == Reason.FEW


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (gate.claim(0.3, ABOVE, 99), Reason.FEW),
        (gate.claim(0.3, ABOVE, 100), (0.3, ABOVE)),
        (gate.comparison(0.3, ABOVE, 30, 29), Reason.FEW),
        (gate.comparison(0.3, ABOVE, 30, 30), (0.3, ABOVE)),
        (gate.comparison(0.3, (-0.1, 0.7), 300, 300), Reason.UNSURE),
        (gate.curve_point(20, 29), Reason.FEW),
        (gate.curve_point(15, 30), (0.5, (0.35, 0.65))),
        (gate.curve_point(5, 9, own=True), Reason.FEW),
        (gate.item_share(0, 29), Reason.FEW),
        (gate.item_share(0, 120), (0, (0, 0.03))),
        (gate.item_share(0, 40, answers=29), Reason.FEW),
        (gate.item_seconds(9.6, 30), (10, None)),
        (gate.item_seconds(None, 90), Reason.FEW),
        (gate.discrimination(0.345, 99), Reason.FEW),
        (gate.discrimination(0.345, 100), (0.34, None)),
        (gate.discrimination(None, 100), Reason.UNDEFINED),
        (gate.reliability(0.7, 99), Reason.FEW),
    ],
)
def test_each_kind_from_its_own_number_on(figure, expected):
    assert said(figure) == expected


@pytest.mark.parametrize(("returned", "doubtful"), [(59, True), (60, False), (100, False)])
def test_where_many_stayed_away_the_figure_says_so(returned, doubtful):
    assert gate.retained(0.5, SPREAD, returned, 100).doubtful is doubtful


def test_no_rule_is_laxer_than_a_crowd():
    assert RULES.keys() == set(Kind)
    others = [rule for kind, rule in RULES.items() if kind is not Kind.OWN_SHARE]  # one's own answers
    assert all(rule.least >= 10 and (rule.to_interval or 10) >= 10 for rule in others)


class TestForging:
    """A figure that did not come through the gate."""

    def test_nobody_else_makes_one(self):
        with pytest.raises(TypeError, match="only"):
            Figure(3, None, 3, Kind.PEOPLE, 1)
        with pytest.raises(TypeError, match="only"):
            Figure(3, None, 3, Kind.PEOPLE, 1, passed=object())

    def test_nobody_changes_one(self):
        with pytest.raises(TypeError, match="only"):
            replace(gate.people(12), value=3)
        with pytest.raises(FrozenInstanceError):
            gate.people(12).value = 3

    def test_a_copy_is_the_same_and_bytes_are_none(self):
        figure = gate.people(12)

        assert copy.copy(figure) is figure
        assert copy.deepcopy([figure])[0] is figure
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(figure)

    def test_there_are_no_heirs(self):
        with pytest.raises(TypeError, match="heirs"):
            type("Heir", (Figure,), {"__post_init__": lambda self, passed: None})

    def test_one_put_together_from_pieces_does_not_pass(self):
        forged = object.__new__(Figure)
        for name, value in vars(gate.people(12)).items():
            if not name.startswith("_"):
                object.__setattr__(forged, name, value)

        assert not made_here(forged)

    @pytest.mark.parametrize("thing", [3, "3", None, {"value": 3}, Kind.PEOPLE, Figure])
    def test_nothing_else_passes(self, thing):
        assert not made_here(thing)

    def test_what_the_gate_made_passes(self):
        assert made_here(gate.people(12))
        assert made_here(gate.people(2))
