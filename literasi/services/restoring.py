"""Brings a backup back: beside the live data, proven there, and in their place in one step at the end."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import delete, update
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from literasi.config import Settings
from literasi.database import writing
from literasi.domain.backups import LARGEST_FILE, Manifest, check_file_name, check_schema
from literasi.domain.wita import WITA
from literasi.models import Learner, LearnerSession, OneTimeCode, OneTimeLink, PendingSignIn
from literasi.services import (
    auditing,
    holding_site,
    keeping_erasures,
    loading_rows,
    migrating,
    reading_backups,
    restoring_postgresql,
)
from literasi.services.backup_parts import read_parts
from literasi.services.keeping_erasures import Erased
from literasi.services.loading_rows import Place
from literasi.services.restoring_postgresql import PostgresqlPlace
from literasi.services.restoring_sqlite import SqlitePlace, StillOpen
from literasi.services.writing_files import write_whole


class NotRestored(Exception):
    """A restore that may not be; the message says why and what to do. The live data are as they were."""


@dataclass(frozen=True)
class Live:
    """What is there now: how many people, and who was erased. Without *is_readable* nobody knows."""

    people: int = 0
    erased: frozenset[Erased] = frozenset()
    is_readable: bool = True


@dataclass(frozen=True)
class Restored:
    """What came back, how many were erased again, and where the data from before are kept."""

    manifest: Manifest
    erased_again: int
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """What the operator asked for."""

    path: Path
    passphrase: str
    replace: bool = False
    keep_sessions: bool = False


def prove(path: Path, passphrase: str, folder: Path) -> Manifest:
    """Read a backup to its end and restore it into a database that is thrown away. Raises BadBackup.

    The *folder* needs as much room as the site's database has.
    """
    manifest = _examined(path, passphrase)
    with tempfile.TemporaryDirectory(dir=folder, prefix="periksa-") as inside:
        place = SqlitePlace(Path(inside) / "literasi.sqlite", "0")
        try:
            loading_rows.load(place, path, passphrase, manifest)
            migrating.bring_to(place.engine)
        finally:
            place.dispose()
    return manifest


def _examined(path: Path, passphrase: str) -> Manifest:
    manifest = reading_backups.examine(path, passphrase)
    check_schema(manifest.about.schema, migrating.known_revisions())
    return manifest


def restore(
    wish: Wish, settings: Settings, engine: Engine, *, now: datetime, say: Callable[[str], None]
) -> Restored:
    """Put the backup in place of what is there. Raises BadBackup or NotRestored; then nothing has changed.

    *say* hears what is being done. Killed at any moment, the site has either the database from before or
    the restored one.
    """
    _refuse_strangers(settings.data_folder)
    with _alone(settings.data_folder):
        say("Reading the backup to its end …")
        manifest = _examined(wish.path, wish.passphrase)
        live = _look(engine)
        _permit(live, wish)
        place = _place(settings, now)
        try:
            say(f"Loading {len(manifest.tables)} tables beside the live data …")
            loading_rows.load(place, wish.path, wish.passphrase, manifest)
            migrating.bring_to(place.engine)
            people = live.erased | keeping_erasures.read(settings.data_folder)
            erased_again = _settle(place.engine, people, wish, now)
            say("Every table has the rows and the sums of the backup. Changing places …")
            keys = _write_pictures(wish, settings)
            kept = [found] if (found := _swapped(place)) else []
        finally:
            place.dispose()
        kept += _write_keys(settings, keys, _stamp(now) if live.people or not live.is_readable else "")
        with Session(engine) as session:
            keeping_erasures.catch_up(session, settings.data_folder, from_the_first=True)
    return Restored(manifest, erased_again, kept)


def _refuse_strangers(folder: Path) -> None:
    """What root writes the site could not read."""
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise NotRestored(
            f"{folder} belongs to the user with number {owner}. Restore as that user (sudo -u …), "
            "or the site could not read what comes back. The live data are as they were."
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with holding_site.alone(folder):
            yield
    except holding_site.SiteRuns:
        raise NotRestored(
            "The site runs, or one of its commands does. Stop it first, on every machine that serves it "
            "(systemctl stop literasi, or Ctrl+C). The live data are as they were."
        ) from None


def _look(engine: Engine) -> Live:
    """What is there now; the engine holds no connection afterwards."""
    file = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and not file.exists():  # to ask would make it
        return Live()
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(Learner.__tablename__):
                return Live()
            if engine.dialect.name == "postgresql" and restoring_postgresql.other_connections(connection):
                raise NotRestored(
                    "The site still has connections to its PostgreSQL. Stop it on every machine that "
                    "serves it. The live data are as they were."
                )
        with Session(engine) as session:
            people = session.scalar(sa.select(sa.func.count(Learner.id))) or 0
            return Live(people, frozenset(keeping_erasures.erased(session)))
    except sa.exc.OperationalError as problem:
        if engine.dialect.name == "postgresql":
            raise NotRestored(f"PostgreSQL does not answer: {problem.orig}") from problem
        return Live(is_readable=False)
    except DBAPIError:
        return Live(is_readable=False)
    finally:
        engine.dispose()


def _permit(live: Live, wish: Wish) -> None:
    if wish.replace or (live.is_readable and not live.people):
        return
    what = f"a database with {live.people} learners" if live.is_readable else "a database that cannot be read"
    raise NotRestored(
        f"There is {what} here already. To put the backup in its place (the old one is kept beside it), "
        "say --replace. The live data are as they were."
    )


def _place(settings: Settings, now: datetime) -> Place:
    stamp = _stamp(now)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return SqlitePlace(Path(url.database or ""), stamp)
    return PostgresqlPlace(settings.database_url, stamp)


def _stamp(now: datetime) -> str:
    """For names: the time in Samarinda, to the millisecond."""
    return now.astimezone(WITA).strftime("%Y-%m-%d-%H%M%S-%f")[:-3]


def _settle(engine: Engine, people: frozenset[Erased], wish: Wish, now: datetime) -> int:
    """Erase again whom we have forgotten, end what may not come back, and note it; how many were erased."""
    with Session(engine) as session, writing(session):
        found = keeping_erasures.erase_again(session, people)
        if not wish.keep_sessions:
            _end_sessions(session, now)
        auditing.record(session, "site.restored", "site", actor_id=None, now=now, erased_again=found)
    return found


def _end_sessions(session: Session, now: datetime) -> None:
    """People with an account sign in again, since some had signed out; guests have nothing but their cookie.

    Links and codes that give somebody rights may have been used since. Codes to join stay: whoever joined
    since must do it again.
    """
    session.execute(delete(LearnerSession).where(LearnerSession.signed_in_at.is_not(None)))
    session.execute(delete(PendingSignIn))
    session.execute(delete(OneTimeLink).where(OneTimeLink.used_at.is_(None)))
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.purpose == "recover", OneTimeCode.used_at.is_(None), OneTimeCode.voided_at.is_(None)
        )
        .values(voided_at=now)
    )


def _write_pictures(wish: Wish, settings: Settings) -> dict[str, bytes]:
    """Write the pictures that are missing or damaged here; returns the keys, for later."""
    keys: dict[str, bytes] = {}
    with wish.path.open("rb") as file:
        for part in read_parts(file, wish.passphrase):
            if part.about.get("kind") != "file":
                continue
            name = reading_backups.name_of(part)
            check_file_name(name)
            data = part.whole(LARGEST_FILE)
            folder, _, rest = name.partition("/")
            if folder == "keys":
                keys[rest] = data
            elif not _has(settings.media_folder / rest, data):
                write_whole(settings.media_folder / rest, data)
    return keys


def _swapped(place: Place) -> str:
    try:
        return place.swap()
    except (StillOpen, SQLAlchemyError, OSError) as problem:
        raise NotRestored(
            f"The restored data could not take their place: {problem}. Is the database open somewhere? "
            "The live data are as they were."
        ) from problem


def _write_keys(settings: Settings, keys: dict[str, bytes], stamp: str) -> list[str]:
    """Put the keys where they were; with a *stamp*, a different one that stood there is kept beside it."""
    kept = []
    for name, data in keys.items():
        path = settings.data_folder / name
        if _has(path, data):
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stamp and path.exists():
            aside = path.with_name(f"{path.name}-before-restore-{stamp}")
            os.link(path, aside)
            kept.append(str(aside))
        write_whole(path, data, 0o644 if path.suffix == ".json" else 0o600)
    return kept


def _has(path: Path, data: bytes) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(data).digest()
    except OSError:
        return False
