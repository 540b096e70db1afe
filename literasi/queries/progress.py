"""How far a learner has come, beyond the lessons themselves."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from literasi.database import Prepared, Reader
from literasi.models import Attempt, LearnerSession, Response

_ANSWERS = Prepared(
    select(func.count(Response.id).label("answers"))
    .select_from(LearnerSession)
    .join(Attempt, Attempt.learner_id == LearnerSession.learner_id)
    .join(Response, (Response.attempt_id == Attempt.id) & (Response.number == 0))
    .where(LearnerSession.token_hash == bindparam("token_hash"), LearnerSession.expires_at > bindparam("now"))
)


def questions_answered(reader: Reader, token_hash: bytes, now: datetime) -> int:
    """How many questions the learner behind *token_hash* has answered in all attempts."""
    answers: int = reader.all(_ANSWERS, {"token_hash": token_hash, "now": now})[0].answers
    return answers
