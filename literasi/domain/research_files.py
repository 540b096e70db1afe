"""The file for researchers: one row for each item that a test showed, and what its columns mean.

A person in it is a random code with five traits, none of them nearer than others share with them
(``anonymity``). No row says when: times are lengths.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from literasi.domain.calibration import PROBABILITY
from literasi.domain.sheets.guarding import guarded
from literasi.domain.sittings import Phase
from literasi.domain.wita import WITA

LEAST_TRUE = 4  # the lowest step that says "true"
CITIZEN, ADMIN = "citizen", "admin"
TRAITS = ("course", "group", "month", "device", "language")
# In which order they are left blank, where somebody would stand out: the least needed goes first.
BLANKED = tuple(map(TRAITS.index, ("language", "device", "month", "group", "course")))


@dataclass(frozen=True)
class Item:
    """An item by what holds today, with the number and the truth of the text that was shown."""

    key: str
    revision: int | None
    true: bool
    true_when_shown: bool | None
    technique: str
    topic: str


@dataclass(frozen=True)
class Given:
    """The answer that counts: the step from 1 to 6, what was said of having seen it, and milliseconds."""

    rating: int
    seen_before: str | None
    took_ms: int | None
    away_ms: int | None


@dataclass(frozen=True)
class ShownItem:
    """One item of one test of one learner; *place* from 1 on, *given* None where it was left open."""

    learner: str
    traits: tuple[str, ...]
    due: bool
    phase: str
    form: str
    place: int
    item: Item
    given: Given | None
    set_aside: str | None


@dataclass(frozen=True)
class CountedTest:
    """A test that figures count: its *cell* (course, kind, agency), and why it is set aside, if it is."""

    phase: str
    cell: tuple[int, str, int | None]
    set_aside: str | None
    batched_at: datetime


def published_groups(tests: Iterable[CountedTest]) -> frozenset[tuple[object, ...]]:
    """The groups of people whose figures the learner of these *tests* may be part of.

    By phase, and by pair: those whose tests count, with those who returned, and with those set aside; each in
    its cell, among citizens or admins, and in the whole course; and of each those who came in the same month,
    for figures grow, and who remembers last month's can subtract it.
    """
    by_phase = {test.phase: test for test in tests}
    groups: set[tuple[object, ...]] = set()
    for test in by_phase.values():
        groups |= {(test.phase, *one) for one in _around(test, test.batched_at, test.set_aside is None)}
    before, after = by_phase.get(Phase.BEFORE), by_phase.get(Phase.AFTER)
    if before and after:
        whole = before.set_aside is None and after.set_aside is None
        for test in (before, after):
            groups |= {("pair", *one) for one in _around(test, after.batched_at, whole)}
        if later := by_phase.get(Phase.LATER):
            groups |= {("returned", *one) for one in _around(after, later.batched_at, whole)}
    return frozenset(groups)


def _around(test: CountedTest, came_at: datetime, whole: bool) -> Iterator[tuple[object, ...]]:
    """The cell of a *test* and what is around it, with and without those that are not *whole*."""
    course, kind, _ = test.cell
    for place in (test.cell, (course, kind == CITIZEN), (course,)):
        for month in ("", f"{came_at.astimezone(WITA):%Y-%m}"):
            yield place, month, "all"
            if whole:
                yield place, month, "whole"


Row = Mapping[str, object]


def row_of(shown: ShownItem) -> Row:
    """The columns of one row; what is not known is None."""
    item, given = shown.item, shown.given
    said_true = given.rating >= LEAST_TRUE if given else None
    return {
        "learner": shown.learner,
        **dict(zip(TRAITS, shown.traits, strict=True)),
        "phase": shown.phase,
        "form": shown.form,
        "seq": shown.place,
        "item": item.key,
        "item_revision": item.revision,
        "truth": _truth(item.true),
        "truth_shown": _truth(item.true_when_shown),
        "technique": item.technique,
        "topic": item.topic,
        "rating": given.rating if given else None,
        "said_true": None if said_true is None else int(said_true),
        "p_true": PROBABILITY[given.rating] if given else None,
        "correct": None if said_true is None else int(said_true is item.true),
        "seen_before": given.seen_before if given else None,
        "rt_ms": given.took_ms if given else None,
        "away_ms": given.away_ms if given else None,
        "set_aside": shown.set_aside,
        "due": "yes" if shown.due else "no",
    }


def write_rows(file: TextIO, names: Iterable[str], rows: Iterable[Row]) -> int:
    """Write a head and the *rows* as CSV, with decimal points and no formulas; how many there were."""
    writer, count = csv.writer(file, lineterminator="\n"), 0
    names = tuple(names)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_written(row[name]) for name in names])
        count += 1
    return count


def _truth(true: bool | None) -> str | None:
    return None if true is None else "true" if true else "false"


def _written(value: object) -> str:
    return "" if value is None else guarded(value) if isinstance(value, str) else str(value)
