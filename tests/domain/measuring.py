"""Numbers that others computed, to check our statistics against, and answers to try them on."""

import json
from pathlib import Path

from hypothesis import strategies as st

from literasi.domain.discernment import STEPS, Ratings

VECTORS = json.loads(Path(__file__).with_name("measurement_vectors.json").read_text())


def counts(least=0, most=12):
    """How many items got each step; *least* in all."""
    return st.tuples(*[st.integers(0, most)] * STEPS).filter(lambda found: sum(found) >= least)


def any_ratings(least=0):
    return st.builds(Ratings, counts(least), counts(least))


def forms(each=10):
    """Ratings of a whole form: *each* true and *each* false items."""
    steps = st.lists(st.integers(0, STEPS - 1), min_size=each, max_size=each)
    return st.builds(Ratings, steps.map(counted), steps.map(counted))


def counted(places):
    return tuple(sum(place == step for place in places) for step in range(STEPS))


def same_step(step, n_true=10, n_false=10):
    """Somebody who gives every item the same step."""
    true, false = [0] * STEPS, [0] * STEPS
    true[step - 1], false[step - 1] = n_true, n_false
    return Ratings(tuple(true), tuple(false))
