"""What may be told of how a question does: its figures, each through the gate.

Below the minimum of answers only how many there are; from there on a question's figures say something about
a text, and not about a crowd that somebody could know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from literasi.domain import gate
from literasi.domain.gate import Figure, Hidden, Shown
from literasi.domain.item_analysis import ItemFigures, Use


@dataclass(frozen=True)
class ToldUse:
    """How a choice was used: its share, and its share in the lowest, middle and highest third."""

    chosen: Shown
    thirds: tuple[Shown, Shown, Shown]


@dataclass(frozen=True)
class ToldItem:
    """One question as a page tells it. *uses* is None where there are too few, and *rest* then says so."""

    shown: Shown
    seen: Shown
    facility: Shown
    left_open: Shown
    discrimination: Shown
    seconds: Shown
    uses: Mapping[str, ToldUse] | None
    rest: Shown


def told(figures: ItemFigures) -> ToldItem:
    """*figures* as they may be told."""
    fresh = figures.answered + figures.left_open
    shown, answered, paired = gate.nested(
        gate.times(figures.shown), gate.people(figures.answered), gate.people(figures.paired)
    )
    right = figures.facility.value * figures.facility.n if figures.facility else 0.0
    return ToldItem(
        shown=shown,
        seen=_with(gate.item_share(figures.seen, figures.shown), shown),
        facility=_with(gate.item_share(right, fresh, answers=figures.answered), answered),
        left_open=_with(gate.item_share(figures.left_open, fresh, answers=figures.answered), answered),
        discrimination=_with(gate.discrimination(figures.discrimination, figures.paired), paired),
        seconds=_with(gate.item_seconds(figures.seconds, figures.answered), answered),
        uses=_uses(figures),
        rest=_with(gate.item_share(0, figures.paired), paired),
    )


def _with(figure: Shown, have: Shown) -> Shown:
    """*figure*; where it wants answers, with those there are, as they may be told beside the rest."""
    if not isinstance(figure, Hidden):
        return figure
    fewer = isinstance(have, Figure) and have.n < figure.needed
    return replace(figure, have=have if fewer else None)


def _uses(figures: ItemFigures) -> dict[str, ToldUse] | None:
    if figures.uses is None:
        return None
    return {name: _use(use, figures.answered) for name, use in figures.uses.items()}


def _use(use: Use, answered: int) -> ToldUse:
    low, middle, high = (
        gate.item_share(share * (answered // 3), answered // 3, answers=answered) for share in use.thirds
    )
    return ToldUse(gate.item_share(use.times, answered), (low, middle, high))
