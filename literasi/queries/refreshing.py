"""When a learner meets each technique again, and what is true of a refresher's messages by now."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, func, or_, select

from literasi.database import Prepared, Reader
from literasi.domain.exhibits import Technique
from literasi.domain.refreshing import A_SIDE, Card, Plan, plan
from literasi.domain.sittings import Phase
from literasi.domain.wita import day_of, start_of
from literasi.models import BankItem, ContentVersion, LearnerSession, Refresher, Sitting
from literasi.queries.quizzes import read_quizzes
from literasi.queries.sittings import ShownItem

ITEMS = 2 * A_SIDE


@dataclass(frozen=True)
class OwnRefreshers:
    """A learner's cards as they stand today, and the refresher that was begun and waits."""

    plan: Plan
    open_id: uuid.UUID | None

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, the most overdue first."""
        return (*self.plan.due, *self.plan.waiting, *self.plan.later)

    @property
    def waits(self) -> bool:
        """Whether there is something to do now: begun, or due."""
        return self.open_id is not None or bool(self.plan.due)


_mine = (Sitting.learner_id == LearnerSession.learner_id) & (Sitting.phase == Phase.REFRESHER.value)
_open = (
    select(Sitting.id)
    .where(_mine, Sitting.state == "open", Sitting.closes_at > bindparam("now"))
    .correlate(LearnerSession)
    .scalar_subquery()
)
_done_today = (
    select(func.count(Sitting.id))
    .where(
        _mine, Sitting.state == "closed", Sitting.is_sent.is_(True), Sitting.closed_at >= bindparam("since")
    )
    .correlate(LearnerSession)
    .scalar_subquery()
)
_OWN = Prepared(
    select(
        Refresher.technique,
        Refresher.step,
        Refresher.due_on,
        _open.label("open_id"),
        _done_today.label("done_today"),
    )
    .select_from(LearnerSession)
    .outerjoin(Refresher, Refresher.learner_id == LearnerSession.learner_id)
    .where(LearnerSession.token_hash == bindparam("token_hash"), LearnerSession.expires_at > bindparam("now"))
)
_LIVE = Prepared(
    select(
        BankItem.key,
        BankItem.revision_id,
        select(ContentVersion.version).scalar_subquery().label("content_version"),
    ).where(or_(*(BankItem.key == bindparam(f"key_{number}", type_=String()) for number in range(ITEMS))))
)


def own_refreshers(reader: Reader, token_hash: bytes, now: datetime) -> OwnRefreshers:
    """What the learner behind *token_hash* (or nobody) shall practise again. One statement."""
    today = day_of(now)
    rows = reader.all(_OWN, {"token_hash": token_hash, "now": now, "since": start_of(today)})
    cards = [
        Card(Technique(row.technique), row.step, row.due_on) for row in rows if row.technique is not None
    ]
    return OwnRefreshers(
        plan(cards, today, done_today=rows[0].done_today if rows else 0), rows[0].open_id if rows else None
    )


def items_by_now(reader: Reader, keys: Collection[str]) -> dict[str, ShownItem]:
    """The messages of one refresher as their newest text has them, corrected where it was wrong.

    One statement, and one for the texts that this worker does not keep yet.
    """
    wanted: dict[str, str | None] = {f"key_{number}": None for number in range(ITEMS)}
    wanted |= {f"key_{number}": key for number, key in enumerate(keys)}
    rows = reader.all(_LIVE, wanted)
    version = rows[0].content_version if rows else None
    texts = read_quizzes(reader, {row.revision_id for row in rows}, {}, version=version)
    newest = {row.key: texts[row.revision_id] for row in rows}
    return {
        question.key: ShownItem(question, text.rendered[question.key])
        for key, text in newest.items()
        for question in text.document.questions
        if question.key == key
    }
