"""Keys that were mended, and the texts to grade by."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from literasi.database import Prepared, Reader
from literasi.domain.attempts import read_drawn
from literasi.domain.questions import Question, QuizDocument, changed_keys, parse_quiz
from literasi.domain.regrading import Regrade, origins
from literasi.models import Attempt, QuizRevision
from literasi.models import Regrade as RegradeRow
from literasi.queries.texts import KeptTexts

_documents: KeptTexts[QuizDocument] = KeptTexts(50)

_REGRADES = (
    select(
        RegradeRow.id,
        RegradeRow.question_key,
        RegradeRow.revision_id,
        RegradeRow.lowers,
        RegradeRow.at,
        QuizRevision.source_sha256,
        QuizRevision.source,
    )
    .join(QuizRevision, QuizRevision.id == RegradeRow.revision_id)
    .order_by(RegradeRow.id)
)
_EVERY = Prepared(_REGRADES)


def regrades_of_attempt(
    session: Session, attempt_id: uuid.UUID, keys: Collection[str]
) -> tuple[list[Regrade], dict[str, int]]:
    """The regrades of the *keys* that an attempt shows, and the revisions that it shows them from.

    Both are empty where nothing was ever regraded. One statement.
    """
    rows = session.execute(
        _REGRADES.add_columns(Attempt.drawn, Attempt.quiz_revision_id)
        .join(Attempt, Attempt.id == attempt_id)
        .where(RegradeRow.question_key.in_(keys))
    ).all()
    if not rows:
        return [], {}
    return _read(rows), origins(map(read_drawn, rows[0].drawn), rows[0].quiz_revision_id)


def every_regrade(session: Session) -> list[Regrade]:
    """Every regrade there ever was, the oldest first. One statement."""
    return _read(session.execute(_REGRADES))


def read_regrades(reader: Reader, count: int) -> list[Regrade]:
    """The same for pages; *count* is how many there are. No statement while that is what the worker knows.

    There are few of them, and none ever changes.
    """
    known: list[Regrade] = reader.memory.get("regrades", [])
    if len(known) != count:
        known = reader.memory["regrades"] = _read(reader.all(_EVERY, {}))
    return known


def earlier_texts(session: Session, keys: Iterable[str], before: int | None = None) -> list[Any]:
    """Every revision whose text names one of the *keys*, the oldest first; only those *before* this one.

    Rows of id, quiz_id and source. A text may name a key without having it: read it. One statement.
    """
    names_one = or_(*(QuizRevision.source.contains(f"{{#{key}", autoescape=True) for key in sorted(keys)))
    found = select(QuizRevision.id, QuizRevision.quiz_id, QuizRevision.source).where(names_one)
    if before is not None:
        found = found.where(QuizRevision.id < before)
    return list(session.execute(found.order_by(QuizRevision.id)))


def refused_keys(session: Session, document: QuizDocument, before: int | None = None) -> list[str]:
    """The keys of *document* that stand for another question in any text since they were last regraded.

    Texts *before* this revision, if it is named.

    Questions move into the bank and out, so every text that ever had one of the keys is compared.
    """
    keys = {question.key for question in document.questions}
    since = _last_regraded(session, keys)
    refused: set[str] = set()
    for row in earlier_texts(session, keys, before):
        earlier, _ = parse_quiz(row.source)
        if earlier is not None:
            refused.update(key for key in changed_keys(earlier, document) if row.id >= since.get(key, 0))
    return sorted(refused)


def _last_regraded(session: Session, keys: Collection[str]) -> dict[str, int]:
    """The revision to grade by, for each key that was ever regraded."""
    rows = session.execute(
        select(RegradeRow.question_key, func.max(RegradeRow.revision_id))
        .where(RegradeRow.question_key.in_(keys))
        .group_by(RegradeRow.question_key)
    )
    return {row[0]: row[1] for row in rows}


def _read(rows: Iterable[Any]) -> list[Regrade]:
    found = ((row, _question(row)) for row in rows)
    return [
        Regrade(row.id, row.revision_id, question, row.lowers, row.at)
        for row, question in found
        if question is not None  # a text that cannot be read any more: `integrity` names it
    ]


def _question(row: Any) -> Question | None:
    document = _documents.get(row.source_sha256)
    if document is None:
        document, _ = parse_quiz(row.source)
        if document is None:
            return None
        _documents.keep(row.source_sha256, document)
    return next((one for one in document.questions if one.key == row.question_key), None)
