"""Grading: a question and an answer make a mark; marks make a score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from literasi.domain.questions import KINDS, Question


@dataclass(frozen=True)
class Score:
    """Points out of the number of questions."""

    points: float
    out_of: int


def passed(score: Score, percent: int | None) -> bool | None:
    """Whether *score* is at least *percent* of what could be had; None for a quiz without a pass mark."""
    if percent is None:
        return None
    return score.points * 100 + 1e-6 >= percent * score.out_of  # parts of points may be off by a hair


def points_needed(out_of: int, percent: int) -> int:
    """The fewest whole points that pass."""
    return -(-percent * out_of // 100)


def mark(question: Question, answer: str | None) -> float:
    """From 0.0 (wrong, or no answer) to 1.0 (right)."""
    return 0.0 if answer is None else KINDS[question.kind].mark(question, answer)


def grade(questions: Iterable[Question], answers: Mapping[str, str]) -> Score:
    """The score of *answers*, by the key of each question; what was not answered counts as wrong."""
    marks = [mark(question, answers.get(question.key)) for question in questions]
    return Score(points=sum(marks), out_of=len(marks))
