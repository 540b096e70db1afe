"""Attempts that show certain questions, with everything that grading them needs."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, String, cast, or_, select, union
from sqlalchemy.orm import Session

from literasi.domain import attempts, grading, regrading
from literasi.domain.questions import QuizDocument, parse_quiz
from literasi.domain.regrading import Regrade
from literasi.models import Attempt, Exposure, QuizRevision, Response
from literasi.queries.regrades import earlier_texts

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class ShownAttempt:
    """An attempt as it was shown and answered; *origins* are the revisions of its questions, by key."""

    id: uuid.UUID
    learner_id: int
    state: str
    submitted_at: datetime | None
    points: float | None
    passed: bool | None
    document: QuizDocument
    origins: Mapping[str, int]
    answers: Mapping[str, str]

    def shows(self, key: str, before: int | None) -> bool:
        """Whether it shows the question *key*, from a revision *before* this one."""
        return key in self.origins and (before is None or self.origins[key] < before)

    def graded(self, regrades: Sequence[Regrade]) -> tuple[grading.Score, bool | None]:
        """Its score by *regrades*, and whether that passes."""
        score = regrading.grade(self.document.questions, self.origins, self.answers, regrades)
        return score, grading.passed(score, self.document.pass_percent)


def attempts_showing(
    session: Session, keys: Collection[str], *, before: int | None = None, only: Collection[uuid.UUID] = ()
) -> Iterator[ShownAttempt]:
    """Every attempt that shows one of the *keys* (from a revision *before* this one) and was not left behind.

    They come a few at a time, and so need little memory, however many they are. *only* these, if named.
    Statements: one for texts, one for attempts, and one for each revision that any of them shows.
    """
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.learner_id,
            Attempt.state,
            Attempt.submitted_at,
            Attempt.points,
            Attempt.passed,
            Attempt.quiz_revision_id,
            Attempt.drawn,
            Response.question_key,
            Response.answer,
        )
        .outerjoin(Response, Response.attempt_id == Attempt.id)
        .where(Attempt.id.in_(only) if only else Attempt.id.in_(ids_showing(session, keys, before=before)))
        .where(Attempt.state != "abandoned")
        .order_by(Attempt.id, Response.question_key, Response.number),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    documents: dict[int, QuizDocument | None] = {}
    for _, group in groupby(rows, key=lambda row: row.id):
        shown = _shown(session, list(group), documents)
        if shown and any(shown.shows(key, before) for key in keys):
            yield shown


def ids_showing(session: Session, keys: Collection[str], *, before: int | None = None) -> Select[Any]:
    """The ids of attempts that may show one of the *keys*: found by their text, or by what was drawn."""
    texts = earlier_texts(session, keys, before)
    by_text = select(Attempt.id).where(
        Attempt.quiz_id.in_({row.quiz_id for row in texts}),
        Attempt.quiz_revision_id.in_({row.id for row in texts}),
    )
    exposed = select(Exposure.learner_id).where(Exposure.item_key.in_(keys))
    names_one = or_(*(cast(Attempt.drawn, String).contains(f'"{key}"') for key in sorted(keys)))
    drawn = select(Attempt.id).where(Attempt.learner_id.in_(exposed), names_one)
    both = union(by_text, drawn).subquery()
    return select(both.c.id)


def _shown(
    session: Session, rows: Sequence[Any], documents: dict[int, QuizDocument | None]
) -> ShownAttempt | None:
    """The attempt of these rows; None when its texts have not what it shows, which `integrity` tells."""
    first = rows[0]
    drawn = [attempts.read_drawn(entry) for entry in first.drawn]
    origins = regrading.origins(drawn, first.quiz_revision_id)
    texts = {number: _document(session, number, documents) for number in {*origins.values()}}
    own = _document(session, first.quiz_revision_id, documents)
    try:
        banks = {number: text for number, text in texts.items() if text is not None}
        document = attempts.as_shown(own, drawn, banks) if own else None
    except attempts.LostQuestion:
        return None
    if document is None:
        return None
    given: dict[str, list[str]] = {}
    for row in rows:
        if row.question_key is not None:
            given.setdefault(row.question_key, []).append(row.answer)
    return ShownAttempt(
        id=first.id,
        learner_id=first.learner_id,
        state=first.state,
        submitted_at=first.submitted_at,
        points=first.points,
        passed=first.passed,
        document=document,
        origins=origins,
        answers=attempts.counting_answers(given, document.feedback),
    )


def _document(
    session: Session, revision_id: int, known: dict[int, QuizDocument | None]
) -> QuizDocument | None:
    if revision_id not in known:
        source = session.scalar(select(QuizRevision.source).where(QuizRevision.id == revision_id))
        known[revision_id] = parse_quiz(source)[0] if source is not None else None
    return known[revision_id]
