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
    """The traits of each of *people* as they may be published; of fewer than *least* people nobody's are.

    *people* maps a person to their traits (quasi-identifiers), all in the same places; *order* says in which
    order places are blanked. Whoever shares all traits with ``least - 1`` others is published with them;
    for the rest one place more is blanked, for all of them at once, and so on. Few for whom all is blank take
    those of the rarest combination with them. So each in the result is that of at least *least* people.
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
    return _with_the_rarest(published, waiting, (ANY,) * len(order)) if waiting else published


def _with_the_rarest(
    published: Mapping[T, tuple[str, ...]], waiting: Iterable[T], blank: tuple[str, ...]
) -> dict[T, tuple[str, ...]]:
    """Everybody, those *waiting* and those of the rarest published combination with nothing but *blank*s."""
    if not published:
        return {}
    sizes = Counter(published.values())
    rarest = min(sizes, key=lambda shown: (shown != blank, sizes[shown], shown))
    everybody = dict(published) | dict.fromkeys(waiting, rarest)
    return {person: blank if shown == rarest else shown for person, shown in everybody.items()}


def in_crowds(arrivals: Iterable[tuple[datetime, T]], least: int = SMALLEST_CROWD) -> list[list[T]]:
    """The *arrivals* in crowds of *least*, in the order in which they came; who is left over waits.

    *arrivals* only ever grow at their end: whoever left since keeps their place, so that a crowd is for ever
    that of the same people. Where only whole crowds are published, two files differ by whole crowds.
    """
    ordered = [person for _, person in sorted(arrivals, key=lambda arrival: arrival[0])]
    return [ordered[start : start + least] for start in range(0, len(ordered) - least + 1, least)]


def without_remnants(
    counted: Mapping[T, Collection[Hashable]], crowds: Sequence[Sequence[T]], least: int = SMALLEST_CROWD
) -> list[Sequence[T]]:
    """Those of the *crowds* that can be published beside figures of everybody who is *counted*.

    *counted* says for each person in which published groups they are. Whoever takes the people of a file out
    of the figure of a group must be left with nobody, or with *least* people or more: the last of *crowds*
    with anybody of the group are left out until that holds, or nobody of it is in the file.
    """
    kept, of_group = dict.fromkeys(range(len(crowds)), True), defaultdict(list)
    rest: Counter[Hashable] = Counter(group for groups in counted.values() for group in groups)
    groups_of = [[group for person in crowd for group in counted[person]] for crowd in crowds]
    for place, groups in enumerate(groups_of):
        rest.subtract(groups)
        for group in dict.fromkeys(groups):
            of_group[group].append(place)
    waiting = sorted(rest, key=repr)
    while waiting:
        group = waiting.pop()
        while 0 < rest[group] < least and of_group[group]:
            place = of_group[group].pop()
            if kept.pop(place, False):
                rest.update(groups_of[place])
                waiting.extend(groups_of[place])
    return [crowds[place] for place in kept]
