"""What the evidence is computed from: what each learner's tests held, without who the learner is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from literasi.domain import discernment
from literasi.domain.discernment import Ratings

SQUARE = ("AB", "BC", "CA")  # form before and form after of the three rows of the Latin square
FAST, SAME, UNFINISHED = "fast", "same", "unfinished"  # why a test is set aside, fixed in advance
REASONS = (UNFINISHED, FAST, SAME)
OFF_DESIGN = "forms"  # the forms before and after do not belong together, as of one who has the same twice
FASTEST_MEDIAN = 0.8  # seconds; whoever answers half of the items faster has not read them
LEAST_OF_EACH_TRUTH = 8  # answers
MOST_ALIKE = 90  # percent of the answers on one step


@dataclass(frozen=True)
class Answer:
    """One judged item: *rating* from 1 (surely a hoax) to 6 (surely true); *seen* if met before."""

    item: str
    true: bool
    rating: int
    technique: str = ""
    seen: bool = False


@dataclass(frozen=True)
class TakenTest:
    """One test of one learner: the form, how many items got each step, and why it is set aside, if it is.

    *answers* may be left out; reliability, techniques and the analysis without items seen before need them.
    """

    form: str
    ratings: Ratings
    set_aside: str | None = None
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


def count_ratings(answers: Sequence[Answer]) -> Ratings:
    """How many true and how many false items of *answers* got each step."""
    return discernment.count_ratings((answer.true, answer.rating) for answer in answers)


def why_set_aside(ratings: Ratings, median_seconds: float | None = None) -> str | None:
    """Why a test with these *ratings* is left out of the primary figures, or None.

    *median_seconds* is the median time of an answer; None if it is not known. The first that holds of:
    fewer than eight answers of either truth; a median below 800 ms; nine tenths of the answers on one step.
    """
    if min(ratings.n_true, ratings.n_false) < LEAST_OF_EACH_TRUTH:
        return UNFINISHED
    if median_seconds is not None and median_seconds < FASTEST_MEDIAN:
        return FAST
    steps = [true + false for true, false in zip(ratings.true, ratings.false, strict=True)]
    return SAME if max(steps) * 100 >= sum(steps) * MOST_ALIKE else None
