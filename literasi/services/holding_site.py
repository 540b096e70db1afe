"""Says whether the site runs: whatever serves or works holds a lock on one file, a restore wants it alone.

The kernel lets go of the lock when a process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "site.lock"


class SiteRuns(Exception):
    """The site, or a command that writes, runs on this data."""


class BeingRestored(Exception):
    """A restore is under way on this data."""


def stay(folder: Path) -> int:
    """Hold the lock with all others that run; returns what must be closed, or kept until the process ends.

    Raises BeingRestored.
    """
    held = _open(folder)
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise BeingRestored from None
    return held


@contextmanager
def staying(folder: Path) -> Iterator[None]:
    """``stay`` for as long as the block lasts."""
    held = stay(folder)
    try:
        yield
    finally:
        os.close(held)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else holds the lock, nor can take it, for as long as the block lasts. Raises SiteRuns."""
    held = _open(folder)
    try:
        _lock_alone(held)
        yield
    finally:
        os.close(held)


def _lock_alone(held: int) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SiteRuns from None


def _open(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
