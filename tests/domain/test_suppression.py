"""Attacks on tables of counts: what somebody who knows the rule can subtract from what is told."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.suppression import few, unsaid_parts, unsaid_rows

NAMES = "abcd"
COUNTS = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=1, max_size=8)


def told(sizes, rest=0):
    """The table as it is told: None where a part stays unsaid."""
    unsaid = unsaid_parts(sum(sizes) + rest, dict(zip(map(str, range(len(sizes))), sizes, strict=True)))
    return tuple(None if str(place) in unsaid else size for place, size in enumerate(sizes))


def divided(total, parts):
    """Every way in which *total* people fall into so many *parts*."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *others) for others in divided(total - first, parts - 1))


@pytest.mark.parametrize(
    ("sizes", "rest", "expected"),
    [
        ((20, 30), 0, (20, 30)),
        ((3, 20, 30), 0, (None, None, 30)),
        ((0, 20, 30), 0, (None, None, 30)),
        ((9, 9, 10), 0, (None, None, None)),
        ((9, 20, 20, 40), 0, (None, None, None, 40)),
        ((3, 4), 0, (None, None)),
        ((9,), 0, (None,)),
        ((20, 30), 4, (None, 30)),
        ((20, 30), 15, (20, 30)),
        ((4, 30), 15, (None, 30)),
        ((), 0, ()),
    ],
)
def test_what_is_told_of_a_table(sizes, rest, expected):
    assert told(sizes, rest) == expected


@pytest.mark.parametrize(("total", "parts"), [(5, {"a": 6}), (5, {"a": -1, "b": 6})])
def test_parts_that_do_not_fit_are_refused(total, parts):
    with pytest.raises(ValueError, match="add up"):
        unsaid_parts(total, parts)


@pytest.mark.parametrize(("parts", "most"), [(2, 60), (3, 45), (4, 26)])
def test_whoever_knows_the_rule_and_tries_every_table_learns_no_small_count(parts, most):
    """In all tables that are told alike each unsaid part is small in one and large in another."""
    for total in range(10, most):
        alike = defaultdict(list)
        for sizes in divided(total, parts):
            alike[told(sizes)].append(sizes)
        for shown, tables in alike.items():
            for place in (place for place, size in enumerate(shown) if size is None):
                possible = {sizes[place] for sizes in tables}
                assert len(possible) > 1, (shown, tables)
                assert not all(few(size) for size in possible), (shown, tables)


@given(COUNTS, st.integers(0, 30))
def test_nothing_small_is_told_and_nothing_small_is_left_over(sizes, rest):
    shown = told(sizes, rest)
    total = sum(sizes) + rest
    left_over = total - sum(size for size in shown if size is not None)

    assert not any(size is not None and few(size) for size in shown)
    if not few(total):
        assert left_over == 0 or not few(left_over)
        assert shown.count(None) + bool(rest) != 1 or not few(left_over)


@given(COUNTS, st.data())
def test_a_small_part_changes_places_with_a_large_one_unseen(sizes, data):
    """The proof: after the exchange the table is told in the same words, so nobody knows which is small."""
    shown = told(sizes)
    unsaid = [place for place, size in enumerate(shown) if size is None]
    small = [place for place in unsaid if few(sizes[place])]
    large = [place for place in unsaid if not few(sizes[place])]
    if not small or all(few(size) for size in sizes):
        return
    assert large
    one, other = data.draw(st.sampled_from(small)), data.draw(st.sampled_from(large))
    swapped = list(sizes)
    swapped[one], swapped[other] = swapped[other], swapped[one]

    assert told(swapped) == shown


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6), st.data())
def test_a_row_with_a_small_side_changes_places_unseen(sides, data):
    """What is small in a row that stays unsaid is large in another: exchanged, the table reads the same."""

    def shown(sides):
        rows = {str(place): (have, have + lack) for place, (have, lack) in enumerate(sides)}
        total = sum(x for x, _ in rows.values()), sum(n for _, n in rows.values())
        unsaid = unsaid_rows(total, rows)
        return total, [None if name in unsaid else row for name, row in rows.items()]

    (have, everybody), told_rows = shown(sides)
    if few(have) or few(everybody - have):
        return
    unsaid = [place for place, row in enumerate(told_rows) if row is None]
    for one in unsaid:
        for side in (0, 1):
            if few(sides[one][side]) and not all(few(row[side]) for row in sides):
                large = [other for other in unsaid if not few(sides[other][side])]
                other = data.draw(st.sampled_from(large))
                swapped = list(sides)
                swapped[one], swapped[other] = swapped[other], swapped[one]
                assert shown(swapped) == ((have, everybody), told_rows)
    assert not any(few(min(x, n - x)) for x, n in filter(None, told_rows))


def test_those_in_no_row_are_not_told_of_either():
    rows = {"a": (20, 40), "b": (30, 60)}

    assert unsaid_rows((50, 100), rows) == set()
    assert unsaid_rows((70, 140), rows) == set()
    assert unsaid_rows((50, 115), rows) == {"a"}
    assert unsaid_rows((53, 130), rows) == {"a"}


@given(COUNTS, st.randoms())
def test_the_order_of_parts_tells_nothing(sizes, random):
    order = list(range(len(sizes)))
    random.shuffle(order)
    shown = told(sizes)

    assert told([sizes[place] for place in order]) == tuple(shown[place] for place in order)
