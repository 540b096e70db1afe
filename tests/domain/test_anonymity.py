"""Whoever is published looks like at least nine others, came with nine others, and leaves no few behind."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.anonymity import ANY, generalise, in_crowds, publishable, without_remnants

TRAITS = st.tuples(
    st.sampled_from(["saring", "jebakan"]), st.sampled_from(["warga", "admin"]), st.sampled_from("xyz")
)
ORDER = (2, 1, 0)


@given(st.dictionaries(st.integers(0, 200), TRAITS, max_size=120))
def test_every_combination_is_that_of_ten_people_or_more(people):
    published = generalise(people, ORDER)

    assert all(count >= 10 for count in Counter(published.values()).values())
    assert published.keys() <= people.keys()
    for person, shown in published.items():
        assert all(trait in {ANY, own} for trait, own in zip(shown, people[person], strict=True))


@given(st.dictionaries(st.integers(0, 200), TRAITS, max_size=120))
def test_those_who_are_left_out_are_fewer_than_ten(people):
    assert len(people.keys() - generalise(people, ORDER).keys()) < 10


def test_a_rare_trait_is_blanked_and_the_common_ones_stay():
    people = dict.fromkeys(range(12), ("saring", "warga", "phone"))
    people |= {100 + number: ("saring", "warga", f"rare-{number}") for number in range(10)}
    published = generalise(people, ORDER)

    assert published[0] == ("saring", "warga", "phone")
    assert published[100] == ("saring", "warga", ANY)


def test_nine_are_not_published():
    assert generalise(dict.fromkeys(range(9), ("saring", "warga", "phone")), ORDER) == {}


DAY = datetime(2026, 11, 24, tzinfo=UTC)
GROUPS = st.dictionaries(
    st.integers(0, 60), st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), max_size=60
)


def rests(counted, published):
    """How many are counted, but not published, of each group of which anybody is published."""
    there = {group for person in published for group in counted[person]}
    rest = [person for person in counted if person not in published]
    return Counter(group for person in rest for group in counted[person] if group in there).values()


@given(GROUPS, st.randoms(use_true_random=False))
def test_nobody_or_ten_are_left_of_every_group(counted, dice):
    chosen = [person for person in counted if dice.random() < 0.8]
    kept = without_remnants(counted, chosen)

    assert all(rest >= 10 for rest in rests(counted, kept))
    assert kept == [person for person in chosen if person in set(kept)]


@given(GROUPS)
def test_whoever_is_all_of_a_group_can_be_published_as_a_whole(counted):
    assert without_remnants(counted, list(counted)) == list(counted)


def test_no_more_are_left_out_than_it_takes():
    counted = {person: {"a"} for person in range(40)}

    assert without_remnants(counted, range(28)) == list(range(28))
    assert without_remnants(counted, range(35)) == list(range(30))


@given(GROUPS, st.data())
def test_both_rules_hold_together(counted, data):
    people = {person: data.draw(TRAITS) for person in counted if data.draw(st.integers(0, 9))}
    published = publishable(people, counted, ORDER)

    assert all(count >= 10 for count in Counter(published.values()).values())
    assert all(rest >= 10 for rest in rests(counted, published))


@given(st.lists(st.integers(0, 9), max_size=45), st.lists(st.integers(10, 19), max_size=45))
def test_between_two_files_ten_come_or_nobody(first_days, further_days):
    first = [(DAY + timedelta(days=day), number) for number, day in enumerate(first_days)]
    both = first + [
        (DAY + timedelta(days=day), len(first) + number) for number, day in enumerate(further_days)
    ]

    assert in_crowds(first) <= in_crowds(both)
    assert len(in_crowds(both) - in_crowds(first)) % 10 == 0
    assert len(in_crowds(both)) == len(both) // 10 * 10
