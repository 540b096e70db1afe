"""k-anonymity: whoever stands in a published file looks like at least nine others (Sweeney 2002)."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from literasi.domain.suppression import SMALLEST_CROWD

T = TypeVar("T", bound=Hashable)

ANY = ""  # what stands in the file instead of a trait that would single somebody out


def generalise(
    people: Mapping[T, Sequence[str]], order: Sequence[int], least: int = SMALLEST_CROWD
) -> dict[T, tuple[str, ...]]:
    """The traits of each of *people* as they may be published; whoever stays rare is left out.

    *people* maps a person to their traits (quasi-identifiers), all in the same places; *order* says in which
    order places are blanked. Whoever shares all traits with ``least - 1`` others is published with them;
    for the rest one place more is blanked, for all of them at once, and so on. So each combination in the
    result is that of at least *least* people.
    """
    published: dict[T, tuple[str, ...]] = {}
    waiting = {person: tuple(traits) for person, traits in people.items()}
    for blanked in range(len(order) + 1):
        hidden = set(order[:blanked])
        classes: dict[tuple[str, ...], list[T]] = defaultdict(list)
        for person, traits in waiting.items():
            classes[tuple(ANY if place in hidden else trait for place, trait in enumerate(traits))].append(
                person
            )
        for shown, alike in classes.items():
            if len(alike) >= least:
                published |= dict.fromkeys(alike, shown)
        waiting = {person: traits for person, traits in waiting.items() if person not in published}
    return published
