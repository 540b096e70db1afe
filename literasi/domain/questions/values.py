"""Questions as values, and what a kind of question must know how to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from literasi.domain.blocks import Choice, ChoiceList, Fence, MarkdownText, Piece
from literasi.domain.exhibit_reading import read_exhibit
from literasi.domain.exhibits import Exhibit
from literasi.domain.messages import N_
from literasi.domain.placeholders import Example
from literasi.domain.problems import Problem
from literasi.domain.sources import Source

ANSWER_FIELD = "answer"


NO_ANSWER = N_("Choose an answer first.")
SEVERAL_ANSWERS = N_("Choose one answer only.")
UNKNOWN_ANSWER = N_("Choose one of the answers on this page.")


class InvalidAnswer(ValueError):
    """An answer that cannot be kept; ``str(error)`` is a message to translate."""


@dataclass(frozen=True)
class Question:
    """One question; *body* is everything between its heading and its choices, exhibits included."""

    key: str
    kind: str
    prompt: str
    read: str | None
    line: int
    body: tuple[MarkdownText | Exhibit, ...]
    choices: tuple[Choice, ...] = ()
    exhibit: Exhibit | None = None


@dataclass(frozen=True)
class QuestionDraft:
    """A question whose kind is not known yet."""

    key: str
    prompt: str
    read: str | None
    line: int
    pieces: tuple[Piece, ...]
    sources: Mapping[str, Source] | None

    @property
    def choices(self) -> ChoiceList | None:
        """Its first list of choices."""
        return next((piece for piece in self.pieces if isinstance(piece, ChoiceList)), None)

    @property
    def exhibits(self) -> tuple[Fence, ...]:
        """Its fenced blocks."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Fence))

    def read_body(self, problems: list[Problem], *, judged: bool) -> tuple[MarkdownText | Exhibit, ...]:
        """Its text and exhibits, in order; *judged* when its exhibit is what is asked about."""
        body: list[MarkdownText | Exhibit] = []
        for piece in self.pieces:
            if isinstance(piece, MarkdownText):
                body.append(piece)
            elif isinstance(piece, Fence):
                body.append(read_exhibit(piece, self.sources, problems, judged=judged))
        return tuple(body)


class Kind(Protocol):
    """A module of rules for one kind of question."""

    @property
    def name(self) -> str:
        """How the kind is stored, and the name of its template."""

    @property
    def title(self) -> str:
        """What an author calls it: a message to translate."""

    def recognises(self, draft: QuestionDraft) -> bool:
        """Whether *draft* is a question of this kind."""

    def parse(self, draft: QuestionDraft, problems: list[Problem]) -> Question:
        """The question; what is wrong with it is added to *problems*."""

    def read_answer(self, fields: Mapping[str, Sequence[str]], question: Question) -> str:
        """The answer in a sent form. Raises InvalidAnswer."""

    def mark(self, question: Question, answer: str) -> float:
        """From 0.0 (wrong) to 1.0 (right)."""

    def right_answer(self, question: Question) -> str:
        """What is right, in one word; another word means another question."""

    def describe_answer(self, question: Question, answer: str) -> str:
        """*answer* in words: a message to translate, or the author's own text."""

    def describe_right_answer(self, question: Question) -> str:
        """What is right, in words: a message to translate, or the author's own text."""

    def example(self, source: str) -> Example:
        """A question of this kind to begin with; its message, if it has one, names *source*."""


def only_answer(fields: Mapping[str, Sequence[str]]) -> str:
    """The one value of the answer field. Raises InvalidAnswer when there is none or there are several."""
    values = [value for value in fields.get(ANSWER_FIELD, ()) if value]
    if not values:
        raise InvalidAnswer(NO_ANSWER)
    if len(values) > 1:
        raise InvalidAnswer(SEVERAL_ANSWERS)
    return values[0]
