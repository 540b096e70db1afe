"""Regrading: answers that were given to a text with a wrong key are graded by the text that mended it.

An attempt stays pinned to what it showed. Its score is a fold: each question is graded as it was shown, then
by each regrade of its key, in their order.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from literasi.domain import grading
from literasi.domain.attempts import Drawn
from literasi.domain.questions import Choice, Question, words_of


@dataclass(frozen=True)
class Regrade:
    """From its moment on, a question that was shown by an earlier text is graded by this one.

    Unless it *lowers*, no answer loses by it: the better of both marks counts.
    """

    id: int
    revision_id: int
    question: Question
    lowers: bool
    at: datetime

    def grades(self, key: str, origin: int) -> bool:
        """Whether it is about the question *key*, as the revision *origin* has it."""
        return self.question.key == key and origin < self.revision_id


@dataclass(frozen=True)
class Correction:
    """What regrades make of one question of one attempt.

    *question* is what its answer is graded by, *newest* what is right by now. Both have the words that were
    shown; *by* is the regrade that says what is right now, None where none is about it.
    """

    question: Question
    newest: Question
    by: Regrade | None = None

    @property
    def is_mended(self) -> bool:
        """Whether any regrade is about it."""
        return self.by is not None


def corrected(shown: Question, by: Question) -> Question | None:
    """*shown* with what is right in *by*; None when it is another question, or nothing in it would be right.

    Choices are recognised by their words, because an earlier text may have had them in another order; one
    that was reworded since, by its letter.
    """
    if shown.kind != by.kind:
        return None
    if shown.exhibit is not None and by.exhibit is not None:
        return replace(shown, exhibit=replace(shown.exhibit, verdict=by.exhibit.verdict))
    rights = _rights(shown.choices, by.choices)
    if rights is None or not any(rights):
        return None
    choices = tuple(replace(choice, right=right) for choice, right in zip(shown.choices, rights, strict=True))
    return replace(shown, choices=choices)


def correct(shown: Question, origin: int, answer: str | None, regrades: Iterable[Regrade]) -> Correction:
    """What *regrades*, in the order of their ids, make of a question *shown* by the revision *origin*."""
    found = Correction(shown, shown)
    for regrade in sorted(regrades, key=lambda one: one.id):
        if not regrade.grades(shown.key, origin):
            continue
        mended = corrected(shown, regrade.question)
        if mended is None:
            continue
        keeps = not regrade.lowers and grading.mark(mended, answer) < grading.mark(found.question, answer)
        found = Correction(found.question if keeps else mended, mended, regrade)
    return found


def same_choices(shown: Question, by: Question) -> dict[str, str]:
    """The choices *shown* whose very words stand in *by*, with the letters that they have there."""
    words = {choice.key: words_of(choice) for choice in by.choices}
    letters = {text: key for key, text in words.items()}
    found = {}
    for choice in shown.choices:
        text = words_of(choice)
        letter = choice.key if words.get(choice.key) == text else letters.get(text)
        if letter is not None:
            found[choice.key] = letter
    return found


def grade(
    questions: Sequence[Question],
    origins: Mapping[str, int],
    answers: Mapping[str, str],
    regrades: Sequence[Regrade],
) -> grading.Score:
    """The score of *answers* to the *questions* of an attempt; *origins* are their revisions by key."""
    if not regrades:
        return grading.grade(questions, answers)
    by = [
        correct(question, origins[question.key], answers.get(question.key), regrades).question
        for question in questions
    ]
    return grading.grade(by, answers)


def origins(drawn: Iterable[Drawn], revision_id: int) -> dict[str, int]:
    """The revision that each question of an attempt is shown from; the quiz's own are from *revision_id*."""
    return {one.key: one.revision_id or revision_id for one in drawn}


def falls_code(attempt_ids: Iterable[uuid.UUID]) -> str:
    """A short code of the attempts whose result falls: the same only for the very same attempts."""
    joined = ",".join(sorted(one.hex for one in attempt_ids))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def _rights(shown: Sequence[Choice], by: Sequence[Choice]) -> list[bool] | None:
    """For each choice *shown*, whether it is right in *by*; None when one of them is not there."""
    by_words = {words_of(choice): choice for choice in by}
    known = {words_of(choice) for choice in shown}
    reworded = {choice.key: choice for choice in by if words_of(choice) not in known}
    found = [by_words.get(words_of(choice)) or reworded.get(choice.key) for choice in shown]
    return [choice.right for choice in found if choice is not None] if all(found) else None
