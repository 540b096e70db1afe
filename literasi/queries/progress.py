"""How far a learner has come, beyond the lessons themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.domain.attempts import read_drawn
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import Judged
from literasi.domain.questions.judgement import STEPS, verdict_of
from literasi.models import Attempt, BankItem, LearnerSession, Response

_MINE = (LearnerSession.token_hash == bindparam("token_hash")) & (
    LearnerSession.expires_at > bindparam("now")
)
_ANSWERS = Prepared(
    select(
        Attempt.id,
        Attempt.state,
        Response.question_key,
        Response.answer,
        BankItem.verdict,
        BankItem.technique,
    )
    .select_from(LearnerSession)
    .join(Attempt, Attempt.learner_id == LearnerSession.learner_id)
    .join(Response, Response.attempt_id == Attempt.id)
    .outerjoin(BankItem, BankItem.key == Response.question_key)
    .where(_MINE)
    .order_by(Attempt.started_at, Attempt.id, Response.number)
)
_DRAWN = Prepared(
    select(Attempt.id, Attempt.drawn)
    .select_from(LearnerSession)
    .join(Attempt, Attempt.learner_id == LearnerSession.learner_id)
    .where(_MINE, Attempt.state == "submitted")
)


@dataclass(frozen=True)
class Answered:
    """What a learner has answered in all attempts: how many questions, and which messages they judged."""

    questions: int
    judged: tuple[Judged, ...]


def answered(reader: Reader, token_hash: bytes, now: datetime) -> Answered:
    """Everything that the learner behind *token_hash* has answered. Two statements.

    Judgements are told of attempts that were sent, and of items in the bank: nothing else is compared.
    """
    asker = {"token_hash": token_hash, "now": now}
    rows = reader.all(_ANSWERS, asker)
    seen = {
        (row.id, one.key)
        for row in reader.all(_DRAWN, asker)
        for one in map(read_drawn, row.drawn)
        if one.seen
    }
    newest = {(row.id, row.question_key): row for row in rows}
    return Answered(questions=len(newest), judged=tuple(_judged(newest.values(), seen)))


def _judged(rows: Iterable[Any], seen: set[tuple[object, str]]) -> Iterable[Judged]:
    """One judgement for each item and attempt, in order of time; only a first meeting is fresh."""
    met: set[str] = set()
    for row in rows:
        if row.verdict is None or row.state != "submitted" or row.answer not in STEPS:
            continue
        verdict = Verdict(row.verdict)
        fresh = (row.id, row.question_key) not in seen and row.question_key not in met
        met.add(row.question_key)
        yield Judged(verdict, Technique(row.technique), verdict_of(row.answer) is verdict, fresh)
