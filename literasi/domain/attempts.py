"""The rules of a sitting: what is drawn, which answer counts, what a repeated answer means."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from literasi.domain.drawing import Candidate
from literasi.domain.questions import Feedback, Question, QuizDocument

T = TypeVar("T")


class Outcome(StrEnum):
    """What becomes of an answer that arrives."""

    SAVE = "save"  # new: keep it
    ALREADY_SAVED = "already saved"  # the same answer again: a double click, a repeated send
    FIRST_KEPT = "first kept"  # another answer after the feedback was shown: the first is final
    CONFLICT = "conflict"  # another answer from an older page: ask which one counts


class UnknownPage(Exception):
    """The answer names a number of earlier answers that this question never had."""


@dataclass(frozen=True)
class Drawn:
    """One question of an attempt, with its choices in the order shown.

    ``revision_id`` is the bank's revision it was drawn from; None for the quiz's own questions. ``seen``
    when the learner had been shown it before, so that it tells nothing about them now.
    """

    key: str
    choices: tuple[str, ...]
    revision_id: int | None = None
    seen: bool = False

    def as_stored(self) -> list[object]:
        """The entry that an attempt keeps."""
        return [self.key, list(self.choices), self.revision_id, self.seen]


class LostQuestion(Exception):
    """An attempt shows a question that its texts do not have."""


def read_drawn(entry: Sequence[Any]) -> Drawn:
    """What an attempt keeps of one question; attempts from before the bank keep key and choices alone."""
    key, choices, revision_id, seen = (*entry, None, False)[:4] if len(entry) == 2 else entry
    return Drawn(key, tuple(choices), revision_id, seen)


def draw(
    questions: Sequence[Question], randomness: random.Random, items: Sequence[Candidate] = ()
) -> list[Drawn]:
    """Every question and every drawn item once, in a random order, choices in a random order."""
    own = [
        Drawn(question.key, tuple(_shuffled([choice.key for choice in question.choices], randomness)))
        for question in questions
    ]
    return _shuffled([*own, *(Drawn(one.key, (), one.revision_id, one.seen) for one in items)], randomness)


def as_shown(
    document: QuizDocument, drawn: Sequence[Drawn], banks: Mapping[int, QuizDocument]
) -> QuizDocument:
    """The quiz with the very questions of one attempt, in the order shown.

    *document* is the text that the attempt is pinned to, *banks* the texts of its items by revision.
    Raises LostQuestion when one of them is not there.
    """
    by_key: dict[int | None, dict[str, Question]] = {
        revision_id: {question.key: question for question in text.questions}
        for revision_id, text in [(None, document), *banks.items()]
    }
    try:
        questions = tuple(by_key[one.revision_id][one.key] for one in drawn)
    except KeyError as problem:
        raise LostQuestion(str(problem)) from problem
    return replace(document, questions=questions)


def judge_arrival(earlier: Sequence[str], number: int, answer: str, feedback: Feedback) -> Outcome:
    """What to do with *answer*, sent from a page that was shown when *number* answers existed.

    *earlier* are the answers this question already has, oldest first.
    Raises UnknownPage when the page cannot have been shown.
    """
    if not 0 <= number <= len(earlier):
        raise UnknownPage(f"page {number}, but there are {len(earlier)} answers")
    if feedback is Feedback.AT_ONCE and earlier:
        return Outcome.ALREADY_SAVED if answer == earlier[0] else Outcome.FIRST_KEPT
    if number < len(earlier):
        return Outcome.ALREADY_SAVED if answer == earlier[number] else Outcome.CONFLICT
    return Outcome.ALREADY_SAVED if earlier and answer == earlier[-1] else Outcome.SAVE


def counting_answers(responses: Mapping[str, Sequence[str]], feedback: Feedback) -> dict[str, str]:
    """The one answer per question that counts: the first after feedback at once, else the newest.

    *responses* are all answers by question key, oldest first.
    """
    which = 0 if feedback is Feedback.AT_ONCE else -1
    return {key: answers[which] for key, answers in responses.items() if answers}


def _shuffled(things: Sequence[T], randomness: random.Random) -> list[T]:
    return randomness.sample(things, len(things))
