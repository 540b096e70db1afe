"""k-anonymity: whoever stands in a published file looks like at least nine others (Sweeney 2002)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
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


def in_crowds(arrivals: Iterable[tuple[datetime, T]], least: int = SMALLEST_CROWD) -> set[T]:
    """Those of the *arrivals* who came in complete crowds of *least*, in the order in which they came.

    So a newer file has nobody in it who came alone. *arrivals* only ever grow at their end.
    """
    ordered = [person for _, person in sorted(arrivals, key=lambda arrival: arrival[0])]
    return set(ordered[: len(ordered) // least * least])


def without_remnants(
    counted: Mapping[T, Collection[Hashable]], chosen: Sequence[T], least: int = SMALLEST_CROWD
) -> list[T]:
    """Those of *chosen* who can be published beside figures of everybody who is *counted*.

    *counted* says for each person in which published groups they are. Whoever takes the people of a file out
    of the figure of a group must be left with nobody, or with *least* people or more: the last of *chosen*
    are left out until that holds for every group, or nobody of it is in the file.
    """
    kept, members = dict.fromkeys(chosen, True), defaultdict(list)
    rest: Counter[Hashable] = Counter(group for groups in counted.values() for group in groups)
    for person in chosen:
        rest.subtract(counted[person])
        for group in counted[person]:
            members[group].append(person)
    waiting = sorted(rest, key=repr)
    while waiting:
        group = waiting.pop()
        while 0 < rest[group] < least and members[group]:
            person = members[group].pop()
            if kept.pop(person, False):
                rest.update(counted[person])
                waiting.extend(counted[person])
    return list(kept)


def publishable(
    people: Mapping[T, Sequence[str]],
    counted: Mapping[T, Collection[Hashable]],
    order: Sequence[int],
    least: int = SMALLEST_CROWD,
) -> dict[T, tuple[str, ...]]:
    """The traits of those of *people* who can be published, as ``generalise`` and ``without_remnants`` say.

    Each of the two may leave out somebody, which the other has to know; so both are asked until neither does.
    """
    chosen = list(people)
    while True:
        kept = without_remnants(counted, chosen, least)
        published = generalise({person: people[person] for person in kept}, order, least)
        if len(published) == len(chosen):
            return published
        chosen = [person for person in kept if person in published]
