"""Which items of the bank a learner meets: fresh ones first, harder ones first, always both sides."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from literasi.domain.exhibits import Technique, Topic, Verdict
from literasi.domain.front_matter import Fields, split

MOST_A_SIDE = 10


@dataclass(frozen=True)
class Draw:
    """How many true and false items a quiz draws; without *topics* or *techniques*, any."""

    true: int
    false: int
    topics: tuple[Topic, ...] = ()
    techniques: tuple[Technique, ...] = ()

    @property
    def total(self) -> int:
        """How many items are drawn."""
        return self.true + self.false

    def fits(self, topic: Topic, technique: Technique) -> bool:
        """Whether an item of this topic and technique is what the quiz is about."""
        return self._fits_topic(topic) and (not self.techniques or technique in self.techniques)

    def _fits_topic(self, topic: Topic) -> bool:
        return not self.topics or topic in self.topics

    def nearly_fits(self, topic: Topic) -> bool:
        """Whether at least the topic is the quiz's."""
        return self._fits_topic(topic)


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn; ``shown_at`` is when this learner was last shown it, if ever."""

    key: str
    verdict: Verdict
    topic: Topic
    technique: Technique
    difficulty: int
    revision_id: int
    shown_at: datetime | None

    @property
    def seen(self) -> bool:
        """Whether this learner was shown it before."""
        return self.shown_at is not None


def read_draw(fields: Fields) -> Draw | None:
    """The draw in a quiz's front matter; None when it draws nothing."""
    if not fields.has("draw"):
        return None
    inside = fields.inside("draw")
    if inside is None:
        return None
    draw = Draw(
        true=inside.number("true", 1, MOST_A_SIDE),
        false=inside.number("false", 1, MOST_A_SIDE),
        topics=tuple(Topic(word) for word in inside.options("topics", list(Topic))),
        techniques=tuple(Technique(word) for word in inside.options("techniques", list(Technique))),
    )
    inside.finish()
    return draw


def drawn_by(text: str) -> int:
    """How many items of the bank a sitting of the quiz *text* draws."""
    fields, _, _ = split(text, [])
    draw = read_draw(fields) if fields else None
    return draw.total if draw else 0


def pick(
    candidates: Sequence[Candidate],
    draw: Draw,
    randomness: random.Random,
    *,
    excluded: Collection[str] = (),
) -> list[Candidate]:
    """The items for one sitting: as many of each side as *draw* asks for, where there are enough.

    Unseen items come first, the harder ones before the easier; then those shown longest ago. When too
    few fit topics and techniques, those that fit the topics alone may come, then any: a quiz with both
    sides is worth more than one about its topic only. *excluded* are keys that the quiz has itself.
    """
    offered = [one for one in candidates if one.key not in excluded]
    chosen: list[Candidate] = []
    for verdict, count in ((Verdict.TRUE, draw.true), (Verdict.FALSE, draw.false)):
        side = [one for one in offered if one.verdict is verdict]
        chosen += _first(_suitable(side, draw, count), count, randomness)
    return chosen


def _suitable(side: Sequence[Candidate], draw: Draw, count: int) -> Sequence[Candidate]:
    fitting = [one for one in side if draw.fits(one.topic, one.technique)]
    if len(fitting) >= count:
        return fitting
    near = [one for one in side if draw.nearly_fits(one.topic)]
    return near if len(near) >= count else side


def _first(side: Sequence[Candidate], count: int, randomness: random.Random) -> list[Candidate]:
    mixed = randomness.sample(side, len(side))  # sorting keeps this order among equals
    fresh = sorted((one for one in mixed if not one.seen), key=lambda one: -one.difficulty)
    known = sorted(
        ((one.shown_at, number, one) for number, one in enumerate(mixed) if one.shown_at is not None)
    )
    return [*fresh, *(one for _, _, one in known)][:count]
