"""Compares what learners were told with what is stored."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.attempts import read_drawn
from literasi.domain.questions import Feedback, parse_quiz
from literasi.models import Attempt, Judgement, QuizRevision, Response, Sitting
from tests.faults.learners import Given


@dataclass(frozen=True)
class Verdict:
    """What went wrong; all empty when nothing did."""

    lost: list[Given]
    twice: list[Given]
    answered_again: list[str]
    never_sent: list[Given]


def compare(engine, acknowledged, sent):
    """What these people were told is saved is stored, once, and nothing besides."""
    theirs = {given.attempt_id for given in sent}
    everything = [*stored_answers(engine), *stored_judgements(engine)]
    stored = Counter(given for given in everything if given.attempt_id in theirs)
    return Verdict(
        lost=[given for given in acknowledged if not stored[given]],
        twice=[given for given, times in stored.items() if times > 1],
        answered_again=answered_again(engine),
        never_sent=[given for given in stored if given not in sent],
    )


def stored_answers(engine):
    """Every stored response in the words of the learners' diaries."""
    with Session(engine) as session:
        rows = session.execute(
            select(Attempt.id, Attempt.drawn, Response.question_key, Response.number, Response.answer).join(
                Response, Response.attempt_id == Attempt.id
            )
        ).all()
    return [Given(str(row.id), _place(row.drawn, row.question_key), row.number, row.answer) for row in rows]


def stored_judgements(engine):
    """Every stored judgement in the same words."""
    with Session(engine) as session:
        rows = session.execute(
            select(Sitting.id, Sitting.drawn, Judgement.item_key, Judgement.number, Judgement.rating).join(
                Judgement, Judgement.sitting_id == Sitting.id
            )
        ).all()
    return [Given(str(row.id), _place(row.drawn, row.item_key), row.number, str(row.rating)) for row in rows]


def _place(drawn, key):
    """The number under which the attempt shows the question."""
    return [read_drawn(entry).key for entry in drawn].index(key) + 1


def answered_again(engine):
    """Questions with more than one response although the first was final."""
    with Session(engine) as session:
        sources = dict(session.execute(select(QuizRevision.id, QuizRevision.source)).all())
        final = [id_ for id_, source in sources.items() if parse_quiz(source)[0].feedback is Feedback.AT_ONCE]
        rows = session.execute(
            select(Attempt.id, Response.question_key)
            .join(Response, Response.attempt_id == Attempt.id)
            .where(Attempt.quiz_revision_id.in_(final))
            .group_by(Attempt.id, Response.question_key)
            .having(func.count(Response.id) > 1)
        ).all()
    return [f"attempt {row.id}, question {row.question_key}" for row in rows]


def state_of(engine, attempt_ids):
    """The states of these attempts, by id."""
    with Session(engine) as session:
        rows = session.execute(select(Attempt.id, Attempt.state)).all()
    wanted = set(attempt_ids)
    return {str(row.id): row.state for row in rows if str(row.id) in wanted}
