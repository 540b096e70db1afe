"""A draft is sent for review, sent back, or published. A second trainer may be needed for that."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.courses import CourseDocument
from literasi.domain.identities import Identity
from literasi.domain.lessons import LessonDocument
from literasi.domain.questions import QuizDocument
from literasi.models import Course, Draft, DraftText, Lesson, QuizRevision
from literasi.queries.live_texts import live_text
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import banking, drafting, publishing, regrading
from literasi.services.checking_drafts import CheckedText
from literasi.services.drafting import DraftClosed, StaleEdit
from literasi.services.publishing import Text

FROM_STUDIO = "studio"
SAME, MEND, LOWER = "same", "regrade", "regrade_all"
_MENDING = {SAME, MEND, LOWER}
_ORDER = {"course": 0, "lesson": 1, "bank": 2, "quiz": 3}


class OwnReview(Exception):
    """A second trainer must approve, and this is the author."""


class StaleBase(Exception):
    """A newer revision went live since the draft was begun; the message is its identity."""


class NotSound(Exception):
    """A text still has errors; the message is its identity."""


def send_for_review(
    session: Session, draft_id: uuid.UUID, author_id: int, *, version: int, now: datetime
) -> None:
    """Hand the draft to the other trainers. Until it comes back nobody changes it."""
    draft = drafting.own_draft(session, draft_id, author_id)
    _refuse(draft, {"writing"}, version)
    draft.note = None
    drafting.move(session, draft, "in_review", author_id, now)


def take_back(session: Session, draft_id: uuid.UUID, author_id: int, *, now: datetime) -> None:
    """The author goes on writing before anybody has decided."""
    draft = drafting.own_draft(session, draft_id, author_id)
    _refuse(draft, {"in_review"}, draft.version)
    drafting.move(session, draft, "writing", author_id, now)


def send_back(session: Session, draft_id: uuid.UUID, by_id: int, note: str, *, now: datetime) -> None:
    """The reviewer asks for changes, with words for the author."""
    draft = drafting.locked_draft(session, draft_id)
    _refuse(draft, {"in_review"}, draft.version)
    draft.note = note
    drafting.move(session, draft, "writing", by_id, now)


def publish(
    session: Session,
    draft_id: uuid.UUID,
    checked: Sequence[CheckedText],
    *,
    version: int,
    by_id: int,
    now: datetime,
    agreed: Mapping[str, str] | None = None,
) -> None:
    """Publish the changed texts of the draft, or none, and regrade what its author decided to regrade.

    *checked* are the texts of this *version*, checked and rendered before the transaction; *agreed* are the
    codes of the results that were shown to fall, by the key of their question. Raises what ``publishing``
    and ``regrading`` raise, and UnknownDraft, DraftClosed, StaleEdit, StaleBase, NotSound and OwnReview.
    """
    draft = drafting.locked_draft(session, draft_id)
    _refuse_person(session, draft, by_id, version)
    if {str(one.identity): one.source for one in checked} != {
        one.identity: one.source for one in draft.texts
    }:
        raise StaleEdit(draft.version, {text.identity: text.source for text in draft.texts})
    changed = _changed(session, draft)
    _refuse_stale_bases(session, changed)
    lowers = {key: word == LOWER for key, word in draft.decisions.items() if word in _MENDING}
    revisions = [
        publish_text(session, one, draft.author_id, now=now, regraded=lowers)
        for one in sorted(checked, key=lambda text: _ORDER[text.identity.kind])
        if str(one.identity) in {text.identity for text in changed}
    ]
    if any(one.identity.kind == "bank" for one in checked):
        banking.index_bank(session, now=now)
    shown = {key: (agreed or {}).get(key, "") for key, falls in lowers.items() if falls}
    for revision in revisions:
        if revision is not None:
            regrading.regrade(
                session, revision, lowers, reason=draft.title, by_id=by_id, now=now, agreed=shown
            )
    drafting.move(session, draft, "published", by_id, now)


def _refuse_person(session: Session, draft: Draft, by_id: int, version: int) -> None:
    """Who may publish what: the author alone where one trainer is enough, else any other trainer."""
    needed = second_trainer_needed(session)
    _refuse(draft, {"in_review"} if needed else {"writing", "in_review"}, version)
    if draft.state == "writing" and draft.author_id != by_id:
        raise drafting.UnknownDraft(draft.id)
    if needed and draft.author_id == by_id:
        raise OwnReview(draft.id)


def _refuse(draft: Draft, states: set[str], version: int) -> None:
    if draft.state not in states:
        raise DraftClosed(draft.state)
    if draft.version != version:
        raise StaleEdit(draft.version, {text.identity: text.source for text in draft.texts})


def _changed(session: Session, draft: Draft) -> list[DraftText]:
    """The texts that differ from the revision they were begun from; the others stay as they are live."""
    return [
        text
        for text in draft.texts
        if drafting.is_changed(session, Identity.read(text.identity), text.base_number, text.source)
    ]


def _refuse_stale_bases(session: Session, changed: Sequence[DraftText]) -> None:
    for text in changed:
        live = live_text(session, text.identity)
        if (live.number if live else None) != text.base_number:
            raise StaleBase(text.identity)


def publish_text(
    session: Session,
    one: CheckedText,
    author_id: int,
    *,
    now: datetime,
    origin: str = FROM_STUDIO,
    regraded: Collection[str] = (),
) -> QuizRevision | None:
    """Publish one text; ``banking.index_bank`` must follow files of the bank.

    Returns the revision of a quiz, because ``regrading`` follows where keys are *regraded*. Raises NotSound,
    and what ``publishing`` raises.
    """
    if one.document is None or one.rendered is None or one.errors:
        raise NotSound(str(one.identity))
    text = Text(one.source, one.rendered, origin, author_id)
    if isinstance(one.document, CourseDocument):
        publishing.publish_course(session, one.identity.course, one.document, text, now=now)
        return None
    course = None
    if one.identity.kind != "bank":
        course = publishing.find_course(session, one.identity.course)
        if course is None:
            raise NotSound(str(one.identity))
    if isinstance(one.document, LessonDocument):
        assert course is not None
        position = _position(session, course, one.identity)
        publishing.publish_lesson(
            session, course, one.identity.slug, one.document, text, position=position, now=now
        )
    elif isinstance(one.document, QuizDocument):
        return publishing.publish_quiz(
            session, course, one.identity.slug, one.document, text, now=now, regraded=regraded
        )
    return None


def _position(session: Session, course: Course, identity: Identity) -> int:
    """Where the lesson stands; a new one comes last."""
    lesson = publishing.find_lesson(session, course.id, identity.slug)
    if lesson is not None:
        return lesson.position
    last = session.scalar(select(func.max(Lesson.position)).where(Lesson.course_id == course.id))
    return (last or 0) + 1
