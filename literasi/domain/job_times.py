"""How often each job should end well, and which are late."""

from datetime import datetime, timedelta

_EVERY_MINUTE = timedelta(minutes=15)  # several in a row must have failed, or nobody runs them
_EVERY_DAY = timedelta(hours=26)
BACKUP = "backup"
ALLOWED: dict[str, timedelta] = {
    "putaran": _EVERY_MINUTE,
    "tes": _EVERY_MINUTE,
    "bukti": _EVERY_MINUTE,
    "kewaspadaan": _EVERY_MINUTE,
    "pengingat": _EVERY_MINUTE,
    "surat": _EVERY_MINUTE,
    "penghapusan": _EVERY_MINUTE,
    "cadangan": _EVERY_MINUTE,  # whether one is due; when the last one was made is told by the next
    BACKUP: _EVERY_DAY,
}
"""The longest time between two good ends of a job; one that is not named here may take its time."""


def lateness(name: str, last_ended_at: datetime | None, *, now: datetime) -> timedelta | None:
    """How much later than allowed the job is; None when it is in time. One that never ended is late."""
    allowed = ALLOWED.get(name)
    if allowed is None:
        return None
    if last_ended_at is None:
        return allowed
    late = now - last_ended_at - allowed
    return late if late > timedelta(0) else None
