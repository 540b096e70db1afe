"""What the figures of a question say should be done about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from literasi.domain import gate
from literasi.domain.gate import Figure
from literasi.domain.item_analysis import Group, ItemFigures, Use
from literasi.domain.messages import N_

TOO_HARD, TOO_EASY = 0.20, 0.95
WEAK_BELOW = 0.10
MANY_LEFT_OPEN = 0.10
KNOWN_BY_MANY = 0.30

MESSAGES: Mapping[str, str] = {
    "key": N_(
        "Of those who do best on the rest, more chose “%(choice)s” than the right answer. Check the key "
        "first; then whether the question can be read in two ways."
    ),
    "verdict": N_(
        "Most of those who do best on the rest judge this message the other way. Check the verdict and its "
        "source first; then whether the message can be read in two ways."
    ),
    "weak": N_(
        "Those who do well on the rest hardly do better here. Read it as a learner would: ask for one thing "
        "only, and make the wrong choices clearly wrong."
    ),
    "hard": N_(
        "Fewer than one in five get this right. Check the key; then ask more simply, or explain it better "
        "in the lesson."
    ),
    "seen": N_(
        "About %(percent)s%% of those who were shown it had met it before. Retire it and write a fresh one "
        "in its place."
    ),
    "open": N_("About %(percent)s%% leave it open. Shorten it, or say more clearly what there is to do."),
    "easy": N_(
        "Nearly everybody gets this right, so it tells little. Keep it as a warm-up, or ask for something "
        "harder."
    ),
    "unused": N_("Nobody chooses “%(choice)s”. Put a mistake there that people really make, or take it out."),
}


@dataclass(frozen=True)
class ChoiceOutline:
    """One choice as its figures name it; *label* is what a trainer reads, *old* when no text has it now."""

    name: str
    label: str
    right: bool
    old: bool = False


@dataclass(frozen=True)
class Flag:
    """Something to do: a message to translate, with its values. *name* is a key of ``MESSAGES``."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence, untranslated."""
        return MESSAGES[self.name]

    @property
    def urgency(self) -> int:
        """The lower, the sooner."""
        return list(MESSAGES).index(self.name)


def flags(group: Group, choices: Sequence[ChoiceOutline], figures: ItemFigures) -> list[Flag]:
    """What to do about a question, the most urgent first; nothing below the minimum numbers."""
    found = [*_key(group, choices, figures.uses), *_shares(figures)]
    if group is Group.KNOWLEDGE:
        found += _unused(choices, figures.uses)
    return sorted(found, key=lambda flag: flag.urgency)


def _shares(figures: ItemFigures) -> Iterator[Flag]:
    fresh = figures.answered + figures.left_open
    if figures.discrimination is not None and figures.discrimination < WEAK_BELOW:
        yield Flag("weak")
    if figures.facility and figures.facility.value < TOO_HARD:
        yield Flag("hard")
    if figures.facility and figures.facility.value > TOO_EASY:
        yield Flag("easy")
    left_open = gate.item_share(figures.left_open, fresh)
    if figures.left_open > MANY_LEFT_OPEN * fresh and isinstance(left_open, Figure):
        yield Flag("open", {"percent": left_open.percent})
    seen = gate.item_share(figures.seen, figures.shown)
    if figures.seen > KNOWN_BY_MANY * figures.shown and isinstance(seen, Figure):
        yield Flag("seen", {"percent": seen.percent})


def _key(group: Group, choices: Sequence[ChoiceOutline], uses: Mapping[str, Use] | None) -> Iterator[Flag]:
    """A wrong answer that the highest third prefers. Of several ticks, one that most of them ticked."""
    if uses is None:
        return
    top = {choice: uses[choice.name].thirds[2] if choice.name in uses else 0.0 for choice in choices}
    right = [share for choice, share in top.items() if choice.right]
    wrong = {choice: share for choice, share in top.items() if not choice.right and not choice.old}
    if not right or not wrong:
        return
    if group is not Group.KNOWLEDGE:
        if sum(wrong.values()) > sum(right):
            yield Flag("verdict")
        return
    worst = max(wrong, key=lambda choice: wrong[choice])
    bar = right[0] if len(right) == 1 else max(0.5, min(right))
    if wrong[worst] > bar:
        yield Flag("key", {"choice": worst.label.removesuffix(".")})


def _unused(choices: Sequence[ChoiceOutline], uses: Mapping[str, Use] | None) -> Iterator[Flag]:
    if uses is None:
        return
    for choice in choices:
        if choice.name not in uses and not choice.right and not choice.old:
            yield Flag("unused", {"choice": choice.label.removesuffix(".")})
