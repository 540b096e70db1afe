"""One test or refresher, for the learner who owns it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.domain.attempts import Drawn, read_drawn
from literasi.domain.questions import Question
from literasi.domain.sittings import Phase, SeenBefore
from literasi.models import BankItem, ContentVersion, FormPlan, Judgement, LearnerSession, Sitting
from literasi.queries.quizzes import read_quizzes


@dataclass(frozen=True)
class Judged:
    """One answer, as given."""

    rating: int
    seen_before: SeenBefore | None
    answered_at: datetime


@dataclass(frozen=True)
class ShownItem:
    """An item as its text was published, with its HTML (see ``PublishedQuiz.rendered``)."""

    question: Question
    rendered: Mapping[str, Any]


@dataclass(frozen=True)
class OwnSitting:
    """A sitting with its items in the order shown, and every answer by item key, oldest first."""

    id: uuid.UUID
    learner_id: int
    phase: Phase
    form: str | None
    technique: str | None
    course_id: int | None
    state: str
    started_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    is_sent: bool
    is_open: bool
    items: tuple[ShownItem, ...]
    version: int  # of the content
    answers: Mapping[str, Sequence[Judged]]

    @property
    def counting(self) -> dict[str, Judged]:
        """The answer that counts, by item key: the first of a refresher, the newest of a test."""
        which = 0 if self.phase is Phase.REFRESHER else -1
        return {key: given[which] for key, given in self.answers.items()}

    @property
    def saved_at(self) -> datetime | None:
        """When the newest answer was saved."""
        return max((one.answered_at for given in self.answers.values() for one in given), default=None)

    def number_after(self, number: int) -> int | None:
        """The next item (from 1) without an answer, going round once; None when all have one."""
        order = [*range(number + 1, len(self.items) + 1), *range(1, number)]
        return next((one for one in order if self.items[one - 1].question.key not in self.answers), None)


_SITTING = Prepared(
    select(
        select(ContentVersion.version).scalar_subquery().label("content_version"),
        Sitting.learner_id,
        Sitting.phase,
        Sitting.form,
        Sitting.technique,
        FormPlan.course_id,
        Sitting.state,
        Sitting.drawn,
        Sitting.started_at,
        Sitting.closes_at,
        Sitting.closed_at,
        Sitting.is_sent,
        Judgement.item_key,
        Judgement.rating,
        Judgement.seen_before,
        Judgement.answered_at,
    )
    .select_from(Sitting)
    .join(LearnerSession, LearnerSession.learner_id == Sitting.learner_id)
    .outerjoin(FormPlan, FormPlan.learner_id == Sitting.learner_id)
    .outerjoin(Judgement, Judgement.sitting_id == Sitting.id)
    .where(
        Sitting.id == bindparam("sitting_id"),
        Sitting.state != "abandoned",
        LearnerSession.token_hash == bindparam("token_hash"),
        LearnerSession.expires_at > bindparam("now"),
    )
    .order_by(Judgement.number)
)


def own_sitting(reader: Reader, sitting_id: uuid.UUID, token_hash: bytes, now: datetime) -> OwnSitting | None:
    """The sitting, if it belongs to the learner behind *token_hash*; None otherwise.

    One statement, and one for the texts that this worker does not keep yet.
    """
    rows = reader.all(_SITTING, {"sitting_id": sitting_id, "token_hash": token_hash, "now": now})
    if not rows:
        return None
    first = rows[0]
    return OwnSitting(
        id=sitting_id,
        learner_id=first.learner_id,
        phase=Phase(first.phase),
        form=first.form,
        technique=first.technique,
        course_id=first.course_id,
        state=first.state,
        started_at=first.started_at,
        closes_at=first.closes_at,
        closed_at=first.closed_at,
        is_sent=bool(first.is_sent),
        is_open=first.state == "open" and now < first.closes_at,
        items=_items(reader, [read_drawn(entry) for entry in first.drawn], first.content_version),
        version=first.content_version,
        answers=_answers(rows),
    )


_NEWEST = Prepared(select(BankItem.key, BankItem.revision_id).where(BankItem.form == bindparam("form")))


def newest_items(reader: Reader, sitting: OwnSitting) -> tuple[ShownItem, ...]:
    """The items of a test as their texts are by now, in the order shown: what is told must be true today.

    An item that is in no form any more is as it was shown. One statement, and one for the texts that this
    worker does not keep yet.
    """
    revisions = {row.key: row.revision_id for row in reader.all(_NEWEST, {"form": sitting.form})}
    keys = [item.question.key for item in sitting.items]
    drawn = [Drawn(key, (), revisions[key]) for key in keys if key in revisions]
    found = _items(reader, drawn, sitting.version)
    newest = {item.question.key: item for item in found}
    return tuple(newest.get(item.question.key, item) for item in sitting.items)


def _items(reader: Reader, drawn: Sequence[Drawn], version: int) -> tuple[ShownItem, ...]:
    wanted = {one.revision_id for one in drawn if one.revision_id is not None}
    texts = read_quizzes(reader, wanted, {}, version=version)
    questions = {
        (revision_id, question.key): question
        for revision_id, text in texts.items()
        for question in text.document.questions
    }
    return tuple(
        ShownItem(questions[one.revision_id or 0, one.key], texts[one.revision_id or 0].rendered[one.key])
        for one in drawn
    )


def _answers(rows: Sequence[Any]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for row in rows:
        if row.item_key is not None:
            seen_before = SeenBefore(row.seen_before) if row.seen_before else None
            found.setdefault(row.item_key, []).append(Judged(row.rating, seen_before, row.answered_at))
    return found
