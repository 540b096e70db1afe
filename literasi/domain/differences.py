"""What stands between two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

BESIDE = 3  # unchanged lines that are shown around a change


@dataclass(frozen=True)
class Line:
    """One line of a comparison: ``same``, ``added``, ``removed``, or ``skipped`` for a stretch left out."""

    kind: str
    text: str
    number: int  # in the newer text; of a removed line, where it stood there


def differences(old: str, new: str) -> list[Line]:
    """The lines of *new* beside those of *old*; long unchanged stretches are left out."""
    before, after = old.split("\n"), new.split("\n")
    matcher = SequenceMatcher(None, before, after)
    found: list[Line] = []
    last = len(after)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found.extend(_unchanged(after, j1, j2, last))
            continue
        found.extend(Line("removed", text, j1 + 1) for text in before[i1:i2])
        found.extend(Line("added", text, number) for number, text in enumerate(after[j1:j2], start=j1 + 1))
    return found


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
