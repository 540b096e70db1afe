"""What stands between two texts, line by line and, inside a changed line, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

BESIDE = 3  # unchanged lines that are shown around a change
# Comparing everything with everything takes too long for a text that repeats itself; then its middle is
# shown as removed and added as a whole. Ordinary lessons are far below.
MOST_PAIRS = 400_000
MOST_WORD_PAIRS = 40_000
LEAST_COST = 100  # in pairs: even two empty lines take a moment
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of a line; *changed* when it is not the same in the line on the other side."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Line:
    """One line of a comparison: ``same``, ``added``, ``removed``, or ``skipped`` for a stretch left out.

    The *pieces* of an added or removed line are its whole text; without a line on the other side, one piece.
    """

    kind: str
    text: str
    number: int  # in the newer text; of a removed line, where it stood there
    pieces: tuple[Piece, ...] = ()


def differences(old: str, new: str) -> list[Line]:
    """The lines of *new* beside those of *old*; long unchanged stretches are left out."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Line] = []
    budget = _Budget(MOST_PAIRS)
    for kind, i1, i2, j1, j2 in _steps(before, after):
        if kind == "equal":
            found.extend(_unchanged(after, j1, j2, len(after)))
            continue
        pieces = _marked(before[i1:i2], after[j1:j2], budget)
        removed, added = zip(*pieces, strict=True)
        gone = zip(before[i1:i2], removed, strict=False)
        found.extend(Line("removed", text, i1 + n, marks) for n, (text, marks) in enumerate(gone, start=1))
        come = zip(after[j1:j2], added, strict=False)
        found.extend(Line("added", text, j1 + n, marks) for n, (text, marks) in enumerate(come, start=1))
    return found


@dataclass
class _Budget:
    """How many pairs of words may still be compared."""

    left: int

    def spend(self, pairs: int) -> bool:
        """Whether *pairs* more may be compared."""
        if pairs > min(self.left, MOST_WORD_PAIRS):
            return False
        self.left -= pairs
        return True


def _steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How *before* becomes *after*: what is the same at both ends is set aside, the middle is compared."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    steps = [("equal", 0, head, 0, head)] if head else []
    if old or new:
        steps += [
            (kind, i1 + head, i2 + head, j1 + head, j2 + head) for kind, i1, i2, j1, j2 in _middle(old, new)
        ]
    if tail:
        steps.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return steps


def _middle(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    if _pairs(old, new) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """At most how often two lines are compared: SequenceMatcher looks at each pair of equal lines, again
    in each stretch that it finds."""
    counts: dict[str, int] = {}
    for line in new:
        counts[line] = counts.get(line, 0) + 1
    equal = sum(counts.get(line, 0) for line in old)
    return equal * min(len(old), len(new), 50) + len(old) + len(new)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines at the start are the same."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _marked(
    removed: Sequence[str], added: Sequence[str], budget: _Budget
) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """For each pair of lines that stand across from each other, what differs in both."""
    return [_pieces(old, new, budget) for old, new in zip_longest(removed, added)]


def _pieces(old: str | None, new: str | None, budget: _Budget) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if old is None or new is None:
        return (Piece(old or "", True),), (Piece(new or "", True),)
    if not budget.spend(LEAST_COST):
        return (Piece(old, True),), (Piece(new, True),)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not budget.spend(len(before) * len(after)):
        return (Piece(old, True),), (Piece(new, True),)
    left, right = [], []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append(Piece("".join(before[i1:i2]), kind != "equal"))
        right.append(Piece("".join(after[j1:j2]), kind != "equal"))
    if not any(piece.text.strip() and not piece.changed for piece in left):
        return (Piece(old, True),), (Piece(new, True),)
    return _written(left), _written(right)


def _written(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def _unchanged(lines: list[str], start: int, end: int, last: int) -> Iterator[Line]:
    """The edges of an unchanged stretch; its middle is skipped."""
    head = 0 if start == 0 else BESIDE
    tail = 0 if end == last else BESIDE
    if end - start <= head + tail + 1:
        yield from (Line("same", lines[at], at + 1) for at in range(start, end))
        return
    yield from (Line("same", lines[at], at + 1) for at in range(start, start + head))
    yield Line("skipped", str(end - start - head - tail), start + head + 1)
    yield from (Line("same", lines[at], at + 1) for at in range(end - tail, end))
