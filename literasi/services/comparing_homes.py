"""Files and site side by side in the studio: what differs, and a trainer brings it into step."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.domain.media import Media
from literasi.domain.syncing import Side, Step
from literasi.domain.texts import title_in
from literasi.queries.live_texts import LiveText, live_text
from literasi.queries.site_settings import second_trainer_needed
from literasi.queries.titles import live_titles
from literasi.services import auditing, carrying_media, exporting, storing_media, syncing
from literasi.services.reading_files import (
    FOLDERS,
    ChannelNames,
    ContentFile,
    problem_lines,
    read_content,
    read_texts,
)
from literasi.services.storing_media import NewPicture
from literasi.services.syncing import RefusedFile

MISSING, READ_ONLY, WRITABLE = "missing", "read_only", "writable"


class ChangedMeanwhile(Exception):
    """File or site are not as the page showed them; the person looks once more."""


class NeedsReview(Exception):
    """Somebody other than the trainer must approve what is published: it has to become a draft."""


@dataclass(frozen=True)
class Homes:
    """Both homes as they are now. ``folder`` says what may be done with the files.

    ``titles`` are those of the files, and of the live texts that have none.
    """

    folder: str
    files: dict[str, ContentFile]
    steps: dict[str, Step]
    problems: tuple[str, ...]
    titles: dict[str, str]

    def having(self, *steps: Step) -> list[str]:
        """The identities to which one of *steps* applies."""
        return [identity for identity, step in self.steps.items() if step in steps]


@dataclass(frozen=True)
class Arrival:
    """Sound files, rendered, and the pictures of theirs that the site does not keep yet."""

    files: Sequence[ContentFile]
    pictures: Sequence[NewPicture]

    def keep_pictures(self, session: Session, now: datetime) -> None:
        """Keep them, in the transaction that publishes the files."""
        for picture in self.pictures:
            storing_media.store(session, picture, now=now)


@dataclass(frozen=True)
class Pair:
    """One text in both homes; either may lack it."""

    identity: str
    step: Step
    file: ContentFile | None
    live: LiveText | None


def compare(session: Session, root: Path) -> Homes:
    """What is to be done about every text. Nothing is rendered, so it is quick."""
    files = read_texts(root)
    folder = folder_state(root)
    steps = syncing.decide_all(session, files) if folder != MISSING else {}
    titles = live_titles(session) | {file.identity: title_in(file.text) for file in files if file.text}
    return Homes(folder, {file.identity: file for file in files}, steps, tuple(problem_lines(files)), titles)


def folder_state(root: Path) -> str:
    """Whether the folders of the content are there, and may be written to."""
    folders = [root / name for name in FOLDERS]
    if not all(folder.is_dir() for folder in folders):
        return MISSING
    return WRITABLE if all(os.access(folder, os.W_OK | os.X_OK) for folder in folders) else READ_ONLY


def pair(session: Session, root: Path, identity: str) -> Pair | None:
    """Both texts under *identity*; None when neither home has one."""
    homes = compare(session, root)
    live = live_text(session, identity)
    if identity not in homes.files and live is None:
        return None
    return Pair(identity, homes.steps.get(identity, Step.NOTHING), homes.files.get(identity), live)


def read_for_import(
    root: Path,
    media_folder: Path,
    stored: Media,
    identities: Collection[str],
    author_id: int,
    *,
    channels: ChannelNames,
) -> Arrival:
    """The files of these identities, rendered, with their pictures. Call it outside a transaction.

    *stored* are the pictures that *media_folder* has, *channels* the names that texts may use.
    Raises RefusedFile with every problem of theirs.
    """
    files = read_content(root, stored, wanted=identities, channels=channels)
    found = [replace(file, author_id=author_id) for file in files if file.identity in identities]
    if lines := problem_lines(found):
        raise RefusedFile("\n".join(lines))
    return Arrival(found, carrying_media.take_along(root, found, media_folder, stored))


def import_newer(session: Session, arrival: Arrival, by_id: int, *, now: datetime) -> list[str]:
    """Publish those files of *arrival* that are newer than the site; returns which.

    Raises NeedsReview and RefusedFile.
    """
    _refuse_alone(session)
    arrival.keep_pictures(session, now)
    report = syncing.import_content(session, arrival.files, now=now)
    return _told(session, "content.imported", report.having(Step.IMPORT), by_id, arrival.files, now)


def export_newer(
    session: Session, root: Path, identities: Collection[str], by_id: int, *, now: datetime
) -> list[str]:
    """Write those of *identities* that the site has newer to their files; returns which.

    Raises RefusedFile, and OSError when the folder cannot be written to.
    """
    report = exporting.export_content(session, root, read_texts(root), now=now, only=identities)
    written = [identity for identity in report.having(Step.EXPORT) if identity in identities]
    return _told(session, "content.exported", written, by_id, (), now)


def take_file(session: Session, arrival: Arrival, live_sha256: str, by_id: int, *, now: datetime) -> None:
    """A trainer has seen both texts: the file's counts, and becomes a revision.

    Raises ChangedMeanwhile when it is no conflict any more or another text is live,
    NeedsReview and RefusedFile.
    """
    refuse_changed(session, arrival, live_sha256)
    _refuse_alone(session)
    (file,) = arrival.files
    arrival.keep_pictures(session, now)
    syncing.import_content(session, [file], now=now, take_file=[file.identity])
    _told(session, "conflict.file", [file.identity], by_id, [file], now, side=Side.FILE)


def refuse_changed(session: Session, arrival: Arrival, live_sha256: str) -> None:
    """Raise ChangedMeanwhile unless the one file is in conflict with the live text of this fingerprint."""
    (file,) = arrival.files
    step = syncing.decide_all(session, [file]).get(file.identity)
    live = live_text(session, file.identity)
    if step is not Step.CONFLICT or live is None or live.sha256 != live_sha256:
        raise ChangedMeanwhile(file.identity)


def take_web(
    session: Session,
    root: Path,
    identity: str,
    *,
    file_sha256: str,
    live_sha256: str,
    by_id: int,
    now: datetime,
) -> None:
    """A trainer has seen both texts: the site's counts, and is written to the file.

    Raises ChangedMeanwhile, RefusedFile, and OSError when the folder cannot be written to.
    """
    files = read_texts(root)
    file = next((one for one in files if one.identity == identity), None)
    live = live_text(session, identity)
    step = syncing.decide_all(session, files).get(identity)
    shown = (file.sha256 if file else "", live.sha256 if live else "")
    if step is not Step.CONFLICT or shown != (file_sha256, live_sha256):
        raise ChangedMeanwhile(identity)
    exporting.write_live(session, root, files, [identity], now=now)
    _told(session, "conflict.web", [identity], by_id, (), now, side=Side.WEB)


def _refuse_alone(session: Session) -> None:
    if second_trainer_needed(session):
        raise NeedsReview


def _told(
    session: Session,
    action: str,
    identities: Collection[str],
    by_id: int,
    files: Sequence[ContentFile],
    now: datetime,
    **details: str,
) -> list[str]:
    """Write each down in the audit."""
    fingerprints = {file.identity: file.sha256 for file in files}
    for identity in identities:
        auditing.record(
            session,
            action,
            identity[:80],
            actor_id=by_id,
            now=now,
            text=identity,
            sha256=fingerprints.get(identity, ""),
            **details,
        )
    return list(identities)
