"""Whoever is published looks like at least nine others, came with nine others, and leaves no few behind."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.anonymity import ANY, generalise, in_crowds, without_remnants

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
def test_nobody_of_ten_or_more_is_left_out(people):
    assert generalise(people, ORDER).keys() == (people.keys() if len(people) >= 10 else set())


def test_few_who_stay_rare_take_the_rarest_combination_with_them():
    people = dict.fromkeys(range(30), ("saring", "warga", "x"))
    people |= dict.fromkeys(range(30, 41), ("jebakan", "warga", "x")) | {41: ("saring", "admin", "y")}
    published = generalise(people, ORDER)

    assert Counter(published.values()) == {("saring", "warga", "x"): 30, (ANY, ANY, ANY): 12}


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


def crowds_of(people):
    """Crowds of ten of the *people*, in their order; who is left over is in none."""
    return in_crowds((DAY, person) for person in people)


@given(GROUPS, st.randoms(use_true_random=False))
def test_nobody_or_ten_are_left_of_every_group(counted, dice):
    crowds = crowds_of(person for person in counted if dice.random() < 0.8)
    kept = without_remnants(counted, crowds)

    assert all(rest >= 10 for rest in rests(counted, {person for crowd in kept for person in crowd}))
    assert kept == [crowd for crowd in crowds if crowd in kept]


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), max_size=6))
def test_whoever_is_all_of_a_group_can_be_published_as_a_whole(groups):
    counted = {person: groups[person // 10] for person in range(10 * len(groups))}

    assert without_remnants(counted, crowds_of(counted)) == crowds_of(counted)


def test_no_more_are_left_out_than_it_takes():
    counted = {person: {"a"} for person in range(45)}

    assert without_remnants(counted, crowds_of(range(35))) == crowds_of(range(30))
    assert without_remnants(counted, crowds_of(range(40))) == crowds_of(range(30))


@given(st.lists(st.integers(0, 9), max_size=45), st.lists(st.integers(10, 19), max_size=45))
def test_a_crowd_is_for_ever_that_of_the_same_people(first_days, further_days):
    first = [(DAY + timedelta(days=day), number) for number, day in enumerate(first_days)]
    both = first + [
        (DAY + timedelta(days=day), len(first) + number) for number, day in enumerate(further_days)
    ]
    before, after = in_crowds(first), in_crowds(both)

    assert after[: len(before)] == before
    assert all(len(crowd) == 10 for crowd in after)
    assert len(after) == len(both) // 10
