"""Backups as files: written beside their name first, read back, and then there as a whole or not at all."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.engine import Engine

from literasi.config import Settings
from literasi.domain.backups import Manifest
from literasi.domain.wita import day_of, start_of
from literasi.services import backing_up, reading_backups

HOUR = 3  # in Samarinda, from which on the backup of a day is made
_NIGHTLY = re.compile(r"literasi-(\d{4}-\d{2}-\d{2})\.backup")


class AlreadyThere(Exception):
    """A file of this name exists."""


def make(
    path: Path, engine: Engine, settings: Settings, *, passphrase: str, overwrite: bool, now: datetime
) -> Manifest:
    """Write a backup to *path*, readable by this user alone, and read it back.

    Raises AlreadyThere, CannotCopy, and BadBackup when the disk gave back something else.
    """
    if path.exists() and not overwrite:
        raise AlreadyThere
    with _beside(path) as (waiting, file):
        manifest = backing_up.write(file, engine, settings, passphrase=passphrase, now=now)
        file.flush()
        os.fsync(file.fileno())
        reading_backups.examine(waiting, passphrase)
        _put(waiting, path, overwrite=overwrite)
    return manifest


@contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    waiting.unlink(missing_ok=True)
    try:
        opened = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            yield waiting, file
    finally:
        waiting.unlink(missing_ok=True)


def _put(waiting: Path, path: Path, *, overwrite: bool) -> None:
    """Give the file its name. A second name is refused where the first exists; renaming would replace it."""
    if overwrite:
        waiting.replace(path)
    else:
        try:
            os.link(waiting, path)
        except FileExistsError:
            raise AlreadyThere from None
        except OSError:  # no file has two names on this disk
            waiting.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def night_of(now: datetime) -> date | None:
    """The day in Samarinda whose backup is due; None before three in the morning."""
    day = day_of(now)
    return day if now >= start_of(day, HOUR) else None


def nightly(folder: Path, day: date) -> Path:
    """The name of a day's backup."""
    return folder / f"literasi-{day}.backup"


def remove_old(folder: Path, keep: int) -> list[Path]:
    """Keep the newest nightly backups and remove the others, and what killed ones have left; what is gone."""
    found = sorted((path for path in folder.iterdir() if _NIGHTLY.fullmatch(path.name)), reverse=True)
    gone = [*found[keep:], *folder.glob(".literasi-*.backup.*.part")]
    for path in gone:
        with suppress(FileNotFoundError):
            path.unlink()
    return gone
