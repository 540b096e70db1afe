"""The rumours that citizens sent, as trainers see them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.models import Account, Quiz, QuizRevision, Rumour

PAGE = 20


@dataclass(frozen=True)
class RumourRow:
    """A rumour in the list. ``handled_by`` is how that trainer signs in."""

    id: int
    text: str
    medium: str
    times: int
    received_on: date
    handled_at: datetime | None
    handled_by: str | None
    draft_id: uuid.UUID | None


@dataclass(frozen=True)
class RumourPage:
    """One page of the rumours of one state, and how many there are of each state."""

    rows: tuple[RumourRow, ...]
    counts: dict[str, int]
    number: int
    last: int


@dataclass(frozen=True)
class BankFile:
    """A file of the bank to which an item may be added."""

    identity: str
    title: str


def rumour_page(session: Session, state: str, number: int) -> RumourPage:
    """Page *number* (from 1) of the rumours of this *state*, the newest first. Two statements."""
    counted = session.execute(select(Rumour.state, func.count()).group_by(Rumour.state))
    counts = {row[0]: row[1] for row in counted}
    last = max(1, -(-counts.get(state, 0) // PAGE))
    number = min(max(number, 1), last)
    rows = session.execute(
        select(
            Rumour.id,
            Rumour.text,
            Rumour.medium,
            Rumour.times,
            Rumour.received_on,
            Rumour.handled_at,
            Account.login_name,
            Rumour.draft_id,
        )
        .outerjoin(Account, Account.learner_id == Rumour.handled_by_id)
        .where(Rumour.state == state)
        .order_by(Rumour.received_on.desc(), Rumour.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return RumourPage(tuple(RumourRow(*row) for row in rows), counts, number, last)


def waiting(session: Session) -> int:
    """How many rumours nobody has looked at."""
    return session.scalar(select(func.count()).select_from(Rumour).where(Rumour.state == "new")) or 0


def bank_files(session: Session) -> list[BankFile]:
    """The live files of the bank."""
    rows = session.execute(
        select(Quiz.slug, QuizRevision.title)
        .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
        .where(Quiz.course_id.is_(None), Quiz.retired_at.is_(None))
        .order_by(QuizRevision.title)
    )
    return [BankFile(f"quizzes/bank/{slug}", title) for slug, title in rows]
