"""A restored SQLite file beside the site's, and the moment in which it takes its place."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from literasi import database
from literasi.database import make_engine
from literasi.domain.backups import BadBackup, damaged

_DRIVER: Any = database.sqlite_driver  # type: ignore[attr-defined]
_BESIDE = ("-wal", "-shm", "-journal")
_RESTORING = "-restoring-"


class StillOpen(Exception):
    """Somebody has the site's database open."""


class SqlitePlace:
    """A new file in the folder of *path*, which is the site's file; *stamp* makes names that are new."""

    def __init__(self, path: Path, stamp: str) -> None:
        self._live = path.resolve()
        self._new = self._beside(f"{_RESTORING}{stamp}")
        self._kept = self._beside(f"-before-restore-{stamp}")
        self._live.parent.mkdir(parents=True, exist_ok=True)
        for left in self._live.parent.glob(f"{self._live.stem}{_RESTORING}*"):  # of a restore that was killed
            left.unlink()
        os.close(os.open(self._new, os.O_CREAT | os.O_EXCL, 0o600))
        self.engine = make_engine(f"sqlite:///{self._new}", poolclass=NullPool)
        self._is_loading = False
        event.listen(self.engine, "connect", self._configure)

    def open(self, connection: Connection) -> None:
        """From the next connection on, no foreign key is checked."""
        self._is_loading = True

    def close(self, connection: Connection) -> None:
        """Check every foreign key, and the file itself. Raises BadBackup."""
        self._is_loading = False
        for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            raise BadBackup(damaged(f"row {row} of {table!r} points to a row of {other!r} that is not there"))
        verdict = connection.exec_driver_sql("PRAGMA quick_check").scalar_one()
        if verdict != "ok":
            raise BadBackup(
                f"The restored file is not sound ({verdict}). Is the disk? The data are as they were."
            )

    def dispose(self) -> None:
        """Let go of the file, and remove it unless it has become the site's."""
        self.engine.dispose()
        for name in ("", *_BESIDE):
            self._new.with_name(self._new.name + name).unlink(missing_ok=True)

    def swap(self) -> str:
        """Put the new file in place of the site's. Raises StillOpen."""
        self._settle()
        kept = ""
        if self._live.exists():
            _put_aside(self._live, self._kept)
            kept = str(self._kept)
        self._new.replace(self._live)
        _sync(self._live.parent)
        return kept

    def _configure(self, connection: Any, _record: object) -> None:
        """A file that is thrown away when the machine falls needs no care before the end."""
        connection.execute("PRAGMA synchronous=OFF")
        if self._is_loading:
            connection.execute("PRAGMA foreign_keys=OFF")

    def _settle(self) -> None:
        """Everything into the one file, and that onto the disk."""
        self.engine.dispose()
        _into_one_file(self._new)
        _sync(self._new)

    def _beside(self, ending: str) -> Path:
        return self._live.with_name(f"{self._live.stem}{ending}{self._live.suffix}")


def _put_aside(live: Path, kept: Path) -> None:
    """Give the site's file its second name. Until the new one takes the first, nothing has changed."""
    try:
        _into_one_file(live)
    except _DRIVER.OperationalError as problem:
        raise StillOpen(str(problem)) from problem
    except _DRIVER.DatabaseError:  # no database any more: keep all that there is of it
        for name in _BESIDE:
            with suppress(FileNotFoundError):
                live.with_name(live.name + name).replace(kept.with_name(kept.name + name))
    os.link(live, kept)


def _into_one_file(path: Path) -> None:
    """Write what lies in files beside it into the file itself; nobody else may have it open."""
    connection = _DRIVER.connect(str(path), timeout=2, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    finally:
        connection.close()


def _sync(path: Path) -> None:
    """Onto the disk, a file or a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
