"""The bank's index is kept in step with its texts, and remembers who was shown what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.exhibits import Item
from literasi.domain.questions import Question, parse_quiz
from literasi.models import Attempt, BankItem, Exposure, Quiz, QuizRevision, Response
from literasi.services import summing_up


class TakenKey(Exception):
    """Two texts of the bank hold an item with the same key."""

    def __init__(self, key: str, slugs: Sequence[str]) -> None:
        super().__init__(f"{key}: {', '.join(slugs)}")
        self.key, self.slugs = key, slugs


class ChangedUse(Exception):
    """An item was for practice and would become one of a test form, or the other way round."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class _Found:
    """An item in a live text."""

    question: Question
    item: Item
    quiz_id: int
    revision_id: int
    slug: str
    form: str | None

    @property
    def verdict(self) -> str:
        """What the text says the item is."""
        return self.question.exhibit.verdict.value if self.question.exhibit else ""

    def values(self) -> dict[str, Any]:
        """What the index holds of it."""
        exhibit, item = self.question.exhibit, self.item
        assert exhibit is not None
        assert item.place is not None
        return {
            "quiz_id": self.quiz_id,
            "revision_id": self.revision_id,
            "verdict": exhibit.verdict.value,
            "topic": item.topic.value,
            "technique": item.technique.value,
            "difficulty": item.difficulty,
            "place": item.place.value,
            "use": item.use.value,
            "form": self.form,
            "review_by": item.review_by,
        }


def index_bank(session: Session, *, now: datetime) -> None:
    """Make the index what the live texts of the bank say; items that left them, or say so, are retired.

    Raises TakenKey when a key stands in two texts, and ChangedUse when an item changed sides between
    practice and test.
    """
    found = _live_items(session)
    known = {row.key: row for row in session.scalars(select(BankItem))}
    corrected = {
        key
        for key, one in found.items()
        if key in known
        and (known[key].verdict, known[key].technique) != (one.verdict, one.item.technique.value)
    }
    for key, one in found.items():
        row = known.get(key) or BankItem(key=key)
        if key in known and row.use != one.item.use.value:
            raise ChangedUse(key)
        for name, value in one.values().items():
            setattr(row, name, value)
        row.retired_at = (row.retired_at or now) if one.item.retired else None
        if row.change != (one.item.change or None):
            row.change, row.changed_at = (one.item.change, now) if one.item.change else (None, None)
        session.add(row)
    for key in known.keys() - found.keys():
        known[key].retired_at = known[key].retired_at or now
    session.flush()
    summing_up.sum_up_again(session, corrected)
    _remember_old_answers(session, found.keys() - known.keys())


def remember_shown(session: Session, learner_id: int, keys: Collection[str], *, now: datetime) -> None:
    """Note that the learner is shown these items now. One statement."""
    if not keys:
        return
    # Always in the same order, so that two sittings that begin at once never wait for each other.
    rows = [{"learner_id": learner_id, "item_key": key, "shown_at": now, "times": 1} for key in sorted(keys)]
    statement = insert_into(session, Exposure).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["learner_id", "item_key"],
            set_={"shown_at": statement.excluded.shown_at, "times": Exposure.times + 1},
        )
    )


def take_over_exposures(session: Session, guest_id: int, learner_id: int) -> None:
    """What the guest was shown, the learner was shown: the later moment counts, the times add up."""
    rows = session.execute(
        select(Exposure.item_key, Exposure.shown_at, Exposure.times)
        .where(Exposure.learner_id == guest_id)
        .order_by(Exposure.item_key)
    ).all()
    for row in rows:
        own = session.get(Exposure, (learner_id, row.item_key))
        if own is None:
            session.execute(insert(Exposure).values(learner_id=learner_id, **row._mapping))
        else:
            own.shown_at, own.times = max(own.shown_at, row.shown_at), own.times + row.times
    session.flush()
    session.execute(delete(Exposure).where(Exposure.learner_id == guest_id))


def _live_items(session: Session) -> Mapping[str, _Found]:
    rows = session.execute(
        select(Quiz.id, Quiz.slug, QuizRevision.id.label("revision_id"), QuizRevision.source)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(
            Quiz.course_id.is_(None), Quiz.retired_at.is_(None), QuizRevision.number == Quiz.current_number
        )
        .order_by(Quiz.slug)
    )
    found: dict[str, _Found] = {}
    for row in rows:
        document, _ = parse_quiz(row.source)
        if document is None:
            continue
        for question in document.questions:
            if question.exhibit is None or question.exhibit.item is None:
                continue
            if question.key in found:
                raise TakenKey(question.key, [found[question.key].slug, row.slug])
            found[question.key] = _Found(
                question, question.exhibit.item, row.id, row.revision_id, row.slug, document.form
            )
    return found


def _remember_old_answers(session: Session, keys: Collection[str]) -> None:
    """A question that moves into the bank was seen by everybody who answered it in its old quiz."""
    if not keys:
        return
    answered = (
        select(
            Attempt.learner_id,
            Response.question_key,
            func.max(Response.answered_at),
            func.count(Attempt.id.distinct()),
        )
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.question_key.in_(sorted(keys)))
        .group_by(Attempt.learner_id, Response.question_key)
    )
    session.execute(
        insert_into(session, Exposure)
        .from_select(["learner_id", "item_key", "shown_at", "times"], answered)
        .on_conflict_do_nothing()
    )
