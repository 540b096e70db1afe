"""The files of the bank and their items, as trainers see them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain import gate
from literasi.domain.gate import Shown
from literasi.domain.identities import BANK, Identity
from literasi.models import BankItem, Exposure, Quiz, QuizRevision
from literasi.queries.catalogue import (
    TextRow,
    UnderWay,
    quiz_texts,
    text_fields,
    under_way,
    unpublished,
)


@dataclass(frozen=True)
class BankFileRow(TextRow):
    """A file of the bank, and how many of its items may be drawn or are retired."""

    items: int
    retired_items: int


@dataclass(frozen=True)
class ItemRow:
    """One item in the live text of a file of the bank."""

    key: str
    label: str
    verdict: str
    topic: str
    technique: str
    place: str
    use: str
    difficulty: int
    review_by: date
    retired_at: datetime | None
    shown: Shown  # how often, to whomever


def files(session: Session) -> list[BankFileRow]:
    """Every file of the bank. Two statements."""
    drafts = under_way(session, f"quizzes/{BANK}/%")
    items = (
        select(func.count())
        .where(BankItem.quiz_id == Quiz.id, BankItem.retired_at.is_(None))
        .scalar_subquery()
    )
    gone = (
        select(func.count())
        .where(BankItem.quiz_id == Quiz.id, BankItem.retired_at.is_not(None))
        .scalar_subquery()
    )
    rows = session.execute(
        quiz_texts(items.label("items"), gone.label("retired_items"))
        .where(Quiz.course_id.is_(None))
        .order_by(Quiz.slug)
    )
    return [
        BankFileRow(
            **text_fields(Identity("bank", BANK, row.slug), row, drafts),
            items=row.items,
            retired_items=row.retired_items,
        )
        for row in rows
    ]


def new_files(session: Session, known_files: Sequence[BankFileRow]) -> list[UnderWay]:
    """Drafts of files that were never published. One statement."""
    known = {str(file.identity) for file in known_files}
    return unpublished(under_way(session, f"quizzes/{BANK}/%"), known)


def items_of(session: Session, file: str) -> list[ItemRow]:
    """The items in the live text of a file, in its order. Two statements."""
    rendered = session.scalar(
        select(QuizRevision.rendered)
        .join(Quiz, Quiz.id == QuizRevision.quiz_id)
        .where(Quiz.course_id.is_(None), Quiz.slug == file, QuizRevision.number == Quiz.current_number)
    )
    labels = {key: one["label"] for key, one in json.loads(rendered or "{}").get("questions", {}).items()}
    shown = select(func.sum(Exposure.times)).where(Exposure.item_key == BankItem.key).scalar_subquery()
    rows = session.execute(
        select(BankItem, shown)
        .join(Quiz, Quiz.id == BankItem.quiz_id)
        .where(Quiz.course_id.is_(None), Quiz.slug == file)
    )
    known = {row.key: (row, times) for row, times in rows}
    return [_item(*known[key], label) for key, label in labels.items() if key in known]


def _item(row: BankItem, shown: int | None, label: str) -> ItemRow:
    return ItemRow(
        row.key,
        label,
        row.verdict,
        row.topic,
        row.technique,
        row.place,
        row.use,
        row.difficulty,
        row.review_by,
        row.retired_at,
        gate.times(shown or 0),
    )
