"""An upload is kept until its author has seen what it would do; then it becomes drafts, never live texts."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from literasi.domain.interchange.planning import plan_bytes
from literasi.domain.interchange.plans import Fault, LiveNow, Plan, Target, bundles
from literasi.domain.media import pictures_in
from literasi.domain.pictures import Shaped
from literasi.models import ImportBatch
from literasi.queries import imports, media
from literasi.queries.imports import Upload
from literasi.services import auditing, drafting, packing, shaping_pictures, storing_media
from literasi.services.drafting import NewText
from literasi.services.storing_media import NewPicture

KEPT_FOR = timedelta(days=7)
MOST_KEPT = 5  # by one author; the oldest goes first
REVIEW_AFTER = timedelta(days=365)
MOST_PICTURES = 50  # new ones in one import
_ZIP = b"PK"


class UnknownUpload(Exception):
    """There is no such upload any more, or it is somebody else's."""


class ChangedPlan(Exception):
    """Something went live since the dry run was shown: it would do something else now."""


def plan(session: Session, upload: Upload, *, today: date) -> Plan:
    """What taking over *upload* would do now. Reads every live text; renders and writes nothing."""
    live: dict[str, LiveNow] = imports.live_now(session)
    target = Target(
        course=upload.course,
        title=upload.title,
        review_by=today + REVIEW_AFTER,
        live=live,
        keys=imports.question_keys(live),
    )
    if not upload.payload.startswith(_ZIP):
        return plan_bytes(upload.payload, target, file=upload.file)
    try:
        files = packing.unpack(upload.payload)
        return _with_limit(session, upload.file, packing.plan_zip(files, target), files)
    except packing.RefusedZip as problem:
        what, _, mend = str(problem).partition(". ")
        return Plan(faults=(Fault(upload.file, 1, what.rstrip(".") + ".", mend),))


def _with_limit(session: Session, file: str, found: Plan, files: Mapping[str, bytes]) -> Plan:
    """*found*, with the fault of bringing more new pictures than one import may."""
    count = len(_new_pictures(session, found, files))
    if count <= MOST_PICTURES:
        return found
    what = f"Zip ini membawa {count} gambar baru; hanya {MOST_PICTURES} yang ikut."
    mend = f"Bagi menjadi beberapa zip, masing-masing paling banyak {MOST_PICTURES} gambar baru."
    return replace(found, faults=(*found.faults, Fault(file, 1, what, mend)))


def _new_pictures(session: Session, found: Plan, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures among *files* that the drafts show and nobody has stored, by their name."""
    words = {picture.sha256 for one in found.drafts for picture in pictures_in(one.source)}
    named = {path: data for path, data in sorted(files.items()) if Path(path).stem in words}
    known = media.sizes(session, list(words)) if named else {}
    return {
        Path(path).stem: data
        for path, data in named.items()
        if Path(path).stem not in known and packing.is_picture(path, data)
    }


def fingerprint(found: Plan) -> str:
    """A short name of what a plan would do; another plan has another."""
    written = "\0".join(f"{one.identity}\0{one.revision}\0{one.source}" for one in found.drafts)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pictures(session: Session, author_id: int, upload: Upload, found: Plan, folder: Path) -> list[NewPicture]:
    """The pictures of a zip that its drafts show and nobody has stored; their files are written to *folder*.

    They are unpacked in a child process, so call it in no transaction. What is damaged, above MOST_PICTURES
    or too much work for one import is left out: the check of the draft says so.
    """
    if not upload.payload.startswith(_ZIP):
        return []
    words = {picture.sha256: picture.alt for one in found.drafts for picture in pictures_in(one.source)}
    wanted = _new_pictures(session, found, packing.unpack(upload.payload))
    names = list(wanted)[:MOST_PICTURES]
    made = []
    for name, shaped in zip(names, shaping_pictures.adopt_all([wanted[name] for name in names]), strict=True):
        if isinstance(shaped, Shaped) and shaped.sha256 == name:
            storing_media.write_files(folder, shaped)
            made.append(NewPicture(shaped, words[name], f"{name}.webp", author_id))
    return made


def keep(session: Session, author_id: int, upload: Upload, *, batch_id: uuid.UUID, now: datetime) -> None:
    """Keep *upload* under *batch_id*, drawn by the caller, and let go of what nobody came back for."""
    session.execute(delete(ImportBatch).where(ImportBatch.made_at < now - KEPT_FOR))
    newest = select(ImportBatch.id).where(ImportBatch.author_id == author_id)
    kept = session.scalars(newest.order_by(ImportBatch.made_at.desc()).limit(MOST_KEPT - 1)).all()
    session.execute(
        delete(ImportBatch).where(ImportBatch.author_id == author_id, ImportBatch.id.not_in(kept))
    )
    session.add(
        ImportBatch(
            id=batch_id,
            author_id=author_id,
            file=upload.file,
            course=upload.course,
            title=upload.title,
            payload=upload.payload,
            made_at=now,
        )
    )
    session.flush()


def make_drafts(
    session: Session,
    author_id: int,
    batch_id: uuid.UUID,
    found: Plan,
    *,
    draft_ids: Sequence[uuid.UUID],
    stored: Sequence[NewPicture] = (),
    now: datetime,
) -> list[uuid.UUID]:
    """Begin a draft for everything that *found* creates, a lesson with its quiz in one. Returns their ids.

    *found* was planned from the upload and has been shown; *draft_ids* are at least as many as there are
    drafts, *stored* the pictures that they show. Raises UnknownUpload when somebody was faster.
    """
    discard(session, author_id, batch_id)
    for picture in stored:
        storing_media.store(session, picture, now=now)
    made = []
    for draft_id, bundle in zip(draft_ids, bundles(found.drafts), strict=False):
        texts = [NewText(one.identity, one.source, one.revision) for one in bundle]
        made.append(drafting.begin(session, author_id, texts, draft_id=draft_id, now=now))
    auditing.record(session, "import.drafts", f"import:{batch_id}", actor_id=author_id, now=now)
    return made


def discard(session: Session, author_id: int, batch_id: uuid.UUID) -> None:
    """Forget the upload. Raises UnknownUpload."""
    gone = session.scalar(
        delete(ImportBatch)
        .where(ImportBatch.id == batch_id, ImportBatch.author_id == author_id)
        .returning(ImportBatch.id)
    )
    if gone is None:
        raise UnknownUpload(batch_id)


def file_name(written: str) -> str:
    """The last part of the name that a browser sent, without what no page should show."""
    name = re.split(r"[/\\\\]", written)[-1]
    return "".join(sign for sign in name if sign.isprintable())[:200]
