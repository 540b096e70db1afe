"""Audit events hang together: each hash covers the event and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BEGINNING = bytes(32)
"""What stands before the first event."""


@dataclass(frozen=True)
class Event:
    """What an audit event says; ``at`` is a moment with a time zone."""

    at: datetime
    actor_id: int | None
    action: str
    subject: str
    details: Mapping[str, Any]


def seal(previous: bytes, position: int, event: Event) -> bytes:
    """The SHA-256 of *previous* (32 bytes) and of the event at its *position*, written as one line of JSON.

    Changing, removing, adding or exchanging an event changes every hash after it.
    """
    parts = [
        position,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.action,
        event.subject,
        event.details,
    ]
    line = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + line.encode()).digest()
