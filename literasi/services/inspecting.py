"""Proves the invariants: what is stored agrees with itself. Reads only, a row at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from literasi.domain import attempts, grading, regrading
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import Feedback, QuizDocument, parse_quiz
from literasi.models import (
    Attempt,
    BankItem,
    Completion,
    Course,
    CourseCompletion,
    CourseRevision,
    Exposure,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
    RegradedAttempt,
    Response,
)
from literasi.queries.channels import channel_names, texts_that_name
from literasi.queries.regrades import every_regrade
from literasi.services import (
    inspecting_audit,
    inspecting_people,
    inspecting_sittings,
    inspecting_standings,
    inspecting_storage,
)
from literasi.services.inspecting_certificates import stray_certificates
from literasi.services.reading_files import fingerprint

ROWS_AT_ONCE = 500


def faults(session: Session) -> Iterator[str]:
    """Every broken invariant in words, with where it is. Nothing, when all is well."""
    for check in CHECKS.values():
        yield from check(session)


def changed_texts(session: Session) -> Iterator[str]:
    """A published text never changes: its fingerprint still fits."""
    for model in (Course, CourseRevision, LessonRevision, QuizRevision):
        rows = session.execute(select(model.id, model.source, model.source_sha256)).yield_per(ROWS_AT_ONCE)
        for row in rows:
            if fingerprint(row.source) != row.source_sha256:
                yield f"{model.__tablename__} {row.id}: its text was changed after publishing"


def unreadable_texts(session: Session) -> Iterator[str]:
    """Rules of the format may grow stricter, but what was published must still be readable."""
    for model, parse in ((Course, parse_course), (LessonRevision, parse_lesson), (QuizRevision, parse_quiz)):
        for row in session.execute(select(model.id, model.source)).yield_per(ROWS_AT_ONCE):
            document, problems = parse(row.source)
            if document is None:
                yield f"{model.__tablename__} {row.id}: line {problems[0]}"


def unknown_channels(session: Session) -> Iterator[str]:
    """Every number and address that a live text names is there and in use: else people read a gap."""
    live, retired = channel_names(session)
    for slug, texts in texts_that_name(session).items():
        if slug not in live:
            state = "retired" if slug in retired else "unknown"
            yield f"{', '.join(texts)}: {{kanal:{slug}}} is {state}"


def missing_revisions(session: Session) -> Iterator[str]:
    """Revisions are numbered 1, 2, 3 … and the live one exists."""
    for owner, revision, link in (
        (Course, CourseRevision, CourseRevision.course_id),
        (Lesson, LessonRevision, LessonRevision.lesson_id),
        (Quiz, QuizRevision, QuizRevision.quiz_id),
    ):
        rows = session.execute(
            select(owner.id, owner.current_number, func.count(revision.id), func.max(revision.number))
            .outerjoin(revision, link == owner.id)
            .group_by(owner.id, owner.current_number)
        )
        for owner_id, current, count, highest in rows:
            if current != (highest or 0) or count != (highest or 0):
                yield (
                    f"{owner.__tablename__} {owner_id}: number {current} is live, "
                    f"but {count} revisions up to {highest} exist"
                )


def stray_completions(session: Session) -> Iterator[str]:
    """A completion has a submitted attempt of the same learner behind it, and its own lesson's revision."""
    rows = session.execute(
        select(
            Completion.learner_id,
            Completion.lesson_id,
            Attempt.learner_id.label("attempt_learner"),
            Attempt.state,
            LessonRevision.lesson_id.label("revision_lesson"),
        )
        .outerjoin(Attempt, Attempt.id == Completion.attempt_id)
        .outerjoin(LessonRevision, LessonRevision.id == Completion.lesson_revision_id)
    ).yield_per(ROWS_AT_ONCE)
    for row in rows:
        place = f"completion of lesson {row.lesson_id} by learner {row.learner_id}"
        if row.attempt_learner != row.learner_id or row.state != "submitted":
            yield f"{place}: no submitted attempt of this learner stands behind it"
        if row.revision_lesson != row.lesson_id:
            yield f"{place}: its revision belongs to another lesson"


def missing_completions(session: Session) -> Iterator[str]:
    """Whoever submitted a lesson's quiz has finished the lesson."""
    rows = session.execute(
        select(Attempt.learner_id, Quiz.lesson_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .outerjoin(
            Completion,
            (Completion.learner_id == Attempt.learner_id) & (Completion.lesson_id == Quiz.lesson_id),
        )
        .where(Attempt.state == "submitted", Quiz.lesson_id.is_not(None), Completion.learner_id.is_(None))
        .distinct()
    ).yield_per(ROWS_AT_ONCE)
    for row in rows:
        yield f"learner {row.learner_id}: submitted the quiz of lesson {row.lesson_id} but has no completion"


def stray_course_completions(session: Session) -> Iterator[str]:
    """Whoever finished a course has passed a final quiz of it, or had passed before it was graded again."""
    had_passed = exists().where(
        RegradedAttempt.attempt_id == Attempt.id, RegradedAttempt.passed_before.is_(True)
    )
    passed = exists().where(
        Attempt.learner_id == CourseCompletion.learner_id,
        or_(Attempt.passed.is_(True), had_passed.correlate(Attempt)),
        Attempt.quiz_id == Quiz.id,
        Quiz.course_id == CourseCompletion.course_id,
    )
    rows = session.execute(
        select(CourseCompletion.learner_id, CourseCompletion.course_id).where(~passed)
    ).yield_per(ROWS_AT_ONCE)
    for row in rows:
        yield f"learner {row.learner_id} finished course {row.course_id} without passing its final quiz"


def wrong_index(session: Session) -> Iterator[str]:
    """The index of the bank says what its texts say."""
    documents: dict[int, QuizDocument | None] = {}
    rows = session.execute(
        select(BankItem, QuizRevision.quiz_id.label("revision_quiz")).outerjoin(
            QuizRevision, QuizRevision.id == BankItem.revision_id
        )
    )
    for item, revision_quiz in rows:
        document = _document(session, item.revision_id, documents)
        questions = {one.key: one for one in document.questions} if document else {}
        exhibit = questions[item.key].exhibit if item.key in questions else None
        if exhibit is None or exhibit.item is None or revision_quiz != item.quiz_id:
            yield f"bank item {item.key}: its revision does not have it"
        elif (exhibit.verdict.value, exhibit.item.technique.value) != (item.verdict, item.technique):
            yield f"bank item {item.key}: the index says {item.verdict}, the text {exhibit.verdict.value}"


def forgotten_exposures(session: Session) -> Iterator[str]:
    """Whoever was shown an item of the bank is known to have been shown it."""
    shown = {
        (row.learner_id, row.item_key)
        for row in session.execute(select(Exposure.learner_id, Exposure.item_key))
    }
    rows = session.execute(select(Attempt.id, Attempt.learner_id, Attempt.drawn)).yield_per(ROWS_AT_ONCE)
    for row in rows:
        for one in map(attempts.read_drawn, row.drawn):
            if one.revision_id is not None and (row.learner_id, one.key) not in shown:
                yield f"attempt {row.id}: shows {one.key}, which its learner was never shown"


_ATTEMPTS = (
    select(
        Attempt.id,
        Attempt.quiz_id,
        Attempt.quiz_revision_id,
        Attempt.drawn,
        Attempt.state,
        Attempt.submitted_at,
        Attempt.points,
        Attempt.out_of,
        Attempt.passed,
        QuizRevision.quiz_id.label("revision_quiz"),
        Response.question_key,
        Response.number,
        Response.answer,
        Response.answered_at,
    )
    .outerjoin(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
    .outerjoin(Response, Response.attempt_id == Attempt.id)
    .order_by(Attempt.id, Response.question_key, Response.number)
)


def wrong_attempts(session: Session) -> Iterator[str]:
    """Each attempt fits its text, its responses fit the attempt, and its points are what they come to."""
    documents: dict[int, QuizDocument | None] = {}
    regrades = every_regrade(session)
    rows = session.execute(_ATTEMPTS).yield_per(ROWS_AT_ONCE)
    for _, group in groupby(rows, key=lambda row: row.id):
        responses = list(group)
        first = responses[0]
        document = _document(session, first.quiz_revision_id, documents)
        if document is None or first.revision_quiz != first.quiz_id:
            yield f"attempt {first.id}: the text that it is pinned to cannot be read"
            continue
        drawn = [attempts.read_drawn(entry) for entry in first.drawn]
        if len({one.key for one in drawn}) != len(drawn):
            yield f"attempt {first.id}: it shows a question twice"
        try:
            shown = attempts.as_shown(document, drawn, _banks(session, drawn, documents))
        except attempts.LostQuestion:
            yield f"attempt {first.id}: it shows questions that its texts do not have"
            continue
        given = [row for row in responses if row.question_key is not None]
        for fault in _attempt_faults(first, given, shown, regrades):
            yield f"attempt {first.id}: {fault}"


def _attempt_faults(
    attempt: Any, responses: Sequence[Any], document: QuizDocument, regrades: Sequence[regrading.Regrade]
) -> Iterator[str]:
    drawn = [question.key for question in document.questions]
    given: dict[str, list[str]] = {}
    for row in responses:
        earlier = given.setdefault(row.question_key, [])
        for fault in _response_faults(row, attempt, len(earlier), drawn):
            yield f"question {row.question_key}: {fault}"
        earlier.append(row.answer)
    if document.feedback is Feedback.AT_ONCE:
        yield from _final_faults(attempt.state, given, drawn)
    if attempt.state == "submitted":
        answers = attempts.counting_answers(given, document.feedback)
        origins = regrading.origins(map(attempts.read_drawn, attempt.drawn), attempt.quiz_revision_id)
        score = regrading.grade(document.questions, origins, answers, regrades)
        if (attempt.points, attempt.out_of) != (score.points, score.out_of):
            says, comes = f"{attempt.points} of {attempt.out_of}", f"{score.points} of {score.out_of}"
            yield f"it says {says}, but its answers come to {comes}"
        if attempt.passed != grading.passed(score, document.pass_percent):
            yield f"it says passed: {attempt.passed}, but its answers say otherwise"


def _final_faults(state: str, given: dict[str, list[str]], drawn: Sequence[str]) -> Iterator[str]:
    """Where the first answer is final: there is one, and the last of them submits."""
    for key, several in given.items():
        if len(several) > 1:
            yield f"question {key}: answered again after its final answer"
    if state == "open" and given.keys() >= set(drawn):
        yield "every question has its final answer, but it is open"


def wrong_regrades(session: Session) -> Iterator[str]:
    """What was regraded has the points of its last regrade, and each began where the one before ended."""
    rows = session.execute(
        select(RegradedAttempt, Attempt.points, Attempt.passed)
        .outerjoin(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .order_by(RegradedAttempt.attempt_id, RegradedAttempt.regrade_id)
    ).yield_per(ROWS_AT_ONCE)
    for attempt_id, group in groupby(rows, key=lambda row: row[0].attempt_id):
        steps = list(group)
        ends = [(one.points_before, one.passed_before) for one, _, _ in steps[1:]]
        ends.append((steps[-1].points, steps[-1].passed))
        for (one, _, _), end in zip(steps, ends, strict=True):
            if (one.points_after, one.passed_after) != end:
                yield (
                    f"attempt {attempt_id}: regrade {one.regrade_id} made it {one.points_after}, not {end[0]}"
                )


def _response_faults(row: Any, attempt: Any, earlier: int, drawn: Sequence[str]) -> Iterator[str]:
    if row.number != earlier:
        yield f"response {row.number} follows {earlier} others"
    if row.question_key not in drawn:
        yield "answered but never shown"
    if attempt.submitted_at is not None and row.answered_at > attempt.submitted_at:
        yield "answered after submission"


def _document(
    session: Session, revision_id: int, known: dict[int, QuizDocument | None]
) -> QuizDocument | None:
    """The text of a revision, read once; None when there is none or it cannot be read."""
    if revision_id not in known:
        source = session.scalar(select(QuizRevision.source).where(QuizRevision.id == revision_id))
        known[revision_id] = parse_quiz(source)[0] if source is not None else None
    return known[revision_id]


def _banks(
    session: Session, drawn: Sequence[attempts.Drawn], known: dict[int, QuizDocument | None]
) -> dict[int, QuizDocument]:
    """The texts of the bank from which an attempt has drawn."""
    wanted = {one.revision_id for one in drawn if one.revision_id is not None}
    found = {revision_id: _document(session, revision_id, known) for revision_id in wanted}
    return {revision_id: document for revision_id, document in found.items() if document is not None}


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    **inspecting_storage.CHECKS,
    "published texts are unchanged": changed_texts,
    "published texts can be read": unreadable_texts,
    "live texts name channels that are in use": unknown_channels,
    "revisions are numbered without gaps": missing_revisions,
    "completions have a submitted attempt": stray_completions,
    "submitted quizzes completed their lessons": missing_completions,
    "finished courses have a passed final quiz": stray_course_completions,
    "the bank's index fits its texts": wrong_index,
    "whoever was shown an item is known to have been": forgotten_exposures,
    "attempts, responses and points agree": wrong_attempts,
    "regraded attempts have the points of their last regrade": wrong_regrades,
    "certificates fit their finishes": stray_certificates,
    **inspecting_standings.CHECKS,
    **inspecting_sittings.CHECKS,
    **inspecting_people.CHECKS,
    **inspecting_audit.CHECKS,
}
