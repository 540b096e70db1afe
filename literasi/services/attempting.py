"""Learners take quizzes. The server owns the attempt; an answer is saved as it is given."""

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from literasi.database import UTCDateTime
from literasi.domain import attempts, grading, regrading
from literasi.domain.attempts import Outcome
from literasi.domain.drawing import Candidate, pick
from literasi.domain.exhibits import Technique
from literasi.domain.questions import Feedback, QuizDocument
from literasi.models import Attempt, Quiz, QuizRevision, Response
from literasi.queries import bank, quizzes, regrades
from literasi.services import banking, completing, refreshing

# The statements of the hot path, made once: SQLAlchemy takes longer to build one than the database to run it.
_attempts: Any = Attempt.__table__
_responses: Any = Response.__table__
_LOCK = select(_attempts.c.state).where(_attempts.c.id == bindparam("attempt")).with_for_update()
_GIVEN = (
    select(_responses.c.question_key, _responses.c.answer)
    .where(_responses.c.attempt_id == bindparam("attempt"))
    .order_by(_responses.c.number)
)
_SAVE = insert(_responses)
# Never before its last answer, though the clock may have been put back in between.
_MOMENT = func.coalesce(
    select(func.max(_responses.c.answered_at))
    .where(_responses.c.attempt_id == bindparam("attempt"), _responses.c.answered_at > bindparam("moment"))
    .scalar_subquery(),
    bindparam("moment", type_=UTCDateTime()),
)
_CLOSE = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("attempt"), _attempts.c.state == literal_column("'open'"))
    .values(
        state="submitted",
        submitted_at=_MOMENT,
        points=bindparam("got"),
        out_of=bindparam("of"),
        passed=bindparam("is_passed"),
    )
    .returning(_attempts.c.learner_id, _attempts.c.quiz_id)
)


class AttemptClosed(Exception):
    """The attempt was already submitted."""


class NothingToStart(Exception):
    """The quiz has no published text, or is retired."""


@dataclass(frozen=True)
class Saved:
    """What became of an answer, and whether it finished the attempt."""

    outcome: Outcome
    finished: bool


def start_attempt(
    session: Session, learner_id: int, quiz_id: int, *, now: datetime, randomness: random.Random
) -> uuid.UUID:
    """The id of the learner's open attempt at the quiz, drawn and pinned now if there is none.

    Raises NothingToStart when the quiz is not offered.
    """
    going_on = _open_attempt(session, learner_id, quiz_id)
    if going_on is not None:
        return going_on
    revision = _offered(session, quiz_id)
    document = quizzes.published_quiz(session, revision.id, revision.source_sha256).document
    items = _draw_items(session, learner_id, document, now, randomness)
    drawn = attempts.draw(document.questions, randomness, items)
    attempt_id = uuid.UUID(int=randomness.getrandbits(128), version=4)
    try:
        with session.begin_nested():
            session.execute(
                insert(Attempt).values(
                    id=attempt_id,
                    learner_id=learner_id,
                    quiz_id=quiz_id,
                    quiz_revision_id=revision.id,
                    drawn=[one.as_stored() for one in drawn],
                    state="open",
                    started_at=now,
                )
            )
    except IntegrityError:  # a second tab was quicker: go on with its attempt
        other = _open_attempt(session, learner_id, quiz_id)
        if other is None:
            raise
        return other
    banking.remember_shown(session, learner_id, [item.key for item in items], now=now)
    return attempt_id


def _offered(session: Session, quiz_id: int) -> Any:
    """Id and fingerprint of the text that new attempts get. Raises NothingToStart."""
    revision = session.execute(
        select(QuizRevision.id, QuizRevision.source_sha256)
        .join(Quiz, Quiz.id == QuizRevision.quiz_id)
        .where(
            Quiz.id == quiz_id,
            Quiz.course_id.is_not(None),
            Quiz.retired_at.is_(None),
            QuizRevision.number == Quiz.current_number,
        )
    ).one_or_none()
    if revision is None:
        raise NothingToStart(f"quiz {quiz_id} has no published text")
    return revision


def record_response(
    session: Session,
    attempt_id: uuid.UUID,
    question_key: str,
    *,
    number: int,
    answer: str,
    document: QuizDocument,
    now: datetime,
) -> Saved:
    """Save *answer* (in its canonical form) once; *number* is the number of answers when it was asked.

    *document* is what the attempt shows (``attempts.as_shown``). With feedback at once the last answer
    submits the attempt. Raises AttemptClosed for a new answer after submission and
    ``attempts.UnknownPage`` for a page that was never shown.
    """
    state, given = _claim(session, attempt_id)
    earlier = given.get(question_key, [])
    outcome = attempts.judge_arrival(earlier, number, answer, document.feedback)
    if outcome is not Outcome.SAVE:
        return Saved(outcome, finished=state != "open")
    if state != "open":
        raise AttemptClosed
    session.execute(
        _SAVE,
        {
            "attempt_id": attempt_id,
            "question_key": question_key,
            "number": number,
            "answer": answer,
            "answered_at": now,
        },
    )
    given = {**given, question_key: [*earlier, answer]}
    finished = document.feedback is Feedback.AT_ONCE and len(given) == len(document.questions)
    if finished:
        _close(session, attempt_id, document, given, now)
    return Saved(outcome, finished=finished)


def submit_attempt(
    session: Session, attempt_id: uuid.UUID, *, document: QuizDocument, now: datetime
) -> grading.Score:
    """Close the attempt and grade it; a lesson's quiz completes its lesson, whatever the score.

    *document* is what the attempt shows (``attempts.as_shown``). Raises AttemptClosed when it was closed
    before.
    """
    state, given = _claim(session, attempt_id)
    if state != "open":
        raise AttemptClosed
    return _close(session, attempt_id, document, given, now)


def _draw_items(
    session: Session, learner_id: int, document: QuizDocument, now: datetime, randomness: random.Random
) -> list[Candidate]:
    """What this sitting takes from the bank; nothing for a quiz that draws nothing."""
    if document.draw is None:
        return []
    own = {question.key for question in document.questions}
    offered = bank.candidates(session, learner_id, now.date())
    return pick(offered, document.draw, randomness, excluded=own)


def _open_attempt(session: Session, learner_id: int, quiz_id: int) -> uuid.UUID | None:
    return session.scalar(
        select(Attempt.id).where(
            Attempt.learner_id == learner_id, Attempt.quiz_id == quiz_id, Attempt.state == "open"
        )
    )


def _claim(session: Session, attempt_id: uuid.UUID) -> tuple[str, dict[str, list[str]]]:
    """Lock the attempt; its state, and all its answers by question, oldest first.

    The answers are read by a statement of their own: PostgreSQL would join the rows that were there
    before it waited for the lock.
    """
    state: str = session.execute(_LOCK, {"attempt": attempt_id}).scalar_one()
    rows = session.execute(_GIVEN, {"attempt": attempt_id})
    given: dict[str, list[str]] = {}
    for key, answer in rows:
        given.setdefault(key, []).append(answer)
    return state, given


def _close(
    session: Session,
    attempt_id: uuid.UUID,
    document: QuizDocument,
    given: Mapping[str, Sequence[str]],
    now: datetime,
) -> grading.Score:
    """Claim the submission in the database, so that of two at once only one counts."""
    score = _score(session, attempt_id, document, attempts.counting_answers(given, document.feedback))
    passed = grading.passed(score, document.pass_percent)
    claimed = session.execute(
        _CLOSE,
        {"attempt": attempt_id, "moment": now, "got": score.points, "of": score.out_of, "is_passed": passed},
    ).one_or_none()
    if claimed is None:
        raise AttemptClosed
    completing.complete(session, claimed.learner_id, claimed.quiz_id, attempt_id, now=now)
    refreshing.make_cards(session, claimed.learner_id, _judged(document, given), now=now)
    return score


def _judged(document: QuizDocument, given: Collection[str]) -> set[Technique]:
    """The techniques of the messages that were judged; *given* has the keys of what was answered."""
    exhibits = [question.exhibit for question in document.questions if question.key in given]
    return {
        exhibit.item.technique for exhibit in exhibits if exhibit is not None and exhibit.item is not None
    }


def _score(
    session: Session, attempt_id: uuid.UUID, document: QuizDocument, answers: Mapping[str, str]
) -> grading.Score:
    """By the text that was shown, and by the keys that were mended since. One statement.

    The attempt is locked by now: a regrade that runs at this moment is either read here or waits for it.
    """
    keys = [question.key for question in document.questions]
    mended, origins = regrades.regrades_of_attempt(session, attempt_id, keys)
    return regrading.grade(document.questions, origins, answers, mended)
