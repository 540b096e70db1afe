"""Single choice: from two to six choices, one of them right. An answer is the key of a choice."""

from collections.abc import Mapping, Sequence

from literasi.domain import placeholders
from literasi.domain.choices import read_choices
from literasi.domain.messages import N_
from literasi.domain.placeholders import Example
from literasi.domain.problems import Problem
from literasi.domain.questions.values import (
    UNKNOWN_ANSWER,
    InvalidAnswer,
    Question,
    QuestionDraft,
    only_answer,
)

name = "single_choice"
title = N_("One right choice")


def recognises(draft: QuestionDraft) -> bool:
    """A question with choices."""
    return draft.choices is not None


def parse(draft: QuestionDraft, problems: list[Problem]) -> Question:
    """The question with its choices; what is wrong with it is added to *problems*."""
    body = draft.read_body(problems, judged=False)
    choices = read_choices(draft.pieces, draft.choices, problems) if draft.choices else ()
    return Question(draft.key, name, draft.prompt, draft.read, draft.line, body, choices)


def read_answer(fields: Mapping[str, Sequence[str]], question: Question) -> str:
    """The key of the choice that was chosen. Raises InvalidAnswer."""
    answer = only_answer(fields)
    if answer not in {choice.key for choice in question.choices}:
        raise InvalidAnswer(UNKNOWN_ANSWER)
    return answer


def mark(question: Question, answer: str) -> float:
    """1.0 for the right choice, else 0.0."""
    return 1.0 if answer == right_answer(question) else 0.0


def right_answer(question: Question) -> str:
    """The key of the right choice."""
    return next((choice.key for choice in question.choices if choice.right), "")


def describe_answer(question: Question, answer: str) -> str:
    """The text of the choice."""
    return next(choice.text for choice in question.choices if choice.key == answer)


def describe_right_answer(question: Question) -> str:
    """The text of the right choice."""
    return describe_answer(question, right_answer(question))


def example(source: str) -> Example:
    """A question of this kind to begin with; its message, if it has one, names *source*."""
    return placeholders.chosen(right=1)
