"""How far a learner has come, beyond the lessons themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, select

from literasi.database import Prepared, Reader
from literasi.domain.attempts import read_drawn
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import Judged
from literasi.domain.questions.judgement import STEPS
from literasi.models import Attempt, BankItem, ContentVersion, LearnerSession, Response
from literasi.queries.quizzes import AT_ONCE, read_quizzes

MOST_CORRECTED = AT_ONCE  # so that one statement brings their texts

_MINE = (LearnerSession.token_hash == bindparam("token_hash")) & (
    LearnerSession.expires_at > bindparam("now")
)
_ANSWERS = Prepared(
    select(
        Attempt.id,
        Attempt.state,
        Response.question_key,
        Response.answer,
        Response.answered_at,
        BankItem.verdict,
        BankItem.technique,
        BankItem.change,
        select(ContentVersion.version).scalar_subquery().label("content_version"),
        case((Attempt.started_at < BankItem.changed_at, BankItem.revision_id)).label("corrected_in"),
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
class Corrected:
    """An item that was corrected since the learner was last shown it, and the revision that says how."""

    key: str
    change: str
    revision_id: int
    version: int  # of the content


@dataclass(frozen=True)
class CorrectedItem:
    """The same in words: the verdict and the fact as they are now. The label holds no words of the hoax."""

    label: str
    verdict: Verdict
    fact: str
    change: str


@dataclass(frozen=True)
class Answered:
    """What a learner has answered in all attempts: how many questions, and which messages they judged."""

    questions: int
    judged: tuple[Judged, ...]
    corrected: tuple[Corrected, ...]


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
    return Answered(
        questions=len(newest),
        judged=tuple(_judged(newest.values(), seen)),
        corrected=tuple(_corrected(newest.values())),
    )


def corrected_items(reader: Reader, corrected: Sequence[Corrected]) -> list[CorrectedItem]:
    """What is true of items that were corrected. No statement without any; at most one for the newest few."""
    newest = sorted(corrected, key=lambda one: (-one.revision_id, one.key))[:MOST_CORRECTED]
    if not newest:
        return []
    wanted = {one.revision_id for one in newest}
    texts = read_quizzes(reader, wanted, {}, version=newest[0].version)
    items = []
    for one in newest:
        questions = texts[one.revision_id].document.questions
        exhibit = next((question.exhibit for question in questions if question.key == one.key), None)
        if exhibit is not None and exhibit.item is not None:
            fact = texts[one.revision_id].rendered[one.key]["judgement"]["fact"]
            items.append(CorrectedItem(exhibit.item.label, exhibit.verdict, fact, one.change))
    return items


def _corrected(rows: Iterable[Any]) -> Iterable[Corrected]:
    """What the newest meeting with each item showed before it was corrected; rows are in order of time."""
    last = {row.question_key: row for row in rows}
    for key, row in last.items():
        if row.corrected_in is not None and row.change:
            yield Corrected(key, row.change, row.corrected_in, row.content_version)


def _judged(rows: Iterable[Any], seen: set[tuple[object, str]]) -> Iterable[Judged]:
    """One judgement for each item and attempt, in order of time; only a first meeting is fresh."""
    met: set[str] = set()
    for row in rows:
        if row.verdict is None or row.state != "submitted" or row.answer not in STEPS:
            continue
        fresh = (row.id, row.question_key) not in seen and row.question_key not in met
        met.add(row.question_key)
        yield Judged(Verdict(row.verdict), Technique(row.technique), int(row.answer), fresh, row.answered_at)
