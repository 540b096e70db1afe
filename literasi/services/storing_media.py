"""Pictures are stored: their bytes in files first, then their row. What is stored stays; it can only rest."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.media import LONGEST_ALT, file_name
from literasi.domain.pictures import Shaped
from literasi.models import Media
from literasi.queries import media
from literasi.services import auditing
from literasi.services.writing_files import write_whole

LONGEST_NAME = 200


class UnknownPicture(Exception):
    """No picture has this name."""


class PictureInUse(Exception):
    """Live texts show this picture, so it cannot be retired."""

    def __init__(self, identities: tuple[str, ...]) -> None:
        super().__init__(", ".join(identities))
        self.identities = identities


@dataclass(frozen=True)
class NewPicture:
    """A picture to be stored: what to write for it, and what its file was called where it came from."""

    shaped: Shaped
    alt: str
    name: str
    uploaded_by_id: int | None = None


def write_files(folder: Path, shaped: Shaped) -> None:
    """Write both forms below *folder*, unless they are there. Before the row, and in no transaction."""
    for narrow, data in ((False, shaped.wide), (True, shaped.narrow)):
        path = folder / file_name(shaped.sha256, narrow=narrow)
        if not is_whole(path, hashlib.sha256(data).hexdigest()):
            write_whole(path, data)


def is_whole(path: Path, sha256: str) -> bool:
    """Whether the file is there with these bytes."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def store(session: Session, new: NewPicture, *, now: datetime) -> None:
    """Keep the picture, whose files are written. One that is known takes the new words, and comes back."""
    shaped = new.shaped
    added = session.scalar(
        insert_into(session, Media)
        .values(
            sha256=shaped.sha256,
            narrow_sha256=hashlib.sha256(shaped.narrow).hexdigest(),
            width=shaped.width,
            height=shaped.height,
            bytes=len(shaped.wide),
            narrow_bytes=len(shaped.narrow),
            alt=new.alt[:LONGEST_ALT],
            name=_clean_name(new.name),
            uploaded_by_id=new.uploaded_by_id,
            uploaded_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Media.sha256)
    )
    if added is None:
        _find(session, shaped.sha256).alt = new.alt[:LONGEST_ALT]
        bring_back(session, shaped.sha256, by_id=new.uploaded_by_id, now=now)
        session.flush()
        return
    auditing.record(session, "media.stored", _subject(shaped.sha256), actor_id=new.uploaded_by_id, now=now)


def retire(session: Session, sha256: str, *, by_id: int | None, now: datetime) -> None:
    """Offer the picture no longer; whoever has a text that shows it goes on seeing it.

    Raises UnknownPicture, and PictureInUse while a live text shows it.
    """
    found = _find(session, sha256)
    if used_by := media.uses(session).get(sha256):
        raise PictureInUse(used_by)
    if found.retired_at is None:
        found.retired_at = now
        session.flush()
        auditing.record(session, "media.retired", _subject(sha256), actor_id=by_id, now=now)


def bring_back(session: Session, sha256: str, *, by_id: int | None, now: datetime) -> None:
    """Offer the picture again. Raises UnknownPicture."""
    found = _find(session, sha256)
    if found.retired_at is not None:
        found.retired_at = None
        session.flush()
        auditing.record(session, "media.brought_back", _subject(sha256), actor_id=by_id, now=now)


def _find(session: Session, sha256: str) -> Media:
    found = session.get(Media, sha256, with_for_update=True)
    if found is None:
        raise UnknownPicture(sha256)
    return found


def _subject(sha256: str) -> str:
    return f"media:{sha256}"


def _clean_name(name: str) -> str:
    """The last part of a file's name, without what no screen shows."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isprintable() else " " for sign in last).strip()[:LONGEST_NAME]
