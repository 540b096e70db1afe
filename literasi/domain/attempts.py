"""The rules of a sitting: what is drawn, which answer counts, what a repeated answer means."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from literasi.domain.questions import Feedback, Question

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
    """One question of an attempt, with its choices in the order shown."""

    key: str
    choices: tuple[str, ...]


def draw(questions: Sequence[Question], randomness: random.Random) -> list[Drawn]:
    """Every question once, in a random order, with its choices in a random order."""
    return [
        Drawn(question.key, tuple(_shuffled([choice.key for choice in question.choices], randomness)))
        for question in _shuffled(questions, randomness)
    ]


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
