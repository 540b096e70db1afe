"""Files that somebody else has to approve become drafts; published, those are the files word for word."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.questions import QuizDocument
from literasi.domain.syncing import Step
from literasi.models import Draft, DraftText, Learner
from literasi.queries.live_texts import live_text
from literasi.services import auditing, drafting, syncing
from literasi.services.comparing_homes import Arrival, refuse_changed
from literasi.services.drafting import NewText
from literasi.services.reading_files import ContentFile
from literasi.services.syncing import RefusedFile

Draw = Callable[[], uuid.UUID]


def draft_newer(
    session: Session, arrival: Arrival, by_id: int, *, draw: Draw, now: datetime
) -> list[uuid.UUID]:
    """Begin drafts of those files of *arrival* that are newer than the site, a lesson with its quiz in one.

    *draw* draws the id of a new draft. Where the trainer has such a draft already, it is that one. Returns
    their ids. Raises RefusedFile.
    """
    steps = syncing.decide_all(session, arrival.files)
    newer = [file for file in arrival.files if steps.get(file.identity) is Step.IMPORT]
    return _begin_all(session, arrival, newer, by_id, draw, now)


def draft_file(
    session: Session, arrival: Arrival, live_sha256: str, by_id: int, *, draw: Draw, now: datetime
) -> uuid.UUID:
    """A trainer has seen both texts of a conflict, and proposes the file's. Returns the draft's id.

    Raises ChangedMeanwhile when it is no conflict any more or another text is live, and RefusedFile.
    """
    refuse_changed(session, arrival, live_sha256)
    return _begin_all(session, arrival, arrival.files, by_id, draw, now)[0]


def _begin_all(
    session: Session, arrival: Arrival, files: Sequence[ContentFile], by_id: int, draw: Draw, now: datetime
) -> list[uuid.UUID]:
    _refuse_open_ends(files)
    session.scalar(select(Learner.id).where(Learner.id == by_id).with_for_update())  # one press at a time
    arrival.keep_pictures(session, now)
    return [_begin(session, bundle, by_id, draw, now) for bundle in _bundles(files)]


def _begin(
    session: Session, files: Sequence[ContentFile], by_id: int, draw: Draw, now: datetime
) -> uuid.UUID:
    texts = [NewText(file.identity, file.text, _number(session, file.identity)) for file in files]
    own = _own_draft(session, texts, by_id)
    if own is not None:
        return own
    draft_id = drafting.begin(session, by_id, texts, draft_id=draw(), now=now)
    for file in files:
        auditing.record(
            session,
            "content.drafted",
            file.identity[:80],
            actor_id=by_id,
            now=now,
            text=file.identity,
            sha256=file.sha256,
        )
    return draft_id


def _own_draft(session: Session, texts: Sequence[NewText], by_id: int) -> uuid.UUID | None:
    """The trainer's open draft that holds these texts, word for word."""
    asked = (
        select(Draft)
        .where(Draft.author_id == by_id, Draft.state.in_(("writing", "in_review")))
        .order_by(Draft.saved_at.desc())
    )
    for text in texts:
        same = select(DraftText.draft_id).where(
            DraftText.identity == text.identity, DraftText.source == text.source
        )
        asked = asked.where(Draft.id.in_(same))
    found = session.scalars(asked).first()
    return found.id if found is not None else None


def _number(session: Session, identity: str) -> int | None:
    live = live_text(session, identity)
    return live.number if live is not None else None


def _bundles(files: Sequence[ContentFile]) -> list[list[ContentFile]]:
    """A lesson and its quiz are reviewed together, every other text alone."""
    bundles = {file.identity: [file] for file in files if file.kind != "quiz"}
    for file in files:
        if file.kind == "quiz":
            assert isinstance(file.document, QuizDocument), "only sound files become drafts"
            lesson = f"courses/{file.course}/{file.document.lesson}"
            bundles.setdefault(lesson if lesson in bundles else file.identity, []).append(file)
    return list(bundles.values())


def _refuse_open_ends(files: Sequence[ContentFile]) -> None:
    """The editor closes the last line: a file that leaves it open would never equal what is published."""
    open_ends = [file for file in files if not file.text.endswith("\n")]
    if open_ends:
        raise RefusedFile(
            "\n".join(
                f"{file.path}:{file.text.count(chr(10)) + 1}: Baris terakhir berkas ini belum ditutup. "
                "Tekan Enter di akhir baris itu, lalu simpan."
                for file in open_ends
            )
        )
