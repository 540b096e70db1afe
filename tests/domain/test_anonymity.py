"""Whoever is published looks like at least nine others."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.anonymity import ANY, generalise

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
