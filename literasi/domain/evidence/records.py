"""What the evidence is computed from: what each learner's tests held, without who the learner is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, TypeAlias

from literasi.domain import discernment, sittings
from literasi.domain.discernment import Ratings

OFF_DESIGN = "forms"  # the forms before and after do not belong together, as of one who has the same twice


@dataclass(frozen=True)
class Answer:
    """One judged item: *rating* from 1 (surely a hoax) to 6 (surely true); *seen* if met before."""

    item: str
    true: bool
    rating: int
    technique: str = ""
    seen: bool = False


class TechniqueCount(NamedTuple):
    """Of *answers* to items of one technique and one truth, *right* were right."""

    technique: str
    true: bool
    right: int
    answers: int


@dataclass(frozen=True)
class TakenTest:
    """One test of one learner: the form, how many items got each step, and why it is set aside, if it is.

    *unseen* has the ratings without items that the learner had met elsewhere, None if there were none.
    *answers* are for the reliability alone.
    """

    form: str
    ratings: Ratings
    set_aside: str | None = None
    unseen: Ratings | None = None
    techniques: tuple[TechniqueCount, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class LearnerRecord:
    """The tests of one learner; *due* if thirty days have passed, so that *later* could be there."""

    before: TakenTest
    after: TakenTest | None = None
    later: TakenTest | None = None
    due: bool = True

    @property
    def order(self) -> str:
        """The forms before and after, such as "AB"; only the first where there is nothing after."""
        return self.before.form + (self.after.form if self.after else "")

    @property
    def set_aside(self) -> str | None:
        """Why the pair does not count, if it does not; the test before goes first."""
        return self.before.set_aside or (self.after.set_aside if self.after else None)


Records: TypeAlias = Sequence[LearnerRecord]


def take(form: str, answers: Sequence[Answer], *, fast: bool = False) -> TakenTest:
    """The test that consists of these *answers*; *fast* if half of them took less than 800 ms."""
    ratings = count_ratings(answers)
    unseen = [answer for answer in answers if not answer.seen]
    return TakenTest(
        form=form,
        ratings=ratings,
        set_aside=why_set_aside(ratings, fast=fast),
        unseen=None if len(unseen) == len(answers) else count_ratings(unseen),
        techniques=_techniques(answers),
        answers=tuple(answers),
    )


def count_ratings(answers: Sequence[Answer]) -> Ratings:
    """How many true and how many false items of *answers* got each step."""
    return discernment.count_ratings((answer.true, answer.rating) for answer in answers)


def why_set_aside(ratings: Ratings, *, fast: bool = False) -> str | None:
    """Why a test with these *ratings* is left out of the primary figures, or None; see ``sittings``."""
    steps = [
        step
        for step, counts in enumerate(zip(ratings.true, ratings.false, strict=True), start=1)
        for _ in range(sum(counts))
    ]
    times = [timedelta(0)] if fast else []
    reason = sittings.set_aside(steps, times, ratings.n_true, ratings.n_false)
    return reason.value if reason else None


def _techniques(answers: Sequence[Answer]) -> tuple[TechniqueCount, ...]:
    kinds = sorted({(answer.technique, answer.true) for answer in answers if answer.technique})
    return tuple(_count(kind, [a for a in answers if (a.technique, a.true) == kind]) for kind in kinds)


def _count(kind: tuple[str, bool], answers: Sequence[Answer]) -> TechniqueCount:
    right = sum(1 for answer in answers if (answer.rating > 3) is answer.true)
    return TechniqueCount(*kind, right, len(answers))
