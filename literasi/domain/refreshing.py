"""When a technique comes back: four fresh messages after a day, a week, a month and every three months.

A *card* says when a learner shall meet a technique again. The pauses are those after which training against
misleading messages was measured to fade and boosters to help: a day, 7, 30 and 90 days.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from literasi.domain.drawing import Candidate, Draw, pick
from literasi.domain.exhibits import Technique, Verdict

PAUSES = (timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=90))
LAST_STEP = len(PAUSES) - 1
A_SIDE = 2  # true messages, and as many hoaxes: about two minutes
MINUTES = 2
MOSTLY = Fraction(3, 4)  # of the answers right: the pause grows
MOST_A_DAY = 3  # that lead the learner's way; more can wait until tomorrow


@dataclass(frozen=True)
class Card:
    """When a learner shall meet a technique again; ``step`` is the pause that ends on ``due_on``."""

    technique: Technique
    step: int
    due_on: date


@dataclass(frozen=True)
class Plan:
    """What a learner's cards say today: what is due, the most overdue first, and what comes later.

    ``waiting`` is due as well, but enough was done today.
    """

    due: tuple[Card, ...]
    waiting: tuple[Card, ...]
    later: tuple[Card, ...]

    @property
    def next_on(self) -> date | None:
        """When the next one comes that is not due yet."""
        return self.later[0].due_on if self.later else None


def new_card(technique: Technique, today: date) -> Card:
    """The card of a technique that was judged for the first time *today*."""
    return Card(technique, 0, today + PAUSES[0])


def after(card: Card, right: int, total: int, today: date) -> Card:
    """The card after a refresher of which *right* of *total* answers were right.

    Mostly right: the next pause; otherwise the same one again. A refresher that was taken before its day
    never skips a pause, and never puts off what did not go well.
    """
    went_well = total > 0 and Fraction(right, total) >= MOSTLY
    is_early = today < card.due_on
    if is_early and not went_well:
        return card
    step = min(card.step + 1, LAST_STEP) if went_well and not is_early else card.step
    return Card(card.technique, step, today + PAUSES[step])


def plan(cards: Iterable[Card], today: date, *, done_today: int = 0) -> Plan:
    """What of *cards* is due *today*, after so many refreshers were done today."""
    ordered = sorted(cards, key=lambda card: (card.due_on, card.technique.value))
    due = [card for card in ordered if card.due_on <= today]
    most = max(0, MOST_A_DAY - done_today)
    return Plan(tuple(due[:most]), tuple(due[most:]), tuple(card for card in ordered if card.due_on > today))


def exemplars(
    offered: Sequence[Candidate], technique: Technique, randomness: random.Random
) -> list[Candidate]:
    """Four messages to judge, in a random order: two true and two false ones of *technique*.

    Unseen ones come first. Where the bank has too few of the technique, others fill the side.
    """
    own = [one for one in offered if one.technique is technique]
    chosen = pick(own, Draw(A_SIDE, A_SIDE), randomness)
    counts = [one.verdict for one in chosen]
    missing = Draw(A_SIDE - counts.count(Verdict.TRUE), A_SIDE - counts.count(Verdict.FALSE))
    chosen += pick([one for one in offered if one.technique is not technique], missing, randomness)
    return randomness.sample(chosen, len(chosen))


def freshest(offered: Sequence[Candidate], randomness: random.Random) -> Technique | None:
    """The technique to begin with when nothing is known of a learner: the one with most unseen messages."""
    unseen = [one.technique for one in offered if not one.seen]
    techniques: Collection[Technique] = set(unseen) or {one.technique for one in offered}
    if not techniques:
        return None
    most = max(unseen.count(technique) for technique in techniques)
    return randomness.choice(sorted(one for one in techniques if unseen.count(one) == most))
