"""Is all well with the site? What was seen, and from it what somebody should look at, the worst first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LEAST_FREE_SHARE = 0.1  # of the disk that the data lie on
LEAST_FREE_BYTES = 2 * 1024**3
LONGEST_WAIT = timedelta(hours=1)  # of a message after its hour


class Concern(StrEnum):
    """What can be wrong, in the order in which it matters."""

    SCHEMA = "schema"
    DISK = "disk"
    ERRORS = "errors"
    NO_BACKUP = "no_backup"
    BACKUP_LATE = "backup_late"
    JOBS_LATE = "jobs_late"
    MESSAGES_GIVEN_UP = "messages_given_up"
    MESSAGES_LATE = "messages_late"
    REQUESTS_LATE = "requests_late"
    CONFLICTS = "conflicts"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one look found. ``backup_age`` is None when there never was one."""

    is_newest_schema: bool
    free_bytes: int
    disk_bytes: int
    open_errors: int
    backup_age: timedelta | None
    is_backup_late: bool
    late_jobs: int
    given_up: int
    oldest_wait: timedelta | None
    late_requests: int
    conflicts: int
    unreadable: int


@dataclass(frozen=True)
class Finding:
    """One concern, and how many things it is about."""

    concern: Concern
    count: int


def findings(seen: Seen) -> tuple[Finding, ...]:
    """What to look at; nothing when all is well."""
    return tuple(Finding(concern, count) for concern, count in _counts(seen) if count)


def is_disk_low(free_bytes: int, disk_bytes: int) -> bool:
    """Whether less than a tenth is free, and less than what a backup of a city may take."""
    return free_bytes < LEAST_FREE_BYTES and free_bytes < disk_bytes * LEAST_FREE_SHARE


def _counts(seen: Seen) -> Iterator[tuple[Concern, int]]:
    yield Concern.SCHEMA, int(not seen.is_newest_schema)
    yield Concern.DISK, int(is_disk_low(seen.free_bytes, seen.disk_bytes))
    yield Concern.ERRORS, seen.open_errors
    yield Concern.NO_BACKUP, int(seen.backup_age is None)
    yield Concern.BACKUP_LATE, int(seen.backup_age is not None and seen.is_backup_late)
    yield Concern.JOBS_LATE, seen.late_jobs
    yield Concern.MESSAGES_GIVEN_UP, seen.given_up
    yield Concern.MESSAGES_LATE, int(seen.oldest_wait is not None and seen.oldest_wait > LONGEST_WAIT)
    yield Concern.REQUESTS_LATE, seen.late_requests
    yield Concern.CONFLICTS, seen.conflicts
    yield Concern.UNREADABLE, seen.unreadable
