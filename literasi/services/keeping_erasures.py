"""Who was erased, kept outside the database as well, so that no restored backup knows them again.

The table is what counts; the file ``erasures`` in the data folder follows it, line by line, and only grows.
A line has three words: the learner's number, when that learner began, and when they were erased. The second
is there because a number may be given again after a restore, to somebody else.
"""

import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session, aliased

from literasi.models import Erasure, Learner
from literasi.services import erasing

NAME = "erasures"
_LOOK_BACK = timedelta(days=1)  # an erasing may be written later than its moment
_LONGEST_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Erased:
    """Somebody who was erased: the learner's number, when they began, and when they were erased."""

    learner_id: int
    created_at: datetime
    erased_at: datetime


def catch_up(session: Session, folder: Path, *, from_the_first: bool = False) -> int:
    """Write down who was erased and is not in the file yet; how many.

    Looks at the newest only, unless told to look *from_the_first*. Call it after each erasing has been
    committed; what a crash leaves out, the next call adds.
    """
    with _Locked(folder) as file:
        known = _read(folder / NAME)
        newest = max((one.erased_at for one in known), default=None)
        since = newest - _LOOK_BACK if newest and not from_the_first else _LONGEST_AGO
        missing = [one for one in erased(session, since) if one not in known]
        _append(file, missing)
    return len(missing)


def read(folder: Path) -> set[Erased]:
    """Everybody in the file. A line that a crash cut short is left out."""
    return _read(folder / NAME)


def erased(session: Session, since: datetime = _LONGEST_AGO) -> list[Erased]:
    """Everybody whom the table knows to be erased since then, with the learners who had become them."""
    root = (
        select(Learner.id, Learner.created_at, Erasure.erased_at)
        .join(Erasure, Erasure.learner_id == Learner.id)
        .where(Erasure.erased_at >= since)
        .cte("gone", recursive=True)
    )
    earlier = aliased(Learner)
    gone = root.union(
        select(earlier.id, earlier.created_at, root.c.erased_at).join(
            root, earlier.merged_into_id == root.c.id
        )
    )
    rows = session.execute(
        select(gone.c.id, gone.c.created_at, gone.c.erased_at).order_by(literal_column("1"))
    )
    return [Erased(row.id, row.created_at, row.erased_at) for row in rows]


def erase_again(session: Session, people: Iterable[Erased]) -> int:
    """Erase those of *people* whom this database still knows; how many there were."""
    found = 0
    for one in sorted(people, key=lambda one: (one.erased_at, one.learner_id)):
        if _is_known(session, one):
            erasing.erase(session, one.learner_id, now=one.erased_at)
            found += 1
    return found


def _is_known(session: Session, one: Erased) -> bool:
    """Whether this learner is there, as nobody's part: who became somebody else goes with them."""
    statement = select(Learner.id).where(
        Learner.id == one.learner_id,
        Learner.created_at == one.created_at,
        Learner.erased_at.is_(None),
        Learner.merged_into_id.is_(None),
    )
    return session.scalar(statement) is not None


class _Locked:
    """The open file, for one process at a time."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> int:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self._file

    def __exit__(self, *_: object) -> None:
        os.close(self._file)


def _append(file: int, people: Iterable[Erased]) -> None:
    lines = "".join(
        f"{one.learner_id} {one.created_at.isoformat()} {one.erased_at.isoformat()}\n" for one in people
    )
    if not lines:
        return
    size = os.fstat(file).st_size
    if size and os.pread(file, 1, size - 1) != b"\n":  # a crash cut the last line short
        lines = "\n" + lines
    with os.fdopen(os.dup(file), "ab") as whole:
        whole.write(lines.encode())
        whole.flush()
        os.fsync(whole.fileno())


def _read(path: Path) -> set[Erased]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return set()
    return {one for line in text.splitlines() if (one := _read_line(line))}


def _read_line(line: str) -> Erased | None:
    try:
        number, created_at, erased_at = line.split(" ")
        found = Erased(int(number), datetime.fromisoformat(created_at), datetime.fromisoformat(erased_at))
    except ValueError:
        return None
    return found if found.created_at.tzinfo and found.erased_at.tzinfo else None
