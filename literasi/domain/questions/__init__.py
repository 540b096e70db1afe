"""Quizzes: documents, their questions, and the kinds of questions."""

from literasi.domain.blocks import Choice
from literasi.domain.questions.bank import BANK, FORMS, form_of, parse_bank
from literasi.domain.questions.changes import (
    Aspect,
    Change,
    changed_keys,
    check_reading,
    compare,
    may_regrade,
    words_of,
)
from literasi.domain.questions.keys import free_key, rename_key
from literasi.domain.questions.kinds import KINDS
from literasi.domain.questions.quizzes import Feedback, QuizDocument, parse_course_quiz, parse_quiz
from literasi.domain.questions.values import InvalidAnswer, Kind, Question, QuestionDraft

__all__ = [
    "BANK",
    "FORMS",
    "KINDS",
    "Aspect",
    "Change",
    "Choice",
    "Feedback",
    "InvalidAnswer",
    "Kind",
    "Question",
    "QuestionDraft",
    "QuizDocument",
    "changed_keys",
    "check_reading",
    "compare",
    "form_of",
    "free_key",
    "may_regrade",
    "parse_bank",
    "parse_course_quiz",
    "parse_quiz",
    "rename_key",
    "words_of",
]
