"""One look at the whole site: for the operators' page, and for the figures that Prometheus fetches."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from literasi.domain import job_times, well_being
from literasi.domain.syncing import Step
from literasi.domain.well_being import Finding, Seen
from literasi.queries import site_state
from literasi.queries.site_state import ErrorKind, Figures, Job, Messages
from literasi.services import comparing_homes, readying
from literasi.services.comparing_homes import Homes

OUT_OF_STEP = (Step.IMPORT, Step.EXPORT, Step.CONFLICT, Step.REPORT_GONE, Step.REPORT_MOVED)


@dataclass(frozen=True)
class Room:
    """The disk that the data lie on, in bytes."""

    free: int
    total: int


@dataclass(frozen=True)
class State:
    """Everything that the page shows. ``commit`` is None where the code is no checkout."""

    findings: tuple[Finding, ...]
    jobs: list[Job]
    messages: Messages
    errors: list[ErrorKind]
    figures: Figures
    room: Room
    out_of_step: int
    conflicts: int
    unreadable: int
    schema: str | None
    newest_schema: str | None
    commit: str | None

    @property
    def backup(self) -> Job:
        """The job that makes backups."""
        return next(job for job in self.jobs if job.name == job_times.BACKUP)


def look(session: Session, engine: Engine, root: Path, data_folder: Path, *, now: datetime) -> State:
    """Look at everything; a fixed number of statements, and the files of the content are read."""
    jobs, messages = site_state.jobs(session), site_state.messages(session)
    figures, room = site_state.figures(session, now=now), room_of(data_folder)
    homes = comparing_homes.compare(session, root)
    schema, newest = readying.current_schema(engine), readying.newest_schema(root / "migrations")
    found = well_being.findings(
        _seen(
            jobs=jobs,
            messages=messages,
            figures=figures,
            room=room,
            homes=homes,
            is_newest_schema=schema == newest,
            now=now,
        )
    )
    return State(
        found,
        jobs,
        messages,
        site_state.open_errors(session),
        figures,
        room,
        len(homes.having(*OUT_OF_STEP)),
        len(homes.having(Step.CONFLICT)),
        len(homes.problems),
        schema,
        newest,
        commit_of(root),
    )


def room_of(folder: Path) -> Room:
    """The disk under *folder*."""
    usage = shutil.disk_usage(folder)
    return Room(usage.free, usage.total)


def commit_of(root: Path) -> str | None:
    """Which commit the code at *root* is, in twelve characters; None without a repository."""
    try:
        head = (root / ".git" / "HEAD").read_text(encoding="ascii").strip()
        if not head.startswith("ref: "):
            return head[:12]
        name = head.removeprefix("ref: ")
        loose = root / ".git" / name
        if loose.exists():
            return loose.read_text(encoding="ascii").strip()[:12]
        packed = (root / ".git" / "packed-refs").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return next((line[:12] for line in packed if line.endswith(f" {name}")), None)


def _seen(
    *,
    jobs: list[Job],
    messages: Messages,
    figures: Figures,
    room: Room,
    homes: Homes,
    is_newest_schema: bool,
    now: datetime,
) -> Seen:
    late = {job.name for job in jobs if job_times.lateness(job.name, job.last_ended_at, now=now)}
    backed_up = next(job.last_ended_at for job in jobs if job.name == job_times.BACKUP)
    return Seen(
        is_newest_schema=is_newest_schema,
        free_bytes=room.free,
        disk_bytes=room.total,
        open_errors=figures.open_errors,
        backup_age=now - backed_up if backed_up else None,
        is_backup_late=job_times.BACKUP in late,
        late_jobs=len(late - {job_times.BACKUP}),
        given_up=messages.given_up,
        oldest_wait=now - messages.oldest_due if messages.oldest_due else None,
        late_requests=figures.late_requests,
        conflicts=len(homes.having(Step.CONFLICT)),
        unreadable=len(homes.problems),
    )
