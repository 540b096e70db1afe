"""Answers of several ticks: the keys of what was ticked, in order and with commas: ``"a,c"``.

Each right tick earns 1 over the number of right ones, each wrong tick loses 1 over the number of wrong
ones, and nobody falls below 0: so ticking everything earns nothing. It is the usual negative marking by
option, as in Moodle's multiple-answer questions. There each answer carries a positive or a negative grade,
"so that choosing ALL the options will not necessarily result in good grade", and less than zero counts as
zero (help page of its ``qtype_multichoice``: github.com/moodle/moodle/commit/89f9450834b1).
"""

from collections.abc import Mapping, Sequence

from literasi.domain.messages import N_
from literasi.domain.questions.values import ANSWER_FIELD, UNKNOWN_ANSWER, InvalidAnswer, Question

NO_TICKS = N_("Choose at least one.")


def read_ticks(fields: Mapping[str, Sequence[str]], question: Question) -> str:
    """The answer in a sent form. Raises InvalidAnswer, also when nothing is ticked."""
    ticked = {key for value in fields.get(ANSWER_FIELD, ()) if value for key in value.split(",")}
    if not ticked:
        raise InvalidAnswer(NO_TICKS)
    if not ticked <= {choice.key for choice in question.choices}:
        raise InvalidAnswer(UNKNOWN_ANSWER)
    return _write(ticked)


def mark_ticks(question: Question, answer: str) -> float:
    """From 0.0 to 1.0, in parts."""
    ticked, right = set(answer.split(",")), {choice.key for choice in question.choices if choice.right}
    wrong = {choice.key for choice in question.choices} - right
    if not right or not ticked <= right | wrong:
        return 0.0
    earned = len(ticked & right) / len(right)
    lost = len(ticked & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, earned - lost)


def right_ticks(question: Question) -> str:
    """The answer that has every right one and nothing else."""
    return _write({choice.key for choice in question.choices if choice.right})


def texts_of(question: Question, answer: str) -> list[str]:
    """The texts of what was ticked."""
    ticked = answer.split(",")
    return [choice.text for choice in question.choices if choice.key in ticked]


def _write(keys: set[str]) -> str:
    return ",".join(sorted(keys))
