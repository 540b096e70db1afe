"""Multiple choice: from three to six choices, several of them right. Marked in parts, as ``ticks`` says."""

from collections.abc import Mapping, Sequence

from literasi.domain import placeholders
from literasi.domain.choices import read_choices
from literasi.domain.messages import N_
from literasi.domain.placeholders import Example
from literasi.domain.problems import Problem
from literasi.domain.questions import ticks
from literasi.domain.questions.values import Question, QuestionDraft

name = "multiple_choice"
title = N_("Several right choices")


def recognises(draft: QuestionDraft) -> bool:
    """A question with more than one right choice."""
    return draft.choices is not None and sum(choice.right for choice in draft.choices.items) > 1


def parse(draft: QuestionDraft, problems: list[Problem]) -> Question:
    """The question with its choices; what is wrong with it is added to *problems*."""
    body = draft.read_body(problems, judged=False)
    choices = read_choices(draft.pieces, draft.choices, problems, several=True) if draft.choices else ()
    return Question(draft.key, name, draft.prompt, draft.read, draft.line, body, choices)


def read_answer(fields: Mapping[str, Sequence[str]], question: Question) -> str:
    """The keys of the choices that were ticked: ``"a,c"``. Raises InvalidAnswer."""
    return ticks.read_ticks(fields, question)


def mark(question: Question, answer: str) -> float:
    """1.0 for all that is right and nothing else; parts of it between."""
    return ticks.mark_ticks(question, answer)


def right_answer(question: Question) -> str:
    """The keys of the right choices."""
    return ticks.right_ticks(question)


def describe_answer(question: Question, answer: str) -> str:
    """The texts of the choices."""
    return "; ".join(text.removesuffix(".") for text in ticks.texts_of(question, answer))


def describe_right_answer(question: Question) -> str:
    """The texts of the right choices."""
    return describe_answer(question, right_answer(question))


def example(source: str) -> Example:
    """A question of this kind to begin with; its message, if it has one, names *source*."""
    return placeholders.chosen(right=2)
