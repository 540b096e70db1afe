"""Judgement: is this message true? One tap gives a verdict and how sure the person is of it.

An answer is a step from 1 (certainly a hoax) to 6 (certainly true). It is right when it stands on the side
of the verdict; how sure somebody was never changes the mark.
"""

from collections.abc import Mapping, Sequence

from literasi.domain import placeholders
from literasi.domain.exhibits import Exhibit, Verdict
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

name = "judgement"
title = N_("A message to judge")

STEPS: Mapping[str, str] = {
    "1": N_("Certainly a hoax"),
    "2": N_("Probably a hoax"),
    "3": N_("Leaning towards a hoax"),
    "4": N_("Leaning towards true"),
    "5": N_("Probably true"),
    "6": N_("Certainly true"),
}


def recognises(draft: QuestionDraft) -> bool:
    """A question with one exhibit and no choices."""
    return draft.choices is None and len(draft.exhibits) == 1


def parse(draft: QuestionDraft, problems: list[Problem]) -> Question:
    """The question with its exhibit; what is wrong with it is added to *problems*."""
    body = draft.read_body(problems, judged=True)
    exhibit = next((block for block in body if isinstance(block, Exhibit)), None)
    return Question(draft.key, name, draft.prompt, draft.read, draft.line, body, exhibit=exhibit)


def read_answer(fields: Mapping[str, Sequence[str]], question: Question) -> str:
    """The step that was chosen, ``"1"`` to ``"6"``. Raises InvalidAnswer."""
    answer = only_answer(fields)
    if answer not in STEPS:
        raise InvalidAnswer(UNKNOWN_ANSWER)
    return answer


def verdict_of(answer: str) -> Verdict:
    """Which side of the scale *answer* stands on."""
    return Verdict.FALSE if int(answer) <= 3 else Verdict.TRUE


def certainty_of(answer: str) -> int:
    """How sure the person was: 1 (leaning), 2 (probably) or 3 (certainly)."""
    step = int(answer)
    return 4 - step if step <= 3 else step - 3


def mark(question: Question, answer: str) -> float:
    """1.0 when *answer* stands on the side of the verdict, else 0.0."""
    return 1.0 if answer in STEPS and verdict_of(answer).value == right_answer(question) else 0.0


def right_answer(question: Question) -> str:
    """The verdict: ``salah`` or ``benar``."""
    return question.exhibit.verdict.value if question.exhibit else ""


def describe_answer(question: Question, answer: str) -> str:
    """The step in words."""
    return STEPS[answer]


def describe_right_answer(question: Question) -> str:
    """The verdict in words."""
    return N_("True") if right_answer(question) == Verdict.TRUE else N_("Hoax")


def example(source: str) -> Example:
    """A question of this kind to begin with; its message, if it has one, names *source*."""
    return placeholders.judged(source=source)
