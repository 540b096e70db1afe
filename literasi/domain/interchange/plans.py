"""What an import would do, said before it does anything.

A plan is made of values alone: what is live already comes in, what would be created comes out, and everything
that would not come along is named with its line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from literasi.domain.identities import TextKind


class Step(StrEnum):
    """What becomes of one text."""

    NEW = "new"
    CHANGES = "changes"
    SAME = "same"


@dataclass(frozen=True)
class LiveNow:
    """One live text, as far as a plan must know it."""

    number: int
    source: str


@dataclass(frozen=True)
class Target:
    """Where an import goes, and what is there already. *keys* says which text has each question key."""

    course: str
    title: str
    review_by: date
    live: Mapping[str, LiveNow] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Creation:
    """One text that would be written into a draft; *revision* is the live one that it would change."""

    identity: str
    title: str
    kind: TextKind
    questions: int
    step: Step
    source: str
    revision: int | None = None
    unexplained: int = 0
    keys: tuple[str, ...] = ()
    lesson: str | None = None  # the slug of the lesson that a quiz completes


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str


@dataclass(frozen=True, order=True)
class Aside:
    """What does not come along as it was, and where it stands."""

    file: str
    line: int
    what: str


@dataclass(frozen=True)
class Plan:
    """Everything that an import would create, and everything that it would not.

    What is faulty stays behind, unless the plan *holds faults*: then it is in the draft, to be mended there.
    """

    creates: tuple[Creation, ...] = ()
    faults: tuple[Fault, ...] = ()
    skipped: tuple[Aside, ...] = ()
    simplified: tuple[Aside, ...] = ()
    holds_faults: bool = False

    @property
    def drafts(self) -> tuple[Creation, ...]:
        """What would be written: everything but what is live already, word for word."""
        return tuple(one for one in self.creates if one.step is not Step.SAME)

    @property
    def simpler(self) -> "list[Group]":
        """What is made simpler, each thing with the lines on which it is."""
        return grouped((one.what, str(one.line)) for one in self.simplified)

    @property
    def questions(self) -> int:
        """How many questions would be written."""
        return sum(one.questions for one in self.drafts)

    @property
    def unexplained(self) -> int:
        """How many choices would still wait for an explanation."""
        return sum(one.unexplained for one in self.drafts)


@dataclass(frozen=True)
class Group:
    """One thing that happens in several places."""

    what: str
    places: tuple[str, ...]


def grouped(pairs: Iterable[tuple[str, str]]) -> list[Group]:
    """Pairs of what happens and where, each thing once, in the order in which it first happens."""
    found: dict[str, list[str]] = {}
    for what, place in pairs:
        found.setdefault(what, []).append(place)
    return [Group(what, tuple(places)) for what, places in found.items()]


def bundles(creations: Sequence[Creation]) -> list[list[Creation]]:
    """What is edited together: a lesson with its quiz, and every other text alone."""
    lessons = {one.identity: [one] for one in creations if one.kind == "lesson"}
    found = []
    for one in creations:
        home = f"courses/{one.identity.split('/')[1]}/{one.lesson}" if one.lesson else ""
        if home in lessons:
            lessons[home].append(one)
        else:
            found.append(lessons.get(one.identity, [one]))
    return found
