"""What must not slip through when a quiz is published again, and what ties it to its lesson."""

from literasi.domain.lessons import LessonDocument, headings
from literasi.domain.problems import Problem
from literasi.domain.questions.kinds import KINDS
from literasi.domain.questions.quizzes import QuizDocument
from literasi.domain.questions.values import Question


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


def _is_another(old: Question, new: Question) -> bool:
    if old.kind != new.kind:
        return True
    kind = KINDS[new.kind]
    return kind.right_answer(old) != kind.right_answer(new) or _sides_swapped(old, new)


def _sides_swapped(old: Question, new: Question) -> bool:
    """Whether the words of a choice were right and are wrong now, or the other way round."""
    sides = {_words(choice.text): choice.right for choice in old.choices}
    return any(sides.get(_words(choice.text), choice.right) != choice.right for choice in new.choices)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def check_reading(quiz: QuizDocument, lesson: LessonDocument) -> list[Problem]:
    """Problems of *quiz* where ``read=`` names no heading of *lesson*, the lesson that it completes."""
    known = headings(lesson)
    mend = f"Yang ada di pelajarannya: {', '.join(known) or 'belum ada subjudul'}."
    return [
        Problem(question.line, f'Bagian "{question.read}" tidak ada di pelajarannya.', mend)
        for question in quiz.questions
        if question.read is not None and question.read not in known
    ]
