"""What changes when a quiz is published again, what must not slip through, and what ties it to its lesson."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from literasi.domain.blocks import Choice, MarkdownText
from literasi.domain.drawing import Draw
from literasi.domain.exhibits import Exhibit
from literasi.domain.lessons import LessonDocument, headings
from literasi.domain.problems import Problem
from literasi.domain.questions.kinds import KINDS
from literasi.domain.questions.quizzes import QuizDocument
from literasi.domain.questions.values import Question


class Aspect(StrEnum):
    """What about a quiz changes."""

    ADDED = "added"
    REMOVED = "removed"  # the answers to it stay
    KIND = "kind"
    RIGHT_ANSWER = "right answer"
    REWORDED = "reworded"  # what is right stays
    MOVED = "moved"
    TITLE = "title"
    DRAW = "draw"
    THRESHOLD = "threshold"
    FEEDBACK = "feedback"


@dataclass(frozen=True)
class Change:
    """One thing that is another in the new text; questions have a *key* and a *number*, counted from 1.

    *old* and *new* are what was there and what comes: questions, a title, a draw, a pass mark or a way of
    feedback. None: nothing.
    """

    aspect: Aspect
    old: Any
    new: Any
    key: str | None = None
    number: int | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether its author must say what it means: publishing refuses it otherwise."""
        return self.aspect in {Aspect.KIND, Aspect.RIGHT_ANSWER}

    @property
    def may_regrade(self) -> bool:
        """Whether the answers that were given can be graded by the new text."""
        return self.aspect is Aspect.RIGHT_ANSWER and may_regrade(self.old, self.new)

    @property
    def is_reordered(self) -> bool:
        """Whether the choices only stand in another order, and the same words are right."""
        return self.may_regrade and bool(self.new.choices) and _right(self.old) == _right(self.new)

    @property
    def leaves_explanation(self) -> bool:
        """Whether what is right changed, and something that explained the old answer still says the same."""
        if self.aspect is not Aspect.RIGHT_ANSWER:
            return False
        if self.old.exhibit and self.new.exhibit and not self.new.choices:
            return bool(_fact(self.old) == _fact(self.new))
        before = {words_of(choice): choice for choice in self.old.choices}
        return any(
            earlier.right != choice.right
            and bool(choice.explanation)
            and earlier.explanation == choice.explanation
            for choice in self.new.choices
            if (earlier := before.get(words_of(choice)))
        )


def compare(old: QuizDocument, new: QuizDocument) -> list[Change]:
    """Everything that differs between the live text *old* and *new*: the quiz itself, then its questions.

    Questions are the same by their key, and stand in the order of the new text, those removed last.
    """
    return [*_quiz_changes(old, new), *_question_changes(old.questions, new.questions)]


def may_regrade(old: Question, new: Question) -> bool:
    """Whether answers to *old* can be graded by *new*: the same kind, and the same choices, in any order.

    Anything else is a new question, with a key of its own.
    """
    before, after = (sorted(words_of(choice) for choice in one.choices) for one in (old, new))
    return old.kind == new.kind and before == after


def changed_keys(old: QuizDocument, new: QuizDocument) -> list[str]:
    """The keys that stand for another question in *new* than in *old*: another kind, or another right answer.

    Publishing refuses these, so that statistics never mix two questions. Other words for the same right
    answer are no change; words that were a wrong answer before are.
    """
    before = {question.key: question for question in old.questions}
    return [
        question.key
        for question in new.questions
        if question.key in before and _is_another(before[question.key], question)
    ]


def words_of(choice: Choice) -> str:
    """The words of a choice, by which it is recognised in another text."""
    return " ".join(choice.text.casefold().split())


def check_reading(quiz: QuizDocument, lesson: LessonDocument) -> list[Problem]:
    """Problems of *quiz* where ``read=`` names no heading of *lesson*, the lesson that it completes."""
    known = headings(lesson)
    mend = f"Yang ada di pelajarannya: {', '.join(known) or 'belum ada subjudul'}."
    return [
        Problem(question.line, f'Bagian "{question.read}" tidak ada di pelajarannya.', mend)
        for question in quiz.questions
        if question.read is not None and question.read not in known
    ]


def _quiz_changes(old: QuizDocument, new: QuizDocument) -> Iterator[Change]:
    sides: list[tuple[Aspect, str | Draw | int | None, str | Draw | int | None]] = [
        (Aspect.TITLE, old.title, new.title),
        (Aspect.DRAW, old.draw, new.draw),
        (Aspect.THRESHOLD, old.pass_percent, new.pass_percent),
        (Aspect.FEEDBACK, old.feedback.value, new.feedback.value),
    ]
    for aspect, before, after in sides:
        if before != after:
            yield Change(aspect, before, after)


def _question_changes(old: Sequence[Question], new: Sequence[Question]) -> Iterator[Change]:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    moved = _moved(list(before), list(after))
    for number, question in enumerate(new, start=1):
        earlier = before.get(question.key)
        if earlier is None:
            yield Change(Aspect.ADDED, None, question, question.key, number)
            continue
        for aspect in _aspects(earlier, question):
            yield Change(aspect, earlier, question, question.key, number)
        if question.key in moved:
            yield Change(Aspect.MOVED, earlier, question, question.key, number)
    for number, question in enumerate(old, start=1):
        if question.key not in after:
            yield Change(Aspect.REMOVED, question, None, question.key, number)


def _aspects(old: Question, new: Question) -> list[Aspect]:
    if old.kind != new.kind:
        return [Aspect.KIND]
    if _is_another(old, new):
        return [Aspect.RIGHT_ANSWER]
    return [Aspect.REWORDED] if _placeless(old) != _placeless(new) else []


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys of both that stand in another order; as few of them as can be told."""
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    matcher = SequenceMatcher(None, kept_before, kept_after, autojunk=False)
    stayed = {
        key for block in matcher.get_matching_blocks() for key in kept_after[block.b : block.b + block.size]
    }
    return set(kept_after) - stayed


def _placeless(question: Question) -> Question:
    """The question without the lines on which it stands."""
    body: tuple[MarkdownText | Exhibit, ...] = tuple(replace(block, line=0) for block in question.body)
    exhibit = replace(question.exhibit, line=0) if question.exhibit else None
    return replace(question, line=0, body=body, exhibit=exhibit)


def _fact(question: Question) -> tuple[str, str]:
    """What explains a judgement: the fact, and why."""
    exhibit = question.exhibit
    return (exhibit.fact, exhibit.item.why if exhibit.item else "") if exhibit else ("", "")


def _right(question: Question) -> set[str]:
    return {words_of(choice) for choice in question.choices if choice.right}


def _is_another(old: Question, new: Question) -> bool:
    if old.kind != new.kind:
        return True
    kind = KINDS[new.kind]
    return kind.right_answer(old) != kind.right_answer(new) or _sides_swapped(old, new)


def _sides_swapped(old: Question, new: Question) -> bool:
    """Whether the words of a choice were right and are wrong now, or the other way round."""
    sides = {words_of(choice): choice.right for choice in old.choices}
    return any(sides.get(words_of(choice), choice.right) != choice.right for choice in new.choices)
