"""A wrong key is mended: answers to it are graded again, and it is said who gains and who loses."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.questions import Question, may_regrade, parse_quiz
from literasi.domain.regrading import falls_code
from literasi.models import (
    Attempt,
    BankItem,
    Exposure,
    Learner,
    Quiz,
    QuizRevision,
    Regrade,
    RegradedAttempt,
)
from literasi.queries import regrades as known_regrades
from literasi.queries.shown_attempts import ShownAttempt, attempts_showing, ids_showing
from literasi.services import auditing, completing, standings

T = TypeVar("T")
AT_ONCE = 500
LONGEST_REASON = 300


class CannotRegrade(Exception):
    """The new question has other choices or is of another kind: it needs a key of its own."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class UnseenFalls(Exception):
    """Other results would fall than those that were shown when somebody agreed to it."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


@dataclass(frozen=True)
class Regraded:
    """What one regrade changed; *passed* and *failed* count those who do so now and did not before."""

    id: int
    key: str
    raised: int
    lowered: int
    passed: int
    failed: int


@dataclass(frozen=True)
class _Step:
    """What one regrade makes of one attempt."""

    regrade_id: int
    attempt_id: uuid.UUID
    points_before: float
    points_after: float
    passed_before: bool | None
    passed_after: bool | None


def regrade(
    session: Session,
    revision: QuizRevision,
    lowers: Mapping[str, bool],
    *,
    reason: str,
    by_id: int,
    now: datetime,
    agreed: Mapping[str, str] | None = None,
) -> list[Regraded]:
    """Grade by *revision*, just published, whoever was shown one of these keys by an earlier text.

    *lowers* says for each key whether results may fall; *agreed* holds the ``falls_code`` of those that were
    shown. Submitted attempts are graded again at once, open ones when they are submitted; courses that are
    passed by it are finished now, and nothing that was finished is undone. Keys that did not change are left
    out. Call it in the transaction that publishes, after the bank's index was made. Raises CannotRegrade and
    UnseenFalls.
    """
    keys = _changed(session, revision, lowers)
    if not keys:
        return []
    ids = {key: _write(session, revision, key, lowers[key], reason, by_id=by_id, now=now) for key in keys}
    _hold_still(session, revision, keys)
    going_on = _open_attempts(session, revision, keys)
    steps = list(_steps(session, attempts_showing(session, keys, before=revision.id), ids))
    _store(session, steps)
    # Last, so that nobody's next answer waits long: what was submitted meanwhile, and those still open.
    steps += _late_steps(session, going_on, revision, ids, {step.attempt_id for step in steps})
    _refuse_unseen(steps, ids, agreed or {})
    _finish_courses(session, steps, now)
    done = [_sum_up(steps, ids[key], key) for key in keys]
    for one in done:
        _record(session, one, revision, by_id=by_id, now=now)
    return done


def _changed(session: Session, revision: QuizRevision, wanted: Collection[str]) -> list[str]:
    """Which keys have another right answer now; the newest text that asked each can be graded by this one."""
    document, _ = parse_quiz(revision.source)
    if document is None:
        raise CannotRegrade(sorted(wanted))
    keys = sorted({*wanted} & {*known_regrades.refused_keys(session, document, before=revision.id)})
    new = {question.key: question for question in document.questions}
    old: dict[str, Question] = {}
    for row in known_regrades.earlier_texts(session, keys, revision.id) if keys else ():
        earlier, _ = parse_quiz(row.source)
        old |= {question.key: question for question in earlier.questions} if earlier else {}
    wrong = [key for key in keys if not may_regrade(old[key], new[key])]
    if wrong:
        raise CannotRegrade(wrong)
    return keys


def _write(
    session: Session,
    revision: QuizRevision,
    key: str,
    lowers: bool,
    reason: str,
    *,
    by_id: int,
    now: datetime,
) -> int:
    row = Regrade(
        question_key=key,
        quiz_id=revision.quiz_id,
        revision_id=revision.id,
        lowers=lowers,
        reason=reason[:LONGEST_REASON],
        by_id=by_id,
        at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _hold_still(session: Session, revision: QuizRevision, keys: Sequence[str]) -> None:
    """Nobody begins an attempt with the old text from here on: they wait, and then see the regrade.

    A new attempt refers to its revision, and to an item of the bank by an exposure. SQLite has one writer.
    """
    texts = [row.id for row in known_regrades.earlier_texts(session, keys, revision.id)]
    locked = [
        select(QuizRevision.id).where(QuizRevision.id.in_(texts)).order_by(QuizRevision.id),
        select(BankItem.key).where(BankItem.key.in_(keys)).order_by(BankItem.key),
        select(Exposure.learner_id)
        .where(Exposure.item_key.in_(keys))
        .order_by(Exposure.learner_id, Exposure.item_key),
    ]
    for statement in locked:
        session.execute(select(func.count()).select_from(statement.with_for_update().subquery()))


def _open_attempts(session: Session, revision: QuizRevision, keys: Sequence[str]) -> list[uuid.UUID]:
    showing = ids_showing(session, keys, before=revision.id)
    return list(session.scalars(select(Attempt.id).where(Attempt.id.in_(showing), Attempt.state == "open")))


def _late_steps(
    session: Session,
    going_on: Sequence[uuid.UUID],
    revision: QuizRevision,
    ids: Mapping[str, int],
    done: Collection[uuid.UUID],
) -> list[_Step]:
    """Whoever submits just now has finished doing so when their attempt is locked; the others wait for us."""
    found: list[_Step] = []
    for some in _batches(going_on):
        session.execute(
            select(Attempt.id).where(Attempt.id.in_(some)).order_by(Attempt.id).with_for_update()
        ).all()
        late = attempts_showing(session, list(ids), before=revision.id, only=some)
        steps = list(_steps(session, (one for one in late if one.id not in done), ids))
        _store(session, steps)
        found += steps
    return found


def _steps(session: Session, shown: Iterable[ShownAttempt], ids: Mapping[str, int]) -> Iterator[_Step]:
    """What each of the new regrades changes in each submitted attempt, one after the other."""
    every = known_regrades.every_regrade(session)
    new = sorted(ids.values())
    for attempt in shown:
        if attempt.state != "submitted" or attempt.points is None:
            continue
        before: tuple[float, bool | None] = (attempt.points, attempt.passed)
        for regrade_id in new:
            score, passed = attempt.graded([one for one in every if one.id <= regrade_id])
            after = (score.points, passed)
            if after != before:
                yield _Step(regrade_id, attempt.id, before[0], after[0], before[1], after[1])
            before = after


def _store(session: Session, steps: Sequence[_Step]) -> None:
    """Keep what changed, and give each attempt what the last step makes of it."""
    for some in _batches(steps):
        session.execute(insert(RegradedAttempt), [vars(step) for step in some])
        last = {step.attempt_id: step for step in some}
        session.connection().execute(
            update(Attempt)
            .where(Attempt.id == bindparam("attempt"))
            .values(points=bindparam("points_now"), passed=bindparam("passed_now")),
            [
                {"attempt": one.attempt_id, "points_now": one.points_after, "passed_now": one.passed_after}
                for one in last.values()
            ],
        )


def _finish_courses(session: Session, steps: Sequence[_Step], now: datetime) -> None:
    """Whoever passes by it may have finished the course."""
    passing = [step.attempt_id for step in steps if step.passed_after and not step.passed_before]
    found: set[tuple[int, int]] = set()
    for some in _batches(passing):
        rows = session.execute(
            select(Attempt.learner_id, Quiz.course_id)
            .join(Quiz, Quiz.id == Attempt.quiz_id)
            .where(Attempt.id.in_(some), Quiz.course_id.is_not(None))
        )
        found.update((row.learner_id, row.course_id) for row in rows)
    # Of a lesson sent and a final quiz regraded at once, one must see the other.
    for some_learners in _batches(sorted({learner_id for learner_id, _ in found})):
        session.execute(
            select(Learner.id)
            .where(Learner.id.in_(some_learners))
            .order_by(Learner.id)
            .with_for_update(key_share=True)
        ).all()
    if found:
        standings.hold(session)  # many finish at once, each adding to the same sums
    for learner_id, course_id in sorted(found):
        completing.complete_course(session, learner_id, course_id, now=now)


def _refuse_unseen(steps: Sequence[_Step], ids: Mapping[str, int], agreed: Mapping[str, str]) -> None:
    unseen = [
        key
        for key, code in agreed.items()
        if key in ids
        and code
        != falls_code(
            step.attempt_id
            for step in steps
            if step.regrade_id == ids[key] and step.points_after < step.points_before
        )
    ]
    if unseen:
        raise UnseenFalls(unseen)


def _sum_up(steps: Sequence[_Step], regrade_id: int, key: str) -> Regraded:
    own = [step for step in steps if step.regrade_id == regrade_id]
    return Regraded(
        regrade_id,
        key,
        raised=sum(step.points_after > step.points_before for step in own),
        lowered=sum(step.points_after < step.points_before for step in own),
        passed=sum(step.passed_after is True and step.passed_before is False for step in own),
        failed=sum(step.passed_after is False and step.passed_before is True for step in own),
    )


def _record(session: Session, done: Regraded, revision: QuizRevision, *, by_id: int, now: datetime) -> None:
    """Keep in the audit what one regrade did, in numbers."""
    auditing.record(
        session,
        "question.regraded",
        f"regrade:{done.id}",
        actor_id=by_id,
        now=now,
        revision=revision.id,
        raised=done.raised,
        lowered=done.lowered,
        passed=done.passed,
        failed=done.failed,
    )


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))
