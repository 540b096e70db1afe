"""What a changed quiz would mean for those who answered it, before it is published."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.identities import Identity
from literasi.domain.questions import Aspect, Change, Question, QuizDocument, compare, parse_quiz
from literasi.domain.regrading import Regrade, falls_code
from literasi.models import Attempt, Completion, Course, CourseCompletion, Quiz, QuizRevision
from literasi.queries.regrades import every_regrade, refused_keys
from literasi.queries.shown_attempts import ShownAttempt, attempts_showing

LATEST = 2**62  # after everything that is stored
COUNTED = {Aspect.KIND, Aspect.RIGHT_ANSWER, Aspect.REMOVED}


@dataclass(frozen=True)
class Fall:
    """One submitted attempt whose result would fall; trainers see no names."""

    attempt_id: uuid.UUID
    submitted_at: datetime
    points_before: float
    points_after: float
    out_of: int
    passed_before: bool | None
    passed_after: bool | None

    @property
    def code(self) -> str:
        """How the attempt is called on the page."""
        return self.attempt_id.hex[:8].upper()


@dataclass
class KeyConsequence:
    """What follows for the attempts that show one question, if their answers were graded by the new text.

    *now_pass* and *no_longer_pass* are counted when results may fall; *falls* are those that would.
    """

    key: str
    submitted: int = 0
    open: int = 0
    rising: int = 0
    now_pass: int = 0
    no_longer_pass: int = 0
    falls: list[Fall] = field(default_factory=list)

    @property
    def falls_code(self) -> str:
        """Changes when other results would fall."""
        return falls_code(one.attempt_id for one in self.falls)


@dataclass(frozen=True)
class Consequences:
    """What follows from all changes of one text.

    *taken* are keys that look new but stood for another question in an earlier text. *open* attempts go on
    with the old text; *finished* people finished the lesson, or the course, and stay so.
    """

    keys: dict[str, KeyConsequence]
    taken: tuple[str, ...]
    open: int
    finished: int


@dataclass(frozen=True)
class Weighed:
    """How a quiz differs from the live text under its identity, and what follows; *is_new* without one."""

    changes: list[Change]
    follows: Consequences
    is_new: bool = False


def weigh(session: Session, identity: Identity, document: QuizDocument) -> Weighed:
    """What it means to publish *document* under *identity*; for a new text nothing changes for anybody."""
    home = Quiz.course_id.is_(None) if identity.kind == "bank" else Course.slug == identity.course
    row = session.execute(
        select(Quiz.id, QuizRevision.source)
        .select_from(Quiz)
        .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
        .outerjoin(Course, Course.id == Quiz.course_id)
        .where(home, Quiz.slug == identity.slug)
    ).one_or_none()
    live = parse_quiz(row.source)[0] if row is not None else None
    changes = compare(live, document) if live else []
    follows = consequences(session, row.id if row else None, changes, document)
    return Weighed(changes, follows, is_new=row is None)


def consequences(
    session: Session, quiz_id: int | None, changes: Sequence[Change], document: QuizDocument
) -> Consequences:
    """What follows when *document* replaces the live text of the quiz (None: a new one).

    The number of statements depends on how many texts there are, never on how many attempts.
    """
    counted = {change.key: change for change in changes if change.key and change.aspect in COUNTED}
    undecided = {change.key for change in changes if change.needs_decision}
    taken = tuple(key for key in refused_keys(session, document) if key not in undecided)
    keys = {key: KeyConsequence(key) for key in counted}
    if counted:
        _count(session, counted, keys)
    return Consequences(keys, taken, open=_going_on(session, quiz_id), finished=_finished(session, quiz_id))


def _count(session: Session, changes: dict[str, Change], keys: dict[str, KeyConsequence]) -> None:
    known = every_regrade(session)
    for attempt in attempts_showing(session, list(keys)):
        for key, found in keys.items():
            if key not in attempt.origins:
                continue
            if attempt.state == "open":
                found.open += 1
                continue
            found.submitted += 1
            if changes[key].may_regrade:
                _weigh(attempt, known, changes[key].new, found)


def _weigh(attempt: ShownAttempt, known: Sequence[Regrade], by: Question, found: KeyConsequence) -> None:
    """Grade one submitted attempt as if its question were regraded now."""
    if attempt.submitted_at is None or attempt.points is None:
        return
    regrade = Regrade(LATEST, LATEST, by, True, datetime.max.replace(tzinfo=UTC))
    score, passed = attempt.graded([*known, regrade])
    found.rising += score.points > attempt.points
    found.now_pass += bool(passed) and not attempt.passed
    found.no_longer_pass += bool(attempt.passed) and not passed
    if score.points < attempt.points:
        fall = Fall(
            attempt.id,
            attempt.submitted_at,
            attempt.points,
            score.points,
            score.out_of,
            attempt.passed,
            passed,
        )
        found.falls.append(fall)


def _going_on(session: Session, quiz_id: int | None) -> int:
    open_ones = select(func.count()).where(Attempt.quiz_id == quiz_id, Attempt.state == "open")
    return session.scalar(open_ones) or 0


def _finished(session: Session, quiz_id: int | None) -> int:
    """How many finished the quiz's lesson; of a final quiz, the course."""
    lesson = (
        select(func.count())
        .select_from(Completion)
        .join(Quiz, Quiz.lesson_id == Completion.lesson_id)
        .where(Quiz.id == quiz_id)
    )
    course = (
        select(func.count())
        .select_from(CourseCompletion)
        .join(Quiz, Quiz.course_id == CourseCompletion.course_id)
        .where(Quiz.id == quiz_id, Quiz.is_final)
    )
    return sum(session.scalar(one) or 0 for one in (lesson, course))
